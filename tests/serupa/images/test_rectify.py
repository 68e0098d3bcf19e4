import math

import numpy as np
import pytest
from PIL import Image, ImageFilter
from tests.serupa.images.drawings import drawing, labelled

from serupa.images.rectify import labels, levelled, perspective, straightened

PAGE = 300
CORNERS = {
    "seen from the left": [(90, 60), (400, 110), (390, 330), (80, 410)],
    "turned": [(150, 30), (440, 110), (360, 400), (70, 320)],
    "seen from below": [(160, 80), (360, 84), (440, 400), (60, 390)],
}


def page():
    made = Image.new("RGB", (PAGE, PAGE), (245, 238, 225))
    made.paste(Image.fromarray(drawing(4, "black", (245, 238, 225))), (50, 50))
    return made


def photographed(corners):
    """The page on a dark rough table, its right side in half the light of its left side."""
    flat = [(0, 0), (PAGE, 0), (PAGE, PAGE), (0, PAGE)]
    size = (480, 440)
    warp = page().transform(size, Image.Transform.PERSPECTIVE, perspective(corners, flat))
    mask = Image.new("L", (PAGE, PAGE), 255).transform(
        size, Image.Transform.PERSPECTIVE, perspective(corners, flat)
    )
    grain = np.random.default_rng(3).integers(40, 110, (440, 480, 3), np.uint8)
    table = Image.fromarray(grain).filter(ImageFilter.GaussianBlur(1))
    seen = np.asarray(Image.composite(warp, table, mask), np.float32)
    return (seen * np.linspace(1.0, 0.5, 480)[None, :, None]).astype(np.uint8)


def likeness(one, other):
    small = [
        np.asarray(Image.fromarray(p).convert("L").resize((48, 48)), float) for p in (one, other)
    ]
    return float(np.corrcoef(small[0].ravel(), small[1].ravel())[0, 1])


@pytest.mark.parametrize("view", CORNERS)
def test_a_crooked_label_is_found_set_straight_and_evenly_lit(view):
    (label,) = labels(photographed(CORNERS[view]))
    xs, ys = zip(*CORNERS[view], strict=True)
    outer = (min(xs), min(ys), max(xs), max(ys))
    assert all(abs(found - at) < 14 for found, at in zip(label.box, outer, strict=True))
    assert likeness(label.picture, np.asarray(page())) > 0.85
    rim = label.picture[:, [8, -9]].mean(axis=(0, 2))
    assert abs(rim[0] - rim[1]) < 25


@pytest.mark.parametrize("number", [4, 11, 23])
def test_a_drawing_on_its_page_and_an_upright_label_are_left_as_they_are(number):
    assert labels(drawing(number)) == []
    assert labels(labelled(drawing(number))) == []


def test_four_corners_in_place_give_the_picture_back():
    plain = np.asarray(page())
    high, wide = plain.shape[:2]
    grown = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], float)
    middle = grown.mean(axis=0)
    assert likeness(straightened(plain, middle + (grown - middle) / 0.97), plain) > 0.99


@pytest.mark.parametrize("shape", [(8, 8), (5, 90), (90, 4)])
def test_small_and_thin_pictures_are_levelled_without_harm(shape):
    noise = np.random.default_rng(1).integers(0, 255, (*shape, 3), np.uint8)
    assert levelled(noise).shape == noise.shape
    assert labels(noise) == [] or math.prod(labels(noise)[0].picture.shape) > 0
