"""Arithmetic of a yearly programme's places. Four numbers, never mixed."""

from dataclasses import dataclass
from enum import StrEnum


class SelectionMode(StrEnum):
    """How places are given; announced before the window opens."""

    FIRST_COME = "first_come"
    CURATED = "curated"


@dataclass(frozen=True)
class Places:
    """A programme's places: ``filed`` + ``held`` + ``left`` = ``quota``; ``waiting`` is outside."""

    quota: int
    held: int
    filed: int
    waiting: int

    @property
    def left(self) -> int:
        """Places nobody holds."""
        return max(0, self.quota - self.held - self.filed)

    @property
    def is_full(self) -> bool:
        """Whether no place is left."""
        return self.left == 0


def next_number(released: list[int], claimed: int, quota: int) -> int | None:
    """The number for the next place: the lowest released one, else the next unclaimed, else none.

    ``claimed`` is the highest number ever given.
    """
    if released:
        return min(released)
    return claimed + 1 if claimed < quota else None
