"""Finding the marks nearest to a name among several segments.

First the rare trigrams of the name are looked up until enough postings are read: they alone decide
which marks are worth a closer look, since the frequent ones are in every other mark. Marks that
sound exactly like the name, some of its words, or an end of one are always looked at. Then the
trigrams of those marks are cut anew from their readings, so that what is told of them is exact,
and the best of several ways to order them are taken in turn.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from serupa import fast
from serupa.fast.hits import Hits, join_shared, take_shared
from serupa.index.asked import Asked
from serupa.index.likeness import Scores, likeness
from serupa.index.openings import Places, telling
from serupa.index.packing import encoded
from serupa.index.pool import rarity
from serupa.index.scope import MOST_CHANGED, Alive, Scope
from serupa.index.segment import Rows, Segment

POSTINGS = 80_000
POSTINGS_EACH = 0.03
"""How many postings are read: so many, and this share of the marks in scope."""

MOST_LISTS = 64
"""Trigrams whose postings are read at most."""

TOUCHED = 8
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


class Found(NamedTuple):
    """Marks looked at: segment, row, likeness, and whether looked at whatever their trigrams.
    ``shared``, ``sizes``: see ``Likeness``. ``kept``: places of those that are found; the
    first ``near`` of them are of the classes asked for, the others are not. From the compiled loops
    the best of each come first."""

    parts: NDArray[np.int64]
    rows: Rows
    rough: Scores
    sure: NDArray[np.bool_]
    shared: Scores | Hits
    sizes: Scores
    kept: NDArray[np.int64]
    near: int

    def arranged(self, numbers: NDArray[Any], where: NDArray[np.int64], far: int) -> "Arranged":
        """The marks found, ``far`` at most of those not near. ``numbers``: by which equals stand,
        for each mark ``where`` is told."""
        loops = fast.loops()
        if loops is not None and isinstance(self.shared, Hits):
            columns = self.rows, self.rough, self.sure, self.sizes
            hits = self.shared.starts, self.shared.places
            kept = self.kept, self.near, far
            found = loops.marks.arranged(numbers, where, *kept, *columns, *hits)
            order, near, rows, rough, sure, sizes, starts, places = found
            hits_of = Hits(starts, places, self.shared.which)
            return Arranged(order, near, rows, rough, sure, sizes, hits_of)
        by_rough = np.lexsort((numbers[where[self.kept]], -self.rough[self.kept]))
        near = by_rough < self.near
        given = near | (np.cumsum(~near) <= far)
        order = self.kept[by_rough[given]]
        return Arranged(
            order,
            near[given],
            self.rows[order],
            self.rough[order],
            self.sure[order],
            self.sizes[:, order],
            take_shared(self.shared, order),
        )


class Arranged(NamedTuple):
    """Marks found, the best first: ``order``, their places among those looked at; whether near; and
    what ``Found`` has of each."""

    order: NDArray[np.int64]
    near: NDArray[np.bool_]
    rows: Rows
    rough: Scores
    sure: NDArray[np.bool_]
    sizes: Scores
    shared: Scores | Hits


def nearest(
    segments: Sequence[tuple[Segment, Alive]], query: Asked, wanted: int, limit: int, far: int = 0
) -> tuple[Found, NDArray[np.int64], Scores]:
    """The marks nearest to a name: ``limit`` of the classes wanted, where there are so many, and
    all that equal the last one; and those of other classes that are heard exactly like the name,
    ``far`` or some more. Then how many marks have each trigram asked for, and its ``rarity``.

    ``segments``: each with the rows still in force. ``wanted``: classes as bits, 0 for the whole
    register.
    """
    loops = fast.loops()
    if loops is not None and len(segments) == 1:
        looked = _alone(loops, *segments[0], query, wanted, limit)
    else:
        looked = _Search(segments, query, wanted).looked_at(limit, far)
    found = _close(segments, query, looked, limit)
    parts, rows = looked.twins
    if far and len(rows):
        sure = np.ones(len(rows), dtype=np.bool_)
        others = looked._replace(parts=parts, rows=rows, sure=sure, words=_NO_WORDS)
        found = _both(found, _close(segments, query, others, far))
    return found, looked.having, looked.rare


class _Looked(NamedTuple):
    """Marks to be looked at: ``parts`` (which segment each is of, ascending), rows, and whether
    looked at whatever their trigrams. ``words``: those that marks may begin with. ``twins``: parts
    and rows of marks of other classes that are heard exactly like the name. ``having``: how many
    marks have each trigram asked for; ``rare``: its rarity. ``is_few``: whether all marks in scope
    may be given: those heard alike without a letter in common."""

    parts: NDArray[np.int64]
    rows: Rows
    sure: NDArray[np.bool_]
    words: Places
    twins: tuple[NDArray[np.int64], Rows]
    having: NDArray[np.int64]
    rare: Scores
    is_few: bool


def _alone(
    loops: fast.Loops, segment: Segment, alive: Alive, query: Asked, wanted: int, limit: int
) -> _Looked:
    """The marks of one segment, by two loops."""
    classes, in_force = np.uint64(wanted), _in_force(alive)
    heard, twins = _heard(loops, segment, in_force, query, classes)
    measures = POSTINGS, POSTINGS_EACH, MOST_LISTS, ASIDE, _SCALE, _SAMPLE, TOUCHED
    written = np.frombuffer(encoded(query.reading.written), np.uint8)
    asked_for = query.keys, query.which, written
    orders = measures, _orders(limit)
    rows, *found = loops.scopes.looked_at(
        segment.searched, heard, (classes, in_force), asked_for, limit, *orders
    )
    sure, words, having, rare, is_few = found
    parts, others = np.zeros(len(rows), np.int64), np.zeros(len(twins), np.int64)
    return _Looked(parts, rows, sure, words, (others, twins), having, rare, is_few)


def _heard(
    loops: fast.Loops,
    segment: Segment,
    in_force: NDArray[np.bool_],
    query: Asked,
    wanted: np.uint64,
) -> tuple[Rows, Rows]:
    """Rows of marks wanted that are looked at whatever trigrams they have, ascending, some more
    than once; and of others that are heard exactly like the name."""
    hashes = segment.by_sound, query.hashes, query.whole, MOST_CHANGED
    near, others = loops.heard.heard(*hashes, segment.classified, wanted, in_force)
    near.sort()
    return near, others


def _orders(limit: int) -> tuple[int, ...]:
    """How many marks are looked at by each of the three orders."""
    return tuple([max(40, int(times * limit)) for times in LOOKED_AT])


def _both(near: Found, others: Found) -> Found:
    """Marks near and others."""
    return Found(
        np.concatenate([near.parts, others.parts]),
        np.concatenate([near.rows, others.rows]),
        np.concatenate([near.rough, others.rough]),
        np.concatenate([near.sure, others.sure]),
        join_shared([near.shared, others.shared]),
        np.concatenate([near.sizes, others.sizes], axis=1),
        np.concatenate([near.kept, others.kept + len(near.rows)]),
        near.near,
    )


def _nothing(query: Asked) -> Found:
    none, empty = np.zeros(0, np.int64), np.zeros(0, np.float32)
    sizes = np.zeros((3, 0), np.float32)
    shared: Scores | Hits = np.zeros((3, 0, len(query.keys)), np.float32)
    if fast.loops() is not None:
        shared = Hits(np.zeros(1, np.int64), np.zeros(0, np.uint16), query.which)
    return Found(none, none, empty, none > 0, shared, sizes, none, 0)


class _Search:
    """One search: what is read, and how much each trigram weighs.

    ``having``: how many marks have each trigram asked for; ``rare``: its rarity.
    """

    def __init__(
        self, segments: Sequence[tuple[Segment, Alive]], query: Asked, wanted: int
    ) -> None:
        self.scopes = [Scope(segment, alive, query, wanted) for segment, alive in segments]
        self.query, self.wanted = query, wanted
        self.marks = sum(scope.marks for scope in self.scopes)
        keys = len(query.keys)
        self.having = _summed([scope.frequency for scope in self.scopes], keys)
        total = _summed([scope.postings for scope in self.scopes], keys)
        enough = POSTINGS + POSTINGS_EACH * self.marks
        marks = sum(segment.size for segment, _ in segments)
        self.rare: Scores
        self.weights: NDArray[np.uint8]
        loops = fast.loops()
        if loops is not None:
            columns = self.having, total, query.plain
            self.rare, values = loops.scopes.rarest(marks, *columns, enough, MOST_LISTS, ASIDE)
            self.weights = loops.scopes.weighed(values, _SCALE)
            return
        self.rare = rarity(marks, self.having)
        self.weights = _weighed(self._values(total, enough))

    def _values(self, total: NDArray[np.int64], enough: float) -> Scores:
        """How much the trigrams count whose postings are read; 0 for all others."""
        chosen = np.zeros(len(self.rare), dtype=np.bool_)
        order = np.argsort(total, kind="stable")
        order = order[total[order] > 0]
        read = int(np.searchsorted(np.cumsum(total[order]), enough)) + 1
        chosen[order[: min(read, MOST_LISTS)]] = True
        beside = np.where(self.query.plain, np.float32(1), np.float32(ASIDE))
        return np.where(chosen, np.maximum(self.rare, np.float32(0.1)) * beside, np.float32(0))

    def looked_at(self, limit: int, far: int) -> _Looked:
        """The marks of the classes wanted that are looked at, and where ``far`` others are asked
        for those heard exactly like the name."""
        step = _SAMPLE if self.marks > _SAMPLE * 1024 else 1
        shares = [scope.share(self.weights, step) for scope in self.scopes]
        times = _summed([many for _, many in shares], MOST_WEIGHT + 1)
        is_few = bool(len(self.rare)) and self.marks <= limit
        most = -1 if is_few else TOUCHED * limit // step
        touched = [
            self._touched(scope, share, times, most)
            for scope, (share, _) in zip(self.scopes, shares, strict=True)
        ]
        none = np.zeros(0, np.int64)
        found = none, none, none > 0, _NO_WORDS, (none, none), self.having, self.rare, is_few
        if not touched:
            return _Looked(*found)
        rows, told, sure, others = zip(*touched, strict=True)
        best, words = self._best(_joined(told), _joined(sure), limit)
        numbers = np.arange(len(touched))
        parts = np.repeat(numbers, list(map(len, rows)))[best]
        at_hand = parts, _joined(rows)[best].astype(np.int64), _joined(sure)[best], words
        twins = none, none
        if self.wanted and far:
            twins = np.repeat(numbers, list(map(len, others))), _joined(others)
        return _Looked(*at_hand, twins, *found[5:])

    def _touched(
        self, scope: Scope, own: NDArray[np.uint8], times: NDArray[np.int64], most: int
    ) -> tuple[NDArray[Any], NDArray[np.uint32], NDArray[np.bool_], Rows]:
        """The marks of a scope whose weight (``own``) reaches the edge that about ``most`` do
        (``_threshold``) or that are looked at anyway: row, what is told of it (see ``_best``), and
        whether it is the latter. Then the rows of marks of other classes that are heard exactly
        like the name."""
        segment, loops = scope.segment, fast.loops()
        if loops is not None:
            wanted, in_force = np.uint64(self.wanted), _in_force(scope.alive)
            heard, others = _heard(loops, segment, in_force, self.query, wanted)
            geometry = scope.partitions, scope.bounds, scope.sizes, scope.starts
            columns = segment.searched[3:7]
            edge = loops.scopes.least_sum(times, most)
            allowed = wanted, in_force
            found = loops.scopes.touched(own, edge, heard, geometry, columns, allowed)
            return *found, others
        is_wanted = own >= _threshold(times, most)
        sure = scope.heard()
        is_wanted[sure] = True
        at = np.flatnonzero(is_wanted)
        is_sure = np.zeros(len(at), dtype=np.bool_)
        is_sure[np.searchsorted(at, sure)] = True
        row = scope.rows(at)
        kept = self._allowed(scope, row, True)
        if kept is not None:
            at, row, is_sure = at[kept], row[kept], is_sure[kept]
        told = own[at].astype(np.uint32) << np.uint32(16) | segment.glances[row]
        others = row[:0]
        if self.wanted:
            alike = segment.rows_heard_as(self.query.whole)
            others = alike[self._allowed(scope, alike, False)]
        return row, told, is_sure, others

    def _allowed(self, scope: Scope, rows: Rows, near: bool) -> NDArray[np.bool_] | None:
        """Which rows are in force and of the classes wanted (or are not); None: all."""
        kept = None
        if self.wanted:
            kept = ((scope.segment.mask(rows) & np.uint64(self.wanted)) != 0) == near
        if scope.alive is not None:
            alive = scope.alive[rows]
            kept = alive if kept is None else kept & alive
        return kept

    def _best(
        self, told: NDArray[np.uint32], sure: NDArray[np.bool_], limit: int
    ) -> tuple[NDArray[np.int64], Places]:
        """Which marks are looked at: those sure, those that may begin with a word of the name and
        some by each of three orders, equals of the last included; and the words that no more than
        ``limit`` may begin with. ``told``: of each mark its weight, and below 16 bits its glance
        (``Segment.glances``)."""
        loops, written = fast.loops(), encoded(self.query.reading.written)
        if loops is not None:
            signs = np.frombuffer(written, np.uint8)
            found: tuple[NDArray[np.int64], Places]
            found = loops.scopes.best(told, sure, self.weights, _orders(limit), signs, limit)
            return found
        share = (told >> np.uint32(16)).astype(np.float32)
        length = (told & np.uint32(255)).astype(np.float32)
        read = np.float32(np.count_nonzero(self.weights))
        count = share * (read / max(np.float32(1), np.float32(self.weights.sum())))
        orders = (
            share / np.sqrt(length + np.float32(3)),
            share - np.float32(0.01) * length,
            count / (length + np.float32(0.15) * (read - count)),
        )
        openings = (told >> np.uint32(8)).astype(np.uint8)
        words, begun = telling(written, openings, limit)
        kept = sure | begun
        for score, most in zip(orders, _orders(limit), strict=True):
            kept |= score >= -_edge(-score, most)
        return np.flatnonzero(kept), words


def _close(
    segments: Sequence[tuple[Segment, Alive]], query: Asked, looked: _Looked, limit: int
) -> Found:
    """The nearest of these marks by their exact likeness, and beyond them the nearest of those that
    are sure."""
    parts, rows = looked.parts, looked.rows
    if not len(rows):
        return _nothing(query)
    told = query, looked.rare, encoded(query.reading.written), looked.words
    if len(segments) == 1:
        one = likeness(segments[0][0], rows, *told)
        kept = _chosen(one.lists, one.rough, looked.sure, limit, looked.is_few)
        columns = one.rough, looked.sure, one.shared, one.sizes
        return Found(parts, rows, *columns, kept, len(kept))
    alone = parts[0] == parts[-1]
    close = [
        likeness(segments[number][0], rows if alone else rows[parts == number], *told)
        for number in (parts[:1] if alone else np.unique(parts)).tolist()
    ]
    lists = _joined([one.lists for one in close], axis=1)
    rough = _joined([one.rough for one in close])
    sizes = _joined([one.sizes for one in close], axis=1)
    shared = join_shared([one.shared for one in close])
    kept = _chosen(lists, rough, looked.sure, limit, looked.is_few)
    return Found(parts, rows, rough, looked.sure, shared, sizes, kept, len(kept))


def _summed(parts: Sequence[NDArray[np.int64]], size: int) -> NDArray[np.int64]:
    return parts[0] if len(parts) == 1 else sum(parts, np.zeros(size, dtype=np.int64))


def _weighed(values: Scores) -> NDArray[np.uint8]:
    """Whole weights of trigrams that count so much; their sum stays below ``MOST_WEIGHT``."""
    scaled = _SCALE * values / max(np.float32(1e-6), values.sum())
    return np.where(values > 0, np.maximum(1, scaled), 0).astype(np.uint8)


def _in_force(alive: Alive) -> NDArray[np.bool_]:
    """``alive`` as the compiled loops take it: empty for all."""
    return _EVERY if alive is None else alive


_EVERY = np.zeros(0, np.bool_)
_NO_WORDS = np.zeros((2, 0), np.int64)


def _joined(parts: Sequence[NDArray[Any]], axis: int = 0) -> NDArray[Any]:
    return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=axis)


def _threshold(times: NDArray[np.int64], most: int) -> int:
    """The weight that about ``most`` marks reach, at least 1; 0 where ``most`` is below 0.
    ``times``: how many have each weight."""
    reach = np.cumsum(times[:0:-1])
    return 0 if most < 0 else max(1, MOST_WEIGHT - int(np.searchsorted(reach, most)))


def _chosen(
    lists: Scores, rough: Scores, sure: NDArray[np.bool_], limit: int, is_few: bool
) -> NDArray[np.int64]:
    """Places of the marks within the first ``limit`` of the lists in turn and of the first of the
    others that are ``sure``; with nothing in common only where there are few. ``rough`` is one of
    the lists. From the compiled loops the best come first."""
    beyond = int(KEPT_SURE * limit)
    loops = fast.loops()
    if loops is not None:
        ordered = loops.signals.sortable(lists)
        ordered.sort(axis=1)
        return np.asarray(loops.marks.chosen(ordered, sure, limit, beyond, is_few))
    place = _in_turn(lists)
    chosen = place <= _edge(place, limit)
    chosen |= sure & (-rough <= _edge(-rough[sure & ~chosen], beyond))
    return np.flatnonzero(chosen & ((rough > 0) | is_few))


def _in_turn(lists: Scores) -> NDArray[np.int64]:
    """The best place each mark has in any of the lists, from 0; equals share the better place."""
    many = lists.shape[1]
    best = np.zeros(many, dtype=np.int64)
    for column in lists:
        np.maximum(best, np.sort(column).searchsorted(column, side="right"), out=best)
    return np.asarray(many - best)


def _edge(values: NDArray[np.generic], limit: int) -> float:
    """The ``limit``-th smallest value, or one above all."""
    if len(values) <= limit:
        return float("inf")
    return float(np.partition(values, limit - 1)[limit - 1])
