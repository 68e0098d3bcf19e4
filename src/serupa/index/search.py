"""Finding the marks nearest to a name among several segments.

First the rare trigrams of the name are looked up until enough postings are read: they alone decide
which marks are worth a closer look, since the frequent ones are in every other mark. Marks that
sound exactly like the name, some of its words, or an end of one are always looked at. Then the
trigrams of those marks are cut anew from their readings, so that what is told of them is exact,
and the best of six ways to order them are taken in turn.

One reading of the postings serves both the classes asked for and all the others.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serupa.index.asked import Asked
from serupa.index.likeness import Scores, likeness
from serupa.index.pool import rarity
from serupa.index.scope import SURE, Alive, Scope
from serupa.index.segment import Rows, Segment

POSTINGS = 100_000
POSTINGS_EACH = 0.03
"""How many postings are read: so many, and this share of the marks in scope."""

MOST_LISTS = 64
"""Trigrams whose postings are read at most."""

TOUCHED = 10
"""For each mark wanted, about so many are ordered roughly by what they share."""

LOOKED_AT = (1.0, 0.6, 1.2)
"""For each mark wanted, so many are looked at closely: by rare trigrams and length, by rare
trigrams whatever the length, as parts of the name."""

ASIDE = 0.3
"""How much a trigram counts that the name has only as heard or joined, not as written."""

_SCALE = 190
_SAMPLE = 64


@dataclass(frozen=True, slots=True)
class Found:
    """The marks found, in no promised order: segment, row, likeness, and whether of the classes
    asked for. ``having``: how many marks have each trigram asked for."""

    parts: NDArray[np.int64]
    rows: Rows
    rough: Scores
    near: NDArray[np.bool_]
    having: NDArray[np.int64]


def nearest(
    segments: Sequence[tuple[Segment, Alive]], query: Asked, wanted: int, limit: int, far: int = 0
) -> Found:
    """The marks nearest to a name: ``limit`` of the classes wanted, where there are so many, and
    ``far`` of all others; and all that equal the last one.

    ``segments``: each with the rows still in force. ``wanted``: classes as bits, 0 for the whole
    register.
    """
    scopes = [Scope(segment, alive, query, wanted) for segment, alive in segments]
    whole = scopes
    if wanted and far:
        whole = [Scope(segment, alive, query, 0) for segment, alive in segments]
    having = sum((one.frequency() for one in scopes), np.zeros(len(query.keys), dtype=np.int64))
    rare = rarity(sum(segment.size for segment, _ in segments), having)
    search = _Search(segments, query, rare, scopes, whole)
    near = search.nearest(scopes, search.near_share(), limit, lambda mask: _of(mask, wanted))
    if not wanted or not far:
        return Found(*near, np.ones(len(near[0]), dtype=np.bool_), having)
    others = search.nearest(whole, search.whole_share, far, lambda mask: ~_of(mask, wanted))
    return Found(
        np.concatenate([near[0], others[0]]),
        np.concatenate([near[1], others[1]]),
        np.concatenate([near[2], others[2]]),
        np.arange(len(near[0]) + len(others[0])) < len(near[0]),
        having,
    )


def _of(masks: NDArray[np.uint64], wanted: int) -> NDArray[np.bool_]:
    if not wanted:
        return np.ones(len(masks), dtype=np.bool_)
    return np.asarray((masks & np.uint64(wanted)) != 0)


class _Search:
    """One search: the weights of the trigrams, and what each mark has of them."""

    def __init__(
        self,
        segments: Sequence[tuple[Segment, Alive]],
        query: Asked,
        rare: Scores,
        near: Sequence[Scope],
        whole: Sequence[Scope],
    ) -> None:
        self.segments, self.query, self.rare = segments, query, rare
        self.near, self.whole = near, whole
        first = self._rarest(whole)
        chosen = first | self._rarest(near) if whole is not near else first
        self.weights = self._weighed(chosen)
        self.first = np.where(first, self.weights, np.uint8(0))
        self.whole_share = [scope.share(self.first) for scope in whole]

    def near_share(self) -> list[NDArray[np.uint8]]:
        """What the marks in the near scopes have of all the trigrams chosen."""
        if self.whole is self.near:
            return self.whole_share
        rest = self.weights - self.first
        return [
            scope.share(rest, scope.part_of(whole))
            for scope, whole in zip(self.near, self.whole_share, strict=True)
        ]

    def _rarest(self, scopes: Sequence[Scope]) -> NDArray[np.bool_]:
        """The trigrams whose postings are read in these scopes."""
        chosen = np.zeros(len(self.rare), dtype=np.bool_)
        total = sum((one.postings() for one in scopes), np.zeros(len(chosen), dtype=np.int64))
        order = np.argsort(total, kind="stable")
        order = order[total[order] > 0]
        enough = POSTINGS + POSTINGS_EACH * sum(scope.marks for scope in scopes)
        read = int(np.searchsorted(np.cumsum(total[order]), enough)) + 1
        chosen[order[: min(read, MOST_LISTS)]] = True
        return chosen

    def _weighed(self, chosen: NDArray[np.bool_]) -> NDArray[np.uint8]:
        """Whole weights of the trigrams chosen whose sum stays below ``SURE``."""
        beside = np.where(self.query.plain, np.float32(1), np.float32(ASIDE))
        values = np.where(chosen, np.maximum(self.rare, np.float32(0.1)) * beside, np.float32(0))
        scaled = _SCALE * values / max(np.float32(1e-6), values.sum())
        return np.where(chosen, np.maximum(1, scaled), 0).astype(np.uint8)

    def nearest(
        self,
        scopes: Sequence[Scope],
        share: Sequence[NDArray[np.uint8]],
        limit: int,
        allowed: Callable[[NDArray[np.uint64]], NDArray[np.bool_]],
    ) -> tuple[NDArray[np.int64], Rows, Scores]:
        """Segment, row and likeness of the nearest marks whose classes are allowed."""
        edge = _threshold(share, TOUCHED * limit)
        parts, rows, weights, sizes = [], [], [], []
        for number, (scope, own) in enumerate(zip(scopes, share, strict=True)):
            at = np.flatnonzero(own >= edge)
            row = scope.rows(at)
            kept = allowed(scope.segment.mask(row))
            if scope.alive is not None:
                kept &= scope.alive[row]
            rows.append(row[kept])
            weights.append(own[at[kept]])
            sizes.append(scope.segment.union_sizes[row[kept]])
            parts.append(np.full(len(rows[-1]), number))
        if not parts:
            return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32)
        best = self._best(np.concatenate(weights), np.concatenate(sizes), limit)
        part, row = np.concatenate(parts)[best], np.concatenate(rows)[best]
        close = [
            likeness(segment, row[part == number], self.query, self.rare)
            for number, (segment, _) in enumerate(self.segments)
        ]
        place = _in_turn(np.concatenate([one.lists for one in close]))
        rough = np.concatenate([one.rough for one in close])
        kept = (place <= _edge(place, limit)) & (rough > 0)
        return part[kept], row[kept], rough[kept]

    def _best(
        self, weight: NDArray[np.uint8], size: NDArray[np.uint8], limit: int
    ) -> NDArray[np.bool_]:
        """Which marks are looked at: some by each of three orders, equals of the last included."""
        share, length = weight.astype(np.float32), size.astype(np.float32)
        read = np.float32(np.count_nonzero(self.weights))
        count = share * (read / max(np.float32(1), np.float32(self.weights.sum())))
        orders = (
            share / np.sqrt(length + np.float32(3)),
            share - np.float32(0.01) * length,
            count / (length + np.float32(0.15) * (read - count)),
        )
        kept = np.asarray(weight == SURE)
        for score, times in zip(orders, LOOKED_AT, strict=True):
            kept |= score >= -_edge(-score, max(40, int(times * limit)))
        return kept


def _threshold(share: Sequence[NDArray[np.uint8]], most: int) -> int:
    """The weight that about ``most`` marks reach, at least 1."""
    many = sum(map(len, share))
    step = _SAMPLE if many > _SAMPLE * 1024 else 1
    counts = sum((np.bincount(one[::step], minlength=256) for one in share), np.zeros(256, int))
    reach = np.cumsum(counts[:0:-1])
    return max(1, SURE - int(np.searchsorted(reach, most // step)))


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
