"""Searching an index: a first pass over the leading numbers of every mark, then the exact score.

The first pass multiplies bytes (the most telling views × all marks), guesses scores from that and
keeps the best few thousand marks; the score of those uses all views and all numbers. A mark's score
is the best of its pairs: a view of the picture against the whole mark or one of its parts, less a
deduction for views and parts that resemble many things. The parts are read only when one of them
could still show.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from serupa.images.engine import Asked
from serupa.images.extractor import Vectors, unit
from serupa.images.index import SCALE, STEPS, Bytes, Index, Places
from serupa.weights import images as weights

BLOCK = 2**20
"""Products taken at a time: few calls, and no more than the cache of a processor holds."""

FOLD, WIDE = 16, 64
"""Of the products of a block as many are laid upon one another, and of what is largest there as
many rows are compared with the edge in one go, or the largest power of two that fits."""

EVEN = FOLD * WIDE
"""Marks of a block are a multiple of this, but for the last few of an index."""

LONG, COLUMNS = 64, 16
"""Two short rows are multiplied as one where that is no longer than this: a row costs more than
its numbers do. One to sixteen products of a row cost the same, the seventeenth as much again: so
the first pass reads no more views than that, and half as many where two rows are one."""

SAMPLE, SLICES = 16_384, 8
"""Marks looked at first, and in how many places, to know where the edge is about."""

KEPT, KEPT_OF = 1_000, 1_500
"""Marks the first pass keeps by their wholes, and as many by their parts: so many, or one of so
many of a large index. Where there are hardly more, all are scored."""

ALIKE = 0.05
"""Deductions no further apart are left to the score: a guess is not that good."""

SMALLEST_SHARE = 0.05
"""Of the leading numbers in the length of a vector; less is taken for this much."""

LEAST = -(2**30)
"""Less than any guess."""

MOST = 1.03
"""No likeness is larger: 1, and the most that rounding to bytes may add."""

Guesses = NDArray[np.int32]
Wanted = NDArray[np.bool_]
Scores = NDArray[np.float64]

WHOLE_MARK = -1
"""``Hit.part`` of a mark matched as a whole."""

NEARER = 0.05
"""A view this much nearer to a part than to the whole mark shows that part. On the development
logos so of 4 in 10 cut copies, 8 in 10 single elements, and 1 in 50 of the others."""


@dataclass(frozen=True)
class Hit:
    """A mark found. ``view``: place of the view that matched; ``part``: of the part of the mark it
    shows, also where the deduction for parts let the whole mark score higher."""

    place: int
    score: float
    view: int
    part: int


def search(
    index: Index, asked: Asked, *, limit: int = 100, classes: Collection[int] = ()
) -> list[Hit]:
    """The best marks, best first; equals in the order they were added.

    ``classes``: only marks of these Nice classes and marks whose class is not recorded.
    """
    wanted = _wanted(index, classes)
    count = len(index) if wanted is None else len(wanted)
    if count <= 2 * KEPT:
        places = np.arange(count) if wanted is None else wanted
        return _scored(index, asked, places).hits(asked, limit)
    scored = _scored(index, asked, _by_wholes(index, asked, wanted))
    if _parts_may_show(scored.scores, asked, limit):
        others = np.setdiff1d(_by_parts(index, asked, wanted), scored.places)
        scored = scored.with_more(_scored(index, asked, others))
    return scored.hits(asked, limit)


@dataclass(frozen=True)
class Scored:
    """Marks at some places with their scores and the pairs these are of."""

    places: Places
    scores: Scores
    pairs: Places

    def with_more(self, more: "Scored") -> "Scored":
        return Scored(
            np.concatenate([self.places, more.places]),
            np.concatenate([self.scores, more.scores]),
            np.concatenate([self.pairs, more.pairs]),
        )

    def hits(self, asked: Asked, limit: int) -> list[Hit]:
        """The best, best first."""
        order = np.lexsort((self.places, -self.scores))[:limit].tolist()
        return [_hit(int(self.places[at]), self.scores[at], self.pairs[at], asked) for at in order]


def _wanted(index: Index, classes: Collection[int]) -> Places | None:
    if not classes:
        return None
    bits = np.uint64(sum(1 << number for number in set(classes)) | 1)
    return np.flatnonzero(index.masks() & bits)


def _by_wholes(index: Index, asked: Asked, wanted: Places | None) -> Places:
    less = [weights.deduction(asked.kind, view.kind) for view in asked.views]
    views = _telling(asked.vectors, less, COLUMNS)
    guess = Guess.of(asked.vectors[views][:, index.layout.leading], [less[at] for at in views])
    return _best(index.mapped()["whole.u8"], guess, 1, wanted)


def _by_parts(index: Index, asked: Asked, wanted: Places | None) -> Places:
    layout, less = index.layout, _less_of_parts(asked)
    cut, off = unit(asked.vectors[list(less)][:, : layout.part]), list(less.values())
    views = _telling(cut, off, COLUMNS // 2 if 2 * layout.part_lead <= LONG else COLUMNS)
    rows = index.mapped()["parts.u8"].reshape(-1, layout.part_lead)
    guess = Guess.of(cut[views][:, : layout.part_lead], [off[at] for at in views])
    return _best(rows, guess, layout.parts, wanted)


def _telling(vectors: Vectors, less: Sequence[float], most: int) -> list[int]:
    """The views the first pass reads, ``most`` at the most. Of the two most alike, the one with
    the larger deduction goes, the later one of equals, until no more are left."""
    left = list(range(len(vectors)))
    alike = vectors @ vectors.T
    np.fill_diagonal(alike, -np.inf)
    while len(left) > most:
        nearest = int(alike[np.ix_(left, left)].argmax())
        pair = [left[at] for at in divmod(nearest, len(left))]
        left.remove(max(pair, key=lambda at: (less[at], at)))
    return left


def _parts_may_show(scores: Scores, asked: Asked, limit: int) -> bool:
    """Whether a mark could get among the best by a part that is the very picture asked about."""
    less = min(_less_of_parts(asked).values(), default=weights.NEVER)
    if len(scores) < limit:
        return less < weights.NEVER
    return bool(np.partition(scores, -limit)[-limit] < MOST - less)


def _less_of_parts(asked: Asked) -> dict[int, float]:
    """The deductions of the views worth comparing with parts: all but the turned and mirrored."""
    less = (weights.deduction_part(asked.kind, view.kind) for view in asked.views)
    return {at: off for at, off in enumerate(less) if off < weights.NEVER}


@dataclass(frozen=True)
class Guess:
    """How the first pass guesses scores: ``asked`` (numbers × views) and ``less`` (off the product
    of each view, nothing when all lose alike), both in whole numbers of one scale."""

    asked: NDArray[np.int8]
    less: NDArray[np.int32]

    @classmethod
    def of(cls, leads: Vectors, less: Sequence[float]) -> "Guess":
        """``leads``: the leading numbers of vectors of length 1.

        The product of leading numbers is a likeness times about the share that the leading numbers
        have in the length of the vector, so it is divided by that share: only then views compare
        with one another, and the deductions fit.
        """
        share = np.square(leads).sum(axis=1, keepdims=True)
        guess = leads / np.maximum(share, SMALLEST_SHARE)
        scale = 127 / max(float(np.abs(guess).max(initial=0)), 1e-9)
        steps = np.ascontiguousarray(np.rint(guess * scale).astype(np.int8).T)
        if max(less) - min(less) < ALIKE:
            return cls(steps, np.zeros(len(less), np.int32))
        return cls(steps, np.rint(np.array(less) * (scale * STEPS * SCALE)).astype(np.int32))

    def products(self, rows: Bytes) -> NDArray[np.int32]:
        """The products of rows and views, nothing deducted."""
        asked, (count, wide) = self.asked, rows.shape
        views = asked.shape[1]
        if 2 * wide <= LONG and 2 * views <= COLUMNS and count % 2 == 0:
            rows = rows.reshape(-1, 2 * wide)
            asked = np.kron(np.eye(2, dtype=np.int8), asked)
        given = {"stored": rows, "asked": asked}
        return np.asarray(_graph().run(None, given)[0], np.int32).reshape(count, views)

    def best(self, rows: Bytes, each: int) -> Guesses:
        """The largest guess of each mark of ``each`` rows and any view."""
        return self._largest(self.products(rows).reshape(len(rows) // each, each, -1))

    def above(self, rows: Bytes, each: int, edge: int) -> tuple[Places, Guesses]:
        """The marks with a guess above ``edge``, and those guesses; a mark once for each.

        Few are: so the products are not gone through mark by mark, but folded upon one another,
        and only what stands out of the fold is unfolded.
        """
        products = self.products(rows)
        views, fold = products.shape[1], _power(len(rows), FOLD)
        folded = products.reshape(fold, -1)
        limits = self.limits(edge, _power(len(rows) // fold, WIDE))
        highest = np.maximum.reduce(folded, axis=0).reshape(-1, len(limits))
        out = np.flatnonzero(highest > limits)
        guesses, less = folded[:, out], self.less[out % views]
        layer, at = np.nonzero(guesses > edge + less)
        marks = (layer * (len(rows) // fold) + out[at] // views) // each
        return marks, guesses[layer, at] - less[at]

    def limits(self, edge: int, times: int) -> Guesses:
        """What the products of so many rows must exceed, one behind the other."""
        return np.broadcast_to(edge + self.less, (times, len(self.less))).reshape(-1)

    def _largest(self, products: Guesses) -> Guesses:
        marks, each, views = products.shape
        by_pair = products.reshape(marks, each * views).T.copy()  # long rows: many maxima at once
        by_pair -= np.tile(self.less, each)[:, None]
        return np.asarray(by_pair.max(axis=0), np.int32)


def _power(count: int, most: int) -> int:
    """The largest power of two that divides both."""
    return min(count & -count, most)


def _best(stored: Bytes, guess: Guess, each: int, wanted: Places | None) -> Places:
    """The marks with the largest guesses."""
    rows = Rows(stored, each, wanted)
    kept = max(KEPT, len(rows) // KEPT_OF)
    places = _passed(rows, guess, kept, _edge(rows, guess, kept))
    if len(places) < kept:  # the sample was unlike the rest
        places = _passed(rows, guess, kept, LEAST)
    return places if wanted is None else wanted[places]


@dataclass(frozen=True)
class Rows:
    """The rows of the marks wanted: of all, or of those at some places; ``each`` of a mark."""

    stored: Bytes
    each: int
    wanted: Places | None

    def __len__(self) -> int:
        return len(self.stored) // self.each if self.wanted is None else len(self.wanted)

    def take(self, first: int, end: int) -> Bytes:
        """The rows of some marks, one behind the other."""
        if self.wanted is None:
            return self.stored[first * self.each : end * self.each]
        wide = self.stored.shape[1]
        marks = self.stored.reshape(-1, self.each * wide)
        return marks.take(self.wanted[first:end], axis=0).reshape(-1, wide)  # not marks[…]: slow

    def blocks(self, views: int) -> Iterator[tuple[int, int]]:
        """First and end of blocks of marks; what is left over is a block of its own."""
        step = max(1, BLOCK // (views * self.each * EVEN)) * EVEN
        even = len(self) - len(self) % EVEN
        yield from ((first, min(first + step, even)) for first in range(0, even, step))
        if even < len(self):
            yield even, len(self)


def _edge(rows: Rows, guess: Guess, kept: int) -> int:
    """A guess that about twice as many marks exceed as are kept, judged by a sample."""
    size, apart = SAMPLE // SLICES, len(rows) // SLICES
    rank = 2 * kept * SAMPLE // max(1, len(rows))
    if size >= apart or rank >= SAMPLE:
        return LEAST
    starts = range(0, SLICES * apart, apart)
    seen = [guess.best(rows.take(first, first + size), rows.each) for first in starts]
    return int(np.partition(np.concatenate(seen), -rank - 1)[-rank - 1])


def _passed(rows: Rows, guess: Guess, kept: int, edge: int) -> Places:
    """The ``kept`` marks with the largest guesses above ``edge``. What falls behind the best so
    far is forgotten on the way."""
    places, guesses = np.empty(0, np.int64), np.empty(0, np.int32)
    for first, end in rows.blocks(guess.asked.shape[1]):
        above, best = guess.above(rows.take(first, end), rows.each, edge)
        places = np.concatenate([places, above + first])
        guesses = np.concatenate([guesses, best])
        if len(places) > 3 * kept:
            places, guesses, least = _leading(places, guesses, kept)
            edge = max(edge, least)
    return _leading(places, guesses, kept)[0]


def _leading(places: Places, guesses: Guesses, kept: int) -> tuple[Places, Guesses, int]:
    """The ``kept`` marks with the largest guesses, once each, and the least of these guesses."""
    order = np.lexsort((-guesses, places))
    places, guesses = places[order], guesses[order]
    first = np.diff(places, prepend=-1) > 0
    places, guesses = places[first], guesses[first]
    if len(places) <= kept:
        return places, guesses, LEAST
    order = np.argpartition(guesses, len(guesses) - kept)[-kept:]
    return places[order], guesses[order], int(guesses[order].min())


@cache
def _graph() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    content = files("serupa.images").joinpath("weights/products.onnx").read_bytes()
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def _scored(index: Index, asked: Asked, places: Places) -> Scored:
    return Scored(places, *_pairs(*index.vectors(places), asked))


def judged(whole: Vectors, parts: Vectors, asked: Asked) -> list[Hit]:
    """The best pair of each mark. ``whole``: n × numbers, ``parts``: n × parts × numbers."""
    scores, pairs = _pairs(whole, parts, asked)
    return [_hit(at, scores[at], pairs[at], asked) for at in range(len(scores))]


def _hit(place: int, score: np.float64, pair: np.int64, asked: Asked) -> Hit:
    part, view = divmod(int(pair), len(asked.views))
    return Hit(place, float(score), view, part + WHOLE_MARK)


def _pairs(whole: Vectors, parts: Vectors, asked: Asked) -> tuple[Scores, Places]:
    """The score of each mark, and which pair it is of: views × the whole, then × each part."""
    kinds, of = [view.kind for view in asked.views], asked.kind
    tables = [whole @ asked.vectors.T - np.array([weights.deduction(of, kind) for kind in kinds])]
    short = unit(asked.vectors[:, : parts.shape[2]])
    less = np.array([weights.deduction_part(of, kind) for kind in kinds])
    near = np.stack([parts[:, at] @ short.T for at in range(parts.shape[1])], axis=1)
    tables += [near[:, at] - less for at in range(parts.shape[1])]
    table = np.concatenate(tables, axis=1)
    best = table.argmax(axis=1)
    scores = table[np.arange(len(table)), best]
    cut = unit(whole[:, : parts.shape[2]]) @ short.T
    return scores, _shown(best, near, cut, np.asarray((less > 0) & (less < weights.NEVER)))


def _shown(best: Places, near: Vectors, cut: Vectors, may: Wanted) -> Places:
    """The pairs, with the part in place of the whole where the view is clearly nearer to it.

    ``near``: likeness of marks × parts × views; ``cut``: of the wholes, by as many numbers.
    """
    if not near.size:
        return best
    marks, views = np.arange(len(best)), cut.shape[1]
    view = best % views
    part = near[marks, :, view].argmax(axis=1)
    gain = near[marks, part, view] - cut[marks, view]
    is_part = (best < views) & may[view] & (gain > NEARER)
    return np.asarray(np.where(is_part, (part + 1) * views + view, best), np.int64)
