"""Weights of words that the compiled loops look up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from serupa.fast import Loops
from serupa.fast.texts import Texts
from serupa.index.heard import crc_table

Floats = NDArray[np.float32]


class Listed:
    """Words that also weigh by a list, told apart by their hashes."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._known: Known | None = None

    def among(self, loops: Loops, hashes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Which words are on the list."""
        if self._known is None:
            texts = Texts.of((self._words, self._words, self._words))
            every: NDArray[np.uint64] = loops.words.split(texts.text, texts.spans)[3]
            known = Known()
            known.add(loops, every, np.ones(len(every), np.float32))
            self._known = known
        missing = loops.words.weighed(hashes, self._known.keys, self._known.values)[1]
        found = np.ones(len(hashes), np.bool_)
        found[missing] = False
        return found


FEW = 2_048
"""Weights of words that fewer marks hold are at hand."""


@dataclass(frozen=True)
class Counts:
    """How a register counts words. ``tables``: see ``Segment.word_counts``, for ``classes``;
    ``rare``: the weight of a word that so many marks hold, unless it is ``listed``."""

    tables: Sequence[tuple[NDArray[np.uint64], NDArray[np.uint32]]]
    classes: Sequence[int]
    rare: Callable[[int], float]
    listed: Listed

    def weights(self, loops: Loops, text: NDArray[np.uint8], words: NDArray[np.int64]) -> Floats:
        """The weights of words, begin and end of each in the text: 2 × words, none listed."""
        each = counted(loops, self.tables, self.classes, text, words)
        found = self.of_few.take(each, mode="clip")
        for at in np.flatnonzero(each >= len(self.of_few)).tolist():
            found[at] = self.rare(int(each[at]))
        return found

    @cached_property
    def of_few(self) -> Floats:
        """The weights of words that so few marks hold, at hand."""
        return np.array(list(map(self.rare, range(FEW))), np.float32)


def counted(
    loops: Loops,
    tables: Sequence[tuple[NDArray[np.uint64], NDArray[np.uint32]]],
    classes: Sequence[int],
    text: NDArray[np.uint8],
    words: NDArray[np.int64],
) -> NDArray[np.int64]:
    """How many marks of the classes hold each word (see ``Counts``)."""
    asked = np.zeros(64, np.bool_)
    asked[list(classes)] = True
    times = np.zeros(words.shape[1], np.int64)
    for counts, buckets in tables:
        times += loops.hashes.counted(text, words, counts, buckets, asked, crc_table())
    return times


class Known:
    """Weights of words looked up before, in a hash table that the loops read. Of the most words it
    holds (``holdings.MOST_KNOWN``), two share a 64-bit hash with a chance of one in a thousand
    million."""

    FIRST = 1 << 12

    def __init__(self, counts: Counts | None = None) -> None:
        """``counts``: where words not looked up before are counted, if the loops can."""
        self.counts = counts
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
