"""Finding the marks nearest to a name among several segments.

First the rare trigrams of the name are looked up until enough postings are read: they alone decide
which marks are worth a closer look, since the frequent ones are in every other mark. Marks that
sound exactly like the name, some of its words, or an end of one are always looked at. Then the
trigrams of those marks are cut anew from their readings, so that what is told of them is exact,
and the best of six ways to order them are taken in turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serupa.index.asked import Asked
from serupa.index.likeness import Likeness, Scores, likeness
from serupa.index.segment import Rows, Segment

Alive = NDArray[np.bool_] | None
"""Which rows of a segment are in force; None: all of them."""

POSTINGS = 100_000
POSTINGS_EACH = 0.03
"""How many postings are read: so many, and this share of the marks in scope."""

MOST_LISTS = 64
"""Trigrams whose postings are read at most."""

TOUCHED = 10_000
"""About so many marks are sorted roughly by what they share."""

LOOKED_AT = (500, 300, 600)
"""Marks looked at closely: by rare trigrams and length, by rare trigrams, as parts of the name."""

ASIDE = 0.3
"""How much a trigram counts that the name has only as heard or joined, not as written."""

_SURE = 255
_SCALE = 190
_SAMPLE = 64


@dataclass(frozen=True, slots=True)
class Found:
    """The marks found, in no promised order: segment, row, and likeness of each; and the rarity of
    each trigram asked for, ln(marks / marks that have it) in steps of 1/64."""

    parts: NDArray[np.int64]
    rows: Rows
    rough: Scores
    rarity: Scores


def nearest(
    segments: Sequence[tuple[Segment, Alive]], query: Asked, wanted: int, limit: int
) -> Found:
    """The marks nearest to a name: ``limit`` of them where there are so many, and all that equal
    the last one.

    ``segments``: each with the rows still in force. ``wanted``: classes as bits, 0 for the whole
    register.
    """
    scopes = [_Scope(segment, alive, query, wanted) for segment, alive in segments]
    rarity = _rarity(scopes, len(query.keys))
    parts, rows = _touched(scopes, rarity, query.plain, wanted, limit)
    close = [
        likeness(scope.segment, rows[parts == number], query, rarity)
        for number, scope in enumerate(scopes)
    ]
    if not close:
        return Found(parts, rows, np.zeros(0, np.float32), rarity)
    joined = Likeness(
        np.concatenate([one.rough for one in close]), np.concatenate([one.lists for one in close])
    )
    place = _in_turn(joined.lists)
    kept = (place <= _edge(place, limit)) & (joined.rough > 0)
    return Found(parts[kept], rows[kept], joined.rough[kept], rarity)


class _Scope:
    """What a search may read of one segment: some partitions, and the terms asked for."""

    def __init__(self, segment: Segment, alive: Alive, query: Asked, wanted: int) -> None:
        self.segment, self.alive, self.sounds = segment, alive, query.sounds
        self.partitions = segment.partitions(wanted)
        self.places, self.terms = segment.terms(query.keys)
        self.counts = segment.counts[self.terms].astype(np.int64)
        self.bounds = segment.bounds[:-1][self.partitions]
        self.sizes = np.diff(segment.bounds)[self.partitions]
        self.marks = int(self.sizes.sum())
        self.starts = np.cumsum(self.sizes) - self.sizes

    def frequency(self, keys: int) -> NDArray[np.int64]:
        """How many marks of the segment have each trigram asked for."""
        total = np.zeros(keys, dtype=np.int64)
        total[self.places] = self.counts.sum(axis=1)
        return total

    def postings(self, keys: int) -> NDArray[np.int64]:
        """How many marks in scope have each trigram asked for."""
        total = np.zeros(keys, dtype=np.int64)
        total[self.places] = self.counts[:, self.partitions].sum(axis=1)
        return total

    def add(self, share: NDArray[np.uint8], weights: NDArray[np.uint8]) -> None:
        """Add the weight of each trigram to the marks that have it; one place for each in scope."""
        read = np.flatnonzero(weights[self.places])
        counts, terms = self.counts[read], self.terms[read]
        here = counts[:, self.partitions]
        ends = np.cumsum(counts, axis=1) + self.segment.starts[terms][:, None]
        runs = np.flatnonzero(np.diff(self.partitions, prepend=-2) != 1)
        lasts = np.append(runs[1:], len(self.partitions)) - 1
        begin = (ends - counts)[:, self.partitions[runs]].ravel().tolist()
        end = ends[:, self.partitions[lasts]].ravel().tolist()
        pieces = [self.segment.postings[a:b] for a, b in zip(begin, end, strict=True) if b > a]
        if pieces:
            places = np.repeat(np.tile(self.starts, len(read)), here.ravel())
            places += np.concatenate(pieces)
            given = np.repeat(weights[self.places[read]], here.sum(axis=1))
            np.add.at(share, places, given)
        twins = self.segment.rows_heard_as(self.sounds)
        if len(twins) and len(self.bounds):
            part = np.searchsorted(self.bounds, twins, side="right") - 1
            inside = twins - self.bounds[part]
            within = (part >= 0) & (inside < self.sizes[part])
            share[(self.starts[part] + inside)[within]] = _SURE

    def rows(self, at: NDArray[np.int64]) -> Rows:
        """The rows of places in scope; both ascending."""
        many = np.diff(np.searchsorted(at, np.append(self.starts, self.marks)))
        return np.asarray(at + np.repeat(self.bounds - self.starts, many))

    def allowed(self, rows: Rows, wanted: int) -> NDArray[np.bool_]:
        """Which rows are in force and of the wanted classes."""
        good = np.ones(len(rows), dtype=np.bool_) if self.alive is None else self.alive[rows]
        if wanted:
            good = good & ((self.segment.mask(rows) & np.uint64(wanted)) != 0)
        return good


def _rarity(scopes: Sequence[_Scope], keys: int) -> Scores:
    """In whole 64ths, so that sums of it are exact and the same on every machine."""
    total = sum((scope.frequency(keys) for scope in scopes), np.zeros(keys, dtype=np.int64))
    marks = max(2, sum(scope.segment.size for scope in scopes))
    exact = np.log(marks / np.maximum(total, 1))
    return np.asarray(np.rint(64 * exact) / 64, dtype=np.float32)


def _touched(
    scopes: Sequence[_Scope], rarity: Scores, plain: NDArray[np.bool_], wanted: int, limit: int
) -> tuple[NDArray[np.int64], Rows]:
    """Segments and rows of the marks worth a closer look, by segment."""
    weights = _weights(scopes, rarity, np.where(plain, np.float32(1), np.float32(ASIDE)))
    edges = np.cumsum([0, *(scope.marks for scope in scopes)])
    share = np.zeros(int(edges[-1]), dtype=np.uint8)
    for number, scope in enumerate(scopes):
        scope.add(share[edges[number] : edges[number + 1]], weights)
    at = np.flatnonzero(share >= _threshold(share, max(TOUCHED, 4 * limit)))
    found, parts, sizes = [], [], []
    cuts = np.searchsorted(at, edges)
    kept = np.zeros(len(at), dtype=np.bool_)
    for number, scope in enumerate(scopes):
        low, high = cuts[number], cuts[number + 1]
        rows = scope.rows(at[low:high] - edges[number])
        good = scope.allowed(rows, wanted)
        kept[low:high] = good
        found.append(rows[good])
        parts.append(np.full(int(good.sum()), number))
        sizes.append(scope.segment.union_sizes[rows[good]])
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    size = np.concatenate(sizes).astype(np.float32)
    weight = share[at[kept]].astype(np.float32)
    best = _best(weight, size, weights, limit)
    return np.concatenate(parts)[best], np.concatenate(found)[best]


def _weights(scopes: Sequence[_Scope], rarity: Scores, importance: Scores) -> NDArray[np.uint8]:
    """The weight of each trigram whose postings are read; the rarest first until it is enough."""
    keys = len(rarity)
    total = sum((scope.postings(keys) for scope in scopes), np.zeros(keys, dtype=np.int64))
    order = np.argsort(total, kind="stable")
    order = order[total[order] > 0]
    enough = POSTINGS + POSTINGS_EACH * sum(scope.marks for scope in scopes)
    read = int(np.searchsorted(np.cumsum(total[order]), enough)) + 1
    order = order[: min(read, MOST_LISTS)]
    weights = np.zeros(keys, dtype=np.uint8)
    if len(order):
        chosen = np.maximum(rarity[order], np.float32(0.1)) * importance[order]
        weights[order] = np.maximum(1, _SCALE * chosen / chosen.sum()).astype(np.uint8)
    return weights


def _threshold(share: NDArray[np.uint8], most: int) -> int:
    """The weight that about ``most`` marks reach, at least 1."""
    step = _SAMPLE if len(share) > _SAMPLE * 1024 else 1
    reach = np.cumsum(np.bincount(share[::step], minlength=256)[:0:-1])
    return max(1, 255 - int(np.searchsorted(reach, most // step)))


def _best(
    weight: Scores, size: Scores, weights: NDArray[np.uint8], limit: int
) -> NDArray[np.bool_]:
    """Which marks are looked at: by each of three orders some, equals of the last included."""
    read = np.float32(np.count_nonzero(weights))
    shared = weight * (read / max(np.float32(1), np.float32(weights.sum())))
    orders = (
        weight / np.sqrt(size + np.float32(3)),
        weight - np.float32(0.01) * size,
        shared / (size + np.float32(0.15) * (read - shared)),
    )
    kept = weight >= _SURE
    for score, most in zip(orders, LOOKED_AT, strict=True):
        kept |= score >= -_edge(-score, max(most, limit // 2))
    return kept


def _in_turn(lists: Scores) -> NDArray[np.int64]:
    """The best place each mark has in any of the lists, from 0; equals share the better place."""
    best = np.full(len(lists), len(lists), dtype=np.int64)
    for column in lists.T:
        ordered = np.sort(column)
        np.minimum(best, len(lists) - np.searchsorted(ordered, column, side="right"), out=best)
    return best


def _edge(values: NDArray[np.generic], limit: int) -> float:
    """The ``limit``-th smallest value, or one above all."""
    if len(values) <= limit:
        return float("inf")
    return float(np.partition(values, limit - 1)[limit - 1])
