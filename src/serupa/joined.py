"""Joined: the rows of one mark that stand one after another, one for each class, as one row.

Exports often list a mark once for every class. Read row by row the last one would count, and the
mark would be looked for in one class only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from operator import eq
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from serupa.register import Batch

Cell = TypeVar("Cell")

NOT_RECORDED = 1
"""The bit of a mark whose classes are not known."""


def joined(batches: Iterable[Batch]) -> Iterator[Batch]:
    """The same rows; those of one id and one name that follow one another are one row of all their
    classes, with what the last of them says besides."""
    held: Batch | None = None
    for batch in map(_within, batches):
        following = batch
        if held is not None:
            if held.ids and batch.ids and _last(held) == (batch.ids[0], batch.names[0]):
                mask = _both(held.masks[-1], batch.masks[0])
                following = replace(batch, masks=[mask, *batch.masks[1:]])
                held = _some(held, range(len(held.ids) - 1))
            if held.ids:
                yield held
        held = following
    if held is not None:
        yield held


def _last(batch: Batch) -> tuple[str, str]:
    return batch.ids[-1], batch.names[-1]


def _within(batch: Batch) -> Batch:
    """The rows of one batch, joined."""
    ids, names = batch.ids, batch.names
    if not any(map(eq, ids, islice(ids, 1, None))):
        return batch
    masks, kept = list(batch.masks), []
    for at in range(len(ids)):
        if at + 1 < len(ids) and (ids[at], names[at]) == (ids[at + 1], names[at + 1]):
            masks[at + 1] = _both(masks[at], masks[at + 1])
        else:
            kept.append(at)
    return _some(replace(batch, masks=masks), kept)


def _both(one: int, other: int) -> int:
    """The classes of two rows; not recorded only where neither has any."""
    return (one | other) & ~NOT_RECORDED or NOT_RECORDED


def _some(batch: Batch, rows: Sequence[int]) -> Batch:
    def of(values: Sequence[Cell]) -> list[Cell]:
        return [values[at] for at in rows]

    details = tuple((column, of(values)) for column, values in batch.details)
    columns = of(batch.ids), of(batch.names), of(batch.masks)
    return replace(batch, ids=columns[0], names=columns[1], masks=columns[2], details=details)
