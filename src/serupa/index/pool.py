"""Pool: the marks to be compared closely with a name, in columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from serupa.types import Record


class Keeper(Protocol):
    """Who keeps the marks of a pool, by row."""

    def id(self, row: int) -> str: ...

    def name(self, row: int, seen: str) -> str: ...

    def record(self, row: int) -> Record: ...


@dataclass(frozen=True, slots=True)
class Pool:
    """Marks as columns of equal length, the best first and equals by id.

    ``seen``, ``heard`` and ``foreign``: their visual, native and foreign sound readings. ``masks``:
    their classes as bits 1-45, bit 0 for "not recorded". ``near``: whether of the classes asked
    for. ``rough``: likeness 0-1. ``shared``: which of ``keys`` each of the three readings has, 3 ×
    marks × keys, 1 or 0; ``sizes``: how many trigrams it has, 3 × marks. ``keys``: the trigrams of
    the name, ascending; ``having``: how many marks of the whole register have each; ``marks``: how
    many marks there are.
    """

    seen: tuple[str, ...]
    heard: tuple[str, ...]
    foreign: tuple[str, ...]
    masks: NDArray[np.uint64]
    near: NDArray[np.bool_]
    rough: NDArray[np.float32]
    shared: NDArray[np.float32]
    sizes: NDArray[np.float32]
    keys: NDArray[np.uint32]
    having: NDArray[np.int64]
    marks: int
    places: tuple[tuple[Keeper, int], ...]

    def __len__(self) -> int:
        return len(self.places)

    @property
    def rarity(self) -> NDArray[np.float32]:
        """Of each of ``keys``: ln(marks / marks that have it)."""
        return rarity(self.marks, self.having)

    def id(self, at: int) -> str:
        """The id of mark ``at``."""
        keeper, row = self.places[at]
        return keeper.id(row)

    def name(self, at: int) -> str:
        """The name of mark ``at`` as registered."""
        keeper, row = self.places[at]
        return keeper.name(row, self.seen[at])

    def record(self, at: int) -> Record:
        """Mark ``at`` whole."""
        keeper, row = self.places[at]
        return keeper.record(row)


def rarity(marks: int, having: NDArray[np.int64]) -> NDArray[np.float32]:
    """In whole 64ths, so that sums of it are exact and the same on every machine."""
    exact = np.log(max(2, marks) / np.maximum(having, 1))
    return np.asarray(np.rint(64 * exact) / 64, dtype=np.float32)


def joined(pools: Sequence[Pool], limit: int, far: int) -> Pool:
    """Pools for one name over several registers as one: ``limit`` near marks and ``far`` others."""
    if len(pools) == 1:
        return pools[0]
    every = [
        (-float(pool.rough[at]), pool.id(at), number, at, bool(pool.near[at]))
        for number, pool in enumerate(pools)
        for at in range(len(pool))
    ]
    every.sort()
    near = [found for found in every if found[4]][:limit]
    others = [found for found in every if not found[4]][:far]
    chosen = [(pools[number], at) for _, _, number, at, _ in sorted([*near, *others])]
    return Pool(
        tuple(pool.seen[at] for pool, at in chosen),
        tuple(pool.heard[at] for pool, at in chosen),
        tuple(pool.foreign[at] for pool, at in chosen),
        np.array([pool.masks[at] for pool, at in chosen], dtype=np.uint64),
        np.array([pool.near[at] for pool, at in chosen], dtype=np.bool_),
        np.array([pool.rough[at] for pool, at in chosen], dtype=np.float32),
        _columns([pool.shared[:, at] for pool, at in chosen], pools[0].shared),
        _columns([pool.sizes[:, at] for pool, at in chosen], pools[0].sizes),
        pools[0].keys,
        sum((pool.having for pool in pools[1:]), pools[0].having),
        sum(pool.marks for pool in pools),
        tuple(pool.places[at] for pool, at in chosen),
    )


def _columns(
    parts: Sequence[NDArray[np.float32]], like: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Marks side by side along the second axis; ``like`` where there are none."""
    return np.stack(parts, axis=1) if parts else like[:, :0]
