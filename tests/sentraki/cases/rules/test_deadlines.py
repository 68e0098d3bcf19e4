"""Every term is counted twice, and the letter's own date wins."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentraki.cases.rules.deadlines import (
    Due,
    Term,
    Unit,
    due_dates,
    read_terms,
    reckon,
    reminders,
    renewal_window,
    term_for,
)
from sentraki.cases.rules.filing_flow import NEEDS_ACTION, FilingStatus
from sentraki.kernel.clock import WorkingCalendar, add_months

TABLE = Path(__file__).resolve().parents[4] / "data" / "legal_terms.csv"
TERMS = read_terms(TABLE.read_text(encoding="utf-8"))
# Two joint-leave days and one holiday in the weeks counted below.
CALENDAR = WorkingCalendar(
    holidays={date(2026, 3, 19): "Nyepi", date(2026, 3, 21): "Idul Fitri"},
    joint_leave={date(2026, 3, 18): "Cuti bersama", date(2026, 3, 20): "Cuti bersama"},
)


def term(status: FilingStatus) -> Term:
    found = term_for(TERMS, status)
    assert found is not None
    return found


def test_an_answer_to_a_refusal_is_shown_by_calendar_days_and_noted_by_working_days() -> None:
    due = due_dates(term(FilingStatus.PROV_REFUSAL), date(2026, 3, 2), CALENDAR)
    assert due == Due(shown=date(2026, 4, 1), legal=date(2026, 4, 16))


def test_joint_leave_makes_the_legal_day_later_and_never_the_one_we_show() -> None:
    plain = WorkingCalendar(holidays=CALENDAR.holidays)
    refusal = term(FilingStatus.PROV_REFUSAL)
    with_leave, without = (due_dates(refusal, date(2026, 3, 2), c) for c in (CALENDAR, plain))
    assert with_leave.legal == without.legal + timedelta(days=2)
    assert with_leave.shown == without.shown


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (date(2026, 1, 15), date(2026, 3, 15)),
        (date(2025, 12, 31), date(2026, 2, 28)),
        (date(2027, 12, 31), date(2028, 2, 29)),
    ],
)
def test_months_are_calendar_months(start: date, due: date) -> None:
    assert due_dates(term(FilingStatus.FORMAL_DEFECT), start, CALENDAR) == Due(due, due)


def test_the_letters_own_date_wins_and_a_difference_is_told() -> None:
    refusal, start = term(FilingStatus.PROV_REFUSAL), date(2026, 3, 2)
    own = date(2026, 4, 10)
    found = reckon(refusal, start, CALENDAR, own)
    assert (found.on, found.differs, found.in_letter) == (own, True, own)


@pytest.mark.parametrize("in_letter", [None, date(2026, 4, 1), date(2026, 4, 16)])
def test_a_date_we_also_found_is_no_difference(in_letter: date | None) -> None:
    found = reckon(term(FilingStatus.PROV_REFUSAL), date(2026, 3, 2), CALENDAR, in_letter)
    assert found.on == (in_letter or date(2026, 4, 1))
    assert not found.differs


@given(
    start=st.dates(date(2024, 1, 1), date(2029, 12, 31)),
    length=st.integers(1, 120),
    unit=st.sampled_from(Unit),
)
def test_what_we_show_is_never_later_than_the_legal_day(
    start: date, length: int, unit: Unit
) -> None:
    made = Term("t", "S", length, unit, "applicant", "", "", "", "", "high")
    due = due_dates(made, start, CALENDAR)
    assert start < due.shown <= due.legal
    if unit is Unit.WORKING_DAYS:
        assert CALENDAR.is_working(due.legal)
        assert CALENDAR.working_days_between(start, due.legal) == length


def test_every_status_that_needs_action_has_a_term_of_the_applicant() -> None:
    assert {status for status in NEEDS_ACTION if term_for(TERMS, status) is None} == set()


def test_terms_belong_to_known_statuses_and_name_their_article() -> None:
    assert {row.status for row in TERMS} <= {status.value for status in FilingStatus}
    assert all(row.article and row.source and row.confidence for row in TERMS)
    assert len({row.code for row in TERMS}) == len(TERMS)


def test_a_status_without_a_term_runs_no_time() -> None:
    assert term_for(TERMS, FilingStatus.REGISTERED) is None
    assert term_for(TERMS, FilingStatus.PUBLISHED) is None
    assert term_for(TERMS, FilingStatus.PUBLISHED, "public") is not None


def test_doubtful_terms_say_so_and_speak_both_languages() -> None:
    formalities = term(FilingStatus.FORMAL_DEFECT)
    assert not formalities.is_sure
    assert term(FilingStatus.PROV_REFUSAL).is_sure
    assert formalities.label("id") == "Lengkapi kekurangan formalitas"
    assert formalities.label("en") == "Complete the missing items"


def test_reminders_come_14_7_3_and_1_day_before() -> None:
    assert reminders(date(2026, 4, 15)) == [
        date(2026, 4, 1), date(2026, 4, 8), date(2026, 4, 12), date(2026, 4, 14),
    ]  # fmt: skip


def test_renewal_is_open_from_six_months_before_to_six_after_ten_years() -> None:
    assert renewal_window(date(2026, 9, 15)) == (
        date(2036, 3, 15), date(2036, 9, 15), date(2037, 3, 15),
    )  # fmt: skip


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_window_of_renewal_is_a_year_wide(filed_on: date) -> None:
    first, expiry, last = renewal_window(filed_on)
    assert first < expiry < last
    assert expiry == add_months(filed_on, 120)
