"""Drawings for the tests, made here: nobody's marks."""

import math

import numpy as np
from PIL import Image, ImageDraw

SIDE = 200


def star(points, inner, turn=0.0):
    reach = [0.45 if at % 2 == 0 else inner for at in range(2 * points)]
    angles = [turn + math.pi * at / points for at in range(2 * points)]
    return [
        (SIDE * (0.5 + r * math.cos(a)), SIDE * (0.5 + r * math.sin(a)))
        for r, a in zip(reach, angles, strict=True)
    ]


def drawing(number, colour="black", ground="white"):
    """The ``number``-th of many different drawings."""
    chance = np.random.default_rng(number)
    image = Image.new("RGB", (SIDE, SIDE), ground)
    pen = ImageDraw.Draw(image)
    points, inner = int(chance.integers(3, 9)), float(chance.uniform(0.12, 0.32))
    pen.polygon(star(points, inner, float(chance.uniform(0, 6))), colour)
    for _ in range(int(chance.integers(1, 4))):
        x, y, r = (float(value) for value in chance.uniform((40, 40, 10), (150, 150, 40)))
        pen.ellipse((x - r, y - r, x + r, y + r), ground, colour, 5)
    left = float(chance.uniform(10, 120))
    pen.rectangle((left, 160, left + 60, 176), colour)
    return np.asarray(image)


def labelled(picture, ground=(240, 230, 200)):
    """The drawing, recoloured by its label, small on a label with bands and lines."""
    label = Image.new("RGB", (400, 400), ground)
    pen = ImageDraw.Draw(label)
    pen.rectangle((0, 0, 400, 60), (120, 30, 40))
    for at in range(6):
        pen.rectangle((60 + 50 * at, 330, 95 + 50 * at, 345), (30, 60, 40))
    small = Image.fromarray(picture).resize((130, 130))
    ink = small.convert("L").point([255] * 128 + [0] * 128)
    label.paste((20, 70, 130), (210, 120), ink)
    return np.asarray(label)
