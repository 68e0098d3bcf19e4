"""Altered copies of a drawing, for learning and measuring: what copyists, printers and phones do.

Each alteration takes a drawing (RGBA, trimmed) and a random source and returns an
:class:`Altered`: the picture, and where in it the drawing lies. Every parameter is drawn anew.
"""

import io
import math
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from serupa.images.making.chance import SIZE, Altered, Chance, Colour, Corners
from serupa.images.making.photograph import photograph

WORDS = [
    "kopi",
    "senja",
    "roti",
    "madu",
    "batik",
    "gula",
    "aren",
    "toko",
    "jamu",
    "rimba",
    "asri",
    "lestari",
    "bunga",
    "ibu",
    "tani",
    "laut",
]


def placed(
    drawing: Image.Image, ground: Colour, share: float, middle: tuple[float, float] = (0.5, 0.5)
) -> Altered:
    """The drawing on a plain square; its longer side takes ``share`` of it."""
    scale = share * SIZE / max(drawing.size)
    size = (max(2, round(drawing.width * scale)), max(2, round(drawing.height * scale)))
    small = drawing.resize(size, Image.Resampling.LANCZOS)
    left = round(middle[0] * SIZE - size[0] / 2)
    top = round(middle[1] * SIZE - size[1] / 2)
    paper = Image.new("RGBA", (SIZE, SIZE), (*ground, 255))
    paper.alpha_composite(small, (max(0, left), max(0, top)))
    return Altered(paper.convert("RGB"), (left, top, left + size[0], top + size[1]))


def recolour(drawing: Image.Image, chance: Chance) -> Image.Image:
    """Other colours: hues turned, or all painted between two colours."""
    red, green, blue, alpha = drawing.split()
    rgb = Image.merge("RGB", (red, green, blue))
    if chance.once_in(2):
        hue, saturation, value = rgb.convert("HSV").split()
        turn = chance.whole(30, 225)
        hue = hue.point([(at + turn) % 256 for at in range(256)])
        strength = chance.between(0.5, 1.3)
        saturation = saturation.point([int(min(255, at * strength)) for at in range(256)])
        made = Image.merge("HSV", (hue, saturation, value)).convert("RGB")
    else:
        grey = np.asarray(rgb.convert("L"), np.float32)[..., None] / 255
        first, second = np.array(chance.strong()), np.array(chance.pale())
        made = Image.fromarray((first * (1 - grey) + second * grey).astype(np.uint8))
    return Image.merge("RGBA", (*made.split(), alpha))


def weight(drawing: Image.Image, chance: Chance) -> Image.Image:
    """Bolder or thinner strokes."""
    room = roomy(drawing, 12)
    red, green, blue, alpha = room.split()
    step = ImageFilter.MaxFilter if chance.once_in(2) else ImageFilter.MinFilter
    width = chance.whole(1, 4) * 2 + 1
    changed = alpha.filter(step(width))
    if np.asarray(changed).max() < 128:
        changed = alpha.filter(ImageFilter.MaxFilter(width))
    filled = Image.merge("RGB", (red, green, blue)).filter(ImageFilter.MinFilter(width))
    return Image.merge("RGBA", (*filled.split(), changed))


def outline(drawing: Image.Image, chance: Chance) -> Image.Image:
    """Only the contours, in one colour."""
    room = roomy(drawing, 12)
    flat = Image.new("RGBA", room.size, "white")
    flat.alpha_composite(room)
    width = chance.whole(1, 3) * 2 + 1
    contours = Image.new("L", room.size, 0)
    for band in (*flat.convert("RGB").split(), room.getchannel("A")):
        edge = ImageChops.subtract(
            band.filter(ImageFilter.MaxFilter(width)), band.filter(ImageFilter.MinFilter(3))
        )
        contours = ImageChops.lighter(contours, edge.point([0] * 60 + [255] * 196))
    made = Image.new("RGBA", room.size, (*chance.strong(), 0))
    made.putalpha(contours.filter(ImageFilter.GaussianBlur(0.7)))
    return trimmed_alpha(made)


def turned(drawing: Image.Image, degrees: float) -> Image.Image:
    """Turned about its middle."""
    return trimmed_alpha(drawing.rotate(degrees, Image.Resampling.BICUBIC, expand=True))


def cut(drawing: Image.Image, chance: Chance, low: float, high: float) -> Image.Image:
    """A rectangle of it that still holds something, sides of ``low`` to ``high`` of the whole."""
    for _ in range(12):
        wide = round(drawing.width * chance.between(low, high))
        high_ = round(drawing.height * chance.between(low, high))
        left = chance.whole(0, drawing.width - wide)
        top = chance.whole(0, drawing.height - high_)
        part = drawing.crop((left, top, left + wide, top + high_))
        if np.asarray(part.getchannel("A")).mean() > 20:
            return trimmed_alpha(part)
    return drawing


def trimmed_alpha(drawing: Image.Image) -> Image.Image:
    """Without the clear rim."""
    box = drawing.getchannel("A").point([0] * 20 + [255] * 236).getbbox()
    return drawing.crop(box) if box else drawing


def roomy(drawing: Image.Image, rim: int) -> Image.Image:
    """With a clear rim of so many pixels."""
    room = Image.new("RGBA", (drawing.width + 2 * rim, drawing.height + 2 * rim), (0, 0, 0, 0))
    room.paste(drawing, (rim, rim))
    return room


def polygon(kind: str, size: int, chance: Chance) -> Corners:
    """The corners of a frame, in a square of ``size``, about its middle."""
    if kind == "shield":
        flat = chance.between(0.45, 0.75)
        shape = [(0.06, 0.05), (0.94, 0.05), (0.94, flat), (0.5, 0.97), (0.06, flat)]
        return [(x * size, y * size) for x, y in shape]
    if kind == "ribbon":
        dent = chance.between(0.05, 0.15)
        shape = [(0, 0.2), (1, 0.2), (1 - dent, 0.5), (1, 0.8), (0, 0.8), (dent, 0.5)]
        return [(x * size, y * size) for x, y in shape]
    corners = {"triangle": 3, "diamond": 4, "pentagon": 5, "hexagon": 6, "octagon": 8}
    count = corners.get(kind, 0)
    if count:
        first = -math.pi / 2 + (math.pi / count if chance.once_in(2) and count > 4 else 0)
        angles = [first + 2 * math.pi * at / count for at in range(count)]
        return [
            (size * (0.5 + 0.49 * math.cos(a)), size * (0.5 + 0.49 * math.sin(a))) for a in angles
        ]
    teeth = chance.whole(8, 24)
    angles = [math.pi * at / teeth for at in range(2 * teeth)]
    inner = chance.between(0.38, 0.45)
    reach = [0.49 if at % 2 else inner for at in range(2 * teeth)]
    return [
        (size * (0.5 + r * math.cos(a)), size * (0.5 + r * math.sin(a)))
        for r, a in zip(reach, angles, strict=True)
    ]


FRAMES = {
    "circle": 0.64,
    "ellipse": 0.52,
    "square": 0.78,
    "rounded": 0.76,
    "shield": 0.6,
    "ribbon": 0.5,
    "triangle": 0.36,
    "diamond": 0.46,
    "pentagon": 0.56,
    "hexagon": 0.6,
    "octagon": 0.64,
    "star": 0.5,
}
"""Shapes of frames, and the largest drawing each holds."""


def frame(drawing: Image.Image, chance: Chance) -> Altered:
    """Inside a frame of one of twelve shapes: drawn, filled, or both."""
    kind = list(FRAMES)[chance.whole(0, len(FRAMES) - 1)]
    ground, line = chance.pale(), chance.strong()
    inside = ground if chance.once_in(3) else (chance.pale() if chance.once_in(1.5) else line)
    paper = Image.new("RGB", (SIZE * 2, SIZE * 2), ground)
    pen = ImageDraw.Draw(paper)
    side = round(SIZE * 2 * chance.between(0.84, 0.98))
    rim, width = SIZE - side // 2, chance.whole(4, 26)
    box = (rim, rim, rim + side, rim + side)
    if kind == "circle":
        pen.ellipse(box, inside, line, width)
    elif kind == "ellipse":
        flat = round(side * chance.between(0.1, 0.2))
        pen.ellipse((rim, rim + flat, rim + side, rim + side - flat), inside, line, width)
    elif kind in ("square", "rounded"):
        curve = 0 if kind == "square" else round(side * chance.between(0.08, 0.25))
        pen.rounded_rectangle(box, curve, inside, line, width)
    else:
        points = [(x + rim, y + rim) for x, y in polygon(kind, side, chance)]
        pen.polygon(points, inside)
        pen.line([*points, *points[:2]], line, width, joint="curve")
    share = FRAMES[kind] * chance.between(0.68, 0.98) * side / (2 * SIZE)
    middle = 0.57 if kind == "triangle" else 0.46 if kind == "shield" else 0.5
    legible = drawing if inside != line else _single(drawing, chance.pale())
    return _on(paper.resize((SIZE, SIZE), Image.Resampling.LANCZOS), legible, share, (0.5, middle))


def _single(drawing: Image.Image, colour: Colour) -> Image.Image:
    grey = np.asarray(drawing.convert("L"), np.float32)
    made = Image.new("RGBA", drawing.size, (*colour, 0))
    alpha = np.asarray(drawing.getchannel("A"), np.float32)
    light = np.clip(1.25 - grey / 255, 0, 1)
    made.putalpha(Image.fromarray((alpha * light).astype(np.uint8)))
    return made if np.asarray(made.getchannel("A")).mean() > 12 else drawing


def _on(
    paper: Image.Image, drawing: Image.Image, share: float, middle: tuple[float, float]
) -> Altered:
    scale = share * SIZE / max(drawing.size)
    size = (max(2, round(drawing.width * scale)), max(2, round(drawing.height * scale)))
    small = drawing.resize(size, Image.Resampling.LANCZOS)
    left = round(min(max(middle[0] * SIZE - size[0] / 2, 0), SIZE - size[0]))
    top = round(min(max(middle[1] * SIZE - size[1] / 2, 0), SIZE - size[1]))
    whole = paper.convert("RGBA")
    whole.alpha_composite(small, (left, top))
    return Altered(whole.convert("RGB"), (left, top, left + size[0], top + size[1]))


def write(paper: Image.Image, chance: Chance, box: tuple[int, int, int, int]) -> None:
    """A few words as large as the box takes."""
    words = [WORDS[chance.whole(0, len(WORDS) - 1)] for _ in range(chance.whole(1, 3))]
    text = " ".join(words)
    text = text.upper() if chance.once_in(2) else text.title()
    high = box[3] - box[1]
    font = ImageFont.load_default(float(max(8, high)))
    wide = font.getlength(text)
    if wide > box[2] - box[0]:
        font = ImageFont.load_default(float(max(7.0, high * (box[2] - box[0]) / wide)))
    ImageDraw.Draw(paper).text(
        ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), text, chance.strong(), font, anchor="mm"
    )


def words(drawing: Image.Image, chance: Chance) -> Altered:
    """With words below, above or beside it."""
    where = chance.whole(0, 3)
    share = chance.between(0.45, 0.66)
    if where < 2:
        middle = (0.5, 0.05 + share / 2) if where else (0.5, 0.95 - share / 2)
        made = _on(Image.new("RGB", (SIZE, SIZE), chance.pale()), drawing, share, middle)
        line = SIZE * (0.93 - share) if share < 0.85 else 20
        top = SIZE * (share + 0.05) if where else SIZE * 0.03
        write(made.picture, chance, (8, round(top + 6), SIZE - 8, round(top + line - 6)))
    else:
        share = chance.between(0.36, 0.5)
        left = where == 2
        middle = (0.04 + share / 2 if left else 0.96 - share / 2, 0.5)
        made = _on(Image.new("RGB", (SIZE, SIZE), chance.pale()), drawing, share, middle)
        edge = SIZE * (share + 0.08)
        span = (edge, SIZE - 6) if left else (6, SIZE - edge)
        write(made.picture, chance, (round(span[0]), 90, round(span[1]), 166))
    return made


def label(drawing: Image.Image, chance: Chance, other: Image.Image) -> Altered:
    """On the label of a product: bands or a rim, words, small print, another small drawing."""
    paper = Image.new("RGB", (SIZE, SIZE), chance.pale())
    pen = ImageDraw.Draw(paper)
    if chance.once_in(2):
        high = chance.whole(16, 56)
        pen.rectangle((0, 0, SIZE, high), chance.strong())
        pen.rectangle((0, SIZE - high, SIZE, SIZE), chance.strong())
    else:
        rim = chance.whole(2, 12)
        pen.rectangle((rim, rim, SIZE - rim, SIZE - rim), None, chance.strong(), chance.whole(1, 6))
    middle = (chance.between(0.3, 0.7), chance.between(0.32, 0.5))
    made = _on(paper, drawing, chance.between(0.24, 0.46), middle)
    corner = (chance.between(0.08, 0.92), 0.25 if chance.once_in(2) else 0.6)
    if abs(corner[0] - middle[0]) > 0.32:
        extra = _on(made.picture, other, chance.between(0.1, 0.2), corner)
        made = Altered(extra.picture, made.box)
    write(made.picture, chance, (16, 158, SIZE - 16, chance.whole(178, 194)))
    write(made.picture, chance, (50, 212, SIZE - 50, 221))
    return made


def element(drawing: Image.Image, chance: Chance, other: Image.Image) -> Altered:
    """A part of it in a composition of its own, most often beside another drawing."""
    part = cut(drawing, chance, 0.45, 0.8)
    if chance.once_in(4):
        return placed(part, chance.pale(), chance.between(0.6, 0.85))
    share = chance.between(0.45, 0.64)
    middle = (0.06 + share / 2, chance.between(0.42, 0.58))
    made = _on(Image.new("RGB", (SIZE, SIZE), chance.pale()), part, share, middle)
    extra = _on(made.picture, other, 0.88 - share, (0.94 - (0.88 - share) / 2, 0.5))
    if chance.once_in(2):
        flipped = extra.picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        left, top, right, bottom = made.box
        back = Image.new("RGB", (SIZE, SIZE))
        back.paste(flipped)
        upright = back.crop((round(SIZE - right), round(top), round(SIZE - left), round(bottom)))
        back.paste(
            upright.transpose(Image.Transpose.FLIP_LEFT_RIGHT), (round(SIZE - right), round(top))
        )
        return Altered(back, (SIZE - right, top, SIZE - left, bottom))
    return Altered(extra.picture, made.box)


def blurred(made: Altered, chance: Chance) -> Altered:
    """Out of focus, or enlarged from very few pixels."""
    if chance.once_in(2):
        return Altered(
            made.picture.filter(ImageFilter.GaussianBlur(chance.between(1.5, 4.5))), made.box
        )
    few = chance.whole(28, 64)
    small = made.picture.resize((few, few), Image.Resampling.BILINEAR)
    return Altered(small.resize((SIZE, SIZE), Image.Resampling.BICUBIC), made.box)


def compressed(made: Altered, chance: Chance) -> Altered:
    """Noise, then a poor JPEG."""
    noise = chance.numbers.normal(0, chance.between(0, 14), (SIZE, SIZE, 3))
    noisy = np.clip(np.asarray(made.picture, np.float32) + noise, 0, 255).astype(np.uint8)
    held = io.BytesIO()
    Image.fromarray(noisy).save(held, "JPEG", quality=chance.whole(8, 40))
    return Altered(Image.open(io.BytesIO(held.getvalue())).convert("RGB"), made.box)


Make = Callable[[Image.Image, Chance, Image.Image], Altered]


def _plain(drawing: Image.Image, chance: Chance) -> Altered:
    return placed(drawing, chance.pale(), chance.between(0.7, 0.9))


ALTERATIONS: dict[str, Make] = {
    "recolour": lambda d, c, o: _plain(recolour(d, c), c),
    "invert": lambda d, c, o: placed(_single(d, c.pale()), c.dark(), c.between(0.7, 0.9)),
    "crop": lambda d, c, o: placed(cut(d, c, 0.62, 0.9), c.pale(), c.between(0.8, 0.99)),
    "tilt": lambda d, c, o: _plain(turned(d, c.between(-22, 22)), c),
    "blur": lambda d, c, o: blurred(_plain(d, c), c),
    "words": lambda d, c, o: words(d, c),
    "outline": lambda d, c, o: _plain(outline(d, c), c),
    "weight": lambda d, c, o: _plain(weight(d, c), c),
    "jpeg": lambda d, c, o: compressed(_plain(d, c), c),
    "photo": lambda d, c, o: photograph(_plain(d, c), c),
    "frame": lambda d, c, o: frame(d, c),
    "label": lambda d, c, o: label(d, c, o),
    "element": lambda d, c, o: element(d, c, o),
    "combo": lambda d, c, o: combo(d, c, o),
}


def combo(drawing: Image.Image, chance: Chance, other: Image.Image) -> Altered:
    """Two or three alterations one after another."""
    first = (recolour, outline, weight, lambda d, c: turned(d, c.between(-18, 18)))
    changed = first[chance.whole(0, 3)](drawing, chance)
    second = ("frame", "words", "photo", "blur", "jpeg", "invert", "crop")
    made = ALTERATIONS[second[chance.whole(0, len(second) - 1)]](changed, chance, other)
    if chance.once_in(2):
        third = (photograph, blurred, compressed)[chance.whole(0, 2)]
        made = third(made, chance)
    return made
