"""Draw the emblems of the demo's offices: a plain shape, three letters and the word CONTOH.

Run it after a change: ``python data/demo/emblems/draw_emblems.py``. They are invented, say so, and
borrow nothing from a coat of arms: a real office brings its own.
"""

from collections.abc import Sequence
from math import cos, pi, sin
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).parent
FONT = HERE.parents[2] / "src/sentraki/ledger/paper/fonts/LiberationSans-Bold.ttf"
SIZE = (320, 368)
FINER = 4
SHIELD = ((0.05, 0.04), (0.95, 0.04), (0.95, 0.62), (0.80, 0.82), (0.50, 0.97), (0.20, 0.82),
          (0.05, 0.62))  # fmt: skip
PLATE = ((0.04, 0.16), (0.96, 0.16), (0.96, 0.84), (0.04, 0.84))
DIAMOND = ((0.50, 0.02), (0.98, 0.50), (0.50, 0.98), (0.02, 0.50))

Points = Sequence[tuple[float, float]]


def regular(corners: int, turn: float = 0.0) -> Points:
    """The corners of a regular figure that fills the sheet's width, as shares of its sides."""
    angles = [turn + 2 * pi * step / corners for step in range(corners)]
    tall = 0.48 * SIZE[0] / SIZE[1]
    return [(0.5 + 0.48 * sin(angle), 0.5 - tall * cos(angle)) for angle in angles]


EMBLEMS: dict[str, tuple[str, str, Points]] = {
    "palembang": ("PLB", "#1f4a86", SHIELD),
    "tangerang": ("TNG", "#5d2f66", regular(6)),
    "kalteng": ("KTG", "#74461c", regular(8, pi / 8)),
    "bojonegoro": ("BJN", "#74461c", regular(48)),
    "balikpapan": ("BPN", "#0d5c66", DIAMOND),
    "kanwil": ("KWL", "#3b4654", PLATE),
}


def draw(letters: str, colour: str, shape: Points) -> Image.Image:
    """One emblem on a transparent sheet: outline, inner line, letters, and what it is."""
    wide, tall = (side * FINER for side in SIZE)
    sheet = Image.new("RGBA", (wide, tall), "#ffffff00")
    pen = ImageDraw.Draw(sheet)
    for share, fill in ((1.0, colour), (0.92, "#ffffff"), (0.88, colour)):
        corners = [((0.5 + (x - 0.5) * share) * wide, (0.5 + (y - 0.5) * share) * tall)
                   for x, y in shape]  # fmt: skip
        pen.polygon(corners, fill=fill)
    for text, size, down in ((letters, 84, 0.45), ("CONTOH", 32, 0.63)):
        font = ImageFont.truetype(str(FONT), size * FINER)
        pen.text((wide / 2, tall * down), text, fill="#ffffff", font=font, anchor="mm")
    return sheet.resize(SIZE, Image.Resampling.LANCZOS).quantize(32)


if __name__ == "__main__":
    for name, parts in EMBLEMS.items():
        draw(*parts).save(HERE / f"{name}.png", "PNG", optimize=True)
