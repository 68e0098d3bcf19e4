"""Searching an index: a first pass over the leading numbers of every mark, then the exact score.

The first pass multiplies bytes (the views asked × all marks) and keeps the best few thousand
marks; the score of those uses all numbers. A mark's score is the best of its pairs: a view of the
picture against the whole mark or one of its parts, less a deduction for views and parts that
resemble many things.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from serupa.images.engine import Asked
from serupa.images.extractor import Vectors, unit
from serupa.images.index import SCALE, STEPS, Bytes, Index
from serupa.weights import images as weights

BLOCK = 65_536
"""Rows multiplied at a time: fewer calls than smaller blocks, and hardly more memory."""

KEPT = 3_000
"""Marks the first pass keeps by their wholes, and as many by their parts."""

LEAST = np.iinfo(np.int32).min
"""The product of a mark that is not wanted."""

Wanted = NDArray[np.bool_]

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
    places = _promising(index, asked, _wanted(index, classes))
    if not len(places):
        return []
    return _scored(index, asked, places, limit)


def _wanted(index: Index, classes: Collection[int]) -> Wanted | None:
    if not classes:
        return None
    bits = np.uint64(sum(1 << number for number in set(classes)) | 1)
    return np.asarray((index.masks() & bits) != 0)


def _promising(index: Index, asked: Asked, wanted: Wanted | None) -> NDArray[np.int64]:
    if len(index) <= KEPT:
        return np.arange(len(index)) if wanted is None else np.flatnonzero(wanted)
    files_, layout = index.mapped(), index.layout
    kept = [_best(files_["whole.u8"], asked.vectors[:, : layout.lead], 1, wanted)]
    if layout.parts:
        cut = unit(asked.vectors[_part_views(asked)][:, : layout.part])[:, : layout.lead]
        kept.append(_best(files_["parts.u8"].reshape(-1, layout.lead), cut, layout.parts, wanted))
    return np.unique(np.concatenate(kept))


def _part_views(asked: Asked) -> list[int]:
    """The views worth comparing with parts: all but the turned and mirrored ones."""
    return [
        at
        for at, view in enumerate(asked.views)
        if weights.deduction_part(asked.kind, view.kind) < weights.NEVER
    ]


def _best(stored: Bytes, asked: Vectors, each: int, wanted: Wanted | None) -> NDArray[np.int64]:
    """The :data:`KEPT` marks with the largest product of any of their ``each`` rows and any asked
    vector. What falls behind the best so far is forgotten block by block."""
    steps = np.rint(np.clip(asked * SCALE, -1, 1) * STEPS).astype(np.int8)
    given = {
        "asked": np.ascontiguousarray(steps.T),
        "shape": np.array([-1, each * len(steps)], np.int64),
    }
    places, products = np.empty(0, np.int64), np.empty(0, np.int32)
    edge, block = LEAST, BLOCK // each
    for first in range(0, len(stored) // each, block):
        given["stored"] = stored[first * each : (first + block) * each]
        best = _nearest().run(None, given)[0]
        if wanted is not None:
            best = np.where(wanted[first : first + block], best, LEAST)
        above = np.flatnonzero(best > edge)
        places = np.concatenate([places, above + first])
        products = np.concatenate([products, best[above]])
        if len(places) > 3 * KEPT:
            places, products, edge = _leading(places, products)
    return _leading(places, products)[0]


def _leading(
    places: NDArray[np.int64], products: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32], int]:
    """The :data:`KEPT` largest, and the least of them."""
    if len(places) <= KEPT:
        return places, products, LEAST
    order = np.argpartition(products, len(products) - KEPT)[-KEPT:]
    return places[order], products[order], int(products[order].min())


@cache
def _nearest() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    content = files("serupa.images").joinpath("weights/nearest.onnx").read_bytes()
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def _scored(index: Index, asked: Asked, places: NDArray[np.int64], limit: int) -> list[Hit]:
    scores, pairs = _pairs(*index.vectors(places), asked)
    order = np.lexsort((places, -scores))[:limit].tolist()
    return [_hit(int(places[at]), scores[at], pairs[at], asked) for at in order]


def judged(whole: Vectors, parts: Vectors, asked: Asked) -> list[Hit]:
    """The best pair of each mark. ``whole``: n × numbers, ``parts``: n × parts × numbers."""
    scores, pairs = _pairs(whole, parts, asked)
    return [_hit(at, scores[at], pairs[at], asked) for at in range(len(scores))]


def _hit(place: int, score: np.float64, pair: np.int64, asked: Asked) -> Hit:
    part, view = divmod(int(pair), len(asked.views))
    return Hit(place, float(score), view, part + WHOLE_MARK)


def _pairs(
    whole: Vectors, parts: Vectors, asked: Asked
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
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


def _shown(best: NDArray[np.int64], near: Vectors, cut: Vectors, may: Wanted) -> NDArray[np.int64]:
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
