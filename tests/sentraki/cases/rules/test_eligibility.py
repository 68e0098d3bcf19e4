"""What the records say about each condition a programme may set."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentraki.cases.rules.eligibility import (
    BY_HAND,
    SENTENCES,
    Answer,
    Asked,
    Condition,
    Known,
    from_rows,
    is_eligible,
    judge,
    months_between,
    score_of,
    to_rows,
)
from sentraki.parties.rules import Scale

C, A = Condition, Answer
TODAY = date(2026, 3, 15)
KNOWN = Known(
    region_code="36.71",
    today=TODAY,
    district_code="36.71.05",
    nib="1234567890123",
    scale=Scale.MICRO,
    started_on=date(2024, 3, 15),
    has_logo=True,
    subsector="culinary",
    band=1,
)


@pytest.mark.parametrize(
    ("condition", "value", "changed", "answer"),
    [
        (C.RESIDENT, 0, {}, A.MET),
        (C.RESIDENT, 0, {"district_code": "36.74.01"}, A.NOT_MET),
        (C.RESIDENT, 0, {"district_code": "36.710"}, A.NOT_MET),
        (C.RESIDENT, 0, {"district_code": ""}, A.UNKNOWN),
        (C.NIB, 0, {}, A.MET),
        (C.NIB, 0, {"nib": ""}, A.NOT_MET),
        (C.SCALE, 0, {"scale": Scale.SMALL}, A.MET),
        (C.SCALE, 0, {"scale": Scale.MEDIUM}, A.NOT_MET),
        (C.SCALE, 0, {"scale": Scale.UNKNOWN}, A.UNKNOWN),
        (C.RUNNING, 24, {}, A.MET),
        (C.RUNNING, 25, {}, A.NOT_MET),
        (C.RUNNING, 12, {"started_on": None}, A.UNKNOWN),
        (C.FIRST_TIME, 1, {"facilitated_in": (2025,)}, A.NOT_MET),
        (C.FIRST_TIME, 1, {"facilitated_in": (2024,)}, A.MET),
        (C.FIRST_TIME, 3, {"facilitated_in": (2020, 2023)}, A.NOT_MET),
        (C.LOGO, 0, {"has_logo": False}, A.NOT_MET),
        (C.CREATIVE, 0, {"subsector": ""}, A.NOT_MET),
        (C.BRIEFED, 0, {}, A.ASK),
    ],
)
def test_the_records_answer(condition, value, changed, answer):
    (found,) = judge([Asked(condition, value)], replace(KNOWN, **changed))

    assert found.answer is answer


@pytest.mark.parametrize("condition", Condition)
def test_every_condition_has_a_sentence_and_an_answer(condition):
    (found,) = judge([Asked(condition, 1)], KNOWN)

    assert SENTENCES[condition].endswith(".")
    assert (found.answer is A.ASK) == (condition in BY_HAND)


def test_only_what_is_known_not_to_be_met_stands_in_the_way():
    asked = [Asked(C.RUNNING, 12), Asked(C.BRIEFED), Asked(C.NIB, is_required=False)]
    unknown = replace(KNOWN, started_on=None, nib="")

    assert is_eligible(judge(asked, unknown))
    assert not is_eligible(judge([Asked(C.NIB)], unknown))


def test_points_are_for_what_is_met_and_for_a_name_in_the_low_bands():
    asked = [Asked(C.NIB, points=10), Asked(C.CREATIVE, points=5), Asked(C.BRIEFED, points=7)]

    assert score_of(judge(asked, KNOWN), name_points=3, band=2) == 18
    assert score_of(judge(asked, KNOWN), name_points=3, band=3) == 15
    assert score_of(judge(asked, KNOWN), name_points=3, band=0) == 15


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), 0),
        (date(2024, 2, 29), date(2025, 2, 28), 11),
        (date(2025, 12, 1), date(2026, 1, 1), 1),
        (date(2026, 2, 1), date(2026, 1, 1), -1),
    ],
)
def test_months_are_whole(start, end, months):
    assert months_between(start, end) == months


ASKED = st.builds(
    Asked, st.sampled_from(Condition), st.integers(0, 99), st.integers(0, 99), st.booleans()
)


@given(st.lists(ASKED, unique_by=lambda one: one.condition))
def test_conditions_are_kept_and_read_back_as_they_were(asked):
    assert from_rows(to_rows(asked)) == asked


@pytest.mark.parametrize(
    "rows",
    [
        [{"condition": "rich", "value": 0, "points": 0, "required": True}],
        [{"condition": "nib", "value": -1, "points": 0, "required": True}],
        [{"condition": "nib", "value": 0, "points": 0, "required": True}] * 2,
    ],
)
def test_what_is_no_condition_is_refused(rows):
    with pytest.raises(ValueError, match="ondition"):
        from_rows(rows)
