"""Weights of words that the compiled loops look up."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from serupa.fast import Loops
from serupa.fast.texts import end_to_end
from serupa.index.heard import crc_table
from serupa.index.packing import decoded, encoded

Floats = NDArray[np.float32]


class Words(NamedTuple):
    """Words: of each begin and end in a line of ``words``, of the first ``different`` of them in
    the ``text``, of all others in the ``name``; and a hash of each."""

    text: NDArray[np.uint8]
    name: NDArray[np.uint8]
    different: int
    words: NDArray[np.int64]
    hashes: NDArray[np.uint64]

    def told(self, some: Sequence[int]) -> list[str]:
        """Some of the words."""
        found = []
        for word in some:
            source = self.text if word < self.different else self.name
            found.append(decoded(source[self.words[word, 0] : self.words[word, 1]].tobytes()))
        return found


class Listed:
    """Words that also weigh by a list: of each the most it may weigh, and in which classes (as
    bits, 0 for all)."""

    def __init__(self, words: Mapping[str, tuple[float, int]]) -> None:
        self._words = words
        self._table: NDArray[np.uint64] | None = None

    def table(self, loops: Loops) -> NDArray[np.uint64]:
        """The list as ``hashes.learned`` takes it: the words of a hash table, then the weight of
        each (its bits), then the classes of each."""
        if self._table is None:
            weights = np.array([weight for weight, _ in self._words.values()], np.float32)
            classes = np.array([where for _, where in self._words.values()], np.uint64)
            numbers = Known()
            numbers.make_room(loops, len(weights))
            hashes = loops.readings.hashed(*end_to_end(list(self._words)))
            loops.hashes.remember(hashes, np.arange(len(weights), dtype=np.uint64), numbers.slots)
            keys, number = numbers.slots.reshape(-1, 2).T
            bits = weights.view(np.uint32).astype(np.uint64)
            self._table = np.concatenate((keys, bits[number], classes[number]))
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

    def learn(
        self, loops: Loops, told: Words, some: NDArray[np.int64], weights: Floats, known: Known
    ) -> NDArray[np.int64]:
        """How many marks hold each of some of the words, and their ``weights``, in their places;
        they are ``known`` from now on, which has room for them."""
        where, times = (self._asked, crc_table()), np.zeros(len(some), np.int64)
        for counts, buckets in self.tables[1:]:
            loops.hashes.counted(*told[:4], some, counts, buckets, *where, times)
        first = self.tables[0] if self.tables else _NOTHING
        loops.hashes.learned(
            *told[:4], some, told.hashes, *first, *where, times, self.rare.pool, LIGHTEST,
            self.listed.table(loops), known.slots, weights,
        )  # fmt: skip
        return times

    @cached_property
    def _asked(self) -> int:
        """The classes as bits."""
        return sum(1 << number for number in self.classes)


_NOTHING = np.zeros(0, np.uint64), np.zeros(2, np.uint32)
"""Counts of no words."""


class Known:
    """Weights of words looked up before, in a hash table that the loops read. Of the most words it
    holds (``holdings.MOST_KNOWN``), two share a 64-bit hash with a chance of one in a thousand
    million."""

    FIRST = 1 << 12

    def __init__(self, counts: Counts | None = None) -> None:
        """``counts``: where words not looked up before are counted, if the loops can."""
        self.counts = counts
        self.slots = np.zeros(2 * self.FIRST, np.uint64)
        """Of each word its hash, and behind it how many marks hold it, if they are counted, and the
        bits of its weight: beside each other, since each is brought from memory."""
        self.many = 0

    def learn(
        self,
        loops: Loops,
        weigh: Callable[[Sequence[str]], Sequence[float]],
        told: Words,
        some: NDArray[np.int64],
        weights: Floats,
    ) -> None:
        """The weights of words not known so far, ``some`` of those told, in their places.
        ``weigh``: where the loops cannot count them."""
        self.make_room(loops, len(some))
        if self.counts is not None:
            self.counts.learn(loops, told, some, weights, self)
            return
        weights[some] = found = np.asarray(weigh(told.told(some.tolist())), np.float32)
        bits = found.view(np.uint32).astype(np.uint64)
        loops.hashes.remember(told.hashes[some], bits, self.slots)

    def times(self, loops: Loops, words: Sequence[str]) -> list[int]:
        """How many marks hold each of some words; the weights have ``counts``."""
        text = np.frombuffer(encoded(" ".join(words)), np.uint8)
        found: list[int] = loops.readings.times_of(text, self.slots).tolist()
        if len(found) != len(words):  # blanks in words: none of these stands in a mark
            found = [-1] * len(words)
        missing = [at for at, times in enumerate(found) if times < 0]
        if missing and self.counts is not None:
            self.make_room(loops, len(missing))
            text, spans = end_to_end(words)
            hashes = loops.readings.hashed(text, spans)
            # A text that may be written, as that of a pool: so no other machine code is needed.
            told = Words(text.copy(), text, len(words), spans.T.copy(), hashes)
            some, weights = np.array(missing), np.empty(len(words), np.float32)
            counted = self.counts.learn(loops, told, some, weights, self)
            for at, times in zip(missing, counted.tolist(), strict=True):
                found[at] = times
        return found

    def make_room(self, loops: Loops, more: int) -> None:
        """For so many ``more``: a table that would be more than half full with them is made anew,
        larger."""
        self.many += more
        size = len(self.slots) // 2
        while 2 * self.many > size:
            size *= 2
        if 2 * size > len(self.slots):
            held = self.slots.reshape(-1, 2)
            keys, told = held[held[:, 0] != 0].T.copy()
            slots = np.zeros(2 * size, np.uint64)
            loops.hashes.remember(keys, told, slots)
            self.slots = slots
