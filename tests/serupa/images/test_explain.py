"""The map of where two pictures are alike."""

import numpy as np
from PIL import Image, ImageDraw

from serupa.images.engine import engine
from serupa.images.explain import TILE, heat
from serupa.images.extractor import SIZE, lite0


def ring():
    paper = Image.new("RGB", (400, 400), "white")
    ImageDraw.Draw(paper).ellipse((60, 60, 340, 340), None, "black", 24)
    return np.asarray(paper)


def test_lines_are_coloured_and_empty_ground_is_not():
    view = engine("logo").of_mark(ring(), SIZE)[0]
    one, other = (np.asarray(tile, np.int32) for tile in heat(lite0(), view, view))
    middle = TILE // 2
    assert np.abs(one[middle - 20 : middle + 20, middle - 20 : middle + 20] - 255).max() <= 2
    red = one[:, :, 0] - one[:, :, 1]
    assert (red > 40).mean() > 0.05
    assert (one == other).all()
