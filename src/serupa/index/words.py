"""How many marks of a class hold a word, for a million marks in a few megabytes.

One sorted ``uint64`` for each word and class: 40 bits of a hash of both, then 24 bits of count.
Words a class holds once are left out: nothing weighs more than a word seen once. A few words of a
million share a hash with another; they seem a little more common than they are.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from serupa.index.packing import hashes_of

ALL = 46
"""Stands for every class; 0 stands for the marks whose class is not recorded."""

_COUNT_BITS = np.uint64(24)
_MOST = (1 << 24) - 1
_SCATTER = 0x9E3779B97F4A7C15
_WIDE = (1 << 64) - 1


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
        keys = hashes_of([word for word, _ in common])
        times = np.array([min(times, _MOST) for _, times in common], dtype=np.uint64)
        found.append(_mixed(keys, number) << _COUNT_BITS | times)
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
    hashes = hashes_of(words)
    keys = np.concatenate([_mixed(hashes, number) for number in classes])
    at = np.minimum(np.searchsorted(table, keys << _COUNT_BITS), len(table) - 1)
    found = table[at]
    times = np.where(found >> _COUNT_BITS == keys, found & np.uint64(_MOST), np.uint64(0))
    return np.asarray(times.reshape(len(classes), len(words)).sum(axis=0), dtype=np.int64)


def _mixed(hashes: NDArray[np.uint32], number: int) -> NDArray[np.uint64]:
    """40 bits of a word and a class."""
    salt = np.uint64((number + 1) * _SCATTER & _WIDE)
    return np.asarray((hashes.astype(np.uint64) ^ salt) * np.uint64(_SCATTER) >> _COUNT_BITS)
