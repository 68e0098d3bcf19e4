"""A label in a photograph: its four corners found, drawn straight, its light made even.

A label is a flat patch with four sides that does not already stand straight in the picture. What
has no such patch has no label here, and is seen as it is.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from serupa.images.regions import Mask, enclosed, overlap, patches, plane_of
from serupa.images.shapes import Box, Picture

STEPS = (20.0, 9.0)
"""How far neighbours of one patch may differ, of 255."""

LEAST, MOST = 0.1, 0.96
"""Share of the picture a label covers."""

FIT = 0.88
"""Of a patch and the four-sided figure about it: their intersection over their union."""

CROOKED = 0.03
"""A corner this far from that of an upright box, as a share of its longer side, is crooked."""

LONGEST = 384
"""Longer side of a straightened label, in pixels."""

Corners = NDArray[np.float64]
"""Four rows of x and y: upper left, upper right, lower right, lower left."""


@dataclass(frozen=True)
class Label:
    """A label drawn straight, and the box about it in the picture."""

    picture: Picture
    box: Box


def labels(picture: Picture, most: int = 1) -> list[Label]:
    """At most ``most`` crooked labels of a picture, the largest first."""
    plane = plane_of(picture)
    scale = np.array([picture.shape[1] / plane.shape[1], picture.shape[0] / plane.shape[0]])
    found: list[Label] = []
    for step in STEPS:
        for corners in _quadrangles(plane, step):
            box = _around(corners * scale, picture)
            if all(overlap(box, other.box) < 0.7 for other in found):
                found.append(Label(levelled(straightened(picture, corners * scale)), box))
            if len(found) == most:
                return found
    return found


def _quadrangles(plane: Picture, step: float) -> list[Corners]:
    numbers = patches(plane, step)
    sizes = np.bincount(numbers.ravel())
    made = []
    for at in np.argsort(-sizes)[:4].tolist():
        if sizes[at] < LEAST * numbers.size / 2:
            break
        patch = numbers == at
        full = patch | enclosed(patch)
        if not LEAST < float(full.mean()) < MOST:
            continue
        corners = corners_of(full)
        if corners is not None and _crooked(corners):
            made.append(corners)
    return made


def corners_of(mask: Mask) -> Corners | None:
    """The corners of a mask with four straight sides; ``None`` when it has another shape."""
    rows, columns = np.nonzero(mask)
    points = np.stack([columns, rows], axis=1).astype(np.float64)
    best: tuple[float, Corners] | None = None
    for turn in (0.0, math.pi / 8, math.pi / 4, -math.pi / 8):
        cos, sin = math.cos(turn), math.sin(turn)
        x, y = points @ [cos, sin], points @ [-sin, cos]
        ends = [int(far.argmin()) for far in (x + y, y - x, -x - y, x - y)]
        corners = points[ends] + 0.5
        share = _fit(mask, corners)
        if best is None or share > best[0]:
            best = share, corners
    if best is None or best[0] < FIT:
        return None
    return _from_upper_left(best[1])


def _from_upper_left(corners: Corners) -> Corners:
    return np.roll(corners, -int(corners.sum(axis=1).argmin()), axis=0)


def _fit(mask: Mask, corners: Corners) -> float:
    drawn = Image.new("1", (mask.shape[1], mask.shape[0]))
    ImageDraw.Draw(drawn).polygon([(x, y) for x, y in (corners - 0.5).tolist()], 1)
    inside = np.asarray(drawn)
    return float((inside & mask).sum() / max(1, int((inside | mask).sum())))


def _crooked(corners: Corners) -> bool:
    low, high = corners.min(axis=0), corners.max(axis=0)
    upright = np.array([low, [high[0], low[1]], high, [low[0], high[1]]])
    away = float(np.abs(corners - upright).max())
    return away > CROOKED * float((high - low).max())


def _around(corners: Corners, picture: Picture) -> Box:
    low = np.floor(corners.min(axis=0)).astype(int).tolist()
    high = np.ceil(corners.max(axis=0)).astype(int).tolist()
    high_side, wide_side = picture.shape[:2]
    return (max(0, low[0]), max(0, low[1]), min(wide_side, high[0]), min(high_side, high[1]))


def straightened(picture: Picture, corners: Corners) -> Picture:
    """The figure between four corners as an upright rectangle, its rim left out."""
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    wide, high = (sides[0] + sides[2]) / 2, (sides[1] + sides[3]) / 2
    scale = min(1.0, LONGEST / max(wide, high))
    size = (max(8, round(wide * scale)), max(8, round(high * scale)))
    middle = corners.mean(axis=0)
    inner = middle + (corners - middle) * 0.97
    flat = [(0, 0), (size[0], 0), (size[0], size[1]), (0, size[1])]
    image = Image.fromarray(picture)
    if scale < 0.7:  # the turning looks at one pixel of many
        image = image.resize(
            (max(1, round(image.width * scale)), max(1, round(image.height * scale))),
            Image.Resampling.BOX,
        )
        inner = inner * scale
    numbers = perspective(flat, [(x, y) for x, y in inner.tolist()])
    return np.asarray(
        image.transform(size, Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BICUBIC)
    )


def perspective(
    seen: list[tuple[float, float]], straight: list[tuple[float, float]]
) -> tuple[float, ...]:
    """The eight numbers Pillow needs to draw what stands at ``straight`` at ``seen``."""
    rows, wanted = [], []
    for (x, y), (u, v) in zip(seen, straight, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
        wanted += [u, v]
    return tuple(float(number) for number in np.linalg.solve(np.array(rows), np.array(wanted)))


def levelled(picture: Picture) -> Picture:
    """The picture with its ground evenly lit. The light is a quadratic of the place that fits the
    outermost tenth, where a label is bare most often."""
    high, wide = picture.shape[:2]
    y, x = np.mgrid[0:high, 0:wide]
    across, along = x / wide - 0.5, y / high - 0.5
    rim = np.maximum(np.abs(across), np.abs(along)) > 0.4
    terms, seen = _terms(across[rim], along[rim])[::5], picture[rim][::5].astype(np.float64)
    kept = np.ones(len(seen), bool)
    numbers = np.zeros((6, 3))
    for _ in range(3):
        numbers, *_ = np.linalg.lstsq(terms[kept], seen[kept], rcond=None)
        away = np.abs(seen - terms @ numbers).sum(axis=1)
        kept = away <= max(1.5 * float(np.median(away)), 6.0)
    light = (_terms(across.ravel(), along.ravel()) @ numbers).reshape(high, wide, 3)
    gain = np.clip(np.median(light, axis=(0, 1)) / np.maximum(light, 8.0), 0.6, 1.7)
    return np.asarray(np.clip(picture * gain, 0, 255), np.uint8)


def _terms(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=1)
