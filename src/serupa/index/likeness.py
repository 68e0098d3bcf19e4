"""Exact likeness of a name and many marks at once, from their stored readings."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serupa import fast
from serupa.fast.hits import Hits
from serupa.index.asked import Asked, Readings
from serupa.index.openings import Places, opened
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
    the weighed containment), 0 to 1; ``lists``, seven ways to order marks and one more for each
    word they may begin with, × marks; and of the visual, native and foreign reading of each:
    ``shared``, which trigrams asked for it has (3 × marks × keys, 1 or 0), and ``sizes``, how many
    it has (3 × marks)."""

    rough: Scores
    lists: Scores
    shared: Scores | Hits
    sizes: Scores


def likeness(
    segment: Segment, rows: Rows, query: Asked, rarity: Scores, written: bytes, words: Places
) -> Likeness:
    """Of the marks in ``rows`` to the name. ``rarity``: of each trigram asked for. ``written``: the
    name, ``words``: where those of its words stand that marks may begin with (2 × words)."""
    loops = fast.loops()
    if loops is not None:
        columns = map(segment.plain, ("seen_sizes", "heard_sizes", "foreign_sizes"))
        rough, lists, sizes, starts, places = loops.likeness.likeness(
            *map(segment.plain, ("readings", "readings_ends")),
            rows,
            tuple(columns),
            query.keys,
            rarity,
            query.seen.member,
            query.seen.sizes,
            query.heard.member,
            query.heard.sizes,
            CONTAINED,
            CONTAINMENT,
            np.frombuffer(written, np.uint8),
            words,
        )
        return Likeness(rough, lists, Hits(starts, places, query.which), sizes)
    sizes = sizes_of(segment, rows)
    own = np.flatnonzero(sizes[2])
    shared = shared_trigrams(segment, rows, query.keys)
    for at in (1, 2):
        same = np.flatnonzero(sizes[at] == 0)
        sizes[at, same] = sizes[at - 1, same]
        shared[at, same] = shared[at - 1, same]
    seen = _compared(shared[0], sizes[0], query.seen, rarity)
    heard = _compared(shared[1], sizes[1], query.heard, rarity)
    abroad = _compared(shared[2, own], sizes[2, own], query.heard, rarity)
    for native, foreign in (
        (heard.rare, abroad.rare),
        (heard.jaccard, abroad.jaccard),
        (heard.inside, abroad.inside),
    ):
        native[own] = np.maximum(native[own], foreign)
    inside = np.maximum(seen.inside, heard.inside)
    whole = np.where(inside >= CONTAINED, np.float32(CONTAINMENT) * inside, np.float32(0))
    rough = np.maximum(np.maximum(seen.jaccard, heard.jaccard), whole)
    text, first, _ = segment.texts_of(rows)
    begun = opened(written, words, text, first, sizes[0])
    lists = (
        *(seen.rare, seen.jaccard, seen.cover, seen.older, heard.rare, heard.jaccard, rough),
        *np.where(begun > 0, begun, rough),
    )
    return Likeness(rough, np.stack(lists), shared, sizes)


def sizes_of(segment: Segment, rows: Rows) -> Scores:
    """How many trigrams each reading of rows has, 0 where it says the same as the one before; 3 ×
    rows."""
    own = segment.seen_sizes[rows], segment.heard_sizes[rows], segment.foreign_sizes[rows]
    return np.stack(own).astype(np.float32)


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


@np.errstate(invalid="ignore")  # OpenBLAS may raise the flag for what lies beside small matrices
def _compared(
    shared: NDArray[np.float32], sizes: Scores, readings: Readings, rarity: Scores
) -> _Compared:
    count = readings.member.T @ shared.T
    rare = ((readings.member * rarity[:, None]).T @ shared.T).max(axis=0, initial=0.0)
    wide = np.maximum(sizes, np.float32(1))
    more = readings.sizes[:, None] - count
    return _Compared(
        (count / np.maximum(wide + more, np.float32(1))).max(axis=0, initial=0.0),
        rare / np.sqrt(sizes + _LONG),
        rare - _SIZE * sizes,
        (count / (wide + _REST * more)).max(axis=0, initial=0.0),
        (count / wide).max(axis=0, initial=0.0),
    )


def shared_trigrams(segment: Segment, rows: Rows, keys: Keys) -> NDArray[np.float32]:
    """Which trigrams of ``keys`` each row has in its visual, native and foreign reading.

    Shape: 3 × rows × keys, 1 where it has it. A reading left out, since it says the same as the
    one before, has none.
    """
    shared = np.zeros((3, len(rows), len(keys)), dtype=np.float32)
    if not len(keys) or not len(rows):
        return shared
    text, first, _ = segment.texts_of(rows)
    edge = np.full(1, 10, np.uint8)
    found = keys_around(np.concatenate([edge, text, edge]))
    sieve = np.zeros(1 << 16, dtype=np.bool_)
    sieve[_sieved(keys)] = True
    hits = np.flatnonzero(sieve.take(_sieved(found)))
    column = np.minimum(np.searchsorted(keys, found[hits]), len(keys) - 1)
    true = keys[column] == found[hits]
    hits, column = hits[true], column[true]
    owner = np.searchsorted(first, hits, side="right") - 1
    breaks = np.cumsum(text == 10)
    shared[breaks[hits] - breaks[first][owner], owner, column] = 1.0
    return shared


def _sieved(keys: Keys) -> NDArray[np.uint32]:
    return (keys * np.uint32(2654435761)) >> np.uint32(16)
