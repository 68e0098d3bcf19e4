"""Figures that compare: published totals, regions in order, and years until everybody is served."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from sentraki.insight.counting import Published
from sentraki.insight.dimensions import YEAR


@dataclass(frozen=True)
class Said:
    """A total somebody printed, with the years it speaks of (``data/figures/published.csv``)."""

    region_code: str
    value: int
    words: str
    since: int
    until: int
    source: str


@dataclass(frozen=True)
class Answered:
    """A printed total beside ours for the same years; ``ours`` is ``None`` where it is not told."""

    said: Said
    ours: int | None

    @property
    def difference(self) -> int | None:
        """Printed less ours; nought means our rows carry the printed number."""
        return None if self.ours is None else self.said.value - self.ours


@cache
def printed_totals() -> tuple[Said, ...]:
    """Every printed total we know of, in the table's order."""
    return tuple(
        Said(
            row["region_code"],
            int(row["value"]),
            row["words"],
            int(row["since"]),
            int(row["until"]),
            row["source"],
        )
        for row in _table("published.csv")
    )


def answered(public: Published) -> list[Answered]:
    """Each printed total of the office's region beside the facilitated places of its years."""
    here = [
        said for said in printed_totals() if said.region_code == public.scope.office.region_code
    ]
    if not here:
        return []
    table = public.by(YEAR)
    years = {year: n for year, n in table.row_totals.items() if year.isdigit()}
    is_whole = public.is_open and len(years) == len(table.row_totals)
    return [
        Answered(
            said,
            sum(n for year, n in years.items() if said.since <= int(year) <= said.until)
            if is_whole
            else None,
        )
        for said in here
    ]


@dataclass(frozen=True)
class Compared:
    """What one regency or city reports for one period; ``None`` is "has not sent data"."""

    region_code: str
    name: str
    facilitated: int | None
    registered: int | None
    businesses: int | None
    source: str

    @property
    def province_code(self) -> str:
        """The province it lies in."""
        return self.region_code[:2]


Method = Callable[[Compared], float | None]


def by_count(row: Compared) -> float | None:
    """How many were facilitated."""
    return row.facilitated


def by_businesses(row: Compared) -> float | None:
    """Facilitated per 10,000 businesses."""
    if row.facilitated is None or not row.businesses:
        return None
    return row.facilitated * 10_000 / row.businesses


def by_share(row: Compared) -> float | None:
    """Registered ones of every hundred facilitated."""
    if row.registered is None or not row.facilitated:
        return None
    return row.registered * 100 / row.facilitated


METHODS: dict[str, Method] = {"jumlah": by_count, "per-usaha": by_businesses, "bagian": by_share}


@dataclass(frozen=True)
class Ranked:
    """A region's rank in the country and in its province; ``None`` without data."""

    row: Compared
    value: float | None
    rank: int | None
    rank_in_province: int | None


def ranked(rows: Sequence[Compared], method: Method) -> list[Ranked]:
    """All rows, the highest value first; equal values share a rank, and the next one is skipped.

    Rows without the value come last and have no rank.
    """
    values = {row.region_code: method(row) for row in rows}

    def key(row: Compared) -> tuple[bool, float, str]:
        value = values[row.region_code]
        return value is None, -(value or 0), row.region_code

    def rank(row: Compared, among: Sequence[Compared]) -> int | None:
        mine = values[row.region_code]
        if mine is None:
            return None
        return 1 + sum((values[other.region_code] or 0) > mine for other in among)

    return [
        Ranked(
            row,
            values[row.region_code],
            rank(row, rows),
            rank(row, [other for other in rows if other.province_code == row.province_code]),
        )
        for row in sorted(rows, key=key)
    ]


@dataclass(frozen=True)
class Backlog:
    """Businesses without a mark, and how many places a year there are."""

    region_code: str
    businesses: int
    with_mark: int
    places_a_year: int
    as_of: date
    source: str

    @property
    def without(self) -> int:
        """How many still have no mark."""
        return self.businesses - self.with_mark

    @property
    def years(self) -> int:
        """Years until the last one is served at this pace, counted up to whole years."""
        return years_for(self.without, self.places_a_year)

    def years_with(self, marks: int, members: int) -> int:
        """The same when ``marks`` collective marks of ``members`` businesses each are in use."""
        return years_for(max(0, self.without - marks * members), self.places_a_year)


def years_for(people: int, a_year: int) -> int:
    """Whole years for ``people`` at ``a_year``; ``ValueError`` for a pace below one."""
    if a_year < 1:
        raise ValueError("nobody is ever served at this pace")
    return -(-people // a_year)


@cache
def backlogs() -> dict[str, Backlog]:
    """Region code → its backlog as last published (``data/figures/backlog.csv``)."""
    return {
        row["region_code"]: Backlog(
            row["region_code"],
            int(row["businesses"]),
            int(row["with_mark"]),
            int(row["places_a_year"]),
            date.fromisoformat(row["as_of"]),
            row["source"],
        )
        for row in _table("backlog.csv")
    }


def _table(name: str) -> list[dict[str, str]]:
    path = Path(settings.DATA) / "figures" / name
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))
