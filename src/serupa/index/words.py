"""How many marks of a class hold a word, for a million marks in a few megabytes.

One sorted ``uint64`` for each word and class: 32 bits of a hash of the word, 6 of the class, then
24 of count, so that all classes of a word stand together. Words a class holds once are left out:
nothing weighs more than a word seen once. A few words of a million share a hash with another; they
seem a little more common than they are.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serupa.index.lines import Lines, Spelling
from serupa.index.packing import hashes_of

ALL = 46
"""Stands for every class; 0 stands for the marks whose class is not recorded."""

_COUNT_BITS = np.uint64(24)
_WORD_BITS = np.uint64(30)
_CLASS = np.uint64(63)
_MOST = (1 << 24) - 1


def count_words(
    seen: Lines, spelling: Spelling, masks: NDArray[np.uint64], mask_codes: NDArray[Any]
) -> NDArray[np.uint64]:
    """The counts of the words of ``seen``. ``masks``: the different sets of classes as bits,
    ascending; ``mask_codes``: which of them each mark has.

    A mark of several classes counts in each. Bit 0 is the class "not recorded".
    """
    both = np.repeat(mask_codes.astype(np.uint64) << np.uint64(32), seen.counts)
    both |= seen.codes.astype(np.uint64)
    both = both[spelling.sizes[seen.codes] > 0]
    both.sort()
    first = np.flatnonzero(np.diff(both, prepend=~both[:1]))
    times = np.diff(np.append(first, len(both)))
    words = (both[first] & np.uint64(0xFFFFFFFF)).astype(np.int64)
    bounds = np.searchsorted(both[first], np.arange(len(masks) + 1, dtype=np.uint64) << 32)
    found = [np.zeros(0, dtype=np.uint64)]
    every = int(np.bitwise_or.reduce(masks)) | 1 << ALL if len(masks) else 0
    for number in range(ALL + 1):
        if not every >> number & 1:
            continue
        wanted = masks >> np.uint64(number) & np.uint64(1) if number < ALL else np.ones_like(masks)
        here = np.repeat(wanted.astype(np.bool_), np.diff(bounds))
        if here.any():
            counts = np.bincount(words[here], times[here]).astype(np.uint64)
            common = np.flatnonzero(counts > 1)
            keys = spelling.hashes[common].astype(np.uint64) << _WORD_BITS
            keys |= np.uint64(number) << _COUNT_BITS
            found.append(keys | np.minimum(counts[common], np.uint64(_MOST)))
    joined = np.concatenate(found)
    joined.sort()
    return joined


def buckets_of(table: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """Where in the counts each run of hashes begins that have their first bits in common, and the
    end: one more than a power of two, about a quarter as many as counts."""
    bits = min(20, max(8, len(table).bit_length() - 2))
    runs = np.bincount((table >> np.uint64(62 - bits)).astype(np.int64), minlength=1 << bits)
    return np.append(np.zeros(1, np.uint32), np.cumsum(runs)).astype(np.uint32)


def counts_of(
    table: NDArray[np.uint64], words: Sequence[str], classes: Sequence[int]
) -> NDArray[np.int64]:
    """How often words stand in marks of ``classes``; 0 for a word seen at most once in each.

    Shape: one number for each word.
    """
    if not len(table) or not len(words):
        return np.zeros(len(words), dtype=np.int64)
    keys = hashes_of(words).astype(np.uint64) << _WORD_BITS
    order = np.argsort(keys)  # neighbours are looked up faster one after another
    first = np.searchsorted(table, keys[order])
    last = np.searchsorted(table, keys[order] + (np.uint64(1) << _WORD_BITS))
    many = last - first
    ends = np.cumsum(many)
    at = np.arange(ends[-1]) + np.repeat(first - (ends - many), many)
    found = table[at]
    asked = np.zeros(64, dtype=np.bool_)
    asked[list(classes)] = True
    inside = asked[((found >> _COUNT_BITS) & _CLASS).astype(np.intp)]
    times = np.where(inside, found & np.uint64(_MOST), np.uint64(0)).astype(np.float64)
    total = np.zeros(len(words), dtype=np.int64)
    total[order] = np.bincount(np.repeat(np.arange(len(many)), many), times, len(many))
    return total
