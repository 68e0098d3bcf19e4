"""Pool: the marks to be compared closely with a name, in columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from serupa.fast.hits import Hits, join_shared, take_shared
from serupa.fast.texts import some_of
from serupa.types import Record


class Keeper(Protocol):
    """Who keeps the marks of a pool, by row."""

    def id(self, row: int) -> str: ...

    def name(self, row: int, seen: str) -> str: ...

    def records(self, rows: NDArray[np.int64], seen: Sequence[str]) -> list[Record]: ...


@dataclass(slots=True)
class Pool:
    """Marks as columns of equal length, the best first and equals by id. Nobody changes one, but
    seventeen columns are set twice as fast where that is not forbidden.

    ``seen``, ``heard`` and ``foreign``: their visual, native and foreign sound readings. ``masks``:
    their classes as bits 1-45, bit 0 for "not recorded". ``near``: whether of the classes asked
    for. ``rough``: likeness 0-1. ``sure``: whether heard nearly like the name or with a word of it,
    and so worth a close look whatever the letters. ``shared``: which of ``keys`` each of the three
    readings has, 3 × marks × keys, 1 or 0; ``sizes``: how many trigrams it has, 3 × marks.
    ``keys``: the trigrams of the name, ascending; ``having``: how many marks of the whole register
    have each; ``marks``: how many marks there are; ``rarity``: that of each of ``keys``. Mark
    ``at`` is row ``rows[at]`` of ``keepers[parts[at]]``.
    """

    seen: Sequence[str]
    heard: Sequence[str]
    foreign: Sequence[str]
    masks: NDArray[np.uint64]
    near: NDArray[np.bool_]
    rough: NDArray[np.float32]
    sure: NDArray[np.bool_]
    shared: NDArray[np.float32] | Hits
    sizes: NDArray[np.float32]
    keys: NDArray[np.uint32]
    having: NDArray[np.int64]
    marks: int
    rarity: NDArray[np.float32]
    keepers: Sequence[Keeper]
    parts: NDArray[np.int64]
    rows: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.rows)

    def id(self, at: int) -> str:
        """The id of mark ``at``."""
        return self._keeper(at).id(int(self.rows[at]))

    def name(self, at: int) -> str:
        """The name of mark ``at`` as registered."""
        return self._keeper(at).name(int(self.rows[at]), self.seen[at])

    def record(self, at: int) -> Record:
        """Mark ``at`` whole."""
        return self.records([at])[0]

    def records(self, some: Sequence[int]) -> list[Record]:
        """Marks whole, in the order given."""
        if len(self.keepers) == 1:
            return self._records_of(0, some)
        parts = self.parts[np.array(some, np.int64)].tolist()
        found: dict[int, Record] = {}
        for part in set(parts):
            here = [at for at, one in zip(some, parts, strict=True) if one == part]
            found.update(zip(here, self._records_of(part, here), strict=True))
        return [found[at] for at in some]

    def _keeper(self, at: int) -> Keeper:
        return self.keepers[int(self.parts[at])]

    def _records_of(self, part: int, some: Sequence[int]) -> list[Record]:
        rows = self.rows[np.array(some, np.int64)]
        return self.keepers[part].records(rows, some_of(self.seen, some))


def rarity(marks: int, having: NDArray[np.int64]) -> NDArray[np.float32]:
    """Of each trigram ln(marks / marks ``having`` it), in whole 64ths, so that sums of it are exact
    and the same on every machine."""
    exact = np.log(max(2, marks) / np.maximum(having, 1))
    return np.asarray(np.rint(64 * exact) / 64, dtype=np.float32)


def joined(pools: Sequence[Pool], limit: int, far: int) -> Pool:
    """Pools for one name over several registers as one: ``limit`` near marks and ``far`` others."""
    if len(pools) == 1:
        return pools[0]
    rough = np.concatenate([pool.rough for pool in pools])
    near = np.concatenate([pool.near for pool in pools])
    sizes = [len(pool) for pool in pools]
    part = np.repeat(np.arange(len(pools)), sizes)
    place = np.arange(len(rough)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    order = _best_first(pools, rough, part, place)
    there = near[order]
    sure = np.concatenate([pool.sure for pool in pools])
    close = there & ((np.cumsum(there) <= limit) | sure[order])
    order = order[close | (~there & (np.cumsum(~there) <= far))]
    chosen = [
        (pools[number], at)
        for number, at in zip(part[order].tolist(), place[order].tolist(), strict=True)
    ]
    marks = sum(pool.marks for pool in pools)
    having = sum((pool.having for pool in pools[1:]), pools[0].having)
    begins = np.cumsum([0, *(len(pool.keepers) for pool in pools[:-1])])
    parts = [pool.parts + begin for pool, begin in zip(pools, begins.tolist(), strict=True)]
    return Pool(
        [pool.seen[at] for pool, at in chosen],
        [pool.heard[at] for pool, at in chosen],
        [pool.foreign[at] for pool, at in chosen],
        np.concatenate([pool.masks for pool in pools])[order],
        near[order],
        rough[order],
        sure[order],
        take_shared(join_shared([pool.shared for pool in pools]), order),
        np.concatenate([pool.sizes for pool in pools], axis=1)[:, order],
        pools[0].keys,
        having,
        marks,
        rarity(marks, having),
        [keeper for pool in pools for keeper in pool.keepers],
        np.concatenate(parts)[order],
        np.concatenate([pool.rows for pool in pools])[order],
    )


def _best_first(
    pools: Sequence[Pool],
    rough: NDArray[np.float32],
    part: NDArray[np.int64],
    place: NDArray[np.int64],
) -> NDArray[np.int64]:
    """The order of the marks of all pools, equals by id; ids are read only where it needs them."""
    order = np.argsort(-rough, kind="stable")
    equal = np.flatnonzero(np.diff(rough[order]) == 0)
    tied = np.unique(order[np.concatenate([equal, equal + 1])])
    ids = [
        pools[number].id(at)
        for number, at in zip(part[tied].tolist(), place[tied].tolist(), strict=True)
    ]
    rank = np.zeros(len(rough), dtype=np.int64)
    rank[tied[sorted(range(len(ids)), key=ids.__getitem__)]] = np.arange(len(ids))
    return np.lexsort((rank, -rough))
