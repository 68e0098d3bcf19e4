"""Counting places: the rows behind every figure, and their tables as they may be published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Case, CharField, Count, F, QuerySet, Value, When

from sentraki.cases.models import Place
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.insight.dimensions import YEAR, Dimension
from sentraki.insight.outcomes import FACILITATED, Outcome, outcome_of
from sentraki.insight.protection import OTHERS, Released, is_small, join_small, release
from sentraki.insight.registry import Definition
from sentraki.offices.models import Office

OUTCOMES = tuple(str(one) for one in Outcome)
_KNOWN = Outcome.REGISTERED.value


@dataclass(frozen=True)
class Scope:
    """Whose places are counted: one office's, of programmes ``since`` … ``until`` where given.

    Public pages count an office whole (see ``protection``): a second page about a part of it would
    let a reader subtract.
    """

    office: Office
    since: int | None = None
    until: int | None = None


def places(scope: Scope) -> QuerySet[Any]:
    """Every live place of the scope, each with its ``outcome``."""
    rows = Place.objects.filter(programme__office=scope.office, released_at=None)
    if scope.since is not None:
        rows = rows.filter(programme__year__gte=scope.since)
    if scope.until is not None:
        rows = rows.filter(programme__year__lte=scope.until)
    branches = [
        When(
            case__filing__status__in=[s.value for s in FilingStatus if outcome_of(s) is outcome],
            then=Value(outcome.value),
        )
        for outcome in Outcome
        if outcome is not Outcome.NOT_FILED
    ]
    left = Value(Outcome.NOT_FILED.value)
    return rows.annotate(outcome=Case(*branches, default=left, output_field=CharField()))


def rows_of(scope: Scope, figure: Definition) -> QuerySet[Place]:
    """Exactly the rows ``figure`` counts."""
    return places(scope).filter(outcome__in=[one.value for one in figure.outcomes])


def totals(scope: Scope) -> dict[str, int]:
    """Outcome → how many places; every outcome is there. One query."""
    counted = places(scope).order_by().values_list("outcome").annotate(n=Count("pk"))
    found = dict.fromkeys(OUTCOMES, 0)
    found.update({str(outcome): int(n) for outcome, n in counted})
    return found


def figure_value(counted: Mapping[str, int], figure: Definition) -> int:
    """The figure from the totals of its scope."""
    return sum(counted[one.value] for one in figure.outcomes)


def crossed(
    scope: Scope, dimension: Dimension, other: Dimension | None = None
) -> dict[tuple[str, str], int]:
    """(value, outcome) or (value, value of ``other``) → how many places. One query."""
    second = F(other.path) if other else F("outcome")
    counted = (
        places(scope)
        .order_by()
        .values(one=F(dimension.path), two=second)
        .annotate(n=Count("pk"))
        .values_list("one", "two", "n")
    )
    found: dict[tuple[str, str], int] = {}
    for one, two, n in counted:
        cell = (dimension.value_of(one), other.value_of(two) if other else str(two))
        found[cell] = found.get(cell, 0) + int(n)
    return found


@dataclass(frozen=True)
class Published:
    """What anybody may read of one office: every table made from the same joined groups."""

    scope: Scope

    @cached_property
    def by_outcome(self) -> dict[str, int]:
        """True totals by outcome."""
        return totals(self.scope)

    @property
    def total(self) -> int:
        """How many places there are."""
        return sum(self.by_outcome.values())

    @property
    def is_open(self) -> bool:
        """Whether anything may be shown: the whole, and the whole less the register, is no few."""
        return self.total > 0 and fits_alone(self.total, self.by_outcome[_KNOWN])

    @cached_property
    def outcome_groups(self) -> dict[str, str]:
        """Outcome → the group it is shown in; small ones are joined, *terdaftar* never."""
        counts = self.by_outcome
        others = sorted((one for one in OUTCOMES if one != _KNOWN), key=lambda one: counts[one])
        groups = join_small(others, lambda some: not is_small(sum(counts[one] for one in some)))
        return {_KNOWN: _KNOWN, **groups}

    def value(self, figure: Definition) -> int | None:
        """The figure; ``None`` where it would tell of fewer than five people."""
        if not self.is_open:
            return None
        parts = {one.value for one in figure.outcomes}
        joined = {one for one, group in self.outcome_groups.items() if group == OTHERS}
        if joined & parts and not joined <= parts:
            return None
        return figure_value(self.by_outcome, figure)

    def of_row(self, table: Released, row: str, figure: Definition) -> int | None:
        """The figure in one row of a table by outcome; ``None`` where it is withheld."""
        if figure.outcomes == FACILITATED:
            return table.row_totals[row]
        wanted = {one.value for one in figure.outcomes}
        joined = {one for one, group in self.outcome_groups.items() if group == OTHERS}
        if joined & wanted and not joined <= wanted:
            return None
        return table.at(row, {self.outcome_groups[one] for one in wanted})

    def _margins(
        self, cells: Mapping[tuple[str, str], int]
    ) -> tuple[dict[str, int], dict[str, int]]:
        whole: dict[str, int] = {}
        known: dict[str, int] = {}
        for (value, outcome), n in cells.items():
            whole[value] = whole.get(value, 0) + n
            known[value] = known.get(value, 0) + (n if outcome == _KNOWN else 0)
        return whole, known

    def groups(self, dimension: Dimension, cells: Mapping[tuple[str, str], int]) -> dict[str, str]:
        """Value → the group it is shown in, the same on every page. ``cells`` are by outcome."""
        whole, known = self._margins(cells)
        by_size = sorted(whole, key=lambda value: (whole[value], value))

        def fits(some: Iterable[str]) -> bool:
            values = list(some)
            return fits_alone(sum(whole[v] for v in values), sum(known[v] for v in values))

        return join_small(by_size, fits)

    def by(self, dimension: Dimension) -> Released:
        """The figure's places by ``dimension`` and outcome. Two queries."""
        cells = crossed(self.scope, dimension)
        groups = self.groups(dimension, cells)
        columns = tuple(dict.fromkeys(self.outcome_groups[one] for one in OUTCOMES))
        known = (_KNOWN,) if dimension.is_listed else ()
        return release(
            _grouped(cells, groups, self.outcome_groups), _order(cells, groups), columns, known
        )

    def by_year(self, dimension: Dimension) -> Released:
        """The facilitated places by ``dimension`` and year of the programme. Three queries."""
        groups = self.groups(dimension, crossed(self.scope, dimension))
        by_outcome = crossed(self.scope, YEAR)
        years = self.groups(YEAR, by_outcome)
        cells = crossed(self.scope, dimension, YEAR)
        columns = tuple(sorted(dict.fromkeys(years.values())))
        return release(_grouped(cells, groups, years), _order(cells, groups), columns)


def fits_alone(whole: int, known: int) -> bool:
    """Whether a group may be told of: neither it nor its part outside the register is a few."""
    return not is_small(whole) and not is_small(whole - known)


def _grouped(
    cells: Mapping[tuple[str, str], int], rows: Mapping[str, str], columns: Mapping[str, str]
) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for (row, column), n in cells.items():
        cell = (rows[row], columns[column])
        found[cell] = found.get(cell, 0) + n
    return found


def _order(cells: Mapping[tuple[str, str], int], groups: Mapping[str, str]) -> tuple[str, ...]:
    """Groups, most first; what was joined and what is not recorded last."""
    sizes: dict[str, int] = {}
    for (value, _second), n in cells.items():
        sizes[groups[value]] = sizes.get(groups[value], 0) + n
    last = {"": 1, OTHERS: 2}
    return tuple(sorted(sizes, key=lambda g: (last.get(g, 0), -sizes[g], g)))


def anonymous_rows(table: Released) -> Iterable[tuple[str, str | None]]:
    """The rows behind a published table, one a place: its group, and its outcome unless withheld.

    They stand in the table's order and carry no number, so rows of two files cannot be paired.
    """
    for row in table.rows:
        shown = 0
        for column in table.columns:
            n = table.cells[row, column]
            shown += n or 0
            for _ in range(n or 0):
                yield row, column
        for _ in range(table.row_totals[row] - shown):
            yield row, None
