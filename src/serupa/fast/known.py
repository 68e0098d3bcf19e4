"""Weights of words that the compiled loops look up."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serupa.fast import Loops
from serupa.fast.texts import Texts
from serupa.index.heard import crc_table
from serupa.index.words import ALL

Floats = NDArray[np.float32]


class Listed:
    """Words that also weigh by a list: of each the most it may weigh, and in which classes (as
    bits, 0 for all)."""

    def __init__(self, words: Mapping[str, tuple[float, int]]) -> None:
        self._words = words
        self._table: tuple[NDArray[Any], ...] | None = None

    def table(self, loops: Loops) -> tuple[NDArray[Any], ...]:
        """The list as ``readings.rare_weights`` takes it: a hash table that tells the number of a
        word, then its weight and its classes by that number."""
        if self._table is None:
            every = list(self._words)
            texts = Texts.of((every, every, every))
            hashes: NDArray[np.uint64] = loops.readings.split(texts.text, texts.spans)[3]
            numbers = Known()
            numbers.add(loops, hashes, np.arange(len(every), dtype=np.float32))
            weights = np.array([weight for weight, _ in self._words.values()], np.float32)
            classes = np.array([where for _, where in self._words.values()], np.uint64)
            self._table = numbers.keys, numbers.values, weights, classes
        return self._table


LIGHTEST = 0.05
"""No word weighs less."""


@dataclass(frozen=True)
class Rare:
    """The weight of a word that so many marks hold, ``LIGHTEST`` to 1. ``pool``: the logarithm of
    how many marks there are."""

    pool: float

    def __call__(self, times: int) -> float:
        return max(LIGHTEST, 1.0 - math.log(max(1, times)) / self.pool)


@dataclass(frozen=True)
class Counts:
    """How a register counts words. ``tables``: see ``Segment.word_counts``, for ``classes``;
    ``rare``: the weight of a word that so many marks hold, unless it is ``listed``."""

    tables: Sequence[tuple[NDArray[np.uint64], NDArray[np.uint32]]]
    classes: Sequence[int]
    rare: Rare
    listed: Listed

    def weights(
        self,
        loops: Loops,
        hashes: NDArray[np.uint64],
        text: NDArray[np.uint8],
        words: NDArray[np.int64],
    ) -> Floats:
        """The weights of words, begin and end of each in the text: 2 × words."""
        each = counted(loops, self.tables, self.classes, text, words)
        found: Floats = loops.readings.rare_weights(
            each, self.rare.pool, LIGHTEST, hashes, self._wanted, *self.listed.table(loops)
        )
        return found

    @cached_property
    def _wanted(self) -> np.uint64:
        """The classes as bits, 0 for all."""
        return np.uint64(sum(1 << number for number in self.classes if number < ALL))


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
    each = [
        loops.hashes.counted(text, words, counts, buckets, asked, crc_table())
        for counts, buckets in tables
    ]
    return sum(each[1:], each[0]) if each else np.zeros(words.shape[1], np.int64)


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
            loops.readings.remember(self.keys[held], self.values[held], keys, values)
            self.keys, self.values = keys, values
        loops.readings.remember(hashes, weights, self.keys, self.values)
        self.many += len(hashes)
