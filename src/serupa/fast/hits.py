"""Which of the trigrams asked for each reading of some marks has: few of many, kept by place."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from serupa import fast

Floats = NDArray[np.float32]


class Hits:
    """``starts``: where the places of each reading of each mark begin (3 × marks + 1); ``places``:
    those of the trigrams it has; ``which``: the trigrams of the name that each of the readings is
    compared with (3 × keys). Like the array they stand for: 3 × marks × keys."""

    __slots__ = ("_tallies", "places", "starts", "which")

    def __init__(
        self, starts: NDArray[np.int64], places: NDArray[np.uint16], which: NDArray[np.bool_]
    ) -> None:
        self.starts, self.places, self.which = starts, places, which
        self._tallies: Floats | None = None

    def tallied(self, rarity: Floats) -> Floats:
        """Of each reading how many of the trigrams ``which`` it has, and the sum of their rarity;
        6 × marks. Asked for once more it is as before."""
        found = self._tallies
        if found is None:
            columns = self.starts, self.places, self.which
            found = self._tallies = fast.loaded().signals.tallied(*columns, rarity)
        return found

    def dense(self) -> Floats:
        """The array: 1 where a reading has a trigram."""
        keys = self.which.shape[1]
        found: Floats = fast.loaded().marks.dense(self.starts, self.places, keys)
        return found


def join_shared(parts: Sequence[Floats | Hits]) -> Floats | Hits:
    """What marks share, one part after another."""
    if len(parts) == 1:
        return parts[0]
    hits = [one for one in parts if isinstance(one, Hits)]
    if len(hits) < len(parts):
        return np.concatenate([dense_shared(one) for one in parts], axis=1)
    ends = np.cumsum([0, *(len(one.places) for one in hits)])
    starts = [one.starts[:-1] + end for one, end in zip(hits, ends[:-1].tolist(), strict=True)]
    places = np.concatenate([one.places for one in hits])
    return Hits(np.concatenate([*starts, ends[-1:]]), places, hits[0].which)


def take_shared(shared: Floats | Hits, order: NDArray[np.int64]) -> Floats | Hits:
    """What some of the marks share, in this order."""
    if isinstance(shared, Hits):
        starts, places = fast.loaded().marks.taken(shared.starts, shared.places, order)
        return Hits(starts, places, shared.which)
    return shared[:, order]


def dense_shared(shared: Floats | Hits) -> Floats:
    """As an array, 3 × marks × keys."""
    return shared.dense() if isinstance(shared, Hits) else shared
