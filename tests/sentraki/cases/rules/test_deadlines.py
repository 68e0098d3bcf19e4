"""Every term is counted twice, and the letter's own date wins.

``deadline_examples.csv`` holds dated examples counted by hand and by a second small program that
shares nothing with ours; each names the article of its rule.
"""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import factories as make

from sentraki.cases.rules.deadlines import (
    Calendars,
    Choice,
    Due,
    Mark,
    Shift,
    Span,
    Start,
    Term,
    Unit,
    Who,
    due_dates,
    expiry,
    has_passed,
    marks,
    reckon,
    term_for,
    terms_after,
    to_speak,
)
from sentraki.cases.rules.filing_flow import NEEDS_ACTION, FilingStatus
from sentraki.cases.services.reference import deadline_rules
from sentraki.kernel import clock
from sentraki.kernel.clock import WorkingCalendar, add_months

TERMS = [row.as_term() for row in deadline_rules()]
BY_CODE = {term.code: term for term in TERMS}
TABLE = Path(__file__).with_name("deadline_examples.csv")
EXAMPLES = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
PUBLISHED = make.published_days_off()


def day(text: str) -> date:
    return date.fromisoformat(text)


def calendars(closed: str = "") -> Calendars:
    """The published days off; the office is closed on these days too."""
    own = {day(one): "Hari jadi" for one in closed.split()}
    office = replace(PUBLISHED, joint_leave={**PUBLISHED.joint_leave, **own})
    return Calendars(djki=PUBLISHED, office=office)


def start_of(row: dict[str, str]) -> date:
    """The examples of a late renewal name the filing date, as people know it."""
    given_day = day(row["start"])
    return expiry(given_day) if BY_CODE[row["rule"]].counts_from is Start.EXPIRY else given_day


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda r: f"{r['rule']}: {r['about']}")
def test_the_days_of_dated_examples(row: dict[str, str]) -> None:
    term = BY_CODE[row["rule"]]
    named = day(row["in_letter"]) if row["in_letter"] else None
    found = reckon(term, start_of(row), calendars(row["office_closed"]), named)

    assert found.on == day(row["work_towards"])
    assert found.legal == day(row["last_day"])
    assert found.differs == bool(row["asks"])
    assert found.due.is_estimate == bool(row["estimate"])
    assert term.article == row["article"]


def test_the_examples_are_many_and_cover_every_rule() -> None:
    assert len(EXAMPLES) >= 60
    assert {row["rule"] for row in EXAMPLES} == set(BY_CODE)


# (rule, start, instant in UTC, zone of the office, days left there, whether DJKI's day is over)
CLOCKS = [
    ("response", "2026-06-16", "2026-07-16T16:59:00", "WIB", 0, False),
    ("response", "2026-06-16", "2026-07-16T17:00:00", "WIB", -1, False),
    ("response", "2026-06-16", "2026-07-16T15:59:00", "WITA", 0, False),
    ("response", "2026-06-16", "2026-07-16T16:00:00", "WITA", -1, False),
    ("response", "2026-06-16", "2026-07-16T14:59:00", "WIT", 0, False),
    ("response", "2026-06-16", "2026-07-16T15:00:00", "WIT", -1, False),
    ("response", "2026-06-16", "2026-07-28T15:30:00", "WIT", -13, False),
    ("response", "2026-06-16", "2026-07-28T17:00:00", "WIT", -13, True),
    ("lawsuit", "2026-07-01", "2026-09-29T16:59:59", "WIB", 0, False),
    ("lawsuit", "2026-07-01", "2026-09-29T17:00:00", "WIB", -1, True),
    ("lawsuit", "2026-07-01", "2026-09-29T15:30:00", "WIT", -1, False),
    ("response", "2026-12-01", "2026-12-31T15:30:00", "WIT", -1, False),
    ("response", "2026-12-01", "2026-12-31T16:30:00", "WIB", 0, False),
    ("renewal", "2016-02-29", "2026-02-28T15:30:00", "WITA", -1, False),
    ("renewal", "2016-02-29", "2026-02-28T17:30:00", "WITA", -2, True),
]


@pytest.mark.parametrize(("rule", "start", "at", "zone", "left", "over"), CLOCKS)
def test_days_end_earlier_in_the_east_and_nothing_is_missed_before_djkis_midnight(
    rule: str, start: str, at: str, zone: str, left: int, over: bool
) -> None:
    due = due_dates(BY_CODE[rule], day(start), calendars())
    with clock.freeze(datetime.fromisoformat(at).replace(tzinfo=UTC)):
        assert (due.shown - clock.today(zone)).days == left
        assert has_passed(due.legal, clock.today("WIB")) == over


@pytest.mark.parametrize("zone", ["WIB", "WITA", "WIT"])
def test_an_office_never_sees_more_days_left_than_djki(zone: str) -> None:
    for hour in range(24):
        with clock.freeze(datetime(2026, 7, 16, hour, 30, tzinfo=UTC)):
            assert clock.today(zone) >= clock.today("WIB")


def test_an_officer_chooses_the_letter_or_our_count() -> None:
    demand, start = BY_CODE["counter-statement"], day("2026-05-16")
    named = day("2026-08-21")
    asked = reckon(demand, start, calendars(), named)
    letter = reckon(demand, start, calendars(), named, Choice.LETTER)
    count = reckon(demand, start, calendars(), named, Choice.COUNT)

    assert (asked.on, asked.differs) == (day("2026-07-16"), True)
    assert (letter.on, letter.legal, letter.differs) == (named, named, False)
    assert (count.on, count.legal, count.differs) == (*[day("2026-07-16")] * 2, False)


def test_an_offices_own_day_off_never_makes_the_legal_day_later() -> None:
    closed = calendars("2026-09-14 2026-09-15 2026-10-01")
    before, after = (
        due_dates(BY_CODE["response"], day("2026-09-01"), c) for c in (calendars(), closed)
    )
    assert after.legal == before.legal
    assert after.shown < before.shown


@given(
    start=st.dates(date(2024, 1, 1), date(2029, 12, 31)),
    length=st.integers(1, 120),
    units=st.tuples(st.sampled_from(Unit), st.sampled_from(Unit)),
    shift=st.sampled_from(Shift),
)
def test_what_we_show_is_never_later_than_the_legal_day(
    start: date, length: int, units: tuple[Unit, Unit], shift: Shift
) -> None:
    spans = [Span(length, unit) for unit in units]
    made = Term("t", "S", spans[0], spans[1], Who.APPLICANT, shift=shift)
    due = due_dates(made, start, calendars())
    assert start < due.shown <= due.legal
    if units[0] is Unit.WORKING_DAYS:
        assert PUBLISHED.is_working(due.legal)
        assert PUBLISHED.working_days_between(start, due.legal) == length


@given(
    start=st.dates(date(2025, 1, 1), date(2027, 6, 1)),
    gap=st.integers(-10, 200),
    code=st.sampled_from(sorted(BY_CODE)),
)
def test_a_letters_day_is_the_last_one_and_never_hides_an_earlier_count(
    start: date, gap: int, code: str
) -> None:
    named = start + timedelta(days=gap)
    found = reckon(BY_CODE[code], start, calendars(), named)
    assert found.legal == named
    assert found.on <= named
    if found.differs:
        assert found.on <= found.due.shown


def test_every_status_that_needs_action_has_a_term_of_the_applicant() -> None:
    assert {status for status in NEEDS_ACTION if term_for(TERMS, status) is None} == set()


def test_terms_belong_to_known_statuses_and_name_their_article() -> None:
    statuses = {status.value for status in FilingStatus}
    named = {row.event for row in TERMS} | {row.after for row in TERMS if row.after}
    assert named | {status for row in TERMS for status in row.met_by} <= statuses
    assert all(row.article and row.source and row.confidence and row.checked_on for row in TERMS)
    assert len(BY_CODE) == len(TERMS)


def test_a_status_without_a_term_runs_no_time() -> None:
    assert terms_after(TERMS, FilingStatus.TECH_QUEUE) == []
    assert term_for(TERMS, FilingStatus.PUBLISHED) is None
    assert term_for(TERMS, FilingStatus.PUBLISHED, Who.PUBLIC) is not None


@pytest.mark.parametrize(
    ("event", "earlier", "code"),
    [
        ("REFUSED", set(), "appeal"),
        ("REFUSED", {"PROV_REFUSAL"}, "appeal"),
        ("REFUSED", {"APPEAL"}, "lawsuit"),
        ("EXAMINATION", {"PUBLISHED"}, "examination"),
        ("EXAMINATION", {"OPPOSED"}, "examination-opposed"),
    ],
)
def test_what_came_before_chooses_the_rule(event: str, earlier: set[str], code: str) -> None:
    assert [term.code for term in terms_after(TERMS, event, earlier)] == [code]


def test_doubtful_terms_say_so_and_speak_both_languages() -> None:
    formalities = BY_CODE["complete-formalities"]
    assert not formalities.is_sure
    assert BY_CODE["response"].is_sure
    assert formalities.label("id") == "Lengkapi kekurangan formalitas"
    assert formalities.label("en") == "Complete the missing items"


def test_reminders_come_14_7_3_and_1_day_before_and_one_when_the_day_is_over() -> None:
    assert marks(BY_CODE["response"], day("2026-03-02"), day("2026-04-15")) == [
        Mark(date(2026, 4, 1), "b14"), Mark(date(2026, 4, 8), "b7"), Mark(date(2026, 4, 12), "b3"),
        Mark(date(2026, 4, 14), "b1"), Mark(date(2026, 4, 16), "over"),
    ]  # fmt: skip


def test_a_suit_over_an_appeal_decision_is_warned_of_on_day_60_and_80_and_day_90_is_the_last() -> (
    None
):
    start = day("2026-07-01")
    due = due_dates(BY_CODE["lawsuit"], start, calendars())
    found = {mark.code: mark.on for mark in marks(BY_CODE["lawsuit"], start, due.shown)}
    assert due.legal == start + timedelta(days=90)
    assert (found["a60"] - start).days == 60
    assert (found["a80"] - start).days == 80


def test_nobody_is_reminded_of_other_peoples_time() -> None:
    assert marks(BY_CODE["opposition-window"], day("2026-03-02"), day("2026-05-02")) == []


def test_after_a_silence_only_the_newest_mark_speaks_and_none_is_forgotten() -> None:
    due = marks(BY_CODE["response"], None, day("2026-04-15"))
    new, speaks = to_speak(due, day("2026-04-13"), {"b14"})
    assert ([mark.code for mark in new], speaks) == (["b7", "b3"], True)
    assert to_speak(due, day("2026-04-13"), {"b14", "b7", "b3"}) == ([], False)


def test_a_clock_that_jumps_back_repeats_nothing() -> None:
    due = marks(BY_CODE["response"], None, day("2026-04-15"))
    told: set[str] = set()
    for today in ("2026-04-08", "2026-04-09", "2020-01-01", "2026-04-07", "2026-04-08"):
        new, _ = to_speak(due, day(today), told)
        assert not (told & {mark.code for mark in new})
        told |= {mark.code for mark in new}
    assert told == {"b14", "b7"}


@given(st.lists(st.integers(-40, 40), max_size=30))
def test_whatever_the_clock_does_each_mark_speaks_at_most_once(jumps: list[int]) -> None:
    due = marks(BY_CODE["response"], None, day("2026-04-15"))
    today, told, spoken = day("2026-03-20"), set(), []
    for jump in jumps:
        today += timedelta(days=jump)
        new, speaks = to_speak(due, today, told)
        told |= {mark.code for mark in new}
        spoken += [new[-1].code] if speaks else []
    assert len(spoken) == len(set(spoken))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_protection_lasts_ten_years_from_filing(filed_on: date) -> None:
    assert expiry(filed_on) == add_months(filed_on, 120)
    assert expiry(filed_on).month == filed_on.month


def test_joint_leave_makes_the_legal_day_later_and_never_the_one_we_show() -> None:
    plain = WorkingCalendar(holidays=PUBLISHED.holidays)
    both = Calendars(plain, plain)
    with_leave, without = (
        due_dates(BY_CODE["response"], day("2026-03-02"), c) for c in (calendars(), both)
    )
    assert with_leave == Due(without.shown, day("2026-04-21"))
    assert without.legal < with_leave.legal
