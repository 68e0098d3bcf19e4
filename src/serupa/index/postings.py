"""Posting lists: which rows have a trigram, made from the words the rows consist of.

A word has the same trigrams wherever it stands, so every different word is cut once.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from serupa.index.lines import Lines, Places, Spelling, runs, starts_of
from serupa.index.readings import Kept
from serupa.index.trigrams import NONE, Keys, keys_around

_ALL_TRIGRAMS = 1 << 24
_MANY = 100_000
"""So many trigrams are numbered faster by a table of all there could be than by sorting them."""

_ROW = np.uint32(0xFFFF)
Packed = NDArray[Any]
"""Trigram (by number) and row within its partition in one number."""


def pack_postings(
    kept: Kept, spelling: Spelling, bounds: NDArray[np.int64]
) -> dict[str, NDArray[Any]]:
    """The posting lists of readings whose rows are parted at ``bounds``, and how many different
    trigrams each row has: in its readings together, and in each of the three."""
    vocabulary, cut = _cut(spelling)
    small = len(vocabulary) <= 1 << 16
    size = int(bounds[-1])
    sizes = np.zeros((4, size), np.uint8)
    counts = np.zeros((len(vocabulary), len(bounds) - 1), np.uint16)
    parts: list[NDArray[np.uint16]] = []
    for number, (low, high) in enumerate(
        zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
    ):
        seen, heard, abroad = (_packed(cut, *one, low, high, small) for one in kept)
        every = _once(np.sort(np.concatenate((seen, heard, abroad)), kind="stable"))  # runs: merged
        for at, packed in enumerate((every, seen, heard, abroad)):
            many = np.bincount(packed & _ROW, minlength=high - low)
            sizes[at, low:high] = np.minimum(many, 255)
        counts[:, number] = np.bincount(every >> 16, minlength=len(vocabulary))
        parts.append((every & _ROW).astype(np.uint16))
    used = counts.any(axis=1)
    counts = counts[used]
    total = counts.sum(axis=1, dtype=np.int64)
    starts = starts_of(total)[:-1]
    return {
        "vocabulary": vocabulary[used],
        "starts": starts,
        "counts": counts,
        "postings": _merged(parts, counts, starts),
        "union_sizes": sizes[0],
        "seen_sizes": sizes[1],
        "heard_sizes": sizes[2],
        "foreign_sizes": sizes[3],
    }


def _cut(spelling: Spelling) -> tuple[Keys, Lines]:
    """The different trigrams of all words, ascending, and the numbers of those of each word."""
    keys = keys_around(np.concatenate((np.full(1, 10, np.uint8), spelling.text)))
    # A word has the trigram of the line feed before it and of each of its bytes.
    there = keys != NONE
    keys = keys[there]
    starts = starts_of(there)
    starts = starts[np.append(spelling.begins - 1, len(there))]
    if len(keys) < _MANY:
        vocabulary, numbers = np.unique(keys, return_inverse=True)
        return vocabulary, Lines(numbers.astype(np.int32), starts)
    present = np.zeros(_ALL_TRIGRAMS, np.bool_)
    present[keys] = True
    vocabulary = np.flatnonzero(present).astype(np.uint32)
    numbers = np.zeros(_ALL_TRIGRAMS, np.int32)
    numbers[vocabulary] = np.arange(len(vocabulary), dtype=np.int32)
    return vocabulary, Lines(numbers[keys], starts)


def _packed(cut: Lines, rows: Places, lines: Lines, low: int, high: int, small: bool) -> Packed:
    """The trigrams of the rows from ``low`` to ``high``, each once, ascending.
    ``small``: the numbers of trigrams fit into sixteen bits."""
    first, last = np.searchsorted(rows, (low, high)).tolist()
    codes = lines.codes[lines.starts[first] : lines.starts[last]]
    local = np.repeat(rows[first:last] - low, np.diff(lines.starts[first : last + 1]))
    counts = cut.starts[codes + 1] - cut.starts[codes]
    numbers = cut.codes[runs(cut.starts[codes], counts)]
    # The rows ascend already; sixteen bits are put in order by counting, not by comparing.
    order = np.argsort(numbers.astype(np.uint16) if small else numbers, kind="stable")
    packed: Packed = numbers.astype(np.uint32 if small else np.uint64)
    packed <<= 16
    packed |= np.repeat(local.astype(packed.dtype), counts)
    return _once(packed[order])


def _once(packed: Packed) -> Packed:
    return np.asarray(packed[np.diff(packed, prepend=~packed[:1]) != 0])


def _merged(
    parts: list[NDArray[np.uint16]], counts: NDArray[np.uint16], starts: Places
) -> NDArray[np.uint16]:
    """The rows of all partitions, by trigram, then partition."""
    postings = np.zeros(sum(map(len, parts)), np.uint16)
    free = starts.copy()
    for number, part in enumerate(parts):
        many = counts[:, number].astype(np.int64)
        postings[runs(free, many)] = part
        free += many
    return postings
