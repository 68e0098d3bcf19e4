"""Photographs by phone, composed: logos printed on a page, motifs on folded cloth.

Nothing here is used for learning. A page carries the logo, lines of words and a rim; it lies on a
rough table, is seen at a slant, unevenly lit, with a shadow across, blurred, noisy and compressed
twice. A cloth is cut from a motif, bent along folds that also shade it, and seen the same way.
"""

import io
import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from serupa.bench.images.sets import PictureSet, Shown, Sought
from serupa.images.making.alter import write
from serupa.images.making.chance import Chance
from serupa.images.making.photograph import rough
from serupa.images.rectify import perspective
from serupa.images.shapes import Picture

SEED = 4_711
WIDE, HIGH = 960, 720
"""Of a photograph, in pixels."""

PAGE = 600
"""Side of a page or cloth before it is photographed, in pixels."""

Field = NDArray[np.float32]


def photographs(asked: PictureSet, count: int, *, cloth: bool) -> PictureSet:
    """The gallery of ``asked`` and photographs of ``count`` of its pictures, spread evenly."""
    step = max(1, len(asked.gallery) // count)
    chosen = asked.gallery[::step][:count]
    queries = tuple(_query(asked, shown, at, cloth) for at, shown in enumerate(chosen))
    return PictureSet("cloths" if cloth else "photographs", asked.gallery, queries)


def _query(asked: PictureSet, shown: Shown, at: int, cloth: bool) -> Sought:
    chance = Chance(SEED + at)
    flat = folded(shown.picture, chance) if cloth else page(shown.picture, chance)
    same = {other.id for other in asked.gallery if other.group == shown.group}
    skipped = frozenset() if cloth else frozenset(same - {shown.id})
    kind = "cloth" if cloth else "page"
    seen = photographed(flat, chance)
    return Sought(shown.id, kind, shown.group, frozenset([shown.id]), skipped, seen)


def page(logo: Picture, chance: Chance) -> Image.Image:
    """A sheet with the logo, a few lines of words and, now and then, a rim."""
    paper = Image.new("RGB", (PAGE, PAGE), chance.pale())
    side = round(PAGE * chance.between(0.38, 0.6))
    left = round((PAGE - side) * chance.between(0.2, 0.8))
    top = round(PAGE * chance.between(0.08, 0.2))
    ground = np.asarray(paper)[0, 0].astype(np.float32) / 255
    tinted = (logo.astype(np.float32) * ground).astype(np.uint8)
    paper.paste(Image.fromarray(tinted).resize((side, side), Image.Resampling.BICUBIC), (left, top))
    for line in range(chance.whole(1, 4)):
        y = top + side + 24 + 34 * line
        if y + 22 < PAGE - 20:
            write(paper, chance, (60, y, PAGE - 60, y + 22))
    if chance.once_in(3):
        rim = chance.whole(8, 20)
        box = (rim, rim, PAGE - rim, PAGE - rim)
        ImageDraw.Draw(paper).rectangle(box, None, chance.strong(), chance.whole(2, 5))
    return paper


def folded(motif: Picture, chance: Chance) -> Image.Image:
    """Cloth of the motif with two or three soft folds: bent sideways, lit along them."""
    cloth = Image.fromarray(motif).resize((PAGE, PAGE), Image.Resampling.BICUBIC)
    plane = np.asarray(cloth, np.float32)
    y, x = np.mgrid[0:PAGE, 0:PAGE].astype(np.float32)
    shift_x, shift_y = np.zeros_like(x), np.zeros_like(x)
    lit = np.ones_like(x)
    for _ in range(chance.whole(2, 3)):
        angle, length = chance.between(0, math.pi), chance.between(0.35, 0.8) * PAGE
        along = x * math.cos(angle) + y * math.sin(angle)
        wave = 2 * math.pi * along / length + chance.between(0, 6)
        deep = chance.between(4, 12)
        shift_x += deep * math.cos(angle) * np.sin(wave)
        shift_y += deep * math.sin(angle) * np.sin(wave)
        lit *= 1 - chance.between(0.06, 0.16) * (1 + np.cos(wave))
    columns = np.clip(np.rint(x + shift_x), 0, PAGE - 1).astype(np.int32)
    rows = np.clip(np.rint(y + shift_y), 0, PAGE - 1).astype(np.int32)
    bent = plane[rows, columns] * lit[:, :, None]
    return Image.fromarray(np.clip(bent, 0, 255).astype(np.uint8))


def photographed(flat: Image.Image, chance: Chance) -> Picture:
    """The flat thing on a rough table as a phone sees it."""
    table = rough(chance).resize((WIDE, HIGH), Image.Resampling.BICUBIC)
    corners = _corners(chance)
    numbers = perspective(corners, [(0, 0), (PAGE, 0), (PAGE, PAGE), (0, PAGE)])
    warp = flat.transform(
        (WIDE, HIGH), Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BICUBIC
    )
    mask = Image.new("L", (WIDE, HIGH), 0)
    ImageDraw.Draw(mask).polygon(corners, 255)
    whole = Image.composite(warp, table, mask.filter(ImageFilter.GaussianBlur(1)))
    lit = np.asarray(whole, np.float32) * _light(chance)[:, :, None]
    tint = np.array([chance.between(0.88, 1.04) for _ in range(3)])
    noise = chance.numbers.normal(0, chance.between(1, 8), (HIGH, WIDE, 3))
    seen = Image.fromarray(np.clip(lit * tint + noise, 0, 255).astype(np.uint8))
    soft = seen.filter(ImageFilter.GaussianBlur(chance.between(0.4, 2.4)))
    once = _compressed(soft, chance.whole(40, 85))
    side = chance.between(0.6, 1.0)
    small = once.resize((round(WIDE * side), round(HIGH * side)), Image.Resampling.BILINEAR)
    return np.asarray(_compressed(small, chance.whole(40, 80)))


def _corners(chance: Chance) -> list[tuple[float, float]]:
    """Of the page in the photograph: its side 72 to 94 of 100 of the height, turned up to 10°."""
    side, angle = chance.between(0.72, 0.94) * HIGH, math.radians(chance.between(-10, 10))
    made = []
    for x, y in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)):
        turned = (
            x * math.cos(angle) - y * math.sin(angle),
            x * math.sin(angle) + y * math.cos(angle),
        )
        slant = [chance.between(-0.06, 0.06) * side for _ in range(2)]
        made.append(
            (WIDE / 2 + turned[0] * side + slant[0], HIGH / 2 + turned[1] * side + slant[1])
        )
    return made


def _light(chance: Chance) -> Field:
    """Falling off in one direction, with the soft edge of a shadow across."""
    y, x = np.mgrid[0:HIGH, 0:WIDE].astype(np.float32)
    x, y = x / WIDE - 0.5, y / HIGH - 0.5
    angle, fall = chance.between(0, 2 * math.pi), chance.between(0.05, 0.35)
    made = chance.between(0.8, 1.1) * (1 - fall * (x * math.cos(angle) + y * math.sin(angle) + 0.5))
    if chance.once_in(2):
        edge = chance.between(0, 2 * math.pi)
        across = x * math.cos(edge) + y * math.sin(edge) - chance.between(-0.2, 0.3)
        made *= 1 - chance.between(0.15, 0.4) / (1 + np.exp(-across * 40))
    return np.asarray(made, np.float32)


def _compressed(image: Image.Image, quality: int) -> Image.Image:
    held = io.BytesIO()
    image.save(held, "JPEG", quality=quality)
    return Image.open(io.BytesIO(held.getvalue())).convert("RGB")
