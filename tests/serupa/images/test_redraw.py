"""Drawings drawn again as another hand would: what projections are learned from."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from serupa.images.making.chance import Chance
from serupa.images.making.commands import LogoTask, _logo_lesson
from serupa.images.making.redraw import STEPS, redrawn

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">'
    '<path d="M2 2h20v20H2zM7 7v10h10V7z" fill-rule="evenodd"/>'
    '<circle cx="12" cy="12" r="2"/></svg>'
)


def two_rings():
    made = Image.new("RGBA", (240, 240), (0, 0, 0, 0))
    pen = ImageDraw.Draw(made)
    pen.ellipse((4, 4, 150, 150), (20, 60, 160, 255), None)
    pen.ellipse((50, 50, 104, 104), (0, 0, 0, 0), None)
    pen.rectangle((180, 180, 236, 236), (200, 30, 30, 255))
    return made


@pytest.mark.parametrize("seed", range(40))
def test_something_of_one_colour_is_left_whatever_was_done(seed):
    made = redrawn(two_rings(), Chance(seed))
    pixels = np.asarray(made)
    inked = pixels[pixels[:, :, 3] > 127]
    assert len(inked) > 50
    assert (inked[:, :3] == inked[0, :3]).all()


def test_the_same_seed_draws_the_same():
    once, again = (redrawn(two_rings(), Chance(7)) for _ in range(2))
    assert once.tobytes() == again.tobytes()
    assert once.tobytes() != redrawn(two_rings(), Chance(8)).tobytes()


@pytest.mark.parametrize("step", [step for step, _ in STEPS], ids=lambda step: step.__name__)
def test_an_empty_mask_is_no_error(step):
    empty = Image.new("L", (60, 40), 0)
    assert step(empty, Chance(1)).mode == "L"


def test_what_was_drawn_again_counts_twice_in_a_lesson():
    lesson = _logo_lesson(LogoTask(3, "brand", SVG, SVG, 4))
    assert len(lesson.copies) == 4 + 2 * 2
    assert (lesson.copies[4:6] == lesson.copies[6:8]).all()
    assert (lesson.copies[4] != lesson.copies[5]).any()
