"""What every alteration works with: random choices of one seed, a picture with a place in it."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

SIZE = 256
"""Side of every picture made, in pixels."""

Colour = tuple[int, int, int]
Corners = list[tuple[float, float]]
"""Four corners, clockwise from the upper left one."""


@dataclass
class Altered:
    """A picture (RGB) and the box of the drawing in it: left, top, right, bottom."""

    picture: Image.Image
    box: tuple[float, float, float, float]


class Chance:
    """Random choices of one seed."""

    def __init__(self, seed: int) -> None:
        self.numbers = np.random.default_rng(seed)

    def between(self, low: float, high: float) -> float:
        return float(self.numbers.uniform(low, high))

    def whole(self, low: int, high: int) -> int:
        """Both ends included."""
        return int(self.numbers.integers(low, high + 1))

    def once_in(self, times: float) -> bool:
        return self.between(0, 1) < 1 / times

    def pale(self) -> Colour:
        if self.once_in(4):
            return (255, 255, 255)
        base = self.between(205, 250)
        return self._near(base, 30)

    def dark(self) -> Colour:
        return (0, 0, 0) if self.once_in(3) else self._near(self.between(15, 60), 45)

    def strong(self) -> Colour:
        return (self.whole(0, 230), self.whole(0, 210), self.whole(0, 230))

    def _near(self, base: float, spread: float) -> Colour:
        made = [int(np.clip(base + self.between(-spread, spread), 0, 255)) for _ in range(3)]
        return (made[0], made[1], made[2])
