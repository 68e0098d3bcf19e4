"""Draws the twelve labels of the demo (``labels/*.png``): simple figures of our own, CC0.

``python data/marks/draw_labels.py`` writes the same bytes on every run with one Pillow.
"""

import math
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent / "labels"
SIDE, FINE = 320, 4
Pen = ImageDraw.ImageDraw
Points = list[tuple[float, float]]


def s(*values: float) -> list[float]:
    """Hundredths of the label's side as fine pixels."""
    return [value * SIDE * FINE / 100 for value in values]


def path(points: Points) -> Points:
    return [(x * SIDE * FINE / 100, y * SIDE * FINE / 100) for x, y in points]


def round_about(middle: tuple[float, float], reach: list[float], first: float = -90) -> Points:
    """Corners about a middle, one for each reach, clockwise from ``first`` degrees."""
    step = 2 * math.pi / len(reach)
    angles = [math.radians(first) + step * at for at in range(len(reach))]
    return path(
        [
            (middle[0] + r * math.cos(a), middle[1] + r * math.sin(a))
            for r, a in zip(reach, angles, strict=True)
        ]
    )


def leaf(
    pen: Pen, foot: tuple[float, float], tip: tuple[float, float], fat: float, fill: str
) -> None:
    """A leaf from its foot to its tip."""
    along = (tip[0] - foot[0], tip[1] - foot[1])
    across = (-along[1] * fat, along[0] * fat)
    side = []
    for at in range(21):
        t, bow = at / 20, math.sin(math.pi * at / 20)
        side.append((foot[0] + along[0] * t, foot[1] + along[1] * t, bow))
    left = [(x + across[0] * b, y + across[1] * b) for x, y, b in side]
    right = [(x - across[0] * b, y - across[1] * b) for x, y, b in reversed(side)]
    pen.polygon(path(left + right), fill)


def wave(pen: Pen, top: float, fill: str, width: float = 3.5) -> None:
    points = [(x, top + 3 * math.sin(x / 7)) for x in range(12, 89)]
    pen.line(path(points), fill, round(s(width)[0]), "curve")


def kopi(pen: Pen) -> None:
    brown = "#5b3420"
    pen.pieslice(s(22, 20, 70, 92), 0, 180, brown)
    pen.arc(s(58, 55, 86, 80), -100, 110, brown, round(s(5)[0]))
    pen.rounded_rectangle(s(16, 88, 76, 93), s(2)[0], brown)
    for x in (36, 46, 56):
        points = [(x + 3 * math.sin(y / 4), y) for y in range(16, 48)]
        pen.line(path([(px, py) for px, py in points]), "#b98a5a", round(s(3)[0]), "curve")


def ikan(pen: Pen) -> None:
    blue = "#17618c"
    leaf(pen, (10, 50), (74, 50), 0.3, blue)
    pen.polygon(path([(66, 50), (92, 30), (84, 50), (92, 70)]), blue)
    pen.ellipse(s(20, 43, 27, 50), "white")
    for x in (36, 46, 56):
        pen.arc(s(x - 9, 38, x + 3, 62), -70, 70, "white", round(s(2)[0]))


def teh(pen: Pen) -> None:
    leaf(pen, (50, 88), (50, 12), 0.2, "#2f6b3a")
    leaf(pen, (48, 86), (12, 40), 0.22, "#5f9a4b")
    leaf(pen, (52, 86), (88, 40), 0.22, "#5f9a4b")


def bunga(pen: Pen) -> None:
    for at in range(8):
        angle = math.radians(45 * at)
        tip = (50 + 42 * math.cos(angle), 50 + 42 * math.sin(angle))
        leaf(pen, (50, 50), tip, 0.2, "#8c1d3f" if at % 2 else "#d0a23a")
    pen.ellipse(s(40, 40, 60, 60), "#3a1420")


def cabai(pen: Pen) -> None:
    points = [(24, 30), (34, 24), (48, 32), (60, 50), (86, 84), (54, 70), (34, 52)]
    pen.polygon(path(points), "#c4291c")
    pen.line(path([(28, 27), (22, 14), (30, 8)]), "#39702e", round(s(5)[0]), "curve")
    leaf(pen, (28, 24), (52, 16), 0.25, "#39702e")


def roti(pen: Pen) -> None:
    brown = "#a8692b"
    pen.rounded_rectangle(s(14, 36, 86, 80), s(18)[0], brown)
    for x in (30, 46, 62):
        pen.line(path([(x, 42), (x + 10, 62)]), "#f2dcae", round(s(4)[0]))


def limas(pen: Pen) -> None:
    wood = "#6e3b1f"
    pen.polygon(path([(8, 46), (26, 24), (74, 24), (92, 46)]), wood)
    pen.rectangle(s(18, 48, 82, 66), "#c79a5b")
    for x in (20, 34, 48, 62, 76):
        pen.rectangle(s(x, 66, x + 5, 88), wood)
    pen.polygon(path([(44, 24), (50, 10), (56, 24)]), wood)


def jembatan(pen: Pen) -> None:
    red = "#b3261e"
    for x in (26, 66):
        pen.rectangle(s(x, 14, x + 8, 76), red)
    pen.rectangle(s(8, 56, 92, 63), red)
    pen.rectangle(s(26, 26, 74, 31), red)
    wave(pen, 84, "#2b6d99")


def mutiara(pen: Pen) -> None:
    for at in range(12):
        angle = math.radians(30 * at)
        x, y = 50 + 34 * math.cos(angle), 50 + 34 * math.sin(angle)
        pen.ellipse(s(x - 7, y - 7, x + 7, y + 7), "#4a5d86" if at % 3 else "#c9a13b")


def anyam(pen: Pen) -> None:
    for row in range(4):
        for column in range(4):
            left, top = 12 + 19 * column, 12 + 19 * row
            flat = (row + column) % 2
            box = (
                (left, top + 4, left + 19, top + 15)
                if flat
                else (left + 4, top, left + 15, top + 19)
            )
            pen.rounded_rectangle(s(*box), s(2)[0], "#7a5a1e" if flat else "#c49a45")


def sungai(pen: Pen) -> None:
    pen.pieslice(s(26, 16, 74, 64), 180, 360, "#e0902b")
    for at in range(7):
        angle = math.radians(180 + 30 * at)
        ends = [(50 + r * math.cos(angle), 40 + r * math.sin(angle)) for r in (28, 36)]
        pen.line(path(ends), "#e0902b", round(s(3)[0]))
    for top in (50, 62, 74):
        wave(pen, top, "#1d6f8a")


def sabun(pen: Pen) -> None:
    pen.polygon(round_about((50, 50), [44 if at % 2 else 38 for at in range(24)]), "#3f6d5a")
    pen.ellipse(s(18, 18, 82, 82), "white")
    for x, y, r in ((42, 56, 14), (62, 46, 10), (50, 34, 6)):
        pen.ellipse(s(x - r, y - r, x + r, y + r), None, "#3f6d5a", round(s(3)[0]))


LABELS: dict[str, Callable[[Pen], None]] = {
    "pempek": ikan,
    "songket": bunga,
    "kopi": kopi,
    "anyam": anyam,
    "lakuran": jembatan,
    "sambal": cabai,
    "teh": teh,
    "kemplang": sungai,
    "sabun": sabun,
    "roti": roti,
    "studio": limas,
    "gelang": mutiara,
}


def main() -> None:
    """Write every label as a small palette PNG."""
    for name, figure in LABELS.items():
        image = Image.new("RGB", (SIDE * FINE, SIDE * FINE), "white")
        figure(ImageDraw.Draw(image))
        small = image.resize((SIDE, SIDE), Image.Resampling.BOX)
        small.quantize(32).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
