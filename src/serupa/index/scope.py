"""Scope: the part of one segment that a search reads."""

import numpy as np
from numpy.typing import NDArray

from serupa import fast
from serupa.index.asked import Asked
from serupa.index.segment import Rows, Segment

Alive = NDArray[np.bool_] | None
"""Which rows of a segment are in force; None: all of them."""

MOST_CHANGED = 3
"""So many words of a name are looked for with one letter changed."""


class Scope:
    """Some partitions of a segment, their marks numbered from 0 in the order of the rows.

    ``frequency``: how many marks of the whole segment have each trigram asked for; ``postings``:
    how many of those in scope.
    """

    def __init__(self, segment: Segment, alive: Alive, query: Asked, wanted: int) -> None:
        self.segment, self.alive, self.query = segment, alive, query
        loops = fast.loops()
        if loops is not None:
            columns = map(segment.plain, ("vocabulary", "counts", "bounds", "scopes"))
            found = loops.scopes.opened(*columns, query.keys, np.uint64(wanted))
            self.places, self.terms, self.partitions, self.bounds, self.sizes = found[:5]
            self.starts, self.marks = found[5:7]
            self.frequency: NDArray[np.int64] = found[7]
            self.postings: NDArray[np.int64] = found[8]
            return
        self.partitions = segment.partitions(wanted)
        self.places, self.terms = segment.terms(query.keys)
        self.counts = segment.counts[self.terms].astype(np.int64)
        self.bounds = segment.bounds[:-1][self.partitions]
        self.sizes = np.diff(segment.bounds)[self.partitions]
        self.marks = int(self.sizes.sum())
        self.starts = np.cumsum(self.sizes) - self.sizes
        self.frequency = self._spread(self.counts.sum(axis=1))
        self.postings = self._spread(self.counts[:, self.partitions].sum(axis=1))

    def share(
        self, weights: NDArray[np.uint8], step: int
    ) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """The sum of the weights of the trigrams each mark has; and how many of every ``step``-th
        mark have each sum (256). The compiled loop leaves zeros after the last mark."""
        loops = fast.loops()
        if loops is not None:
            columns = tuple(map(self.segment.plain, ("postings", "counts", "starts")))
            terms = self.places, self.terms
            where = self.partitions, self.starts, self.marks
            sums: tuple[NDArray[np.uint8], NDArray[np.int64]]
            sums = loops.scopes.share(columns, terms, weights, where, step)
            return sums
        share = np.zeros(self.marks, dtype=np.uint8)
        if not self.marks:
            return share, np.zeros(256, np.int64)
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
        return share, np.bincount(share[::step], minlength=256)

    def rows(self, at: NDArray[np.int64]) -> Rows:
        """The rows of marks in scope; both ascending."""
        if self.marks == self.segment.size:
            return at
        many = np.diff(np.searchsorted(at, np.append(self.starts, self.marks)))
        return np.asarray(at + np.repeat(self.bounds - self.starts, many))

    def heard(self) -> NDArray[np.int64]:
        """Marks in scope, ascending, that are looked at whatever trigrams they have."""
        rows = np.unique(self._heard())
        if not len(rows) or not len(self.bounds):
            return rows[:0]
        part = np.searchsorted(self.bounds, rows, side="right") - 1
        inside = rows - self.bounds[part]
        within = (part >= 0) & (inside < self.sizes[part])
        return np.asarray((self.starts[part] + inside)[within])

    def _heard(self) -> Rows:
        """Rows heard like the name, a part of it, or with one letter changed; with its rarer words,
        or one of these with one letter changed."""
        whole, own, changed, ends = self.query.hashes
        rare = np.flatnonzero(self.segment.holders(own) >= 0)[:MOST_CHANGED]
        near = np.concatenate([changed[:0], *(np.split(changed, ends[:-1])[word] for word in rare)])
        return np.concatenate(
            [
                self.segment.rows_heard_as(np.concatenate([whole, near])),
                self.segment.rows_with(np.concatenate([own, near])),
            ]
        )

    def _spread(self, values: NDArray[np.int64]) -> NDArray[np.int64]:
        total = np.zeros(len(self.query.keys), dtype=np.int64)
        total[self.places] = values
        return total
