"""Learning a projection: linear discriminant analysis over drawings and their altered copies.

Closed form (Fisher 1936; Rao 1948): principal components first, then the directions in which the
drawings spread most for the spread of copies about their originals. Numpy alone; a second or two.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serupa.images.projection import Projection

Rows = NDArray[np.float32]


@dataclass(frozen=True)
class Recipe:
    """``components`` kept first, ``numbers`` in the end, ``shrinkage`` of the spread of copies,
    ``kinship``: weight of pairs drawn independently of one another (two icons of one brand)."""

    components: int
    numbers: int
    shrinkage: float = 0.05
    kinship: float = 0.5


@dataclass(frozen=True)
class Lessons:
    """Joined blocks: of originals and of copies; ``of``: the row of the original of each copy.

    ``kin``: pairs of rows of originals that show the same thing, n × 2, may be empty. ``edges``:
    how many of the last columns describe edges.
    """

    originals: Rows
    copies: Rows
    of: NDArray[np.int64]
    kin: NDArray[np.int64]
    edges: int


def learn_projection(lessons: Lessons, seen: Recipe, edge: Recipe, share: float) -> Projection:
    """A projection of what the network saw and one of the edges; ``share`` of the latter."""
    cut = lessons.originals.shape[1] - lessons.edges
    first = discriminate(lessons, slice(0, cut), seen)
    second = discriminate(lessons, slice(cut, None), edge)
    return Projection((first[0], second[0]), (first[1], second[1]), share)


def discriminate(lessons: Lessons, columns: slice, recipe: Recipe) -> tuple[Rows, Rows]:
    """Mean and matrix (columns × numbers) for some columns of the blocks."""
    originals, copies = lessons.originals[:, columns], lessons.copies[:, columns]
    mean = originals.mean(axis=0)
    both = np.concatenate([originals, copies]) - mean
    components = _leading(both.T @ both / len(both), recipe.components)
    first, second = (originals - mean) @ components, (copies - mean) @ components
    apart = second - first[lessons.of]
    within = apart.T @ apart / len(apart)
    if len(lessons.kin):
        drawn = first[lessons.kin[:, 0]] - first[lessons.kin[:, 1]]
        within += recipe.kinship * drawn.T @ drawn / len(drawn)
    between = first.T @ first / len(first)
    size = len(within)
    within += recipe.shrinkage * np.trace(within) / size * np.eye(size, dtype=np.float32)
    whitened = np.linalg.inv(np.linalg.cholesky(within))
    directions = _leading(whitened @ between @ whitened.T, recipe.numbers)
    return mean, np.asarray(components @ (whitened.T @ directions), np.float32)


def _leading(square: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    _, vectors = np.linalg.eigh(square)
    return np.asarray(vectors[:, ::-1][:, :count], np.float32)
