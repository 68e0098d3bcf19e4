"""Finding the marks nearest to a name among several segments.

First the rare trigrams of the name are looked up until enough postings are read: they alone decide
which marks are worth a closer look, since the frequent ones are in every other mark. Marks that
sound exactly like the name, some of its words, or an end of one are always looked at. Then the
trigrams of those marks are cut anew from their readings, so that what is told of them is exact,
and the best of six ways to order them are taken in turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serupa import fast
from serupa.fast.hits import Hits, join_shared, take_shared
from serupa.index.asked import Asked
from serupa.index.likeness import Scores, likeness
from serupa.index.pool import rarity
from serupa.index.scope import Alive, Scope
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

KEPT_SURE = 0.15
"""Beyond the marks wanted, so many for each of them are kept of those found by what is heard,
however few trigrams they have in common with the name."""

ASIDE = 0.3
"""How much a trigram counts that the name has only as heard or joined, not as written."""

_SCALE = 190
MOST_WEIGHT = 255
_SAMPLE = 64


@dataclass(frozen=True, slots=True)
class Found:
    """The marks found, in no promised order: segment, row, likeness, and whether of the classes
    asked for. ``having``: how many marks have each trigram asked for. ``sure``: which are looked at
    whatever their trigrams. ``shared``, ``sizes``: see ``Likeness``."""

    parts: NDArray[np.int64]
    rows: Rows
    rough: Scores
    sure: NDArray[np.bool_]
    shared: Scores | Hits
    sizes: Scores
    near: NDArray[np.bool_]
    having: NDArray[np.int64]


def nearest(
    segments: Sequence[tuple[Segment, Alive]], query: Asked, wanted: int, limit: int, far: int = 0
) -> Found:
    """The marks nearest to a name: ``limit`` of the classes wanted, where there are so many, and
    all that equal the last one; and ``far`` of other classes that are heard exactly like the name.

    ``segments``: each with the rows still in force. ``wanted``: classes as bits, 0 for the whole
    register.
    """
    keys = len(query.keys)
    if not segments:
        return Found(*_nothing(keys), np.zeros(0, np.bool_), np.zeros(keys, np.int64))
    scopes = [Scope(segment, alive, query, wanted) for segment, alive in segments]
    having = sum((one.frequency() for one in scopes), np.zeros(len(query.keys), dtype=np.int64))
    search = _Search(
        scopes, query, rarity(sum(segment.size for segment, _ in segments), having), wanted
    )
    near = search.near(limit)
    if not wanted or not far:
        return Found(*near, np.ones(len(near[0]), dtype=np.bool_), having)
    others = search.twins(far)
    if not len(others[0]):
        return Found(*near, np.ones(len(near[0]), dtype=np.bool_), having)
    return Found(
        np.concatenate([near[0], others[0]]),
        np.concatenate([near[1], others[1]]),
        np.concatenate([near[2], others[2]]),
        np.concatenate([near[3], others[3]]),
        join_shared([near[4], others[4]]),
        np.concatenate([near[5], others[5]], axis=1),
        np.arange(len(near[0]) + len(others[0])) < len(near[0]),
        having,
    )


_Marks = tuple[NDArray[np.int64], Rows, Scores, NDArray[np.bool_], Scores | Hits, Scores]
"""Segment, row, likeness, sureness, shared trigrams and sizes of some marks."""


def _nothing(keys: int) -> _Marks:
    none, empty = np.zeros(0, np.int64), np.zeros(0, np.float32)
    return (
        none,
        none,
        empty,
        none > 0,
        np.zeros((3, 0, keys), np.float32),
        np.zeros((3, 0), np.float32),
    )


class _Search:
    """One search: what is read, and how much each trigram weighs."""

    def __init__(self, scopes: Sequence[Scope], query: Asked, rare: Scores, wanted: int) -> None:
        self.scopes, self.query, self.rare, self.wanted = scopes, query, rare, wanted
        self.weights = self._weighed(self._rarest())

    def _rarest(self) -> NDArray[np.bool_]:
        """The trigrams whose postings are read."""
        chosen = np.zeros(len(self.rare), dtype=np.bool_)
        total = sum((one.postings() for one in self.scopes), np.zeros(len(chosen), dtype=np.int64))
        order = np.argsort(total, kind="stable")
        order = order[total[order] > 0]
        enough = POSTINGS + POSTINGS_EACH * sum(scope.marks for scope in self.scopes)
        read = int(np.searchsorted(np.cumsum(total[order]), enough)) + 1
        chosen[order[: min(read, MOST_LISTS)]] = True
        return chosen

    def _weighed(self, chosen: NDArray[np.bool_]) -> NDArray[np.uint8]:
        """Whole weights of the trigrams chosen whose sum stays below ``MOST_WEIGHT``."""
        beside = np.where(self.query.plain, np.float32(1), np.float32(ASIDE))
        values = np.where(chosen, np.maximum(self.rare, np.float32(0.1)) * beside, np.float32(0))
        scaled = _SCALE * values / max(np.float32(1e-6), values.sum())
        return np.where(chosen, np.maximum(1, scaled), 0).astype(np.uint8)

    def near(self, limit: int) -> _Marks:
        """The nearest marks of the classes wanted."""
        share = [scope.share(self.weights) for scope in self.scopes]
        edge = 0 if self._few(limit) else _threshold(share, TOUCHED * limit)
        parts, rows, weights, sizes, heard = [], [], [], [], []
        for number, (scope, own) in enumerate(zip(self.scopes, share, strict=True)):
            row, weight, long, is_sure = self._touched(scope, own, edge)
            rows.append(row)
            heard.append(is_sure)
            weights.append(weight)
            sizes.append(long)
            parts.append(np.full(len(row), number))
        sure = _joined(heard)
        best = np.flatnonzero(sure | self._best(_joined(weights), _joined(sizes), limit))
        return self._close(_joined(parts)[best], _joined(rows)[best], limit, sure[best])

    def _few(self, limit: int) -> bool:
        """Whether all marks in scope may be given: those heard alike without a letter in common."""
        return bool(len(self.rare)) and sum(scope.marks for scope in self.scopes) <= limit

    def _touched(
        self, scope: Scope, own: NDArray[np.uint8], edge: int
    ) -> tuple[Rows, NDArray[np.uint8], NDArray[np.uint8], NDArray[np.bool_]]:
        """The marks of a scope whose weight (``own``) reaches the edge or that are looked at
        anyway: row, weight, size, and whether it is the latter."""
        wanted = own >= edge
        sure = scope.heard()
        wanted[sure] = True
        at = _places(wanted)
        segment, loops = scope.segment, fast.loops()
        if loops is not None:
            columns = segment.plain("mask_codes"), segment.masks, np.uint64(self.wanted)
            alive = np.zeros(0, np.bool_) if scope.alive is None else scope.alive
            long = segment.plain("union_sizes")
            where = scope.starts, scope.bounds
            found = loops.scopes.touched(at, sure, own, *where, *columns, alive, long)
            return found[0], found[1], found[2], found[3]
        is_sure = np.zeros(len(at), dtype=np.bool_)
        is_sure[np.searchsorted(at, sure)] = True
        row = scope.rows(at)
        kept = self._allowed(scope, row, True)
        if kept is not None:
            at, row, is_sure = at[kept], row[kept], is_sure[kept]
        return row, own[at], segment.union_sizes[row], is_sure

    def twins(self, limit: int) -> _Marks:
        """Marks of other classes that are heard exactly like the name."""
        parts, rows = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for number, scope in enumerate(self.scopes):
            row = scope.segment.rows_heard_as(self.query.whole)
            kept = self._allowed(scope, row, False)
            rows.append(row if kept is None else row[kept])
            parts.append(np.full(len(rows[-1]), number))
        rows_of_all = np.concatenate(rows)
        sure = np.ones(len(rows_of_all), dtype=np.bool_)
        return self._close(np.concatenate(parts), rows_of_all, limit, sure)

    def _allowed(self, scope: Scope, rows: Rows, near: bool) -> NDArray[np.bool_] | None:
        """Which rows are in force and of the classes wanted (or are not); None: all."""
        kept = None
        if self.wanted:
            kept = ((scope.segment.mask(rows) & np.uint64(self.wanted)) != 0) == near
        if scope.alive is not None:
            alive = scope.alive[rows]
            kept = alive if kept is None else kept & alive
        return kept

    def _close(
        self, parts: NDArray[np.int64], rows: Rows, limit: int, sure: NDArray[np.bool_]
    ) -> _Marks:
        """The nearest of these marks by their exact likeness, and beyond them the nearest of those
        that are ``sure``; ``parts`` ascending."""
        if not len(rows):
            return _nothing(len(self.rare))
        alone = parts[0] == parts[-1]
        close = [
            likeness(
                self.scopes[number].segment,
                rows if alone else rows[parts == number],
                self.query,
                self.rare,
            )
            for number in (parts[:1] if alone else np.unique(parts)).tolist()
        ]
        place = _in_turn(_joined([one.lists for one in close], axis=1), limit)
        rough = _joined([one.rough for one in close])
        chosen = place <= _edge(place, limit)
        chosen |= sure & (-rough <= _edge(-rough[sure & ~chosen], int(KEPT_SURE * limit)))
        kept = np.flatnonzero(chosen & ((rough > 0) | self._few(limit)))
        sizes = _joined([one.sizes for one in close], axis=1)[:, kept]
        shared = take_shared(join_shared([one.shared for one in close]), kept)
        return parts[kept], rows[kept], rough[kept], sure[kept], shared, sizes

    def _best(
        self, weight: NDArray[np.uint8], size: NDArray[np.uint8], limit: int
    ) -> NDArray[np.bool_]:
        """Which marks are looked at: some by each of three orders, equals of the last included."""
        wanted = np.array([max(40, int(times * limit)) for times in LOOKED_AT])
        loops = fast.loops()
        if loops is not None:
            read_by, total = np.count_nonzero(self.weights), int(self.weights.sum())
            return np.asarray(loops.marks.best(weight, size, float(read_by), float(total), wanted))
        share, length = weight.astype(np.float32), size.astype(np.float32)
        read = np.float32(np.count_nonzero(self.weights))
        count = share * (read / max(np.float32(1), np.float32(self.weights.sum())))
        orders = (
            share / np.sqrt(length + np.float32(3)),
            share - np.float32(0.01) * length,
            count / (length + np.float32(0.15) * (read - count)),
        )
        kept = np.zeros(len(weight), dtype=np.bool_)
        for score, most in zip(orders, wanted.tolist(), strict=True):
            kept |= score >= -_edge(-score, most)
        return kept


def _joined(parts: Sequence[NDArray[Any]], axis: int = 0) -> NDArray[Any]:
    return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=axis)


def _places(wanted: NDArray[np.bool_]) -> NDArray[np.int64]:
    """``np.flatnonzero``, where few of very many are True."""
    loops = fast.loops()
    if loops is None:
        return np.flatnonzero(wanted)
    bits = np.packbits(wanted, bitorder="little")
    words = np.zeros(len(bits) + 7 >> 3, "<u8")
    words.view(np.uint8)[: len(bits)] = bits
    return np.asarray(loops.scopes.places(words, int(np.bitwise_count(words).sum())))


def _threshold(share: Sequence[NDArray[np.uint8]], most: int) -> int:
    """The weight that about ``most`` marks reach, at least 1."""
    many = sum(map(len, share))
    step = _SAMPLE if many > _SAMPLE * 1024 else 1
    counts = sum((np.bincount(one[::step], minlength=256) for one in share), np.zeros(256, int))
    reach = np.cumsum(counts[:0:-1])
    return max(1, MOST_WEIGHT - int(np.searchsorted(reach, most // step)))


def _in_turn(lists: Scores, limit: int) -> NDArray[np.int64]:
    """The best place each mark has in any of the lists, from 0; equals share the better place.

    Places from ``limit`` on are not told apart by the compiled loop.
    """
    many = lists.shape[1]
    loops = fast.loops()
    if loops is not None:
        ordered = loops.signals.sortable(lists)
        ordered.sort(axis=1)
        return np.asarray(loops.marks.best_places(ordered, limit))
    best = np.zeros(many, dtype=np.int64)
    for column in lists:
        np.maximum(best, np.sort(column).searchsorted(column, side="right"), out=best)
    return np.asarray(many - best)


def _edge(values: NDArray[np.generic], limit: int) -> float:
    """The ``limit``-th smallest value, or one above all."""
    if len(values) <= limit:
        return float("inf")
    return float(np.partition(values, limit - 1)[limit - 1])
