"""The rights ledger: every kind with its term, and when which rights have to be renewed."""

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Count, QuerySet

from sentraki.cases.models import Right
from sentraki.cases.rules.dossier import FeeScheme
from sentraki.cases.rules.fees import FeeRow, fee_on
from sentraki.cases.selectors.fees import fee_rows
from sentraki.kernel.access import Viewer
from sentraki.kernel.clock import add_months


@dataclass(frozen=True)
class RightKind:
    """One kind of right: a row of ``data/right_kinds.csv``. ``term_months`` is none where no day
    of its end can be counted; ``renewal_fee`` is the code of a tariff, empty for none."""

    code: str
    name_id: str
    name_en: str
    law: str
    term_months: int | None
    renewable: bool
    renewal_fee: str
    source: str
    notice: str

    def name(self, lang: str) -> str:
        """Its name in ``lang`` (Indonesian unless ``en``)."""
        return self.name_en if lang.startswith("en") else self.name_id

    def expiry(self, filed_on: date) -> date | None:
        """The day protection ends, counted from the filing date; none where it cannot be."""
        return add_months(filed_on, self.term_months) if self.term_months else None


@cache
def right_kinds() -> Mapping[str, RightKind]:
    """Every kind by its code, in the table's order."""
    text = (Path(settings.DATA) / "right_kinds.csv").read_text(encoding="utf-8")
    return {
        row["code"]: RightKind(
            row["code"],
            row["name_id"],
            row["name_en"],
            row["law"],
            int(row["term_months"]) if row["term_months"] else None,
            row["renewable"] == "yes",
            row["renewal_fee"],
            row["source"],
            row["notice"],
        )
        for row in csv.DictReader(text.splitlines())
    }


def standing(viewer: Viewer) -> QuerySet[Right]:
    """The rights of the viewer's region that have not ended."""
    return Right.objects.for_viewer(viewer).filter(ended_on=None)


def by_kind(viewer: Viewer) -> list[tuple[RightKind, int]]:
    """Every kind with how many stand; a kind without one counts nought."""
    counted = standing(viewer).order_by().values_list("kind").annotate(n=Count("pk"))
    found = {str(kind): int(n) for kind, n in counted}
    return [(kind, found.get(kind.code, 0)) for kind in right_kinds().values()]


@dataclass(frozen=True)
class Wave:
    """The rights whose protection ends in one year, and what renewing them costs in whole rupiah.

    ``umk`` and ``general`` are none when the table of fees has no row for that year.
    """

    year: int
    rights: int
    classes: int
    umk: int | None
    general: int | None
    is_sure: bool


def waves(viewer: Viewer) -> list[Wave]:
    """The renewable rights by the year in which they end, the nearest first.

    A right costs the fee of its kind per class, as the table has it on the first day of that year.
    """
    classes: dict[int, Counter[str]] = defaultdict(Counter)
    rights: Counter[int] = Counter()
    for expires_on, named, kind in renewable(viewer).values_list("expires_on", "classes", "kind"):
        if expires_on is None:
            continue
        rights[expires_on.year] += 1
        code = right_kinds()[kind].renewal_fee
        classes[expires_on.year][code] += max(1, sum(map(bool, map(str.strip, named.split(",")))))
    rows = {kind.renewal_fee: fee_rows(kind.renewal_fee) for kind in right_kinds().values()}
    return [_wave(year, rights[year], classes[year], rows) for year in sorted(rights)]


def renewable(viewer: Viewer) -> QuerySet[Right]:
    """The rights that can be renewed and whose last day is known, the nearest first."""
    codes = [kind.code for kind in right_kinds().values() if kind.renewable]
    rows = standing(viewer).filter(kind__in=codes, expires_on__isnull=False)
    return rows.order_by("expires_on", "pk")


def undated(viewer: Viewer) -> int:
    """How many rights could be renewed but nobody knows until when they last."""
    codes = [kind.code for kind in right_kinds().values() if kind.renewable]
    return standing(viewer).filter(kind__in=codes, expires_on=None).count()


def _wave(
    year: int, rights: int, classes: Counter[str], rows: Mapping[str, list[FeeRow]]
) -> Wave:  # fmt: skip
    day = date(year, 1, 1)
    found: dict[FeeScheme, list[tuple[FeeRow | None, int]]] = {
        scheme: [(_fee(rows[code], code, scheme, day), n) for code, n in classes.items()]
        for scheme in (FeeScheme.UMK, FeeScheme.GENERAL)
    }
    fees = [fee for pairs in found.values() for fee, _n in pairs]
    return Wave(
        year=year,
        rights=rights,
        classes=classes.total(),
        umk=_sum(found[FeeScheme.UMK]),
        general=_sum(found[FeeScheme.GENERAL]),
        is_sure=all(fee is not None and fee.is_sure for fee in fees),
    )


def _sum(pairs: list[tuple[FeeRow | None, int]]) -> int | None:
    amounts = [fee.amount * n for fee, n in pairs if fee is not None]
    return sum(amounts) if len(amounts) == len(pairs) else None


def _fee(rows: list[FeeRow], code: str, scheme: FeeScheme, day: date) -> FeeRow | None:
    try:
        return fee_on(rows, code, scheme, day)
    except LookupError:
        return None
