"""Other ways of comparing pictures, each as its authors publish it.

pHash (package ImageHash), PDQ (package pdqhash), HOG (package scikit-image) and the same network
plain: one look at the trimmed picture in its colours, the means of its top, nothing learned.
"""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from serupa.bench.images.places import DEPTH, SPARE
from serupa.bench.images.sets import PictureSet
from serupa.images.extractor import lite0, shape_view, unit
from serupa.images.shapes import Picture, trimmed

Table = NDArray[np.float32]
Describe = Callable[[Sequence[Picture]], Table]

SEED = 20261122
"""Of the order of equals: an even chance for each, the same in every run."""

SIDE = 128
"""Of the picture HOG describes, in pixels; cells of 16."""


def phash(pictures: Sequence[Picture]) -> Table:
    """64 signs of a cosine transform, as ±1: a product is 64 less twice the distance."""
    peer: Any = import_module("imagehash")
    return np.stack([_signs(peer.phash(Image.fromarray(one)).hash) for one in pictures])


def pdq(pictures: Sequence[Picture]) -> Table:
    """The 256-bit hash of Meta, as ±1."""
    peer: Any = import_module("pdqhash")
    return np.stack([_signs(peer.compute(np.ascontiguousarray(one))[0]) for one in pictures])


def hog(pictures: Sequence[Picture]) -> Table:
    """Histograms of oriented gradients (Dalal and Triggs, 2005) of the shape map."""
    peer: Any = import_module("skimage.feature")
    made = []
    for one in pictures:
        small = Image.fromarray(shape_view(trimmed(one, SIDE))).convert("L")
        grey = np.asarray(small, np.float32) / 255
        made.append(peer.hog(grey, 9, (16, 16), (2, 2)))
    return unit(np.stack(made).astype(np.float32))


def plain_lite0(pictures: Sequence[Picture]) -> Table:
    """EfficientNet-Lite0 as it is."""
    tops = [lite0().maps([trimmed(one, 224)]).top.mean(axis=(2, 3)) for one in pictures]
    return unit(np.concatenate(tops))


PEERS: dict[str, Describe] = {"pHash": phash, "PDQ": pdq, "HOG": hog, "plain Lite0": plain_lite0}


def orders(asked: PictureSet, describe: Describe) -> list[list[str]] | str:
    """The order of the gallery for every query; or, in words, which package is missing."""
    try:
        stored = describe([shown.picture for shown in asked.gallery])
        wanted = describe([query.picture for query in asked.queries])
    except ModuleNotFoundError as problem:
        return f"not measured: the package {problem.name} is not installed"
    chance = np.random.default_rng(SEED)
    even = chance.permutation(len(stored))
    told = []
    for row in wanted @ stored.T:
        best = np.lexsort((even, -row))[: DEPTH + SPARE]
        told.append([asked.gallery[at].id for at in best.tolist()])
    return told


def _signs(bits: NDArray[np.generic]) -> Table:
    return np.where(np.asarray(bits).ravel().astype(bool), 1.0, -1.0).astype(np.float32)
