"""Changes of rights: their kinds, fees and windows; and who waits for a certificate."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from sentraki.cases.models import Ceremony, CeremonyItem, Delivery, Right, RightChange
from sentraki.cases.rules.dossier import FeeScheme
from sentraki.cases.rules.fees import FeeRow, fee_on
from sentraki.cases.rules.right_change_flow import (
    OPEN,
    RENEWAL,
    WINDOW_MONTHS,
    ChangeStatus,
    Window,
    window_of,
)
from sentraki.cases.selectors.fees import fee_rows
from sentraki.cases.selectors.renewals import renewable
from sentraki.kernel.access import Viewer
from sentraki.kernel.clock import add_months


@dataclass(frozen=True)
class ChangeKind:
    """A row of ``data/right_changes.csv``. ``per_class``: the fee counts for each class."""

    code: str
    names: Mapping[str, str]
    kinds: frozenset[str]
    values: Mapping[str, str]
    fee: str
    late_fee: str
    per_class: bool
    law: str
    notice: str

    def name(self, lang: str) -> str:
        """Its name in ``lang`` (Indonesian unless ``en``)."""
        return self.names["en" if lang.startswith("en") else "id"]

    def value(self, lang: str) -> str:
        """What has to be told of it; empty for nothing."""
        return self.values["en" if lang.startswith("en") else "id"]


@cache
def change_kinds() -> Mapping[str, ChangeKind]:
    """Every kind by its code, in the table's order."""
    text = (Path(settings.DATA) / "right_changes.csv").read_text(encoding="utf-8")
    return {
        row["code"]: ChangeKind(
            code=row["code"],
            names={"id": row["name_id"], "en": row["name_en"]},
            kinds=frozenset(row["kinds"].split()),
            values={"id": row["value_id"], "en": row["value_en"]},
            fee=row["fee"],
            late_fee=row["late_fee"],
            per_class=row["per"] == "class",
            law=row["law"],
            notice=row["notice"],
        )
        for row in csv.DictReader(text.splitlines())
    }


def kinds_for(viewer: Viewer, right: Right) -> list[ChangeKind]:
    """What can be begun of a right now: no kind of which one is open, none of an ended right."""
    if right.ended_on is not None:
        return []
    rows = RightChange.objects.for_viewer(viewer).filter(right=right, status__in=OPEN)
    running = set(rows.values_list("kind", flat=True))
    return [
        kind
        for kind in change_kinds().values()
        if right.kind in kind.kinds
        and kind.code not in running
        and (kind.code != RENEWAL or right.expires_on is not None)
    ]


def window(right: Right) -> Window | None:
    """When the right can be renewed; none where nobody knows its last day."""
    return window_of(right.expires_on) if right.expires_on is not None else None


@dataclass(frozen=True)
class Price:
    """What a change costs in whole rupiah on a day, and whether the row is confirmed."""

    amount: int
    is_sure: bool
    is_late: bool = False


def price(right: Right, kind: ChangeKind, scheme: FeeScheme, on: date) -> Price | None:
    """The fee by the table in force ``on`` a day; none when the table does not say."""
    spell = window(right) if kind.code == RENEWAL else None
    is_late = spell is not None and spell.is_late(on)
    code = kind.late_fee if is_late else kind.fee
    row = _fee(code, scheme, on)
    if row is None:
        return None
    classes = max(1, sum(map(bool, map(str.strip, right.classes.split(",")))))
    return Price(row.amount * (classes if kind.per_class else 1), row.is_sure, is_late)


def _fee(code: str, scheme: FeeScheme, on: date) -> FeeRow | None:
    try:
        return fee_on(fee_rows(code), code, scheme, on)
    except LookupError:
        return None


def changes_of(viewer: Viewer) -> QuerySet[RightChange]:
    """Changes in the viewer's regions with their right, newest first."""
    rows = RightChange.objects.for_viewer(viewer)
    return rows.select_related("right__office", "right__seal", "right__filing", "proof")


def due_renewals(viewer: Viewer, today: date, most: int) -> list[tuple[Right, RightChange | None]]:
    """The rights that can be renewed today, in time or late, with the newest renewal begun in this
    window; the nearest last day first. Two queries."""
    spell = (add_months(today, -WINDOW_MONTHS), add_months(today, WINDOW_MONTHS))
    rows = list(renewable(viewer).filter(expires_on__range=spell)[:most])
    begun: dict[int, RightChange] = {}
    changes = RightChange.objects.for_viewer(viewer).filter(
        right__in=[row.pk for row in rows], kind=RENEWAL
    )
    for change in changes.exclude(status=ChangeStatus.RECORDED).order_by("begun_at", "pk"):
        begun[change.right_id] = change
    return [(row, begun.get(row.pk)) for row in rows]


def ceremonies_of(viewer: Viewer) -> QuerySet[Ceremony]:
    """Lists of certificates in the viewer's regions, newest first."""
    return Ceremony.objects.for_viewer(viewer).select_related("office")


def waiting_for_handing(viewer: Viewer) -> QuerySet[Right]:
    """Rights that came of a file of this house and whose certificate nobody was handed yet."""
    handed = Delivery.objects.for_viewer(viewer).values("right")
    rows = Right.objects.for_viewer(viewer).filter(ended_on=None, filing__isnull=False)
    return rows.exclude(pk__in=handed).select_related("filing__case__business")


@dataclass(frozen=True)
class Line:
    """One certificate of a list: the right, its owner, and its handing over once it happened."""

    item: CeremonyItem
    owner: str
    delivery: Delivery | None


def lines_of(viewer: Viewer, ceremony: Ceremony) -> list[Line]:
    """The certificates of a list by the mark's name. Two queries."""
    items = list(ceremony.items.select_related("right__filing__case__business"))
    keys = [item.right_id for item in items]
    handed = {
        row.right_id: row for row in Delivery.objects.for_viewer(viewer).filter(right__in=keys)
    }
    return [Line(item, owner_of(item.right), handed.get(item.right_id)) for item in items]


def owner_of(right: Right) -> str:
    """Whom the office knows as owner; officers read it, the public register has its own field."""
    if right.filing is not None and right.is_of_its_file:
        business = right.filing.case.business
        if business is not None:
            return business.owner_name or business.trade_name
        return right.filing.case.applicant_name
    return right.holder
