"""The list of files as a sheet, without anything secret; who took it and why is noted."""

from collections.abc import Sequence

from django.utils.translation import gettext_noop

from sentraki.cases.models import Case
from sentraki.cases.policy import OTHER_REGION
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Denied, Invalid
from sentraki.ledger.acts import act
from sentraki.offices.models import Office

NO_REASON = gettext_noop("Say what the list is for.")


def note_export(
    *, office: Office, viewer: Viewer, cases: Sequence[Case], reason: str, key: str = ""
) -> None:
    """Enter that ``viewer`` takes the list of ``cases``. Raises ``Invalid`` without a reason."""
    if not reason.strip():
        raise Invalid(NO_REASON, fields={"reason": NO_REASON})
    if not all(viewer.covers(case.region_code) for case in cases):
        raise Denied(OTHER_REGION, hidden=True)
    facts = {"region_code": office.region_code}
    with act("case.export", on=office, by=viewer, note=reason.strip(), key=key, **facts) as deed:
        deed.record(rows=len(cases))


def note_numbers(*, office: Office, viewer: Viewer, rows: int) -> None:
    """Enter that ``viewer`` takes a list of ``rows`` application numbers to look up."""
    with act("filing.export", on=office, by=viewer, region_code=office.region_code) as deed:
        deed.record(rows=rows)
