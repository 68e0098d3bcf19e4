"""Pool: the marks to be compared closely with a name, in columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from serupa.fast.hits import Hits, join_shared, take_shared
from serupa.fast.texts import Column, some_of, together
from serupa.types import Record


class Keeper(Protocol):
    """Who keeps the marks of a pool, by row."""

    def ids_of(self, rows: NDArray[np.int64]) -> list[str]: ...

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

    def ids(self, some: NDArray[np.int64]) -> list[str]:
        """The ids of marks, in the order given."""
        parts, rows = self.parts[some], self.rows[some]
        found: list[str] = [""] * len(some)
        for part in np.unique(parts).tolist():
            here = np.flatnonzero(parts == part)
            for at, one in zip(here.tolist(), self.keepers[part].ids_of(rows[here]), strict=True):
                found[at] = one
        return found

    def name(self, at: int) -> str:
        """The name of mark ``at`` as registered."""
        return self.keepers[int(self.parts[at])].name(int(self.rows[at]), self.seen[at])

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
    order = _best_first(pools, rough, part)
    there = near[order]
    sure = np.concatenate([pool.sure for pool in pools])
    close = there & ((np.cumsum(there) <= limit) | sure[order])
    order = order[close | (~there & (np.cumsum(~there) <= far))]
    columns = _columns(pools, order)
    marks = sum(pool.marks for pool in pools)
    having = sum((pool.having for pool in pools[1:]), pools[0].having)
    begins = np.cumsum([0, *(len(pool.keepers) for pool in pools[:-1])])
    parts = [pool.parts + begin for pool, begin in zip(pools, begins.tolist(), strict=True)]
    return Pool(
        columns[0],
        columns[1],
        columns[2],
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


def _columns(pools: Sequence[Pool], order: NDArray[np.int64]) -> Sequence[Sequence[str]]:
    """The three readings of the marks of all pools, in this order, each as a column."""
    texts = [pool.seen.texts for pool in pools if isinstance(pool.seen, Column)]
    if len(texts) == len(pools):
        return together(texts).taken(order).columns()
    kinds = [(pool.seen, pool.heard, pool.foreign) for pool in pools]
    columns = [list(chain.from_iterable(column)) for column in zip(*kinds, strict=True)]
    return [[column[at] for at in order.tolist()] for column in columns]


def _best_first(
    pools: Sequence[Pool], rough: NDArray[np.float32], part: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The order of the marks of all pools, equals by id; ``part``: which pool each is of.

    Those of one pool stand so already: ids are read only of equals that are of several."""
    order = np.argsort(-rough, kind="stable")
    equal = np.diff(rough[order]) == 0
    group = np.append(0, np.cumsum(~equal)) if len(order) else order
    mixed = np.zeros(len(order), np.bool_)
    mixed[group[1:][equal & (np.diff(part[order]) != 0)]] = True
    tied = np.sort(order[mixed[group]])
    if not len(tied):
        return order
    sizes = [len(pool) for pool in pools]
    ids: list[str] = []
    for number, begin in enumerate((np.cumsum(sizes) - sizes).tolist()):
        ids += pools[number].ids(tied[part[tied] == number] - begin)
    rank = np.zeros(len(rough), dtype=np.int64)
    rank[tied[sorted(range(len(ids)), key=ids.__getitem__)]] = np.arange(len(ids))
    return np.lexsort((rank, -rough))
