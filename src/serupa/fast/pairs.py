"""Compiled loop over the readings of one name and of several others: the best pair of each."""

import numpy as np
from numpy.typing import NDArray

from serupa.fast.compiled import compiled

Bytes = NDArray[np.uint8]
Longs = NDArray[np.int64]
Doubles = NDArray[np.float64]

MOST_READINGS = 8
"""Readings of the name asked for that the loop takes."""

SLOTS = 1 << 13
"""Of the hash table of its trigrams: it has a few hundred in every reading at most."""


@compiled
def cut(text: Bytes, begin: int, keys: Longs) -> tuple[int, int]:
    """The trigrams of the line that begins here, repeated ones too; how many, and where the next
    line begins."""
    many, at = 0, begin
    before = middle = np.int64(32)
    while True:
        after = np.int64(32) if text[at] == 10 else np.int64(text[at])
        if middle != 32 or after != 32:
            first = np.int64(32) if middle == 32 else before
            keys[many] = first << 16 | middle << 8 | after
            many += 1
        before, middle = middle, after
        at += 1
        if text[at - 1] == 10:
            return many, at


@compiled
def slot_of(key: int, table: Longs) -> int:
    """Where a trigram is in the table, or where it may be put; -1 stands in a free place."""
    slot = (np.int64(key) * 2654435761 >> 19) & (SLOTS - 1)
    while table[slot] >= 0 and table[slot] != key:
        slot = (slot + 1) & (SLOTS - 1)
    return int(slot)


@compiled
def best_pairs(text: Bytes, mine: int, many: Longs) -> tuple[Doubles, Longs, Longs]:
    """``names.trigrams.best_pair`` of one name and several others: the likeness, -1 for none, and
    which two readings reach it.

    ``text``: ASCII, a line each reading, those of the name first (``mine`` of them); ``many``:
    how many each of the others has.
    """
    table = np.full(SLOTS, -1, np.int64)
    holders = np.zeros(SLOTS, np.uint8)
    seen = np.zeros(SLOTS, np.int32)
    keys = np.empty(len(text) + 1, np.int64)
    sizes, common = np.zeros(mine, np.int64), np.zeros(mine, np.int64)
    at, stamp = 0, np.int32(0)
    for reading in range(mine):
        found, at = cut(text, at, keys)
        bit = np.uint8(1 << reading)
        for number in range(found):
            slot = slot_of(keys[number], table)
            table[slot] = keys[number]
            sizes[reading] += (holders[slot] & bit) == 0
            holders[slot] |= bit
    best = np.full(len(many), -1.0)
    one, other = np.zeros(len(many), np.int64), np.zeros(len(many), np.int64)
    for name in range(len(many)):
        for theirs in range(many[name]):
            found, at = cut(text, at, keys)
            stamp += np.int32(1)
            common[:] = 0
            size = 0
            for number in range(found):
                key = keys[number]
                slot = slot_of(key, table)
                if table[slot] < 0:
                    known = 0
                    while keys[known] != key:
                        known += 1
                    size += known == number  # the first time
                elif seen[slot] != stamp:
                    seen[slot] = stamp
                    size += 1
                    for reading in range(mine):
                        common[reading] += (holders[slot] >> np.uint8(reading)) & np.uint8(1)
            for reading in range(mine):
                share = common[reading] / (sizes[reading] + size - common[reading])
                # Of equal pairs the one with the first reading of the name, then of the other.
                if share > best[name] or (share == best[name] and reading < one[name]):
                    best[name], one[name], other[name] = share, reading, theirs
    return best, one, other


@compiled
def weighed_in(
    text: Bytes, begin: int, weights: Doubles, keys: Longs, own: Longs, most: Doubles
) -> tuple[int, int]:
    """The different trigrams of some lines (``own``) and the greatest weight of a line that has
    each (``most``); how many, and where the next line begins."""
    different, at = 0, begin
    for line in range(len(weights)):
        found, at = cut(text, at, keys)
        for number in range(found):
            place = 0
            while place < different and own[place] != keys[number]:
                place += 1
            if place == different:
                own[place], most[place] = keys[number], weights[line]
                different += 1
            most[place] = max(most[place], weights[line])
    return different, at


@compiled
def faded(text: Bytes, weights: Doubles, many: Longs) -> Doubles:
    """The weighed Jaccard of ``names.parts.faded`` of one name and several others.

    ``text``: ASCII, a line each word, those of the name first; ``weights``: of each line; ``many``:
    how many lines the name and each of the others has.
    """
    keys = np.empty(len(text) + 1, np.int64)
    mine, theirs = np.empty(len(text) + 1, np.int64), np.empty(len(text) + 1, np.int64)
    left, right = np.empty(len(text) + 1, np.float64), np.empty(len(text) + 1, np.float64)
    own, at = weighed_in(text, 0, weights[: many[0]], keys, mine, left)
    found = np.zeros(len(many) - 1, np.float64)
    line = many[0]
    for name in range(len(found)):
        last = line + many[name + 1]
        other, at = weighed_in(text, at, weights[line:last], keys, theirs, right)
        line = last
        shared = 0.0
        for place in range(own):
            for number in range(other):
                if mine[place] == theirs[number]:
                    shared += min(left[place], right[number])
        total = left[:own].sum() + right[:other].sum() - shared
        found[name] = shared / total if total else 0.0
    return found
