"""Weights of words that the compiled loops look up."""

import numpy as np
from numpy.typing import NDArray

from serupa.fast import Loops

Floats = NDArray[np.float32]


class Known:
    """Weights of words looked up before, in a hash table that the loops read. Two different words
    share a 64-bit hash once in a hundred million registers."""

    FIRST = 1 << 12

    def __init__(self) -> None:
        self.keys = np.zeros(self.FIRST, np.uint64)
        self.values = np.zeros(self.FIRST, np.float32)
        self.many = 0

    def add(self, loops: Loops, hashes: NDArray[np.uint64], weights: Floats) -> None:
        """Remember some words; a table that would be more than half full is made anew, larger."""
        size = len(self.keys)
        while 2 * (self.many + len(hashes)) > size:
            size *= 2
        if size > len(self.keys):
            held = self.keys != 0
            keys, values = np.zeros(size, np.uint64), np.zeros(size, np.float32)
            loops.words.remember(self.keys[held], self.values[held], keys, values)
            self.keys, self.values = keys, values
        loops.words.remember(hashes, weights, self.keys, self.values)
        self.many += len(hashes)
