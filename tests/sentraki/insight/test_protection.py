"""Counts about people: what is published never leads to a group of fewer than five."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentraki.insight.protection import (
    FLOOR,
    OTHERS,
    is_small,
    join_small,
    release,
    withhold,
)

ROWS, COLUMNS = ("a", "b", "c", "d"), ("x", "y", "z")
COUNTS = st.one_of(st.just(0), st.integers(1, 4), st.integers(5, 60))
TABLES = st.fixed_dictionaries(dict.fromkeys(product(ROWS, COLUMNS), COUNTS))


def follows(target: tuple[str, str], unknown: set[tuple[str, str]]) -> bool:
    """Whether a reader can work out ``target`` from totals: plain elimination over fractions."""
    cells = sorted(unknown)
    lines = [[Fraction(c[0] == r) for c in cells] for r in ROWS]
    lines += [[Fraction(c[1] == k) for c in cells] for k in COLUMNS]
    wanted = [Fraction(c == target) for c in cells]
    return rank([*lines, wanted]) == rank(lines)


def rank(lines: list[list[Fraction]]) -> int:
    rows, found = [list(line) for line in lines], 0
    for place in range(len(rows[0]) if rows else 0):
        pivot = next((r for r in rows[found:] if r[place]), None)
        if pivot is None:
            continue
        at = rows.index(pivot, found)
        rows[found], rows[at] = rows[at], rows[found]
        for other in range(found + 1, len(rows)):
            factor = rows[other][place] / rows[found][place]
            rows[other] = [
                mine - factor * theirs
                for mine, theirs in zip(rows[other], rows[found], strict=True)
            ]
        found += 1
    return found


@given(TABLES)
@settings(max_examples=150, deadline=None)
def test_no_small_count_follows_from_the_totals_and_the_shown_cells(counts) -> None:
    table = release(counts, ROWS, COLUMNS)
    unknown = {cell for cell, shown in table.cells.items() if shown is None}

    for cell, count in counts.items():
        if is_small(count):
            assert cell in unknown
            assert not table.is_open or not follows(cell, unknown)


def test_the_attack_of_these_tests_finds_a_lone_withheld_cell() -> None:
    assert follows(("a", "x"), {("a", "x")})
    assert follows(("a", "x"), {("a", "x"), ("b", "x"), ("b", "y")})
    assert not follows(("a", "x"), {("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")})


@given(TABLES)
@settings(max_examples=150, deadline=None)
def test_what_is_withheld_of_a_line_is_five_or_more_together(counts) -> None:
    hidden = withhold(counts) or ()
    for side, names in ((0, ROWS), (1, COLUMNS)):
        for name in names:
            assert not is_small(sum(counts[cell] for cell in hidden if cell[side] == name))


@given(TABLES)
@settings(max_examples=100, deadline=None)
def test_no_empty_cell_is_withheld_so_each_may_be_one_more_or_one_less(counts) -> None:
    hidden = withhold(counts)

    for cell in hidden or ():
        assert counts[cell] > 0


@given(TABLES)
@settings(max_examples=100, deadline=None)
def test_the_parts_of_every_table_add_up_to_the_whole(counts) -> None:
    table = release(counts, ROWS, COLUMNS)

    assert table.total == sum(counts.values()) == sum(table.column_totals.values())
    for row in ROWS:
        shown = sum(table.cells[row, column] or 0 for column in COLUMNS)
        assert shown <= table.row_totals[row]


def test_a_table_without_small_counts_is_shown_whole() -> None:
    counts = dict.fromkeys(product(ROWS, COLUMNS), FLOOR)

    assert release(counts, ROWS, COLUMNS).withheld == frozenset()


def test_a_table_of_one_row_cannot_be_protected_and_shows_totals_only() -> None:
    table = release({("a", "x"): 3, ("a", "y"): 40}, ["a"], ["x", "y"])

    assert not table.is_open
    assert set(table.cells.values()) == {None}


def test_nothing_is_hidden_behind_a_column_anybody_can_read_elsewhere() -> None:
    counts = {
        ("a", "x"): 2, ("a", "y"): 30, ("a", "public"): 9,
        ("b", "x"): 8, ("b", "y"): 30, ("b", "public"): 1,
    }  # fmt: skip
    table = release(counts, ["a", "b"], ["x", "y", "public"], known=["public"])

    assert table.cells["b", "public"] == 1
    assert table.withheld == {("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")}


@given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 12), min_size=1))
def test_joined_values_are_never_few(sizes) -> None:
    values = sorted(sizes, key=lambda value: (sizes[value], value))
    groups = join_small(values, lambda some: not is_small(sum(sizes[one] for one in some)))
    counted: dict[str, int] = {}
    for value, group in groups.items():
        counted[group] = counted.get(group, 0) + sizes[value]

    if not is_small(sum(sizes.values())):
        assert not any(is_small(count) for count in counted.values())
    assert sum(counted.values()) == sum(sizes.values())


@pytest.mark.parametrize(("count", "small"), [(0, False), (1, True), (4, True), (5, False)])
def test_fewer_than_five_but_not_nought_is_small(count: int, small: bool) -> None:
    assert is_small(count) is small


def test_joining_takes_the_next_smallest_value_and_no_more() -> None:
    sizes = {"a": 2, "b": 6, "c": 40}
    fits = lambda some: not is_small(sum(sizes[one] for one in some))  # noqa: E731

    assert join_small(["a", "b", "c"], fits) == {"a": OTHERS, "b": OTHERS, "c": "c"}
