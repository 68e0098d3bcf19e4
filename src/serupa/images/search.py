"""Searching an index: a first pass over the leading numbers of every mark, then the exact score.

The first pass multiplies bytes (the views asked × all marks), guesses scores from that and keeps
the best few thousand marks; the score of those uses all numbers. A mark's score is the best of its
pairs: a view of the picture against the whole mark or one of its parts, less a deduction for views
and parts that resemble many things. The parts are read only when one of them could still show.
"""

from collections.abc import Collection, Sequence
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

BLOCK = 16_384
"""Rows multiplied at a time: fewer calls than smaller blocks, and hardly more memory."""

TOGETHER = 64
"""Rows of which the deductions are taken at a time, or the largest power of two that fits."""

KEPT, KEPT_OF = 1_000, 1_500
"""Marks the first pass keeps by their wholes, and as many by their parts: so many, or one of so
many of a large index. Where there are hardly more, all are scored."""

ALIKE = 0.05
"""Deductions no further apart are left to the score: a guess is not that good."""

SMALLEST_SHARE = 0.05
"""Of the leading numbers in the length of a vector; less is taken for this much."""

LEAST = np.iinfo(np.int32).min
"""The product of a mark that is not wanted."""

MOST = 1.03
"""No likeness is larger: 1, and the most that rounding to bytes may add."""

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
    count = len(index) if wanted is None else int(np.count_nonzero(wanted))
    if count <= 2 * KEPT:
        places = np.arange(count) if wanted is None else np.flatnonzero(wanted)
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


def _wanted(index: Index, classes: Collection[int]) -> Wanted | None:
    if not classes:
        return None
    bits = np.uint64(sum(1 << number for number in set(classes)) | 1)
    return np.asarray((index.masks() & bits) != 0)


def _by_wholes(index: Index, asked: Asked, wanted: Wanted | None) -> Places:
    less = [weights.deduction(asked.kind, view.kind) for view in asked.views]
    guess = Guess.of(asked.vectors[:, index.layout.leading], less)
    return _best(index.mapped()["whole.u8"], guess, 1, wanted)


def _by_parts(index: Index, asked: Asked, wanted: Wanted | None) -> Places:
    layout, less = index.layout, _less_of_parts(asked)
    cut = unit(asked.vectors[list(less)][:, : layout.part])[:, : layout.part_lead]
    rows = index.mapped()["parts.u8"].reshape(-1, layout.part_lead)
    return _best(rows, Guess.of(cut, list(less.values())), layout.parts, wanted)


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
    of each view, none when all lose alike), both in whole numbers of one scale."""

    asked: NDArray[np.int8]
    less: NDArray[np.int32] | None

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
            return cls(steps, None)
        return cls(steps, np.rint(np.array(less) * (scale * STEPS * SCALE)).astype(np.int32))

    def best(self, rows: Bytes, each: int) -> NDArray[np.int32]:
        """The largest guess of each mark of ``each`` rows and any view."""
        views = self.asked.shape[1]
        given = {"stored": rows, "asked": self.asked, "shape": np.array([-1, each * views])}
        if self.less is not None:
            less = np.tile(self.less, min(len(rows) & -len(rows), TOGETHER))
            given |= {"less": less, "wide": np.array([-1, len(less)])}
        graph = _graph("nearest" if self.less is None else "deducted")
        return np.asarray(graph.run(None, given)[0], np.int32)


def _best(stored: Bytes, guess: Guess, each: int, wanted: Wanted | None) -> Places:
    """The marks with the largest guesses. What falls behind the best so far is forgotten block by
    block."""
    count, block = len(stored) // each, BLOCK // each
    kept = max(KEPT, count // KEPT_OF)
    places, products = np.empty(0, np.int64), np.empty(0, np.int32)
    edge = LEAST
    for first in range(0, count, block):
        best = guess.best(stored[first * each : (first + block) * each], each)
        if wanted is not None:
            best = np.where(wanted[first : first + block], best, LEAST)
        above = np.flatnonzero(best > edge)
        places = np.concatenate([places, above + first])
        products = np.concatenate([products, best[above]])
        if len(places) > 3 * kept:
            places, products, edge = _leading(places, products, kept)
    return _leading(places, products, kept)[0]


def _leading(
    places: Places, products: NDArray[np.int32], kept: int
) -> tuple[Places, NDArray[np.int32], int]:
    """The ``kept`` largest, and the least of them."""
    if len(places) <= kept:
        return places, products, LEAST
    order = np.argpartition(products, len(products) - kept)[-kept:]
    return places[order], products[order], int(products[order].min())


@cache
def _graph(name: str) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    content = files("serupa.images").joinpath(f"weights/{name}.onnx").read_bytes()
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
