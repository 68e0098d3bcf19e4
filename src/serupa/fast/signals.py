"""Compiled loops that turn the trigrams in common into signals for the order of a pool.

Each gives what the function of ``names.order`` named in its docstring gives.
"""

import numpy as np
from numpy.typing import NDArray

from serupa.fast.compiled import compiled

Longs = NDArray[np.int64]
Floats = NDArray[np.float32]


@compiled
def tallied(
    starts: Longs, places: NDArray[np.uint16], which: NDArray[np.bool_], rarity: Floats
) -> Floats:
    """Of each reading of marks how many trigrams ``which`` (3 × keys) it has, and the sum of their
    rarity; 6 × marks."""
    marks = len(starts) // 3
    found = np.zeros((6, marks), np.float32)
    for mark in range(marks):
        for line in range(3):
            for at in range(starts[3 * mark + line], starts[3 * mark + line + 1]):
                place = places[at]
                if which[line, place]:
                    found[2 * line, mark] += np.float32(1)
                    found[2 * line + 1, mark] += rarity[place]
    return found


@compiled
def sortable(values: Floats) -> NDArray[np.uint64]:
    """Each row's values (rows × marks) as whole numbers that sort as they do, with the mark in the
    lower 32 bits: so one fast sort gives the order and whose each value is."""
    rows, marks = values.shape
    found = np.empty((rows, marks), np.uint64)
    plain = np.empty(marks, np.float32)
    bits = plain.view(np.uint32)
    for row in range(rows):
        for mark in range(marks):
            plain[mark] = values[row, mark] + np.float32(0)  # -0 and 0 are equal
        for mark in range(marks):
            one = bits[mark]
            one = ~one if one >> np.uint32(31) else one | np.uint32(1 << 31)
            found[row, mark] = np.uint64(one) << np.uint64(32) | np.uint64(mark)
    return found


@compiled
def letter_signals(count: Floats, rare: Floats, sizes: Floats, own: float, partly: float) -> Floats:
    """``order._letters`` of marks: 5 × marks. ``count``, ``rare``: trigrams in common and the sum
    of their rarity; ``sizes``: how many a mark has; ``own``: how many the name has."""
    found = np.zeros((5, len(count)), np.float32)
    mine, part = np.float32(own), np.float32(partly)
    for mark in range(len(count)):
        both, size = count[mark], max(sizes[mark], np.float32(1))
        found[0, mark] = both / (size + mine - both)
        found[1, mark] = rare[mark] / np.sqrt(size + np.float32(3))
        if both > 0:
            found[2, mark] = rare[mark] - np.float32(0.01) * size
        found[3, mark] = both / (size + part * (mine - both))
        found[4, mark] = both / (mine + part * (size - both))
    return found


@compiled
def sound_signals(tallies: Floats, sizes: Floats, own: Longs, both: bool) -> Floats:
    """``order._heard_both`` without the edits: 2 × marks. ``tallies``: as of ``tallied``;
    ``own``: how many trigrams the native and the foreign reading of the name have; ``both``:
    whether foreign readings count too."""
    found = np.zeros((2, tallies.shape[1]), np.float32)
    for mark in range(tallies.shape[1]):
        for reading in range(1, 3 if both else 2):
            count, rare = tallies[2 * reading, mark], tallies[2 * reading + 1, mark]
            size = max(sizes[reading, mark], np.float32(1))
            common = count / (size + np.float32(own[reading - 1]) - count)
            weighed = rare / np.sqrt(size + np.float32(3))
            if reading == 1:
                found[0, mark], found[1, mark] = common, weighed
            else:
                found[0, mark] = max(found[0, mark], common)
                found[1, mark] = max(found[1, mark], weighed)
    return found
