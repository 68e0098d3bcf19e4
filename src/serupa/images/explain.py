"""Why a mark was found, drawn: both pictures, what matched in each, and a map of where.

The drawing shows; it decides nothing, and its last sentence says so.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from serupa.data import settings
from serupa.images.engine import Asked, Engine
from serupa.images.extractor import SIZE, Network, shape_view, unit
from serupa.images.search import WHOLE_MARK, Hit, judged
from serupa.images.shapes import Box, Picture, ground_of, shape_map
from serupa.images.views import View

Language = Literal["id", "en"]

TILE, GAP = 320, 16
FRAME = (200, 30, 60)
AROUND = 12
"""How far from a line a place may be coloured, in pixels of a tile."""

FAINT, OTHER = 40.0, 70.0
"""Of a colour's 255 steps: less is no contrast, more is another colour."""

NEAR_COPY = 0.93
"""From this likeness on the two may be one drawing; the sentence says "hampir sama"."""


@dataclass(frozen=True)
class Drawn:
    """The picture, and the sentences that belong under it."""

    picture: Image.Image
    sentences: tuple[str, ...]


def draw(engine: Engine, asked: Picture, mark: Picture, lang: Language) -> Drawn:
    """The explanation of one pair. Raises ``PictureError`` for a blank picture."""
    query = engine.asked(asked)
    whole, parts = engine.mark(mark)
    (hit,) = judged(whole[None], parts[None], query)
    view = query.views[hit.view]
    part = engine.of_mark(mark, SIZE)[hit.part - WHOLE_MARK]
    sheet = Image.new("RGB", (4 * TILE + 5 * GAP, TILE + 2 * GAP), "white")
    tiles = (
        framed(asked, view.box if view.kind not in ("whole", "mirrored") else None),
        framed(mark, part.box if hit.part != WHOLE_MARK else None),
        *heat(engine.network, view, part),
    )
    for at, tile in enumerate(tiles):
        sheet.paste(tile, (GAP + at * (TILE + GAP), GAP))
    return Drawn(sheet, sentences(query, hit, lang))


def sentences(query: Asked, hit: Hit, lang: Language) -> tuple[str, ...]:
    """What matched, in words, and that this is advice."""
    texts = settings("images")
    kind = query.views[hit.view].kind
    told = [texts["view"][kind][lang]]
    if hit.part != WHOLE_MARK:
        told.append(texts["view"]["of_mark"][lang])
    elif hit.score >= NEAR_COPY:
        told.append(texts["view"]["near_copy"][lang])
    return (*told, texts["view"]["advice"][lang])


def colours(one: Picture, other: Picture, lang: Language) -> str:
    """What a copyist changed about the colours, in words: light and dark exchanged, or others;
    empty when they are nearly the same."""
    key = colour_change(one, other)
    return str(settings("images")["colours"][key][lang]) if key else ""


def colour_change(one: Picture, other: Picture) -> str:
    """``inverted``, ``recoloured`` or empty, by the median colours of drawing and ground."""
    (first, first_ground), (second, second_ground) = _inks(one), _inks(other)
    rises = float((first - first_ground).mean()), float((second - second_ground).mean())
    if rises[0] * rises[1] < 0 and min(map(abs, rises)) > FAINT:
        return "inverted"
    return "recoloured" if float(np.abs(first - second).max()) > OTHER else ""


def _inks(picture: Picture) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    ground = ground_of(picture)
    drawn = picture[shape_map(picture, ground) > 0.5]
    return np.asarray(np.median(drawn, axis=0), np.float32) if len(drawn) else ground, ground


def framed(picture: Picture, box: Box | None) -> Image.Image:
    """The picture in a tile, the part that matched in a frame."""
    high, wide = picture.shape[:2]
    scale = TILE / max(high, wide)
    size = (max(1, round(wide * scale)), max(1, round(high * scale)))
    tile = Image.new("RGB", (TILE, TILE), (244, 244, 244))
    left, top = (TILE - size[0]) // 2, (TILE - size[1]) // 2
    tile.paste(Image.fromarray(picture).resize(size, Image.Resampling.BICUBIC), (left, top))
    if box is not None:
        ends = [round(value * scale) for value in box]
        frame = (left + ends[0], top + ends[1], left + ends[2] - 1, top + ends[3] - 1)
        ImageDraw.Draw(tile).rectangle(frame, None, FRAME, 3)
    return tile


def heat(network: Network, one: View, other: View) -> tuple[Image.Image, Image.Image]:
    """Both views; the redder a place, the more it looks like something in the other view. Empty
    ground far from any line stays as it is: the network sees wide and would colour it too."""
    shapes = [shape_view(view.picture) for view in (one, other)]
    cells = [_cells(network, shape) for shape in shapes]
    alike = cells[0] @ cells[1].T
    sides = round(len(alike) ** 0.5)
    return (
        _coloured(shapes[0], alike.max(axis=1).reshape(sides, sides)),
        _coloured(shapes[1], alike.max(axis=0).reshape(sides, sides)),
    )


def _cells(network: Network, shape: Picture) -> NDArray[np.float32]:
    top = np.sqrt(network.maps([shape]).top[0])
    return unit(top.reshape(top.shape[0], -1).T)


def _coloured(shape: Picture, near: NDArray[np.float32]) -> Image.Image:
    low, high = float(near.min()), float(near.max())
    level = (near - low) / max(high - low, 1e-6) * min(1.0, high)
    field = Image.fromarray((level * 255).astype(np.uint8)).resize(
        (TILE, TILE), Image.Resampling.BICUBIC
    )
    base = Image.fromarray(shape).resize((TILE, TILE), Image.Resampling.BICUBIC)
    drawn = ImageOps.invert(base.convert("L")).filter(ImageFilter.MaxFilter(2 * AROUND + 1))
    ink = drawn.filter(ImageFilter.GaussianBlur(AROUND / 2))
    strength = np.asarray(ImageChops.multiply(field, ink), np.float32)[:, :, None] / 255 * 0.6
    mixed = np.asarray(base, np.float32) * (1 - strength) + np.array(FRAME) * strength
    return Image.fromarray(mixed.astype(np.uint8))
