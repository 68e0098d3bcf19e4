"""Arithmetic of a yearly programme's places and of its money."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SelectionMode(StrEnum):
    """How places are given; stated before the window opens."""

    FIRST_COME = "first_come"
    SCORE = "score"
    LOTTERY = "lottery"
    EQUITY = "equity"


@dataclass(frozen=True)
class Places:
    """A programme's places: ``filed`` + ``held`` + ``left`` = ``quota``; ``waiting`` is outside.

    Of the held ones ``confirmed`` are taken up; the others are reserved until a day.
    """

    quota: int
    held: int
    filed: int
    waiting: int
    confirmed: int = 0

    @property
    def left(self) -> int:
        """Places nobody holds."""
        return max(0, self.quota - self.held - self.filed)

    @property
    def reserved(self) -> int:
        """Places held for somebody who has not taken them up yet."""
        return self.held - self.confirmed

    @property
    def is_full(self) -> bool:
        """Whether no place is left."""
        return self.left == 0


def next_number(released: list[int], claimed: int, quota: int) -> int | None:
    """The number for the next place: the lowest released one, else the next unclaimed, else none.

    ``claimed`` is the highest number ever given. A released number above ``quota`` (which may
    have been lowered since) is not given again.
    """
    within = [number for number in released if number <= quota]
    if within:
        return min(within)
    return claimed + 1 if claimed < quota else None


@dataclass(frozen=True)
class Wave:
    """A part of the places that opens on a day (DKI Jakarta 2021: 1,000 places in 20 waves)."""

    opens_on: date
    places: int


def open_places(quota: int, waves: Sequence[Wave], today: date) -> int:
    """How many of the ``quota`` places may be given by ``today``; all of them without waves."""
    if not waves:
        return quota
    return min(quota, sum(wave.places for wave in waves if wave.opens_on <= today))


def waves_of(text: str) -> tuple[Wave, ...]:
    """Waves as an officer writes them: one line each, ``2026-03-01 50``.

    Raises ``ValueError`` naming the line that cannot be read, or two waves of one day.
    """
    found: list[Wave] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        day, _blank, places = line.strip().partition(" ")
        try:
            wave = Wave(date.fromisoformat(day), int(places))
        except ValueError as error:
            raise ValueError(f"{number}") from error
        if wave.places < 1 or any(one.opens_on == wave.opens_on for one in found):
            raise ValueError(f"{number}")
        found.append(wave)
    return tuple(sorted(found, key=lambda wave: wave.opens_on))


@dataclass(frozen=True)
class Money:
    """A programme's budget in whole rupiah: what is promised to live places, and what is left."""

    budget: int
    promised: int
    spent: int

    @property
    def left(self) -> int:
        """What may still be promised."""
        return self.budget - self.promised - self.spent

    def covers(self, cost: int) -> bool:
        """Whether one more place of ``cost`` rupiah stays within the budget."""
        return cost <= self.left


def cost_of(classes: int, classes_paid: int, fee: int) -> int:
    """What a place costs: the programme pays ``classes_paid`` classes of a mark at most.

    Whoever files in more classes pays the others. A case whose classes are not known yet counts
    as one class.
    """
    return min(max(classes, 1), classes_paid) * fee


def affordable(money: Money, cost: int) -> int:
    """How many more places of ``cost`` rupiah the budget bears."""
    if cost <= 0:
        raise ValueError("a place costs something")
    return max(0, money.left // cost)


@dataclass(frozen=True)
class Turn:
    """Somebody's turn on a waiting list: ``rank`` 0 goes first (order changed by two people),
    1 was carried over from last year, 2 is everybody else; then by ``number``."""

    rank: int
    number: int


JUMPED, CARRIED, IN_TURN = 0, 1, 2


def stands_before(one: Turn, other: Turn) -> bool:
    """Whether ``one`` is served before ``other``."""
    return (one.rank, one.number) < (other.rank, other.number)


def ahead_of(turn: Turn, waiting: Iterable[Turn]) -> int:
    """How many of those waiting are served before ``turn``."""
    return sum(stands_before(other, turn) for other in waiting)
