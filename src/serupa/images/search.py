"""Searching an index: a first pass over the leading numbers of every mark, then the exact score.

The first pass multiplies bytes (the views asked × all marks) and keeps the best few thousand
marks; the score of those uses all numbers. A mark's score is the best of its pairs: a view of the
picture against the whole mark or one of its parts, less a deduction for views and parts that
resemble many things.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from serupa.images.engine import Asked
from serupa.images.extractor import Vectors, unit
from serupa.images.index import SCALE, STEPS, Bytes, Index
from serupa.weights import images as weights

BLOCK = 16_384
"""Rows multiplied at a time."""

KEPT = 1_500
"""Marks the first pass keeps by their wholes, and as many by their parts."""

WHOLE_MARK = -1
"""``Hit.part`` of a mark matched as a whole."""


@dataclass(frozen=True)
class Hit:
    """A mark found. ``view``: place of the view that matched; ``part``: of the mark's part."""

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
    places = _promising(index, asked)
    if classes:
        wanted = np.uint64(sum(1 << number for number in set(classes)) | 1)
        places = places[(index.masks()[places] & wanted) != 0]
    if not len(places):
        return []
    return _scored(index, asked, places)[:limit]


def _promising(index: Index, asked: Asked) -> NDArray[np.int64]:
    files_, lead = index.mapped(), index.layout.lead
    if len(index) <= KEPT:
        return np.arange(len(index))
    kept = [_best(_products(files_["whole.u8"], asked.vectors[:, :lead]))]
    if index.layout.parts:
        views = _part_views(asked)
        cut = unit(asked.vectors[views][:, : index.layout.part])[:, :lead]
        rows = files_["parts.u8"].reshape(-1, lead)
        of_marks = _products(rows, cut).reshape(-1, index.layout.parts).max(axis=1)
        kept.append(_best(of_marks))
    return np.unique(np.concatenate(kept))


def _part_views(asked: Asked) -> list[int]:
    """The views worth comparing with parts: all but the turned and mirrored ones."""
    return [
        at
        for at, view in enumerate(asked.views)
        if weights.deduction_part(asked.kind, view.kind) < weights.NEVER
    ]


def _products(stored: Bytes, asked: Vectors) -> NDArray[np.int32]:
    """The largest product of each row with any asked vector."""
    steps = np.rint(np.clip(asked * SCALE, -1, 1) * STEPS).astype(np.int8)
    right = np.ascontiguousarray(steps.T)
    best = np.empty(len(stored), np.int32)
    for at in range(0, len(stored), BLOCK):
        given = {"stored": stored[at : at + BLOCK], "asked": right}
        best[at : at + BLOCK] = _nearest().run(None, given)[0]
    return best


def _best(best: NDArray[np.int32]) -> NDArray[np.int64]:
    """The :data:`KEPT` places of the largest products."""
    edge = max(0, len(best) - KEPT)
    return np.argpartition(best, edge)[edge:] if edge else np.arange(len(best))


@cache
def _nearest() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    content = files("serupa.images").joinpath("weights/nearest.onnx").read_bytes()
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def _scored(index: Index, asked: Asked, places: NDArray[np.int64]) -> list[Hit]:
    hits = judged(*index.vectors(places), asked)
    order = np.lexsort((places, np.array([-hit.score for hit in hits])))
    return [replace(hits[at], place=int(places[at])) for at in order.tolist()]


def judged(whole: Vectors, parts: Vectors, asked: Asked) -> list[Hit]:
    """The best pair of each mark. ``whole``: n × numbers, ``parts``: n × parts × numbers."""
    kinds, of = [view.kind for view in asked.views], asked.kind
    tables = [whole @ asked.vectors.T - np.array([weights.deduction(of, kind) for kind in kinds])]
    short = unit(asked.vectors[:, : parts.shape[2]])
    less = np.array([weights.deduction_part(of, kind) for kind in kinds])
    tables += [parts[:, at] @ short.T - less for at in range(parts.shape[1])]
    table = np.concatenate(tables, axis=1)
    best = table.argmax(axis=1).tolist()
    return [
        Hit(place, float(table[place, at]), at % len(kinds), at // len(kinds) + WHOLE_MARK)
        for place, at in enumerate(best)
    ]
