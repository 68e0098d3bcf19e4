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
    """Some partitions of a segment, their marks numbered from 0 in the order of the rows."""

    def __init__(self, segment: Segment, alive: Alive, query: Asked, wanted: int) -> None:
        self.segment, self.alive, self.query = segment, alive, query
        loops = fast.loops()
        if loops is not None:
            columns = map(segment.plain, ("vocabulary", "counts", "bounds", "scopes"))
            found = loops.scopes.opened(*columns, query.keys, np.uint64(wanted))
            self.places, self.terms, self.partitions, self.bounds, self.sizes = found[:5]
            self.starts = found[5]
            self._frequency: NDArray[np.int64] = found[6]
            self._postings: NDArray[np.int64] = found[7]
            self.marks = int(self.starts[-1] + self.sizes[-1]) if len(self.sizes) else 0
            return
        self.partitions = segment.partitions(wanted)
        self.places, self.terms = segment.terms(query.keys)
        self.counts = segment.counts[self.terms].astype(np.int64)
        self.bounds = segment.bounds[:-1][self.partitions]
        self.sizes = np.diff(segment.bounds)[self.partitions]
        self.marks = int(self.sizes.sum())
        self.starts = np.cumsum(self.sizes) - self.sizes
        self._frequency = self._spread(self.counts.sum(axis=1))
        self._postings = self._spread(self.counts[:, self.partitions].sum(axis=1))

    def frequency(self) -> NDArray[np.int64]:
        """How many marks of the whole segment have each trigram asked for."""
        return self._frequency

    def postings(self) -> NDArray[np.int64]:
        """How many marks in scope have each trigram asked for."""
        return self._postings

    def share(self, weights: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The sum of the weights of the trigrams each mark has."""
        share = np.zeros(self.marks, dtype=np.uint8)
        if not self.marks:
            return share
        loops = fast.loops()
        if loops is not None:
            columns = map(self.segment.plain, ("postings", "counts", "starts"))
            return np.asarray(
                loops.marks.share(
                    *columns,
                    self.terms,
                    weights[self.places],
                    self.partitions,
                    self.starts,
                    self.marks,
                )
            )
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
        return share

    def rows(self, at: NDArray[np.int64]) -> Rows:
        """The rows of marks in scope; both ascending."""
        if self.marks == self.segment.size:
            return at
        many = np.diff(np.searchsorted(at, np.append(self.starts, self.marks)))
        return np.asarray(at + np.repeat(self.bounds - self.starts, many))

    def heard(self) -> NDArray[np.int64]:
        """Marks in scope, ascending, that are looked at whatever trigrams they have."""
        loops = fast.loops()
        if loops is not None:
            found = loops.scopes.heard(
                *self.segment.by_sound(),
                *self.query.hashes,
                MOST_CHANGED,
                self.bounds,
                self.sizes,
                self.starts,
            )
            return np.asarray(found)
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
        own = np.array([word for word, _ in self.query.words], np.uint32)
        many = self.segment.holders(own).tolist()
        near = [
            changed for (_, changed), held in zip(self.query.words, many, strict=True) if held >= 0
        ][:MOST_CHANGED]
        changed = np.concatenate([np.zeros(0, np.uint32), *near])
        return np.concatenate(
            [
                self.segment.rows_heard_as(self.query.sounds),
                self.segment.rows_heard_as(np.concatenate([self.query.changed, changed])),
                self.segment.rows_with(np.concatenate([own, changed])),
            ]
        )

    def _spread(self, values: NDArray[np.int64]) -> NDArray[np.int64]:
        total = np.zeros(len(self.query.keys), dtype=np.int64)
        total[self.places] = values
        return total
