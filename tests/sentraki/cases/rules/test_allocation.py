"""Four rules, each the same on every machine, each fair in its own stated sense."""

import random
import subprocess
import sys
from collections import Counter
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentraki.cases.rules.allocation import (
    REASONS,
    Line,
    Wish,
    allocate,
    in_order,
    list_hash,
    lot,
)
from sentraki.cases.rules.quota import CARRIED, IN_TURN, JUMPED, SelectionMode

MODES = st.sampled_from(SelectionMode)
SEEDS = st.text("abcdef0123456789 ", min_size=1, max_size=20)


@st.composite
def lists_of_wishes(draw, ranks=(IN_TURN,)):
    """Up to 60 wishes with unique codes and arrival numbers."""
    count = draw(st.integers(0, 60))
    arrivals = draw(st.permutations(range(1, count + 1)))
    return [
        Wish(
            code=f"TNG-{number:04d}",
            arrival=arrival,
            score=draw(st.integers(0, 5)),
            district=draw(st.sampled_from(["36.71.01", "36.71.02", "36.71.03"])),
            rank=draw(st.sampled_from(ranks)),
            cost=draw(st.sampled_from([500_000, 1_000_000])),
        )
        for number, arrival in enumerate(arrivals)
    ]


def placed(lines: list[Line]) -> list[str]:
    return [line.code for line in lines if line.has_place]


@given(lists_of_wishes((JUMPED, CARRIED, IN_TURN)), st.integers(0, 80), MODES, SEEDS, st.randoms())
def test_the_order_of_the_list_changes_nothing(wishes, places, mode, seed, chance):
    shuffled = list(wishes)
    chance.shuffle(shuffled)

    first = allocate(wishes, places=places, mode=mode, seed=seed)
    again = allocate(shuffled, places=places, mode=mode, seed=seed)

    assert first == again
    assert list_hash(wishes) == list_hash(shuffled)


@given(lists_of_wishes((JUMPED, CARRIED, IN_TURN)), st.integers(0, 80), MODES, SEEDS)
def test_everybody_stands_once_and_exactly_the_places_there_are_are_given(
    wishes, places, mode, seed
):
    lines = allocate(wishes, places=places, mode=mode, seed=seed)

    assert sorted(line.code for line in lines) == sorted(wish.code for wish in wishes)
    assert [line.position for line in lines] == list(range(1, len(wishes) + 1))
    assert len(placed(lines)) == min(places, len(wishes))
    assert placed(lines) == [line.code for line in lines][: len(placed(lines))]
    assert {line.reason for line in lines} <= set(REASONS)


@given(lists_of_wishes((JUMPED, CARRIED, IN_TURN)), MODES, SEEDS)
def test_whoever_goes_first_by_rank_stands_before_all_others(wishes, mode, seed):
    ranks = [wish.rank for wish in in_order(wishes, mode, seed)]

    early = [rank for rank in ranks if rank < IN_TURN]
    assert ranks[: len(early)] == sorted(early)


@given(lists_of_wishes(), st.integers(0, 60), MODES, SEEDS, st.integers(0, 40_000_000))
def test_the_money_is_never_passed_and_nobody_behind_is_served_first(
    wishes, places, mode, seed, money
):
    lines = allocate(wishes, places=places, mode=mode, seed=seed, money=money)
    costs = {wish.code: wish.cost for wish in wishes}

    assert sum(costs[code] for code in placed(lines)) <= money
    assert placed(lines) == [line.code for line in lines][: len(placed(lines))]


@given(lists_of_wishes(), st.integers(0, 60), MODES, SEEDS)
def test_one_place_more_never_takes_a_place_from_anybody(wishes, places, mode, seed):
    few = placed(allocate(wishes, places=places, mode=mode, seed=seed))
    more = placed(allocate(wishes, places=places + 1, mode=mode, seed=seed))

    assert more[: len(few)] == few


@given(lists_of_wishes(), st.integers(0, 60))
def test_first_come_never_passes_over_an_earlier_arrival(wishes, places):
    lines = allocate(wishes, places=places, mode=SelectionMode.FIRST_COME)
    arrivals = {wish.code: wish.arrival for wish in wishes}
    inside = [arrivals[code] for code in placed(lines)]
    outside = [arrivals[line.code] for line in lines if not line.has_place]

    assert max(inside, default=0) < min(outside, default=10**9)


@given(lists_of_wishes(), st.integers(0, 60))
def test_points_never_pass_over_a_higher_score_and_equal_ones_go_by_arrival(wishes, places):
    by_code = {wish.code: wish for wish in wishes}
    lines = allocate(wishes, places=places, mode=SelectionMode.SCORE)
    keys = [(-by_code[line.code].score, by_code[line.code].arrival) for line in lines]

    assert keys == sorted(keys)


@given(lists_of_wishes(), st.integers(0, 60))
def test_no_kecamatan_gets_two_more_while_another_still_waits(wishes, places):
    by_code = {wish.code: wish for wish in wishes}
    lines = allocate(wishes, places=places, mode=SelectionMode.EQUITY)
    shares = Counter(by_code[code].district for code in placed(lines))
    waiting = {by_code[line.code].district for line in lines if not line.has_place}

    for district in waiting:
        assert max(shares.values(), default=0) - shares[district] <= 1


@given(lists_of_wishes(), SEEDS, SEEDS)
def test_lots_are_those_anybody_can_draw_with_the_seed(wishes, seed, other):
    order = [wish.code for wish in in_order(wishes, SelectionMode.LOTTERY, seed)]
    by_hand = sorted(
        (sha256(f"{seed}:{wish.code}".encode()).hexdigest()[:16], wish.code) for wish in wishes
    )

    assert order == [code for _lot, code in by_hand]
    assert lot(seed, "TNG-0001") != lot(other, "TNG-0001") or seed == other


def test_a_lottery_is_even_over_many_seeds():
    wishes = [Wish(f"TNG-{n:04d}", n) for n in range(1, 21)]
    wins = Counter(
        code
        for seed in range(2_000)
        for code in placed(
            allocate(wishes, places=5, mode=SelectionMode.LOTTERY, seed=f"undian {seed}")
        )
    )

    # 2,000 draws of 5 of 20: 500 each; five standard deviations are 97.
    assert all(400 < wins[wish.code] < 600 for wish in wishes)


def test_another_process_with_other_hashes_gives_the_same_places():
    program = (
        "from sentraki.cases.rules.allocation import *;"
        "from sentraki.cases.rules.quota import SelectionMode as M;"
        "w=[Wish(f'T{n}',n,n%7,f'D{n%5}') for n in range(1,301)];"
        "g=lambda m:allocate(w,places=90,mode=m,seed='2026');"
        "print([[l.code for l in g(m) if l.has_place] for m in M])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONPATH": "src", "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "random")
    }

    assert len(said) == 1


@settings(max_examples=30)
@given(lists_of_wishes(), MODES)
def test_two_wishes_of_one_code_or_arrival_are_refused(wishes, mode):
    if wishes:
        twin = random.Random(len(wishes)).choice(wishes)
        with pytest.raises(ValueError, match="two wishes"):
            allocate([*wishes, twin], places=1, mode=mode, seed="x")


def test_a_lottery_without_a_seed_is_refused():
    with pytest.raises(ValueError, match="seed"):
        allocate([Wish("T", 1)], places=1, mode=SelectionMode.LOTTERY)


def test_negative_places_are_refused():
    with pytest.raises(ValueError, match="negative"):
        allocate([], places=-1, mode=SelectionMode.SCORE)


@pytest.mark.parametrize(
    ("mode", "reason", "facts"),
    [
        (SelectionMode.FIRST_COME, "first_come", {"arrival": "3", "line": "2"}),
        (SelectionMode.SCORE, "score", {"score": "1", "line": "5", "arrival": "3"}),
        (
            SelectionMode.EQUITY,
            "equity",
            {"arrival": "3", "district": "A", "share": "1", "most": "1"},
        ),
    ],
)
def test_the_report_says_why_somebody_is_below_the_line(mode, reason, facts):
    wishes = [Wish("a", 1, 9, "A"), Wish("b", 2, 5, "B"), Wish("c", 3, 1, "A")]

    last = allocate(wishes, places=2, mode=mode)[-1]

    assert (last.code, last.has_place, last.reason) == ("c", False, reason)
    assert dict(last.facts) == facts


def test_the_report_says_when_the_money_ended_it():
    wishes = [Wish("a", 1, cost=500_000), Wish("b", 2, cost=500_000)]

    lines = allocate(wishes, places=2, mode=SelectionMode.FIRST_COME, money=600_000)

    assert [(line.has_place, line.reason) for line in lines] == [
        (True, "first_come"),
        (False, "budget"),
    ]
