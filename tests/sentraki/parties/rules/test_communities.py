"""What a community lacks before it may file a collective mark, on paper."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentraki.parties.rules.communities import (
    BoardRole,
    Seat,
    Standing,
    chair_of,
    lacks,
    member_key,
    signers,
)

TODAY = date(2026, 11, 29)
CHAIR = Seat("Ketua Contoh", BoardRole.CHAIR, date(2024, 1, 1), date(2027, 1, 1))
READY = Standing(
    deed_number="1",
    deed_on=date(2024, 1, 1),
    deed_is_kept=True,
    seats=(CHAIR,),
    product="ledre",
    members=2,
    rules_are_signed=True,
)


def codes(standing: Standing) -> list[str]:
    return [lack.code for lack in lacks(standing, TODAY)]


def test_a_complete_community_lacks_nothing() -> None:
    assert codes(READY) == []


def test_an_empty_one_lacks_everything_but_an_old_deed_in_order() -> None:
    assert codes(Standing()) == ["deed", "board", "product", "members", "rules"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"deed_number": " "}, "deed"),
        ({"deed_on": None}, "deed"),
        ({"deed_is_kept": False}, "deed"),
        ({"deed_until": date(2026, 11, 28)}, "deed_over"),
        ({"seats": ()}, "board"),
        ({"seats": (replace(CHAIR, until=date(2026, 11, 28)),)}, "board"),
        ({"seats": (replace(CHAIR, since=date(2026, 11, 30)),)}, "board"),
        ({"seats": (replace(CHAIR, role=BoardRole.SECRETARY),)}, "board"),
        ({"product": "  "}, "product"),
        ({"members": 1}, "members"),
        ({"rules_are_signed": False}, "rules"),
    ],
)
def test_each_thing_alone_is_named(change: dict[str, object], code: str) -> None:
    assert codes(replace(READY, **change)) == [code]


def test_a_deed_holds_on_its_last_day() -> None:
    assert codes(replace(READY, deed_until=TODAY)) == []


@given(st.integers(0, 3), st.booleans(), st.booleans(), st.sampled_from(["", "kopi"]))
def test_what_is_added_never_makes_a_community_less_ready(
    members: int, deed: bool, rules: bool, product: str
) -> None:
    before = replace(
        READY, members=members, deed_is_kept=deed, rules_are_signed=rules, product=product
    )
    after = replace(before, members=members + 1, deed_is_kept=True, rules_are_signed=True)

    assert set(codes(after)) <= set(codes(before))


def test_whoever_sits_in_the_board_today_signs() -> None:
    gone = Seat("Dulu Contoh", BoardRole.CHAIR, date(2020, 1, 1), date(2023, 1, 1))

    assert signers((gone, CHAIR), TODAY) == [CHAIR]
    assert chair_of((gone, CHAIR), TODAY) == CHAIR


@given(st.text(max_size=20), st.text(max_size=12))
def test_case_and_blanks_make_no_second_member(name: str, phone: str) -> None:
    assert member_key(f" {name} ", phone) == member_key(name, f"{phone} ")
