"""Parts of a picture that may be a drawing of their own: what stands inside a frame or on a label.

The picture is cut into flat patches (connected pixels without an edge between them). What a large
patch encloses is its *content*: the drawing in a frame, the things printed on a label, all of the
picture for the ground itself. Contents are offered whole and in clusters of near pieces, with
everything else painted over in the colour of their patch.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from serupa.images.shapes import Box, Picture, squared

GRID = 128
"""Longer side of the plane on which patches are found, in pixels."""

LARGE = 0.05
"""Share of the plane a patch must cover to be something another thing can stand on."""

SMALL = 0.004
"""Share of the plane below which a cluster is dust."""

Labels = NDArray[np.int32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Region:
    """A part of the picture: its box in the picture, its pixels on the plane, its own ground."""

    box: Box
    mask: Mask
    ground: NDArray[np.float32]
    kind: str
    """``ground`` (all that stands on the picture's ground), ``inside`` (all that one patch
    encloses) or ``part`` (a cluster of it)."""


def labelled(links_right: Mask, links_down: Mask, shape: tuple[int, int]) -> Labels:
    """Number the connected pixels 0, 1, 2 … when neighbours are linked as told."""
    high, wide = shape
    index = np.arange(high * wide, dtype=np.int32).reshape(high, wide)
    first = np.concatenate([index[:, :-1][links_right], index[:-1][links_down]])
    second = np.concatenate([index[:, 1:][links_right], index[1:][links_down]])
    root = index.ravel().copy()
    while len(first):
        one, two = root[first], root[second]
        apart = one != two
        if not apart.any():
            break
        first, second, one, two = first[apart], second[apart], one[apart], two[apart]
        np.minimum.at(root, np.maximum(one, two), np.minimum(one, two))
        while True:
            higher = root[root]
            if np.array_equal(higher, root):
                break
            root = higher
    # The root of a patch is its first pixel, so counting the roots numbers the patches in order.
    number = np.cumsum(root == index.ravel(), dtype=np.int32) - 1
    return np.asarray(number[root], np.int32).reshape(high, wide)


def pieces(mask: Mask) -> tuple[Labels, int]:
    """Connected pieces of a mask: their numbers (-1 outside) and how many there are."""
    right, down = mask[:, 1:] & mask[:, :-1], mask[1:] & mask[:-1]
    numbers = np.where(mask, labelled(right, down, mask.shape), -1)
    held = numbers[mask]
    met = np.bincount(held, minlength=1) > 0
    numbers[mask] = (np.cumsum(met, dtype=np.int32) - 1)[held]
    return numbers, int(met.sum())


def grown(mask: Mask, reach: int) -> Mask:
    """The mask with every pixel at most ``reach`` steps away added."""
    size = 2 * reach + 1
    image = Image.fromarray(mask.astype(np.uint8) * 255).filter(ImageFilter.MaxFilter(size))
    return np.asarray(image) > 127


def enclosed(patch: Mask) -> Mask:
    """What the patch surrounds: all that cannot reach the rim without crossing it."""
    outside = np.pad(~patch, 1, constant_values=True)
    numbers, _ = pieces(outside)
    return np.asarray(outside & (numbers != numbers[0, 0]))[1:-1, 1:-1]


def plane_of(picture: Picture) -> Picture:
    """The picture at the size on which patches are found."""
    high, wide = picture.shape[:2]
    scale = GRID / max(high, wide)
    size = (max(4, round(wide * scale)), max(4, round(high * scale)))
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.BOX))


def patches(plane: Picture, step: float) -> Labels:
    """Flat patches: neighbours belong together when their colours differ by less than ``step``."""
    smooth = Image.fromarray(plane).filter(ImageFilter.MedianFilter(3))
    lab = np.asarray(smooth, np.float32)
    right = np.abs(lab[:, 1:] - lab[:, :-1]).max(axis=2) < step
    down = np.abs(lab[1:] - lab[:-1]).max(axis=2) < step
    return labelled(right, down, (plane.shape[0], plane.shape[1]))


def regions(
    picture: Picture, most: int = 10, steps: tuple[float, ...] = (9.0, 20.0)
) -> list[Region]:
    """At most ``most`` regions, the largest and least like one another first."""
    plane = plane_of(picture)
    scale = picture.shape[1] / plane.shape[1], picture.shape[0] / plane.shape[0]
    found: list[Region] = []
    for step in steps:
        for mask, ground, kind in _contents(plane, step):
            found.append(Region(_box(mask, scale, picture), mask, ground, kind))
    return _distinct(found, most)


def _contents(plane: Picture, step: float) -> list[tuple[Mask, NDArray[np.float32], str]]:
    numbers = patches(plane, step)
    sizes = np.bincount(numbers.ravel())
    area = numbers.size
    large = [at for at in np.argsort(-sizes)[:6].tolist() if sizes[at] > LARGE * area]
    made: list[tuple[Mask, NDArray[np.float32], str]] = []
    for at in large:
        patch = numbers == at
        colour = np.median(plane[patch], axis=0).astype(np.float32)
        content = enclosed(patch)
        count = int(content.sum())
        if count < SMALL * area:
            continue
        made.append((content, colour, "inside"))
        for reach in (1, 4):
            clusters, several = pieces(grown(content, reach))
            if several < 2:
                continue
            held = np.bincount(clusters[content], minlength=several)
            for one in np.argsort(-held)[:4].tolist():
                if held[one] >= SMALL * area:
                    made.append((content & (clusters == one), colour, "part"))
    return made


def _box(mask: Mask, scale: tuple[float, float], picture: Picture) -> Box:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    left, top = int(columns[0] * scale[0]), int(rows[0] * scale[1])
    right = min(picture.shape[1], int(np.ceil((columns[-1] + 1) * scale[0])))
    bottom = min(picture.shape[0], int(np.ceil((rows[-1] + 1) * scale[1])))
    return (left, top, max(right, left + 1), max(bottom, top + 1))


def overlap(first: Box, second: Box) -> float:
    """Intersection over union of two boxes."""
    wide = min(first[2], second[2]) - max(first[0], second[0])
    high = min(first[3], second[3]) - max(first[1], second[1])
    if wide <= 0 or high <= 0:
        return 0.0
    both = wide * high
    return both / (_area(first) + _area(second) - both)


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


def _distinct(found: list[Region], most: int) -> list[Region]:
    kept: list[Region] = []
    for region in sorted(found, key=lambda one: -_area(one.box)):
        close = (one for one in kept if overlap(one.box, region.box) > 0.85)
        if next(close, None) is None:
            kept.append(region)
    return kept[:most]


def alone(picture: Picture, region: Region, size: int) -> Picture:
    """The region on a square of ``size`` pixels, all else painted in the colour of its ground."""
    left, top, right, bottom = region.box
    cut = picture[top:bottom, left:right]
    mask = Image.fromarray(grown(region.mask, 1).astype(np.uint8) * 255)
    full = mask.resize((picture.shape[1], picture.shape[0]), Image.Resampling.BILINEAR)
    weight = np.asarray(full, np.float32)[top:bottom, left:right, None] / 255
    painted = (cut * weight + region.ground * (1 - weight)).astype(np.uint8)
    return squared(painted, (0, 0, right - left, bottom - top), region.ground, size)
