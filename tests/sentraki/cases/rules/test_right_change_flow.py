"""Renewing in time, late, or never: dates around the last day, and the steps of a change."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentraki.cases.rules.right_change_flow import (
    RENEWAL,
    RIGHT_CHANGE_FLOW,
    ChangeStatus,
    renewed_until,
    window_of,
)
from sentraki.kernel.access import Role
from sentraki.kernel.errors import MoveRefused

TEN_YEARS = 120
DAYS = st.dates(date(2001, 1, 1), date(2080, 12, 31))


@pytest.mark.parametrize(
    ("last", "opens", "late"),
    [
        (date(2030, 3, 1), date(2029, 9, 1), date(2030, 9, 1)),
        (date(2030, 8, 31), date(2030, 2, 28), date(2031, 2, 28)),
        (date(2028, 2, 29), date(2027, 8, 29), date(2028, 8, 29)),
    ],
)
def test_a_right_is_renewed_from_six_months_before_to_six_months_after_its_last_day(
    last, opens, late
):
    spell = window_of(last)

    assert (spell.opens, spell.last, spell.late) == (opens, last, late)
    assert spell.holds(opens)
    assert not spell.holds(opens - timedelta(days=1))
    assert spell.holds(late)
    assert not spell.holds(late + timedelta(days=1))
    assert not spell.is_late(last)
    assert spell.is_late(last + timedelta(days=1))


@given(DAYS)
def test_a_late_renewal_gains_no_day(last):
    assert renewed_until(last, TEN_YEARS).year == last.year + 10
    assert renewed_until(last, TEN_YEARS) > window_of(last).late


def test_a_leap_day_ends_on_the_last_day_of_february():
    assert renewed_until(date(2028, 2, 29), TEN_YEARS) == date(2038, 2, 28)


def facts(**true):
    return dict.fromkeys(true, True)


def test_nothing_is_recorded_without_proof_nor_refused_without_a_reason():
    for verb, needs in (("record", "proof_kept"), ("refuse", "reason_given")):
        with pytest.raises(MoveRefused) as refused:
            RIGHT_CHANGE_FLOW.take(verb, status=ChangeStatus.FILED, role=Role.VERIFIER, facts={})
        assert refused.value.missing == (needs,)


def test_only_a_renewal_is_let_lapse():
    given_reason = facts(reason_given=1)
    with pytest.raises(MoveRefused):
        RIGHT_CHANGE_FLOW.take(
            "let-lapse", status=ChangeStatus.PLANNED, role=Role.VERIFIER, facts=given_reason
        )
    step = RIGHT_CHANGE_FLOW.take(
        "let-lapse", status=ChangeStatus.PLANNED, role=Role.VERIFIER,
        facts=given_reason | {"is_renewal": True},
    )  # fmt: skip
    assert step.target is ChangeStatus.LET_LAPSE
    assert RENEWAL == "renewal"
