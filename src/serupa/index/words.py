"""How many marks of a class hold a word, for a million marks in a few megabytes.

One sorted ``uint64`` for each word and class: 40 bits of a hash of both, then 24 bits of count.
Words a class holds once are left out: nothing weighs more than a word seen once. Two of a million
pairs may share a hash; then a word seems a little more common than it is.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from serupa.index.packing import encoded

ALL = 46
"""Stands for every class; 0 stands for the marks whose class is not recorded."""

_COUNT_BITS = np.uint64(24)
_MOST = (1 << 24) - 1
_SCATTER = 0x9E3779B97F4A7C15
_WIDE = (1 << 64) - 1


def word_hash(word: str) -> int:
    """64 bits of a word."""
    return int.from_bytes(blake2b(encoded(word), digest_size=8).digest(), "little")


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
    hashes: dict[str, int] = {}
    found = [np.zeros(0, dtype=np.uint64)]
    for number, counters in groups.items():
        common = [(word, times) for word, times in _joined(counters).items() if times > 1]
        for word, _ in common:
            if word not in hashes:
                hashes[word] = word_hash(word)
        keys = np.array([hashes[word] for word, _ in common], dtype=np.uint64)
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
    table: NDArray[np.uint64], hashes: NDArray[np.uint64], classes: Iterable[int]
) -> NDArray[np.int64]:
    """How often words stand in marks of ``classes``; 0 for a word seen at most once in each.

    ``hashes``: ``word_hash`` of each word; the answer has its shape.
    """
    total = np.zeros(len(hashes), dtype=np.int64)
    if not len(table):
        return total
    for number in classes:
        keys = _mixed(hashes, number)
        at = np.minimum(np.searchsorted(table, keys << _COUNT_BITS), len(table) - 1)
        found = table[at]
        times = (found & np.uint64(_MOST)).astype(np.int64)
        total += np.where(found >> _COUNT_BITS == keys, times, 0)
    return total


def _mixed(hashes: NDArray[np.uint64], number: int) -> NDArray[np.uint64]:
    """40 bits of a word and a class."""
    salt = np.uint64((number + 1) * _SCATTER & _WIDE)
    return np.asarray((hashes ^ salt) * np.uint64(_SCATTER) >> _COUNT_BITS)
