"""Files as lines of a table: what an officer needs to choose the next one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sentraki.cases.models import Case
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.selectors.evidence import bands_of
from sentraki.cases.selectors.queues import SLOW_AFTER_DAYS, district_names
from sentraki.cases.telling import voice_of
from sentraki.cases.voices import CASE
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer

QUEUES = (
    CaseStatus.SUBMITTED,
    CaseStatus.RETURNED,
    CaseStatus.WAITLISTED,
    CaseStatus.ACCEPTED,
    CaseStatus.READY,
)
ENDS = (CaseStatus.FILED, CaseStatus.CLOSED, CaseStatus.DECLINED, CaseStatus.WITHDRAWN)


@dataclass(frozen=True)
class Row:
    """One file. ``days`` since it was sent; ``band`` 0 where nothing was screened."""

    case: Case
    name: str
    about: str
    district: str
    word: str
    look: str
    band: int
    days: int | None
    is_late: bool


def name_of(case: Case) -> str:
    """What a file is called on the desk: the business, never the unfiled mark."""
    return (case.business.trade_name if case.business else "") or case.code


def rows_of(viewer: Viewer, cases: Sequence[Case]) -> list[Row]:
    """The lines of ``cases``. Two queries, however many."""
    codes = {case.business.district_code for case in cases if case.business}
    districts = district_names({code for code in codes if code})
    bands = bands_of(viewer, cases)
    return [_row(case, districts, bands) for case in cases]


def _row(case: Case, districts: dict[str, str], bands: dict[int, int]) -> Row:
    voice = voice_of(case)
    days = days_since(case.submitted_at)
    late = case.status == CaseStatus.SUBMITTED and (days or 0) > SLOW_AFTER_DAYS
    business = case.business
    return Row(
        case=case,
        name=name_of(case),
        about=business.activity[:60] if business else "",
        district=districts.get(business.district_code, "") if business else "",
        word=_("Waiting too long") if late else str(voice.officer),
        look="action" if late else voice.look,
        band=bands.get(case.pk, 0),
        days=days,
        is_late=late,
    )


def days_since(at: datetime | None) -> int | None:
    """Whole days since an instant."""
    return (clock.now() - at).days if at else None


def days_text(days: int | None) -> str:
    """``4 hari``; empty when nothing was sent yet."""
    if days is None:
        return ""
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def queue_tiles(sizes: dict[str, int], current: str = "") -> list[dict[str, Any]]:
    """The queues with their numbers, as ``<c-queues>`` wants them."""
    here = reverse("desk:cases")
    return [
        {
            "count": sizes.get(status.value, 0),
            "label": CASE[status].officer,
            "url": f"{here}?antre={status.value}",
            "current": status.value == current,
        }
        for status in QUEUES
    ]
