"""From a picture to what the network sees: the ground colour, the trimmed drawing, its shape.

Everywhere: a picture is an array height × width × 3 of bytes (RGB); a *ground* is the colour the
drawing stands on; a *shape map* is height × width of floats 0-1, 0 on the ground.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[np.uint8]
Plane = NDArray[np.float32]
Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; right and bottom lie outside."""

FAINTEST = 12.0
"""A picture whose colours stay this near its ground (sum of three channels) is blank."""

MARGIN = 0.08
"""Ground left around a trimmed drawing, as a share of its longer side."""


def ground_of(picture: Picture) -> NDArray[np.float32]:
    """The colour of the ground: the median of the outermost pixels."""
    rim = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
    return np.asarray(np.median(rim, axis=0), np.float32)


def shape_map(picture: Picture, ground: NDArray[np.float32]) -> Plane:
    """How far each pixel is from the ground, 1 for the farthest. Colours and inversion drop out."""
    return shape_of(distance(picture, ground))


def shape_of(away: Plane) -> Plane:
    """The shape map of pixels so far ``away`` from the ground, as :func:`distance` tells it."""
    top = float(np.quantile(away, 0.995))
    return np.asarray(np.minimum(away / np.float32(max(top, 24.0)), 1.0), np.float32)


def distance(picture: Picture, ground: NDArray[np.float32]) -> Plane:
    """How far the colour of each pixel is from the ground: steps of a byte, three channels added.

    Channel by channel: a sum over an axis of three is several times slower.
    """
    red, green, blue = (
        np.abs(picture[:, :, at].astype(np.float32) - ground[at]) for at in range(3)
    )
    return np.asarray(red + green + blue, np.float32)


def drawing_box(shape: Plane, level: float = 0.14) -> Box:
    """The box around what is not ground; the whole plane when nothing stands out."""
    seen = shape > level
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    if not len(rows):
        return (0, 0, shape.shape[1], shape.shape[0])
    return (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def squared(picture: Picture, box: Box, ground: NDArray[np.float32], size: int) -> Picture:
    """The box with a margin of ground, centred on a square of ``size`` pixels."""
    left, top, right, bottom = box
    wide, high = right - left, bottom - top
    inner = max(1, round(size / (1 + 2 * MARGIN)))
    scale = inner / max(wide, high)
    new = (max(1, round(wide * scale)), max(1, round(high * scale)))
    cut = Image.fromarray(picture[top:bottom, left:right])
    if scale < 1:
        small = cut.resize(new, Image.Resampling.BOX if scale < 0.5 else Image.Resampling.BILINEAR)
    else:
        small = cut.resize(new, Image.Resampling.BICUBIC)
    paper = Image.new("RGB", (size, size), tuple(int(value) for value in ground))
    paper.paste(small, ((size - new[0]) // 2, (size - new[1]) // 2))
    return np.asarray(paper)


def trimmed(picture: Picture, size: int) -> Picture:
    """The drawing alone on a square of ``size`` pixels."""
    ground = ground_of(picture)
    return squared(picture, drawing_box(shape_map(picture, ground)), ground, size)
