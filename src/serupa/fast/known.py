"""Weights of words that the compiled loops look up."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serupa.fast import Loops
from serupa.fast.texts import end_to_end
from serupa.index.heard import crc_table
from serupa.index.packing import decoded
from serupa.index.words import ALL

Floats = NDArray[np.float32]


class Listed:
    """Words that also weigh by a list: of each the most it may weigh, and in which classes (as
    bits, 0 for all)."""

    def __init__(self, words: Mapping[str, tuple[float, int]]) -> None:
        self._words = words
        self._table: tuple[NDArray[Any], ...] | None = None

    def table(self, loops: Loops) -> tuple[NDArray[Any], ...]:
        """The list as ``readings.learned`` takes it: a hash table that tells the number of a
        word, then its weight and its classes by that number."""
        if self._table is None:
            every = list(self._words)
            hashes = loops.readings.hashed(*end_to_end(every))
            numbers = Known()
            numbers.make_room(loops, len(every))
            places = np.arange(len(every), dtype=np.float32)
            loops.readings.remember(hashes, places, numbers.keys, numbers.values)
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

    def learned(
        self,
        loops: Loops,
        text: NDArray[np.uint8],
        words: NDArray[np.int64],
        hashes: NDArray[np.uint64],
        known: Known,
    ) -> Floats:
        """The weights of words, begin and end of each in the text (2 × words), which are ``known``
        from now on; there is room for them."""
        times = _counted(loops, self.tables, self._asked, text, words)
        listed, held = self.listed.table(loops), (known.keys, known.values)
        found: Floats = loops.readings.learned(
            times, self.rare.pool, LIGHTEST, hashes, self._wanted, *listed, *held
        )
        return found

    @cached_property
    def _asked(self) -> NDArray[np.bool_]:
        """Which classes are asked for."""
        return _asked(self.classes)

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
    return _counted(loops, tables, _asked(classes), text, words)


def _asked(classes: Sequence[int]) -> NDArray[np.bool_]:
    asked = np.zeros(64, np.bool_)
    asked[list(classes)] = True
    return asked


def _counted(
    loops: Loops,
    tables: Sequence[tuple[NDArray[np.uint64], NDArray[np.uint32]]],
    asked: NDArray[np.bool_],
    text: NDArray[np.uint8],
    words: NDArray[np.int64],
) -> NDArray[np.int64]:
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

    def learn(
        self,
        loops: Loops,
        weigh: Callable[[Sequence[str]], Sequence[float]],
        text: NDArray[np.uint8],
        words: NDArray[np.int64],
        hashes: NDArray[np.uint64],
    ) -> Floats:
        """The weights of words not known so far, begin and end of each in the text (2 × words).
        ``weigh``: where the loops cannot count them."""
        self.make_room(loops, len(hashes))
        self.many += len(hashes)
        if self.counts is not None:
            return self.counts.learned(loops, text, words, hashes, self)
        told = [decoded(text[begin:end].tobytes()) for begin, end in words.T.tolist()]
        weights = np.asarray(weigh(told), np.float32)
        loops.readings.remember(hashes, weights, self.keys, self.values)
        return weights

    def make_room(self, loops: Loops, more: int) -> None:
        """A table that would be more than half full with so many ``more`` is made anew, larger."""
        size = len(self.keys)
        while 2 * (self.many + more) > size:
            size *= 2
        if size > len(self.keys):
            held = self.keys != 0
            keys, values = np.zeros(size, np.uint64), np.zeros(size, np.float32)
            loops.readings.remember(self.keys[held], self.values[held], keys, values)
            self.keys, self.values = keys, values
