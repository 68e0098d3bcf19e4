"""The development set of pictures, read from its folder and drawn.

``gallery.jsonl.gz`` (id, brand, svg), ``queries.csv`` (query, transformation, target, brand),
``redraw.csv`` (query, source_set, brand, relevant) and ``batik/`` (gallery.csv, queries.csv).
"""

import csv
import gzip
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from serupa.images.making.alter import placed
from serupa.images.making.commands import drawing
from serupa.images.shapes import Picture

WHITE = (255, 255, 255)


@dataclass(frozen=True)
class Shown:
    """A picture of the gallery. ``group``: its brand, or the family of a motif."""

    id: str
    group: str
    picture: Picture


@dataclass(frozen=True)
class Sought:
    """A picture asked about: ``kind`` names its alteration, ``relevant`` what should be found.

    ``skipped``: ids left out of the ranking (other icons of the brand, which are no error).
    """

    id: str
    kind: str
    group: str
    relevant: frozenset[str]
    skipped: frozenset[str]
    picture: Picture


@dataclass(frozen=True)
class PictureSet:
    """A gallery and what is asked of it."""

    name: str
    gallery: tuple[Shown, ...]
    queries: tuple[Sought, ...]


def fold_of(group: str) -> int:
    """0 or 1 by the second digit of the SHA-1 of the brand: one half learns, the other measures."""
    return int(hashlib.sha1(group.encode()).hexdigest()[1], 16) % 2


def picture_of(path: Path) -> Picture:
    """A picture of the set; the set is trusted, nobody else's files come here."""
    with Image.open(path) as opened:
        return np.asarray(opened.convert("RGB"))


def logos(folder: Path) -> tuple[PictureSet, PictureSet]:
    """The altered logos and the redrawn ones, both asked of one gallery.

    Raises ``OSError`` or ``KeyError`` when the folder is not the development set.
    """
    gallery = []
    with gzip.open(folder / "gallery.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            drawn = np.asarray(placed(drawing(row["svg"]), WHITE, 0.84).picture)
            gallery.append(Shown(row["id"], row["brand"], drawn))
    brands: dict[str, set[str]] = {}
    for shown in gallery:
        brands.setdefault(shown.group, set()).add(shown.id)

    def altered(row: dict[str, str]) -> Sought:
        relevant = frozenset([row["target"]])
        skipped = frozenset(brands[row["brand"]]) - relevant
        picture = picture_of(folder / row["query"])
        return Sought(row["query"], row["transformation"], row["brand"], relevant, skipped, picture)

    def redrawn(row: dict[str, str]) -> Sought:
        relevant = frozenset(row["relevant"].split())
        picture = picture_of(folder / row["query"])
        return Sought(row["query"], row["source_set"], row["brand"], relevant, frozenset(), picture)

    held = tuple(gallery)
    return (
        PictureSet("logos", held, _asked(folder / "queries.csv", altered)),
        PictureSet("redraws", held, _asked(folder / "redraw.csv", redrawn)),
    )


def motifs(folder: Path) -> PictureSet:
    """The invented motifs. Raises ``OSError`` or ``KeyError`` as :func:`logos` does."""
    gallery = [
        Shown(row["motif"], row["family"], picture_of(folder / row["image"]))
        for row in _rows(folder / "batik" / "gallery.csv")
    ]

    def altered(row: dict[str, str]) -> Sought:
        picture = picture_of(folder / row["query"])
        relevant = frozenset([row["target"]])
        kind, family = row["transformation"], row["family"]
        return Sought(row["query"], kind, family, relevant, frozenset(), picture)

    queries = _asked(folder / "batik" / "queries.csv", altered)
    return PictureSet("motifs", tuple(gallery), queries)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _asked(path: Path, made: Callable[[dict[str, str]], Sought]) -> tuple[Sought, ...]:
    return tuple(made(row) for row in _rows(path))


def only(queries: Sequence[Sought], fold: int) -> list[int]:
    """The places of the queries whose brand belongs to a fold."""
    return [at for at, query in enumerate(queries) if fold_of(query.group) == fold]
