"""A drawing as another hand would draw it again: for learning only.

One colour; then, each by chance and in any order: corners rounded, shapes to strokes, strokes to
other widths, loose pieces left out, holes filled, a little wider or narrower; and at the end, now
and then, the drawing cut out of a plate.
"""

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from serupa.images.making.alter import roomy, trimmed_alpha
from serupa.images.making.chance import Chance
from serupa.images.regions import Mask, enclosed, pieces

RIM = 14
FAINTEST = 4
"""Mean of a mask, of 255, up to which a step has left nothing of the drawing and is not taken."""

INKED = 100
"""From this value of 255 on a pixel of the small plane is of the drawing."""

Step = Callable[[Image.Image, Chance], Image.Image]


def redrawn(drawing: Image.Image, chance: Chance) -> Image.Image:
    """The drawing (RGBA) drawn again, trimmed; the drawing itself when nothing would be left."""
    mask = _ink(roomy(drawing, RIM), chance)
    order = chance.numbers.permutation(len(STEPS)).tolist()
    for at in sorted(order, key=lambda at: STEPS[at][0] is _cut_out):
        step, odds = STEPS[at]
        if chance.between(0, 1) < odds:
            mask = step(mask, chance)
    made = Image.new("RGBA", mask.size, (*chance.strong(), 0))
    made.putalpha(mask)
    trimmed = trimmed_alpha(made)
    return trimmed if min(trimmed.size) >= 4 else drawing


def _ink(drawing: Image.Image, chance: Chance) -> Image.Image:
    """What an artist with one colour would paint: all that is far enough from white."""
    flat = Image.new("RGBA", drawing.size, "white")
    flat.alpha_composite(drawing)
    away = np.abs(np.asarray(flat.convert("RGB"), np.float32) - 255).max(axis=2) / 255
    alpha = np.asarray(drawing.getchannel("A"), np.float32) / 255
    inked = np.clip((away - chance.between(0.08, 0.6)) * 6 + 0.5, 0, 1) * alpha
    return Image.fromarray(((inked if inked.mean() >= 0.02 else alpha) * 255).astype(np.uint8))


def _unless_gone(changed: Image.Image, mask: Image.Image) -> Image.Image:
    return changed if np.asarray(changed).mean() > FAINTEST else mask


def _rounded(mask: Image.Image, chance: Chance) -> Image.Image:
    soft = np.asarray(mask.filter(ImageFilter.GaussianBlur(chance.between(1.5, 6.0))), np.float32)
    sharp = np.clip((soft - chance.between(90, 165)) * 4 + 128, 0, 255)
    return _unless_gone(Image.fromarray(sharp.astype(np.uint8)), mask)


def _stroked(mask: Image.Image, chance: Chance) -> Image.Image:
    wide = mask.filter(ImageFilter.MaxFilter(chance.whole(2, 7) * 2 + 1))
    inner = mask.filter(ImageFilter.MinFilter(3))
    return _unless_gone(ImageChops.subtract(wide, inner), mask)


def _weighted(mask: Image.Image, chance: Chance) -> Image.Image:
    width = chance.whole(1, 4) * 2 + 1
    step = ImageFilter.MaxFilter if chance.once_in(2) else ImageFilter.MinFilter
    return _unless_gone(mask.filter(step(width)), mask)


def _dropped(mask: Image.Image, chance: Chance) -> Image.Image:
    """Without some of its loose pieces; the largest stays."""
    numbers, count = pieces(_small(mask, 96))
    if count < 2:
        return mask
    by_size = np.argsort(-np.bincount(numbers[numbers >= 0], minlength=count)).tolist()
    gone = np.isin(numbers, [at for at in by_size[1:] if chance.once_in(2)])
    return ImageChops.multiply(mask, _large(~gone, mask))


def _filled(mask: Image.Image, _chance: Chance) -> Image.Image:
    holes = _large(enclosed(_small(mask, 128)), mask)
    return ImageChops.lighter(mask, holes.filter(ImageFilter.MaxFilter(5)))


def _stretched(mask: Image.Image, chance: Chance) -> Image.Image:
    wide = max(4, round(mask.width * chance.between(0.84, 1.19)))
    return mask.resize((wide, mask.height), Image.Resampling.BICUBIC)


def _cut_out(mask: Image.Image, chance: Chance) -> Image.Image:
    """The plate, round or square, with the drawing as a hole in it."""
    side = round(max(mask.size) / chance.between(0.55, 0.85))
    plate, hole = Image.new("L", (side, side), 0), Image.new("L", (side, side), 0)
    pen, all_of_it = ImageDraw.Draw(plate), (0, 0, side - 1, side - 1)
    if chance.once_in(2):
        pen.ellipse(all_of_it, 255)
    else:
        pen.rounded_rectangle(all_of_it, side * chance.between(0, 0.3), 255)
    hole.paste(mask, ((side - mask.width) // 2, (side - mask.height) // 2))
    return ImageChops.subtract(plate, hole)


def _small(mask: Image.Image, side: int) -> Mask:
    return np.asarray(mask.resize((side, side), Image.Resampling.BOX)) > INKED


def _large(plane: Mask, mask: Image.Image) -> Image.Image:
    small = Image.fromarray(plane.astype(np.uint8) * 255)
    return small.resize(mask.size, Image.Resampling.BILINEAR)


STEPS: list[tuple[Step, float]] = [
    (_rounded, 0.7),
    (_stroked, 0.35),
    (_weighted, 0.4),
    (_dropped, 0.3),
    (_filled, 0.2),
    (_stretched, 0.6),
    (_cut_out, 0.12),
]
"""What may be done, and how often."""
