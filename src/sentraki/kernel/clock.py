"""Time, in one place: now, today where people live, working days, months.

Nothing else in the house reads a clock (ruff bans it), so a test stops time with :func:`freeze`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

import holidays as published_holidays

ZONES: Mapping[str, ZoneInfo] = MappingProxyType(
    {
        "WIB": ZoneInfo("Asia/Jakarta"),
        "WITA": ZoneInfo("Asia/Makassar"),
        "WIT": ZoneInfo("Asia/Jayapura"),
    }
)
_EASTERN = frozenset({"81", "82", "91", "92", "93", "94", "95", "96", "97"})
_CENTRAL = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
_ONE_DAY = timedelta(days=1)
_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """This instant, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)  # noqa: TID251 - the one place


@contextmanager
def freeze(when: datetime) -> Iterator[datetime]:
    """Let :func:`now` answer ``when`` (aware) inside the block; for tests and for replays.

    A naive datetime raises ``ValueError``. Other threads keep their own time.
    """
    if when.tzinfo is None:
        raise ValueError("a frozen time needs a zone")
    token = _frozen.set(when.astimezone(UTC))
    try:
        yield when
    finally:
        _frozen.reset(token)


def in_zone(instant: datetime, zone: str) -> datetime:
    """``instant`` (aware) on the clocks of ``zone``: WIB, WITA or WIT.

    A naive instant raises ``ValueError``, an unknown zone ``KeyError``.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return instant.astimezone(ZONES[zone])


def today(zone: str = "WIB") -> date:
    """The calendar day it is now in ``zone``."""
    return in_zone(now(), zone).date()


def zone_of(region_code: str) -> str:
    """WIB, WITA or WIT for a region code, by its province (Keputusan Presiden 41/1987).

    A code without a known province counts as WIB, the capital's time.
    """
    province = region_code[:2]
    if province in _EASTERN:
        return "WIT"
    return "WITA" if province in _CENTRAL else "WIB"


def add_months(day: date, months: int) -> date:
    """The same day ``months`` calendar months on (or back); the month's last day at most."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, _days_in(year, month + 1)))


def _days_in(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - _ONE_DAY).day


@cache
def _published(year: int, category: str) -> Mapping[date, str]:
    found = published_holidays.country_holidays(
        "ID", years=year, categories=(category,), language="id"
    )
    return {day: name for day, name in found.items() if day.year == year}


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days offices work: Monday to Friday, less national holidays and joint leave.

    ``holidays`` and ``joint_leave`` map dates to names and come from rows an administrator keeps.
    A year for which no row exists is filled from the ``holidays`` package, whose lunar dates are
    estimates; :meth:`is_settled` tells the two apart. ``unconfirmed`` are days in the rows that a
    decree may still move.
    """

    holidays: Mapping[date, str]
    joint_leave: Mapping[date, str] = field(default_factory=dict)
    unconfirmed: frozenset[date] = frozenset()

    def is_settled(self, year: int) -> bool:
        """Whether rows for ``year`` were given, so that its days rest on a published list."""
        return any(day.year == year for day in self.holidays)

    def is_estimate(self, first: date, last: date) -> bool:
        """Whether a day from ``first`` to ``last`` rests on no published list."""
        years = range(first.year, last.year + 1)
        return any(first <= day <= last for day in self.unconfirmed) or not all(
            self.is_settled(year) for year in years
        )

    def name_of(self, day: date) -> str:
        """The name of the holiday or joint leave on ``day``; empty for any other day."""
        return self._holiday(day) or self._leave(day)

    def is_working(self, day: date, *, on_joint_leave: bool = False) -> bool:
        """Whether offices work on ``day``; ``on_joint_leave`` counts joint leave as work."""
        if day.weekday() >= 5 or self._holiday(day):
            return False
        return on_joint_leave or not self._leave(day)

    def add_working_days(self, start: date, days: int, *, on_joint_leave: bool = False) -> date:
        """The ``days``-th working day after ``start``; zero gives ``start`` itself.

        ``start`` is not counted. A negative number raises ``ValueError``.
        """
        if days < 0:
            raise ValueError("working days are counted forwards")
        day = start
        while days:
            day += _ONE_DAY
            days -= self.is_working(day, on_joint_leave=on_joint_leave)
        return day

    def last_day(self, start: date, working_days: int) -> tuple[date, date]:
        """The last day of a term of working days, counted both ways: ``(earlier, later)``.

        No text read so far says whether joint leave counts as a working day for the time limits
        of the trademark law (UU 20/2016 Pasal 1 angka 22 only says working days). The earlier
        date counts joint leave as work and is the one to show; the later one does not.
        """
        return (
            self.add_working_days(start, working_days, on_joint_leave=True),
            self.add_working_days(start, working_days),
        )

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after ``start`` up to and including ``end``.

        Negative when ``end`` comes first.
        """
        if end < start:
            return -self.working_days_between(end, start)
        span = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(self.is_working(day) for day in span)

    def _holiday(self, day: date) -> str:
        if self.is_settled(day.year):
            return self.holidays.get(day, "")
        return _published(day.year, "public").get(day, "")

    def _leave(self, day: date) -> str:
        if self.is_settled(day.year):
            return self.joint_leave.get(day, "")
        return self.joint_leave.get(day) or _published(day.year, "government").get(day, "")
