"""Invented motifs for learning: a lattice of polygons that can be drawn again in any colours, at
any width, turn and shift, so that a copy of a motif differs from it only in what copies change.

The shapes are general (petals, stars, lenses, frets, waves, stripes, dots); none is taken from a
real cloth.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from serupa.images.making.alter import compressed
from serupa.images.making.chance import Altered, Chance, Colour
from serupa.images.making.photograph import photograph

SIZE = 192
"""Side of a picture of a motif, in pixels."""

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Piece:
    """A polygon in units of the cell, its colour's number, and how wide its line is (0: filled)."""

    points: Points
    colour: int
    line: float = 0.0


@dataclass(frozen=True)
class Motif:
    """Pieces repeated on a lattice; ``basis``: its two steps; ``repeats``: cells along a side."""

    pieces: tuple[Piece, ...]
    basis: Points
    repeats: float


def invent(chance: Chance) -> Motif:
    """A motif nobody has seen."""
    ratio = chance.between(0.45, 1.0) if chance.once_in(2) else 1.0
    skew = (0.0, 0.5, chance.between(-0.5, 0.5))[chance.whole(0, 2)]
    basis = np.array([[1.0, 0.0], [skew, ratio]])
    if chance.once_in(3):
        basis = basis @ _turn(math.radians((45, 30, -45, 60)[chance.whole(0, 3)]))
    pieces: list[Piece] = []
    places = [(0.0, 0.0), (0.5, 0.5 * ratio), (0.5, 0.0), (0.0, 0.5 * ratio)]
    size = chance.between(0.28, 0.5) * ratio
    for at in range(chance.whole(1, 3)):
        pieces += _figure(chance, places[at], size * (1.0 if at == 0 else chance.between(0.2, 0.6)))
    if chance.once_in(3):
        pieces += _lines(chance, ratio)
    return Motif(tuple(pieces), basis, chance.between(2.5, 7.0))


def variant(motif: Motif, chance: Chance) -> Motif:
    """A near relative: the same figures, slightly other proportions. Not a copy."""
    stretch = np.diag([chance.between(0.75, 1.3), chance.between(0.75, 1.3)])
    pieces = tuple(
        Piece(piece.points @ stretch * chance.between(0.8, 1.2), piece.colour, piece.line)
        for piece in motif.pieces
    )
    return Motif(pieces, motif.basis, motif.repeats * chance.between(0.8, 1.25))


def _figure(chance: Chance, middle: tuple[float, float], size: float) -> list[Piece]:
    makers = (_petals, _star, _lens, _fret, _cloud, _dots, _triangle)
    drawn = makers[chance.whole(0, len(makers) - 1)](chance)
    colour = chance.whole(1, 3)
    made = [Piece(points * size + np.array(middle), colour, line * size) for points, line in drawn]
    if chance.once_in(2):
        made.append(Piece(_circle(0.25) * size + np.array(middle), chance.whole(0, 3)))
    return made


Drawn = list[tuple[Points, float]]


def _circle(radius: float, flat: float = 1.0, count: int = 20) -> Points:
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return np.stack([np.cos(angles) * radius, np.sin(angles) * radius * flat], axis=1)


def _turn(angle: float) -> Points:
    cos, sin = math.cos(angle), math.sin(angle)
    return np.array([[cos, sin], [-sin, cos]])


def _petals(chance: Chance) -> Drawn:
    count, flat = chance.whole(3, 8), chance.between(0.25, 0.6)
    away, first = chance.between(0.45, 0.6), chance.between(0, math.pi)
    petal = _circle(0.42, flat) + np.array([away, 0])
    line = 0.12 if chance.once_in(4) else 0.0
    return [(petal @ _turn(first + 2 * math.pi * at / count), line) for at in range(count)]


def _star(chance: Chance) -> Drawn:
    count, inner = chance.whole(4, 14), chance.between(0.25, 0.75)
    angles = np.arange(2 * count) * np.pi / count
    reach = np.where(np.arange(2 * count) % 2, inner, 1.0)
    return [(np.stack([np.cos(angles) * reach, np.sin(angles) * reach], axis=1), 0.0)]


def _lens(chance: Chance) -> Drawn:
    across = np.linspace(-1, 1, 12)
    bow = chance.between(0.2, 0.6) * (1 - across**2)
    upper = np.stack([across, bow], axis=1)
    leaf = np.concatenate([upper, upper[::-1] * np.array([1, -1])])
    turn = _turn(chance.between(0, math.pi))
    crossed = [(leaf @ turn, 0.0)]
    return [*crossed, (leaf @ turn @ _turn(math.pi / 2), 0.0)] if chance.once_in(2) else crossed


def _fret(chance: Chance) -> Drawn:
    reach = chance.between(0.4, 0.8)
    arm = np.array([[0, 0], [1, 0], [1, reach], [reach * 0.4, reach]])
    count = chance.whole(2, 4)
    return [(arm @ _turn(2 * math.pi * at / count), 0.2) for at in range(count)]


def _cloud(chance: Chance) -> Drawn:
    angles = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    waves, deep = chance.whole(2, 5), chance.between(0.1, 0.35)
    reach = 1 + deep * np.sin(waves * angles + chance.between(0, 6))
    flat = chance.between(0.3, 0.7)
    whole = np.stack([np.cos(angles) * reach, np.sin(angles) * reach * flat], axis=1)
    return [(whole, 0.15), (whole * 0.55, 0.0)]


def _dots(chance: Chance) -> Drawn:
    count, radius = chance.whole(4, 9), chance.between(0.1, 0.25)
    ring = [2 * math.pi * at / count for at in range(count)]
    return [(_circle(radius, count=8) + np.array([math.cos(a), math.sin(a)]), 0.0) for a in ring]


def _triangle(chance: Chance) -> Drawn:
    wide, line = chance.between(0.4, 0.9), 0.14 if chance.once_in(2) else 0.0
    points = np.array([[-wide, 0.9], [wide, 0.9], [0.0, -0.9]])
    return [(points, line), (points * 0.45 + np.array([0, 0.1]), 0.0)]


def _lines(chance: Chance, ratio: float) -> list[Piece]:
    along = np.linspace(-0.05, 1.05, 16)
    wave = chance.between(0, 0.12) * np.sin(2 * np.pi * chance.whole(1, 2) * along)
    place, width = ratio * chance.between(0.4, 0.6), chance.between(0.02, 0.12)
    path = np.stack([along, wave + place], axis=1)
    return [Piece(path, chance.whole(1, 3), width)]


def palette(chance: Chance) -> list[Colour]:
    """A ground and three colours that can be told from it."""
    ground = chance.dark() if chance.once_in(2) else chance.pale()
    low = sum(ground) < 380
    others = [chance.pale() if low else chance.strong() for _ in range(2)]
    return [ground, *others, chance.strong()]


def render(
    motif: Motif,
    colours: list[Colour],
    *,
    width: float = 1.0,
    angle: float = 0.0,
    shift: tuple[float, float] = (0.0, 0.0),
) -> Image.Image:
    """A window of the motif: ``width`` times its own, turned by ``angle`` (radians), shifted by
    parts of the picture."""
    cell = 2 * SIZE / (motif.repeats * width)
    image = Image.new("RGB", (2 * SIZE, 2 * SIZE), colours[0])
    pen = ImageDraw.Draw(image)
    turn = _turn(angle)
    middle = np.array([SIZE, SIZE]) + np.array(shift) * SIZE
    density = min(1.0, abs(float(np.linalg.det(motif.basis))))
    reach = math.ceil(1.6 * motif.repeats * width / density) // 2 + 2
    steps = np.mgrid[-reach : reach + 1, -reach : reach + 1].reshape(2, -1).T
    origins = (steps @ motif.basis) @ turn * cell + middle
    seen = np.all((origins > -2 * cell) & (origins < 2 * SIZE + 2 * cell), axis=1)
    for piece in motif.pieces:
        points = piece.points @ turn * cell
        for origin in origins[seen]:
            place = [(float(x), float(y)) for x, y in points + origin]
            if piece.line:
                closed = [*place, place[0]] if len(place) > 16 else place
                pen.line(closed, colours[piece.colour], max(1, round(piece.line * cell)), "curve")
            else:
                pen.polygon(place, colours[piece.colour])
    return image.resize((SIZE, SIZE), Image.Resampling.BOX)


def woven(image: Image.Image, chance: Chance) -> Image.Image:
    """The unevenness of dye and thread."""
    rough = chance.numbers.normal(0, chance.between(0, 14), (SIZE // 3, SIZE // 3))
    field = Image.fromarray(np.clip(rough + 128, 0, 255).astype(np.uint8))
    spread = np.asarray(field.resize((SIZE, SIZE)), np.float32)[:, :, None] - 128
    return Image.fromarray(np.clip(np.asarray(image, np.float32) + spread, 0, 255).astype(np.uint8))


def copied(motif: Motif, colours: list[Colour], chance: Chance) -> Image.Image:
    """A copy: other colours, width, turn and shift; now and then photographed."""
    if chance.once_in(1.5):
        colours = palette(chance)
    made = woven(
        render(
            motif,
            colours,
            width=chance.between(0.62, 1.6),
            angle=math.radians(chance.between(-25, 25)),
            shift=(chance.between(-0.5, 0.5), chance.between(-0.5, 0.5)),
        ),
        chance,
    )
    if chance.once_in(2.5):
        large = Altered(made.resize((256, 256), Image.Resampling.BICUBIC), (0, 0, 256, 256))
        seen = photograph(large, chance) if chance.once_in(1.5) else compressed(large, chance)
        return seen.picture.filter(ImageFilter.GaussianBlur(0.3)).resize((SIZE, SIZE))
    return made
