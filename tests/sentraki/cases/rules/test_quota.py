"""Arithmetic of places, waves, money and turns."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentraki.cases.rules.place_flow import PLACE_FLOW, PlaceStatus, held_until, is_over
from sentraki.cases.rules.quota import (
    CARRIED,
    IN_TURN,
    JUMPED,
    Money,
    Places,
    Turn,
    Wave,
    affordable,
    ahead_of,
    cost_of,
    open_places,
    stands_before,
    waves_of,
)
from sentraki.kernel.access import Role
from sentraki.kernel.errors import MoveRefused

RUPIAH = st.integers(0, 10**13)


def test_reserved_places_are_the_held_ones_nobody_has_taken_up():
    places = Places(quota=10, held=5, filed=2, waiting=1, confirmed=3)

    assert (places.reserved, places.left) == (2, 3)


@given(RUPIAH, RUPIAH, RUPIAH, st.integers(1, 10**7))
def test_the_budget_is_never_passed_by_what_it_covers(budget, promised, spent, cost):
    money = Money(budget, promised, spent)

    assert money.covers(cost) == (promised + spent + cost <= budget)
    assert (affordable(money, cost) > 0) == money.covers(cost)


def test_a_place_that_costs_nothing_is_a_mistake():
    with pytest.raises(ValueError, match="costs"):
        affordable(Money(1, 0, 0), 0)


@pytest.mark.parametrize(
    ("classes", "paid", "cost"),
    [(0, 1, 500_000), (1, 1, 500_000), (3, 1, 500_000), (3, 2, 1_000_000), (2, 5, 1_000_000)],
)
def test_the_programme_pays_for_so_many_classes_at_most(classes, paid, cost):
    assert cost_of(classes, paid, 500_000) == cost


def test_waves_open_their_places_on_their_days():
    waves = waves_of("2026-03-01 50\n\n2026-06-01 70\n")

    assert waves == (Wave(date(2026, 3, 1), 50), Wave(date(2026, 6, 1), 70))
    assert [open_places(100, waves, date(2026, month, 1)) for month in (2, 3, 6)] == [0, 50, 100]
    assert open_places(100, (), date(2026, 1, 1)) == 100


@pytest.mark.parametrize(
    "text", ["besok 5", "2026-03-01", "2026-03-01 0", "2026-03-01 5\n2026-03-01 5", "2026-13-01 5"]
)
def test_a_wave_that_cannot_be_read_names_its_line(text):
    with pytest.raises(ValueError, match=r"^\d+$"):
        waves_of(text)


@given(st.text(max_size=60))
def test_any_text_is_waves_or_refused(text):
    try:
        found = waves_of(text)
    except ValueError:
        return
    assert all(wave.places > 0 for wave in found)


@given(st.lists(st.tuples(st.sampled_from((JUMPED, CARRIED, IN_TURN)), st.integers(1, 99))))
def test_turns_are_served_by_rank_and_then_by_number(pairs):
    turns = [Turn(*pair) for pair in pairs]

    for turn in turns:
        assert ahead_of(turn, turns) == sum(stands_before(one, turn) for one in turns)
        assert not stands_before(turn, turn)


def test_the_last_day_of_a_hold_still_counts():
    until = held_until(date(2026, 6, 1))

    assert until == date(2026, 6, 15)
    assert not is_over(until, until)
    assert is_over(until, date(2026, 6, 16))
    assert not is_over(None, date(2026, 6, 16))
    with pytest.raises(ValueError, match="a day"):
        held_until(date(2026, 6, 1), 0)


@pytest.mark.parametrize("ended", [PlaceStatus.USED, PlaceStatus.EXPIRED, PlaceStatus.RELEASED])
@pytest.mark.parametrize("verb", ["confirm", "expire", "release", "use"])
def test_an_ended_place_never_comes_back(ended, verb):
    facts = {"in_time": True, "time_is_up": True}
    with pytest.raises(MoveRefused):
        PLACE_FLOW.take(verb, status=ended, role=Role.SYSTEM, facts=facts)


def test_a_place_that_was_taken_up_does_not_run_out():
    with pytest.raises(MoveRefused):
        PLACE_FLOW.take(
            "expire", status=PlaceStatus.CONFIRMED, role=Role.SYSTEM, facts={"time_is_up": True}
        )
