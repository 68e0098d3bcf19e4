"""Drawn offices: parts make the whole for every figure, and pages taken together tell of no few."""

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, count, product

import numpy as np
import pytest
from django.db import transaction
from hypothesis import given, settings
from tests.sentraki.insight.drawn import (
    CLASSES,
    GENDERS,
    GROUPS,
    PLACES,
    PRICE,
    REASONS,
    YEARS,
    Drawn,
    office_of,
    spread_out,
)

from sentraki.insight.counting import Published, Scope, crossed, figure_value, rows_of, totals
from sentraki.insight.dimensions import DIMENSIONS
from sentraki.insight.outcomes import FILED, Outcome
from sentraki.insight.protection import OTHERS, is_small
from sentraki.insight.registry import FIGURES, PARTS
from sentraki.insight.stages import committed_by, money, refusal_reasons

pytestmark = pytest.mark.django_db
Is = Callable[[Drawn], bool]
Told = tuple[Is, int]
PRIME = 2_147_483_629
NUMBERS = count(1)
WAYS: dict[str, Callable[[Drawn], str]] = {
    "tahun": lambda one: str(one.year),
    "kecamatan": lambda one: one.district,
    "kelas": lambda one: one.classes,
    "gender": lambda one: one.gender,
}
# Every kind of place there can be; a reason belongs to refused ones alone.
ATOMS = [
    Drawn(*parts)
    for parts in product(YEARS, PLACES, CLASSES, GENDERS, Outcome, REASONS)
    if parts[4] is Outcome.REFUSED or parts[5] == REASONS[0]
]


@given(GROUPS)
@settings(max_examples=10, deadline=None)
def test_the_parts_of_every_figure_make_the_whole_in_every_way(groups) -> None:
    with transaction.atomic():
        drawn = spread_out(groups)
        scope = Scope(office_of(drawn, next(NUMBERS)))
        counted, public = totals(scope), Published(scope)
        whole = figure_value(counted, FIGURES["difasilitasi"])
        assert whole == len(drawn)
        assert sum(figure_value(counted, FIGURES[slug]) for slug in PARTS) == whole
        for slug, figure in FIGURES.items():
            value = figure_value(counted, figure)
            assert value == rows_of(scope, figure).count(), slug
            assert value == sum(one.outcome in figure.outcomes for one in drawn), slug
            for way in DIMENSIONS.values():
                cells = crossed(scope, way)
                parts = (n for (_value, out), n in cells.items() if Outcome(out) in figure.outcomes)
                assert sum(parts) == value, (slug, way.slug)
        for way in DIMENSIONS.values():
            for table in (public.by(way), public.by_year(way)):
                assert sum(table.row_totals.values()) == whole
                assert sum(table.column_totals.values()) == whole
            cost = committed_by(public, way, public.groups(way, crossed(scope, way)))
            assert sum(cost.values()) == PRICE * whole, way.slug
        reasons = refusal_reasons(public)
        assert sum(reasons.values()) in (0, counted[Outcome.REFUSED.value])
        transaction.set_rollback(True)


@given(GROUPS)
@settings(max_examples=12, deadline=None)
def test_no_few_people_are_found_by_taking_pages_together(groups) -> None:
    """All pages at once as equations; any two of them with what they show to be nought."""
    with transaction.atomic():
        drawn = spread_out(groups)
        public = Published(Scope(office_of(drawn, next(NUMBERS))))
        pages = pages_of(public) if public.is_open else []
        transaction.set_rollback(True)
    targets = few(drawn)
    everything = [told for page in pages for told in page]
    assert found(everything, targets, with_noughts=False) == []
    for one, two in combinations(pages, 2):
        assert found([*one, *two], targets, with_noughts=True) == []


def test_the_attack_of_these_tests_finds_what_two_pages_tell() -> None:
    of_2020: Is = lambda one: one.year == 2020  # noqa: E731
    women: Is = lambda one: one.year == 2020 and one.gender == "f"  # noqa: E731
    men: Is = lambda one: one.year == 2020 and one.gender == "m"  # noqa: E731

    assert found([(of_2020, 13), (women, 10)], [("men", men)], with_noughts=False) == ["men"]
    assert found([(of_2020, 13)], [("men", men)], with_noughts=True) == []
    assert found([(of_2020, 3), (women, 0)], [("men", men)], with_noughts=True) == ["men"]


def pages_of(public: Published) -> list[list[Told]]:
    """Every number a reader finds, page by page, each with the places it counts."""
    pages = [first_page(public), costs_page(public), register(public)]
    years = public.groups(DIMENSIONS["tahun"], crossed(public.scope, DIMENSIONS["tahun"]))
    for slug, value_of in WAYS.items():
        way = DIMENSIONS[slug]
        groups = public.groups(way, crossed(public.scope, way))
        row = in_group(value_of, groups)
        outcome = in_group(lambda one: one.outcome.value, public.outcome_groups)
        year = in_group(WAYS["tahun"], years)
        for table, column in ((public.by(way), outcome), (public.by_year(way), year)):
            page = [(both(row(r)), n) for r, n in table.row_totals.items()]
            page += [(both(column(c)), n) for c, n in table.column_totals.items()]
            page += [
                (both(row(r), column(c)), n)
                for (r, c), n in table.cells.items()
                if n is not None
            ]  # fmt: skip
            pages.append(page)
    return pages


def in_group(value_of: Callable[[Drawn], str], groups: dict[str, str]) -> Callable[[str], Is]:
    """Whether a place is counted in a group; a value nobody has is in no group."""
    return lambda group: lambda one: groups.get(value_of(one)) == group


def of(value_of: Callable[[Drawn], str], value: str) -> Is:
    return lambda one: value_of(one) == value


def both(*parts: Is) -> Is:
    return lambda one: all(part(one) for part in parts)


def first_page(public: Published) -> list[Told]:
    page: list[Told] = []
    for figure in FIGURES.values():
        value = public.value(figure)
        if value is not None:
            page.append((lambda one, f=figure: one.outcome in f.outcomes, value))
    return page


def costs_page(public: Published) -> list[Told]:
    page: list[Told] = []
    for row in money(public):
        of_year = of(WAYS["tahun"], str(row.year))
        if row.committed is not None:
            page.append((of_year, row.committed // PRICE))
        if row.spent is not None:
            filed = both(of_year, lambda one: one.outcome in FILED)
            page.append((filed, row.spent // PRICE))
    for slug in ("kecamatan", "kelas"):
        way = DIMENSIONS[slug]
        groups = public.groups(way, crossed(public.scope, way))
        row_of = in_group(WAYS[slug], groups)
        page += [
            (row_of(group), cost // PRICE)
            for group, cost in committed_by(public, way, groups).items()
        ]
    reasons = refusal_reasons(public)
    for code, n in reasons.items():
        named = {code} if code != OTHERS else set(REASONS) - set(reasons)
        page.append((lambda one, c=named: one.outcome is Outcome.REFUSED and one.reason in c, n))
    return page


def register(public: Published) -> list[Told]:
    """The public register: where each registered mark comes from, and its class."""
    rows = rows_of(public.scope, FIGURES["terdaftar"])
    there = list(rows.values_list("case__business__district_code", "case__classes"))
    return [
        (
            lambda one, p=place, c=classes: (
                one.outcome is Outcome.REGISTERED and (one.district, one.classes) == (p, c)
            ),
            there.count((place, classes)),
        )
        for place, classes in product(PLACES, CLASSES)
    ]


def few(drawn: Sequence[Drawn]) -> list[tuple[str, Is]]:
    """Every group of one to four that no page may lead to; the register's own are public."""
    targets: dict[str, Is] = {}
    for name, value_of in WAYS.items():
        for value in {value_of(one) for one in drawn}:
            here = of(value_of, value)
            targets[f"{name} {value}"] = here
            for outcome in Outcome:
                if outcome is Outcome.REGISTERED and DIMENSIONS[name].is_listed:
                    continue
                targets[f"{name} {value} {outcome}"] = both(here, is_outcome(outcome))
            for year in YEARS:
                targets[f"{name} {value} {year}"] = both(here, of(WAYS["tahun"], str(year)))
    for outcome in set(Outcome) - {Outcome.REGISTERED}:
        targets[str(outcome)] = is_outcome(outcome)
    for code in REASONS:
        targets[code] = both(is_outcome(Outcome.REFUSED), lambda one, c=code: one.reason == c)
    return [(name, here) for name, here in targets.items() if is_small(sum(map(here, drawn)))]


def is_outcome(outcome: Outcome) -> Is:
    return lambda one: one.outcome is outcome


def found(
    told: Iterable[Told], targets: Sequence[tuple[str, Is]], *, with_noughts: bool
) -> list[str]:
    """Names of the targets whose count is a sum and difference of what is told."""
    told = list(told)
    atoms = ATOMS
    if with_noughts:
        empty = [here for here, n in told if n == 0]
        atoms = [one for one in ATOMS if not any(here(one) for here in empty)]
    if not atoms:
        return []
    known = echelon([[int(here(one)) for one in atoms] for here, _n in told])
    return [
        name
        for name, here in targets
        if any(map(here, atoms)) and follows(known, [int(here(one)) for one in atoms])
    ]


Rows = list[tuple[int, "np.ndarray[tuple[int], np.dtype[np.int64]]"]]


def echelon(lines: list[list[int]]) -> Rows:
    """Independent rows with the place of their leading one, over a large prime field."""
    rows: Rows = []
    for line in lines:
        rest = reduced(rows, np.array(line, dtype=np.int64))
        places = np.flatnonzero(rest)
        if len(places):
            lead = int(places[0])
            rows.append((lead, rest * pow(int(rest[lead]), -1, PRIME) % PRIME))
    return rows


def reduced(rows: Rows, line):
    """What is left of a row after taking away all it shares with ``rows``."""
    for lead, row in rows:
        if line[lead]:
            line = (line - int(line[lead]) * row) % PRIME
    return line


def follows(rows: Rows, target: list[int]) -> bool:
    return not reduced(rows, np.array(target, dtype=np.int64)).any()
