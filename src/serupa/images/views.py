"""The views of a picture: what is compared, and the words for it.

A mark of the gallery is seen whole and in overlapping parts. A picture asked about is seen whole,
turned and mirrored, and by its regions: what stands in a frame, on a label, beside something else;
a label that lies crooked in a photograph is also seen straight on, evenly lit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serupa.images.rectify import labels
from serupa.images.regions import alone, regions
from serupa.images.shapes import (
    FAINTEST,
    Box,
    Picture,
    Plane,
    distance,
    drawing_box,
    ground_of,
    shape_of,
    squared,
)

WHOLE, PART, INSIDE, SPLIT = "whole", "part", "inside", "split"
WORDLESS, LABEL = "wordless", "label"
TURNED = {1: "turned.90", 2: "turned.180", 3: "turned.270"}
MIRRORED = "mirrored"

LEAST = 0.08
"""Share of a picture's shorter side that what is left beside its words must have to be compared."""


@dataclass(frozen=True)
class View:
    """A square picture to compare. ``box``: what part of the picture it shows."""

    kind: str
    picture: Picture
    box: Box


def mark_views(picture: Picture, size: int) -> list[View]:
    """The whole drawing of a mark, then its parts: left, right, upper and lower."""
    seen = Seen.of(picture)
    box = seen.drawing
    cuts = [(WHOLE, box), *((PART, part) for part in halves(box))]
    return [View(kind, seen.part(cut, size), cut) for kind, cut in cuts]


def halves(box: Box, share: float = 0.64) -> list[Box]:
    """Left, right, upper and lower part of a box."""
    left, top, right, bottom = box
    wide, high = round((right - left) * share), round((bottom - top) * share)
    return [
        (left, top, left + wide, bottom),
        (right - wide, top, right, bottom),
        (left, top, right, top + high),
        (left, bottom - high, right, bottom),
    ]


@dataclass(frozen=True)
class Seen:
    """A picture with its ground and how far its pixels are from it, told once for all its cuts."""

    picture: Picture
    ground: NDArray[np.float32]
    away: Plane

    @classmethod
    def of(cls, picture: Picture) -> "Seen":
        ground = ground_of(picture)
        return cls(picture, ground, distance(picture, ground))

    @property
    def drawing(self) -> Box:
        """The box around the drawing."""
        return drawing_box(shape_of(self.away))

    def part(self, box: Box, size: int) -> Picture:
        """A part of the picture, trimmed anew, on a square of its ground."""
        left, top, right, bottom = box
        inner = drawing_box(shape_of(self.away[top:bottom, left:right]))
        return squared(self.picture[top:bottom, left:right], inner, self.ground, size)


def asked_views(picture: Picture, size: int, most: int = 10) -> list[View]:
    """The views of a picture asked about; the whole first."""
    seen = Seen.of(picture)
    box = seen.drawing
    straight = squared(picture, box, seen.ground, size)
    made = [View(WHOLE, straight, box)]
    made += [View(kind, np.rot90(straight, turns), box) for turns, kind in TURNED.items()]
    made.append(View(MIRRORED, straight[:, ::-1], box))
    made += [View(r.kind, alone(picture, r, size), r.box) for r in regions(picture, most)]
    made += [View(SPLIT, seen.part(cut, size), cut) for cut in split(seen, box)]
    return [*made, *label_views(picture, size)]


def label_views(picture: Picture, size: int, most: int = 3) -> list[View]:
    """What stands on a crooked label, seen straight on: all of it, and its largest regions."""
    made = []
    for label in labels(picture):
        seen = Seen.of(label.picture)
        straight = squared(label.picture, seen.drawing, seen.ground, size)
        made.append(View(LABEL, straight, label.box))
        held = regions(label.picture, most)
        made += [View(LABEL, alone(label.picture, one, size), label.box) for one in held]
    return made


def wordless_view(picture: Picture, words: Sequence[Box], size: int) -> View | None:
    """The picture with its words painted over; ``None`` when little else is in it."""
    made = picture.copy()
    for left, top, right, bottom in words:
        made[top:bottom, left:right] = ground_of(picture[top:bottom, left:right])
    seen = Seen.of(made)
    if float(seen.away.max()) < FAINTEST:
        return None
    box = seen.drawing
    if min(box[2] - box[0], box[3] - box[1]) < LEAST * min(picture.shape[:2]):
        return None
    return View(WORDLESS, seen.part(box, size), box)


def split(seen: Seen, box: Box) -> Iterator[Box]:
    """The two sides of a drawing, cut at its emptiest column, and its upper and lower sides."""
    left, top, right, bottom = box
    if right - left < 16 or bottom - top < 16:
        return
    ink = shape_of(seen.away)[top:bottom, left:right]
    across = left + _emptiest(ink.sum(axis=0))
    yield (left, top, across, bottom)
    yield (across, top, right, bottom)
    if bottom - top > 0.5 * (right - left):
        along = top + _emptiest(ink.sum(axis=1))
        yield (left, top, right, along)
        yield (left, along, right, bottom)


def _emptiest(ink: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> int:
    """The place between 0.25 and 0.8 of the length with least ink, the later one of equals."""
    low, high = round(len(ink) * 0.25), round(len(ink) * 0.8)
    middle = ink[low:high]
    return low + len(middle) - 1 - int(np.argmin(middle[::-1]))
