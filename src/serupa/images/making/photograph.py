"""A printed picture as a phone sees it: at a slant, on a rough ground, in poor light, not sharp."""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from serupa.images.making.chance import SIZE, Altered, Chance, Corners
from serupa.images.rectify import perspective


def photograph(made: Altered, chance: Chance) -> Altered:
    """The picture printed, lying on something rough, photographed at a slant in poor light."""
    size = chance.between(0.55, 0.85) * SIZE
    lift = (SIZE - size) / 2
    corners = [(lift, lift), (lift + size, lift), (lift + size, lift + size), (lift, lift + size)]
    angle, shift = math.radians(chance.between(-14, 14)), chance.between(4, 22)
    moved = []
    for x, y in corners:
        x, y = x - SIZE / 2, y - SIZE / 2
        x, y = x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)
        moved.append(
            (
                x + SIZE / 2 + chance.between(-shift, shift),
                y + SIZE / 2 + chance.between(-shift, shift),
            )
        )
    numbers = perspective(moved, [(0, 0), (SIZE, 0), (SIZE, SIZE), (0, SIZE)])
    warp = made.picture.transform(
        (SIZE, SIZE), Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BICUBIC
    )
    mask = Image.new("L", (SIZE, SIZE), 0)
    ImageDraw.Draw(mask).polygon(moved, 255)
    whole = Image.composite(warp, rough(chance), mask.filter(ImageFilter.GaussianBlur(0.8)))
    lit = np.asarray(whole, np.float32) * light(chance)[..., None]
    tint = np.array([chance.between(0.86, 1.05) for _ in range(3)])
    noise = chance.numbers.normal(0, chance.between(1, 7), (SIZE, SIZE, 3))
    seen = Image.fromarray(np.clip(lit * tint + noise, 0, 255).astype(np.uint8))
    soft = seen.filter(ImageFilter.GaussianBlur(chance.between(0.2, 1.6)))
    back = perspective([(0, 0), (SIZE, 0), (SIZE, SIZE), (0, SIZE)], moved)
    ends = [_through(back, x, y) for x, y in _corners(made.box)]
    xs, ys = [x for x, _ in ends], [y for _, y in ends]
    return Altered(soft, (min(xs), min(ys), max(xs), max(ys)))


def _corners(box: tuple[float, float, float, float]) -> Corners:
    left, top, right, bottom = box
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _through(numbers: tuple[float, ...], x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f, g, h = numbers
    below = g * x + h * y + 1
    return ((a * x + b * y + c) / below, (d * x + e * y + f) / below)


def rough(chance: Chance) -> Image.Image:
    """A rough ground: noise of two grains about one colour."""
    base = np.array([chance.whole(40, 190) for _ in range(3)], np.float32)
    grain = chance.whole(24, 128)
    fine = chance.numbers.normal(0, chance.between(4, 30), (grain, grain, 1))
    field = Image.fromarray(np.clip(fine[..., 0] + 128, 0, 255).astype(np.uint8)).resize(
        (SIZE, SIZE)
    )
    spread = np.asarray(field, np.float32)[..., None] - 128
    return Image.fromarray(np.clip(base + spread, 0, 255).astype(np.uint8))


def light(chance: Chance) -> NDArray[np.float64]:
    """Brightness falling off in one direction."""
    angle, fall = chance.between(0, 2 * math.pi), chance.between(0.05, 0.4)
    y, x = np.mgrid[0:SIZE, 0:SIZE] / SIZE - 0.5
    away = x * math.cos(angle) + y * math.sin(angle) + 0.5
    return np.asarray(chance.between(0.75, 1.1) * (1 - fall * away), np.float64)
