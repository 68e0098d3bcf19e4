"""Exact likeness of a name and many marks at once, from their stored readings."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serupa.index.asked import Asked, Readings
from serupa.index.segment import Rows, Segment
from serupa.index.trigrams import Keys, keys_around

Scores = NDArray[np.float32]

CONTAINED = 0.75
CONTAINMENT = 0.7
"""A mark whose trigrams stand in the name to at least the first share counts as alike to the
second times that share, however long the name is."""

_LONG = np.float32(3.0)
_REST = np.float32(0.15)
_SIZE = np.float32(0.01)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Of each mark: ``rough``, the best trigram Jaccard of any pair of readings of one kind (or
    the weighed containment), 0 to 1; and ``lists``, six ways to order marks, marks × 6."""

    rough: Scores
    lists: Scores


def likeness(segment: Segment, rows: Rows, query: Asked, rarity: Scores) -> Likeness:
    """Of the marks in ``rows`` to the name. ``rarity``: of each trigram asked for."""
    shared = shared_trigrams(segment, rows, query.keys)
    seen_sizes = segment.seen_sizes[rows].astype(np.float32)
    heard_sizes = segment.heard_sizes[rows].astype(np.float32)
    same = heard_sizes == 0
    heard_sizes[same] = seen_sizes[same]
    shared[1, same] = shared[0, same]
    seen = _compared(shared[0], seen_sizes, query.seen, rarity)
    heard = _compared(shared[1], heard_sizes, query.heard, rarity)
    lists = (seen.rare, seen.jaccard, seen.cover, seen.older, heard.rare, heard.jaccard)
    inside = np.maximum(seen.inside, heard.inside)
    whole = np.where(inside >= CONTAINED, np.float32(CONTAINMENT) * inside, np.float32(0))
    rough = np.maximum(np.maximum(seen.jaccard, heard.jaccard), whole)
    return Likeness(rough, np.stack(lists, axis=1))


@dataclass(frozen=True, slots=True)
class _Compared:
    """The best over all readings of a kind. ``rare``: rare trigrams in common, long marks less;
    ``cover``: the same whatever the length; ``older``: near 1 where the mark is a part of the
    name; ``inside``: share of the mark's own trigrams."""

    jaccard: Scores
    rare: Scores
    cover: Scores
    older: Scores
    inside: Scores


def _compared(
    shared: NDArray[np.float32], sizes: Scores, readings: Readings, rarity: Scores
) -> _Compared:
    count = shared @ readings.member
    rare = (shared @ (readings.member * rarity[:, None])).max(axis=1, initial=0.0)
    wide = np.maximum(sizes, np.float32(1))[:, None]
    own = readings.sizes
    return _Compared(
        (count / np.maximum(wide + own - count, np.float32(1))).max(axis=1, initial=0.0),
        rare / np.sqrt(sizes + _LONG),
        rare - _SIZE * sizes,
        (count / (wide + _REST * (own - count))).max(axis=1, initial=0.0),
        (count / wide).max(axis=1, initial=0.0),
    )


def shared_trigrams(segment: Segment, rows: Rows, keys: Keys) -> NDArray[np.float32]:
    """Which trigrams of ``keys`` each row has in its visual and in its sound reading.

    Shape: 2 × rows × keys, 1 where it has it. Of a row whose sound reading is the visual one, the
    second is empty.
    """
    shared = np.zeros((2, len(rows), len(keys)), dtype=np.float32)
    if not len(keys) or not len(rows):
        return shared
    text, first, _ = segment.texts_of(rows)
    edge = np.full(1, 10, np.uint8)
    found = keys_around(np.concatenate([edge, text, edge]))
    sieve = np.zeros(1 << 16, dtype=np.bool_)
    sieve[_sieved(keys)] = True
    hits = np.flatnonzero(sieve[_sieved(found)])
    column = np.minimum(np.searchsorted(keys, found[hits]), len(keys) - 1)
    true = keys[column] == found[hits]
    hits, column = hits[true], column[true]
    owner = np.searchsorted(first, hits, side="right") - 1
    breaks = np.cumsum(text == 10)
    field = breaks[hits] > breaks[first][owner]
    shared[field.astype(np.intp), owner, column] = 1.0
    return shared


def _sieved(keys: Keys) -> NDArray[np.uint32]:
    return (keys * np.uint32(2654435761)) >> np.uint32(16)
