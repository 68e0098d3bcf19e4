"""Compiled loops that hash what is heard and count words by their hashes.

Each gives what the function named in its docstring gives.
"""

import numpy as np
from numpy.typing import NDArray

from serupa.fast.compiled import compiled

Bytes = NDArray[np.uint8]
Bools = NDArray[np.bool_]
Longs = NDArray[np.int64]
Words = NDArray[np.uint32]


@compiled
def crc(text: Bytes, begin: int, end: int, after: np.uint32, table: Words) -> np.uint32:
    """``zlib.crc32`` of a part of the text that stands after what gave ``after``."""
    value = np.uint32(0xFFFFFFFF) ^ after
    for at in range(begin, end):
        value = table[(value ^ text[at]) & np.uint32(255)] ^ (value >> np.uint32(8))
    return np.uint32(np.uint32(0xFFFFFFFF) ^ value)


@compiled
def neighbours(text: Bytes, letters: Bytes, changes: Words, table: Words) -> Words:
    """``heard.neighbours``, in no order and some twice. ``changes``: as ``heard._changes``."""
    size, many = len(text), 0
    found = np.empty((2 * size + 1) * len(letters) + 2 * size, np.uint32)
    other = np.empty(1, np.uint8)
    whole = crc(text, 0, size, np.uint32(0), table)
    for at in range(size + 1):
        before = crc(text, 0, at, np.uint32(0), table)
        other[0] = 97
        longer = crc(text, at, size, crc(other, 0, 1, before, table), table)
        for letter in letters:
            found[many] = longer ^ changes[size - at, letter ^ np.uint8(97)]
            many += 1
        if at == size:
            break
        for letter in letters:
            found[many] = whole ^ changes[size - 1 - at, letter ^ text[at]]
            many += 1
        found[many] = crc(text, at + 1, size, before, table)
        many += 1
        if at + 1 < size:
            other[0] = text[at + 1]
            turned = crc(text, at, at + 1, crc(other, 0, 1, before, table), table)
            found[many] = crc(text, at + 2, size, turned, table)
            many += 1
    return found[:many]


@compiled
def vowelled(text: Bytes, vowels: Bytes, changes: Words, table: Words) -> Words:
    """``heard.vowelled``, in no order and some twice. ``changes``: as ``heard._changes``."""
    size, held = len(text), 0
    places = np.empty(size, np.int64)
    for at in range(size):
        places[held] = at
        for vowel in vowels:
            held += text[at] == vowel
    each = len(vowels) + 1
    found, many = np.empty(1 + (held * each) ** 2, np.uint32), 1
    found[0] = whole = crc(text, 0, size, np.uint32(0), table)
    for first in range(held):
        at = places[first]
        before = crc(text, 0, at, np.uint32(0), table)
        less = crc(text, at + 1, size, before, table)
        for vowel in vowels:
            changed = whole ^ changes[size - 1 - at, text[at] ^ vowel]
            found[many] = changed
            many += 1
            for place in places[first + 1 : held]:
                for other in vowels:
                    found[many] = changed ^ changes[size - 1 - place, text[place] ^ other]
                    many += 1
        found[many] = less
        many += 1
        for second in range(held):
            place = places[second]
            after = size - 1 - place - (second < first)
            for vowel in vowels if second != first else vowels[:0]:
                found[many] = less ^ changes[after, text[place] ^ vowel]
                many += 1
            if second > first:
                between = crc(text, at + 1, place, before, table)
                found[many] = crc(text, place + 1, size, between, table)
                many += 1
    return found[:many]


@compiled
def counted(
    text: Bytes,
    words: Longs,
    counts: NDArray[np.uint64],
    buckets: NDArray[np.uint32],
    asked: Bools,
    table: Words,
) -> Longs:
    """``index.words.counts_of``. ``words``: begin and end of each in the text (2 × words);
    ``buckets``: ``index.words.buckets_of``; ``asked``: which classes; ``table``: as of ``crc``."""
    found, hashes = np.zeros(words.shape[1], np.int64), np.zeros(words.shape[1], np.int64)
    shift, runs = 32, len(buckets) - 1
    while runs > 1:
        shift, runs = shift - 1, runs >> 1
    for number in range(words.shape[1] if len(counts) else 0):
        hashes[number] = crc(text, words[0, number], words[1, number], np.uint32(0), table)
        # Looked at once where nothing waits for it, so that memory brings many at a time.
        found[number] = np.int64(buckets[hashes[number] >> shift]) >> 62
    for number in range(words.shape[1] if len(counts) else 0):
        low = np.int64(buckets[hashes[number] >> shift])
        low -= low == len(counts)
        found[number] = np.int64(counts[low]) >> 62
    for number in range(words.shape[1] if len(counts) else 0):
        wanted = hashes[number]
        low = np.int64(buckets[wanted >> shift])
        while low < len(counts) and np.int64(counts[low]) >> 30 < wanted:
            low += 1
        while low < len(counts) and np.int64(counts[low]) >> 30 == wanted:
            if asked[np.int64(counts[low] >> np.uint64(24)) & 63]:
                found[number] += np.int64(counts[low]) & 0xFFFFFF
            low += 1
    return found
