"""Idle places are noticed while there is time, and a backlog is told in years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentraki.cases.rules.idleness import backlog, idle_places

YEAR = {"opens": date(2024, 1, 2), "closes": date(2024, 12, 20)}


def test_the_year_of_the_227_idle_places_is_noticed_by_the_first_of_july():
    # 120 of 347 taken by September; at that pace 82 by 1 July.
    found = idle_places(quota=347, taken=82, today=date(2024, 7, 1), **YEAR)

    assert found is not None
    assert found.left == 265
    assert found.expected_idle > 150
    september = idle_places(quota=347, taken=120, today=date(2024, 9, 15), **YEAR)
    assert september is not None
    assert september.left == 227


def test_nobody_is_alarmed_in_the_first_quarter_nor_after_the_window():
    assert idle_places(quota=347, taken=0, today=date(2024, 2, 1), **YEAR) is None
    assert idle_places(quota=347, taken=0, today=date(2024, 12, 21), **YEAR) is None


def test_a_programme_on_its_way_to_being_full_is_left_alone():
    assert idle_places(quota=100, taken=60, today=date(2024, 7, 1), **YEAR) is None
    assert idle_places(quota=100, taken=100, today=date(2024, 4, 1), **YEAR) is None


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 400))
def test_idle_places_are_never_more_than_are_left(quota, taken, day):
    if taken > quota:
        return
    today = YEAR["opens"] + timedelta(days=day)
    found = idle_places(quota=quota, taken=taken, today=today, **YEAR)

    assert found is None or 0 < found.expected_idle <= found.left == quota - taken


@pytest.mark.parametrize("odd", [{"taken": 11}, {"taken": -1}, {"closes": date(2023, 1, 1)}])
def test_numbers_that_make_no_sense_are_refused(odd):
    given_values = {"quota": 10, "taken": 1, "today": date(2024, 7, 1), **YEAR} | odd
    with pytest.raises(ValueError, match="sense"):
        idle_places(**given_values)


def test_bojonegoro_needs_34_years_at_347_a_year():
    clock = backlog(businesses=12_661, with_mark=868, per_year=347)

    assert (clock.without, clock.years) == (11_793, 34)
    assert backlog(businesses=5, with_mark=1, per_year=0).years is None
    with pytest.raises(ValueError, match="more marks"):
        backlog(businesses=1, with_mark=2, per_year=1)
