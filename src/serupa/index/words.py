"""How many marks of a class hold a word, for a million marks in a few megabytes.

One sorted ``uint64`` for each word and class: 32 bits of a hash of the word, 6 of the class, then
24 of count, so that all classes of a word stand together. Words a class holds once are left out:
nothing weighs more than a word seen once. A few words of a million share a hash with another; they
seem a little more common than they are.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from serupa.index.packing import hashes_of

ALL = 46
"""Stands for every class; 0 stands for the marks whose class is not recorded."""

_COUNT_BITS = np.uint64(24)
_WORD_BITS = np.uint64(30)
_CLASS = np.uint64(63)
_MOST = (1 << 24) - 1


def count_words(lines: Sequence[str], masks: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The counts of ``lines``, one reading for each mark, whose classes are ``masks`` as bits.

    A mark of several classes counts in each. Bit 0 is the class "not recorded".
    """
    order = np.argsort(masks, kind="stable")
    if (order != np.arange(len(order))).any():
        lines, masks = [lines[at] for at in order.tolist()], masks[order]
    edges = np.flatnonzero(np.diff(masks)) + 1
    groups: dict[int, list[Counter[str]]] = {}
    for low, high in zip([0, *edges.tolist()], [*edges.tolist(), len(lines)], strict=True):
        if high > low:
            counted = Counter(" ".join(lines[low:high]).split())
            mask = int(masks[low])
            for number in range(ALL + 1):
                if number == ALL or mask >> number & 1:
                    groups.setdefault(number, []).append(counted)
    found = [np.zeros(0, dtype=np.uint64)]
    for number, counters in groups.items():
        common = [(word, times) for word, times in _joined(counters).items() if times > 1]
        keys = hashes_of([word for word, _ in common]).astype(np.uint64) << _WORD_BITS
        times = np.array([min(times, _MOST) for _, times in common], dtype=np.uint64)
        found.append(keys | np.uint64(number) << _COUNT_BITS | times)
    joined = np.concatenate(found)
    joined.sort()
    return joined


def _joined(counters: Sequence[Counter[str]]) -> Counter[str]:
    if len(counters) == 1:
        return counters[0]
    total = Counter[str]()
    for counted in counters:
        total.update(counted)
    return total


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
