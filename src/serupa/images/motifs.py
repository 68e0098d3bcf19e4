"""The views of a woven or printed motif: colours dropped, seen at several scales and turns.

A motif has no rim and no single drawing; its ground is its most frequent colour, and any window
of it is as good as any other. What differs between a cloth and its copy is how many repeats the
picture shows, so marks and pictures are both seen at several widths of window.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from serupa.images.shapes import Box, Picture
from serupa.images.views import TURNED, View

WINDOWS = (0.72, 0.5)
"""Narrower windows, as shares of the picture's shorter side."""

TILTS = (-22.0, 22.0)
"""Degrees by which a window of an asked picture is also turned."""


def common_colour(picture: Picture) -> NDArray[np.float32]:
    """The most frequent colour: the median of the fullest of 4,096 bins."""
    flat = picture.reshape(-1, 3)
    bins = (flat >> 4).astype(np.int32) @ np.array([256, 16, 1], np.int32)
    fullest = int(np.bincount(bins, minlength=4096).argmax())
    return np.asarray(np.median(flat[bins == fullest], axis=0), np.float32)


def plain(picture: Picture, size: int) -> Picture:
    """The motif dark on white whatever its colours, on a square of ``size`` pixels."""
    small = Image.fromarray(picture).resize((size, size), Image.Resampling.BICUBIC)
    pixels = np.asarray(small)
    away = np.abs(pixels.astype(np.float32) - common_colour(pixels)).sum(axis=2)
    top = max(float(np.quantile(away, 0.97)), 24.0)
    grey = (255 - 255 * np.clip(away / top, 0, 1)).astype(np.uint8)
    return np.repeat(grey[:, :, None], 3, axis=2)


def window(picture: Picture, share: float, degrees: float = 0.0) -> tuple[Picture, Box]:
    """A square about the middle, turned; and its box when it is not turned."""
    high, wide = picture.shape[:2]
    side = max(4, round(min(high, wide) * share))
    left, top = (wide - side) // 2, (high - side) // 2
    if not degrees:
        return picture[top : top + side, left : left + side], (left, top, left + side, top + side)
    turned = Image.fromarray(picture).rotate(degrees, Image.Resampling.BICUBIC)
    cut = np.asarray(turned)[top : top + side, left : left + side]
    return cut, (left, top, left + side, top + side)


def mark_views(picture: Picture, size: int) -> list[View]:
    """The widest window of a motif, then the narrower ones."""
    made = []
    for share in (1.0, *WINDOWS):
        cut, box = window(picture, share)
        made.append(View("whole" if share == 1.0 else "part", plain(cut, size), box))
    return made


def asked_views(picture: Picture, size: int) -> list[View]:
    """The windows of a picture asked about, upright, tilted, and turned by 90°."""
    made = mark_views(picture, size)
    for degrees in TILTS:
        cut, box = window(picture, 0.7, degrees)
        made.append(View("tilted", plain(cut, size), box))
    made.append(View(TURNED[1], np.rot90(made[0].picture), made[0].box))
    return made
