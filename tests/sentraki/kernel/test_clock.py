import csv
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentraki.kernel.clock import (
    WorkingCalendar,
    add_months,
    freeze,
    in_zone,
    now,
    today,
    zone_of,
)

ROWS = Path(__file__).resolve().parents[3] / "data" / "holidays" / "id-2025-2027.csv"


def _calendar() -> WorkingCalendar:
    with ROWS.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    named = {kind: {} for kind in ("libur_nasional", "cuti_bersama")}
    for row in rows:
        named[row["kind"]][date.fromisoformat(row["date"])] = row["name_id"]
    return WorkingCalendar(named["libur_nasional"], named["cuti_bersama"])


CALENDAR = _calendar()
DAYS = st.dates(date(2025, 1, 1), date(2027, 10, 1))


def test_now_is_aware_and_in_utc():
    assert now().utcoffset() == timedelta(0)


def test_frozen_time_stands_still_and_goes_on_afterwards():
    when = datetime(2026, 8, 17, 3, 0, tzinfo=UTC)
    with freeze(when):
        assert now() == now() == when
        with freeze(when + timedelta(days=1)):
            assert today() == date(2026, 8, 18)
        assert now() == when
    assert now() > when


def test_freezing_needs_a_zone():
    with pytest.raises(ValueError, match="zone"), freeze(datetime(2026, 8, 17)):
        pass


def test_new_year_comes_first_in_the_east():
    with freeze(datetime(2026, 12, 31, 15, 30, tzinfo=UTC)):
        assert [today(zone) for zone in ("WIB", "WITA", "WIT")] == [
            date(2026, 12, 31),
            date(2026, 12, 31),
            date(2027, 1, 1),
        ]


def test_an_instant_is_read_on_the_clocks_of_a_zone():
    instant = datetime(2026, 3, 1, 8, 0, tzinfo=timezone(timedelta(hours=7)))
    assert in_zone(instant, "WITA").hour == 9
    with pytest.raises(ValueError, match="zone"):
        in_zone(datetime(2026, 3, 1), "WIB")


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("16.71", "WIB"),
        ("36", "WIB"),
        ("61.71", "WIB"),
        ("62", "WIB"),
        ("51.71", "WITA"),
        ("64.71.01.1001", "WITA"),
        ("65", "WITA"),
        ("73", "WITA"),
        ("81", "WIT"),
        ("97", "WIT"),
        ("99", "WIB"),
        ("", "WIB"),
    ],
)
def test_a_province_decides_the_zone(code, zone):
    assert zone_of(code) == zone


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 22), 2, date(2027, 1, 22)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 5), 120, date(2036, 12, 5)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_are_calendar_months(start, months, end):
    assert add_months(start, months) == end


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(-240, 240))
@settings(max_examples=200)
def test_months_keep_the_day_unless_the_month_is_too_short(day, months):
    end = add_months(day, months)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == day.day or (end + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("day", "works", "works_on_leave"),
    [
        (date(2026, 8, 18), True, True),
        (date(2026, 8, 22), False, False),
        (date(2026, 8, 17), False, False),
        (date(2026, 3, 20), False, True),
        (date(2025, 8, 18), False, True),
    ],
)
def test_weekends_holidays_and_joint_leave_are_told_apart(day, works, works_on_leave):
    assert CALENDAR.is_working(day) is works
    assert CALENDAR.is_working(day, on_joint_leave=True) is works_on_leave


def test_a_term_over_lebaran_has_two_last_days():
    assert CALENDAR.last_day(date(2026, 3, 2), 30) == (date(2026, 4, 15), date(2026, 4, 21))


def test_the_thirty_days_of_an_answer_skip_weekends():
    assert CALENDAR.last_day(date(2026, 7, 1), 30) == (date(2026, 8, 12), date(2026, 8, 12))


def test_no_days_lead_nowhere_and_back_is_refused():
    assert CALENDAR.add_working_days(date(2026, 3, 21), 0) == date(2026, 3, 21)
    with pytest.raises(ValueError, match="forwards"):
        CALENDAR.add_working_days(date(2026, 3, 21), -1)


def test_a_holiday_has_a_name():
    assert CALENDAR.name_of(date(2026, 1, 1)) == "Tahun Baru Masehi"
    assert CALENDAR.name_of(date(2026, 3, 20)).endswith("Idul Fitri")
    assert CALENDAR.name_of(date(2026, 7, 1)) == ""


def test_a_year_without_rows_is_filled_and_says_so():
    assert CALENDAR.is_settled(2026)
    assert not CALENDAR.is_settled(2024)
    assert not CALENDAR.is_working(date(2024, 12, 25))
    assert not CALENDAR.is_working(date(2024, 12, 26))
    assert CALENDAR.is_working(date(2024, 12, 26), on_joint_leave=True)


@given(DAYS, st.integers(1, 90))
@settings(max_examples=200)
def test_the_earlier_last_day_never_comes_after_the_later_one(start, days):
    earlier, later = CALENDAR.last_day(start, days)
    assert start + timedelta(days=days) <= earlier <= later
    assert CALENDAR.is_working(later)
    assert CALENDAR.is_working(earlier, on_joint_leave=True)


@given(DAYS, st.integers(0, 60))
@settings(max_examples=200)
def test_counting_back_what_was_counted_forwards_gives_the_same_number(start, days):
    end = CALENDAR.add_working_days(start, days)
    assert CALENDAR.working_days_between(start, end) == days
    assert CALENDAR.working_days_between(end, start) == -days
