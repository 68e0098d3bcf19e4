"""Pairs: decided disputes, as the labelled file tells them.

A CSV with the columns ``mark_newer``, ``mark_older``, ``nice_classes`` (separated by ``;``, may be
empty) and ``outcome`` (``similar`` or ``not_similar``); ``id``, ``country``, ``forum``,
``case_ref`` and ``year`` where known.
"""

import csv
from dataclasses import dataclass, replace
from pathlib import Path

from serupa.normalise import visual
from serupa.register import read_classes


@dataclass(frozen=True, slots=True)
class Pair:
    """A decided dispute: the newer mark, the older one, classes, and whether they were alike."""

    newer: str
    older: str
    classes: tuple[int, ...]
    is_similar: bool
    id: str = ""
    country: str = ""
    case: str = ""

    @property
    def is_identical(self) -> bool:
        return visual(self.newer) == visual(self.older)


def read_invented(path: Path) -> list[Pair]:
    """Invented conflicts; ``case``: the market they are made for and whether they were looked at
    (*seen*) or only counted (*judge*). Raises ``KeyError`` for a missing column."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            replace(_pair(row, True), case=f"{row['market']}, {row['part']}")
            for row in csv.DictReader(lines)
        ]


def read_pairs(path: Path) -> list[Pair]:
    """The pairs of a labelled file. Raises ``KeyError`` for a missing column."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [_pair(row, row["outcome"] == "similar") for row in csv.DictReader(lines)]


def _pair(row: dict[str, str], is_similar: bool) -> Pair:
    return Pair(
        row["mark_newer"],
        row["mark_older"],
        read_classes(row["nice_classes"]),
        is_similar,
        row.get("id", ""),
        row.get("country", ""),
        ", ".join(row[key] for key in ("forum", "case_ref", "year") if row.get(key)),
    )
