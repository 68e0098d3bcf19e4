"""The numbers of the picture search: ``images.toml``, read once."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table() -> dict[str, Any]:
    """The whole of ``images.toml``."""
    return tomllib.loads(files("serupa.weights").joinpath("images.toml").read_text("utf-8"))


NEVER = 9.0
"""The deduction of a pair that is not compared: more than any likeness."""


def deduction(kind: str, view: str) -> float:
    """Off the likeness of a view and a whole mark in an index of this kind."""
    return float(table()[kind]["whole"].get(view, NEVER))


def deduction_part(kind: str, view: str) -> float:
    """Off the likeness of a view and a part of a mark; ``NEVER`` when not compared."""
    return float(table()[kind]["part"].get(view, NEVER))


@dataclass(frozen=True)
class Level:
    """A band (4 the highest) begins at ``score``. Measured on the development set: the share of
    ``alarms`` among pictures that copy nothing in the gallery, and the share of copies noticed."""

    band: int
    score: float
    alarms: float
    noticed: float


def levels(kind: str) -> tuple[Level, ...]:
    """The bands of a kind of index above the lowest, highest first."""
    return tuple(Level(**row) for row in table()[kind]["band"])


def band(kind: str, score: float) -> int:
    """The band of a score, 1 to 4."""
    return next((level.band for level in levels(kind) if score >= level.score), 1)


def measured_on(kind: str) -> int:
    """How many pictures the gallery held on which the bands were measured."""
    return int(table()[kind]["gallery"])
