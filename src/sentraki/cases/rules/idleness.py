"""When places lie idle: a programme that will not be full by the day it closes.

In September 227 of 347 places of one regency were idle and nobody had been told; the alarm is
meant to be raised by 1 July of such a year (``product.md`` 2, idea 5, read November 2026).
"""

from dataclasses import dataclass
from datetime import date

FIRST_LOOK = 0.25
ENOUGH = 0.9


@dataclass(frozen=True)
class Idle:
    """Places nobody has taken, and how many stay idle at the present pace."""

    left: int
    expected_idle: int
    days_left: int


def idle_places(*, quota: int, taken: int, opens: date, closes: date, today: date) -> Idle | None:
    """An alarm, or ``None`` while there is no reason for one.

    None before a quarter of the window has passed, after it has closed, or when at the present
    pace at least nine in ten places will be taken. The pace is taken places per day since the
    opening, nothing finer: it is a reason to look, not a forecast. Raises ``ValueError`` for a
    window that closes before it opens or more places taken than there are.
    """
    if closes < opens or not 0 <= taken <= quota:
        raise ValueError("the window or the count of places makes no sense")
    length, gone = (closes - opens).days + 1, (today - opens).days + 1
    if taken == quota or today > closes or gone < FIRST_LOOK * length:
        return None
    expected = min(quota, taken * length // gone)
    if expected >= ENOUGH * quota:
        return None
    return Idle(quota - taken, quota - expected, (closes - today).days)


@dataclass(frozen=True)
class Backlog:
    """How long a list of businesses takes at a yearly pace, in whole years; ``None`` is never."""

    without: int
    years: int | None


def backlog(*, businesses: int, with_mark: int, per_year: int) -> Backlog:
    """Businesses without a mark over places a year, rounded to the nearest year.

    Bojonegoro: 12,661 businesses, 868 with a mark, 347 a year give 34 years.
    """
    if not 0 <= with_mark <= businesses or per_year < 0:
        raise ValueError("more marks than businesses")
    without = businesses - with_mark
    return Backlog(without, round(without / per_year) if per_year else None)
