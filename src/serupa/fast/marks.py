"""Compiled loops that choose marks: the nearest in turn, and their order.

Each gives what the numpy function named in its docstring gives, bit for bit.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from serupa.fast.compiled import compiled

Bools = NDArray[np.bool_]
Longs = NDArray[np.int64]
Floats = NDArray[np.float32]
Shorts = NDArray[np.uint16]

ROUGH = 6
"""Which of the lists of ``likeness`` is the likeness itself."""

_UP, _MARK = np.uint64(32), np.uint64(0xFFFFFFFF)
_NOTHING = np.uint64(1 << 31)
"""Where the value begins in what ``signals.sortable`` gives, the bits of its mark, and what it
makes of 0."""


@compiled
def taken(starts: Longs, places: Shorts, order: Longs) -> tuple[Longs, Shorts]:
    """The hits (``likeness``) of some of the marks, in this order."""
    first = np.zeros(3 * len(order) + 1, np.int64)
    for number in range(len(order)):
        for line in range(3):
            at = 3 * order[number] + line
            first[3 * number + line + 1] = first[3 * number + line] + starts[at + 1] - starts[at]
    found = np.empty(first[3 * len(order)], np.uint16)
    for number in range(len(order)):
        begin = starts[3 * order[number]]
        free = first[3 * number]
        for at in range(first[3 * number + 3] - free):
            found[free + at] = places[begin + at]
    return first, found


@compiled
def dense(starts: Longs, places: Shorts, keys: int) -> Floats:
    """``likeness.shared_trigrams`` of hits: 3 × marks × keys."""
    marks = len(starts) // 3
    found = np.zeros((3, marks, keys), np.float32)
    for mark in range(marks):
        for line in range(3):
            for at in range(starts[3 * mark + line], starts[3 * mark + line + 1]):
                found[line, mark, places[at]] = np.float32(1)
    return found


@compiled
def chosen(
    ordered: NDArray[np.uint64], sure: Bools, limit: int, beyond: int, is_few: bool
) -> Longs:
    """``_chosen``: the places of marks within the first ``limit`` in turn or, of those ``sure``,
    of the first ``beyond`` of the others; equals of the last included. Of marks with nothing in
    common none, unless there are few. The best first, by their likeness alone.

    ``ordered``: ``signals.sortable`` of the lists, each ascending. The lists are read side by side,
    one place and its equals after the other, until enough marks were met in any of them."""
    lists, many = ordered.shape
    is_met, met, turn = np.zeros(many, np.bool_), 0, many - 1
    ends = np.full(lists, many)
    while turn >= 0 and (met < limit or limit <= 0):
        for number in range(lists):
            if ends[number] <= turn:
                continue
            at, value = turn, ordered[number, turn] >> _UP
            while at >= 0 and ordered[number, at] >> _UP == value:
                mark = ordered[number, at] & _MARK
                met += not is_met[mark]
                is_met[mark] = True
                at -= 1
            ends[number] = at + 1
        turn -= 1
    kept, held, edge = np.empty(many, np.int64), 0, np.uint64(0)
    left = beyond if beyond > 0 else many
    for at in range(many):
        one = ordered[ROUGH, many - 1 - at]
        mark, value = one & _MARK, one >> _UP
        kept[held] = mark
        is_kept = is_met[mark]
        if not is_kept and sure[mark]:
            is_kept = left > 0 or value == edge
            if left > 0:
                edge, left = value, left - 1
        held += is_kept and (is_few or value > _NOTHING)
    return kept[:held]


@compiled
def arranged(
    numbers: NDArray[Any],
    where: Longs,
    kept: Longs,
    near: int,
    far: int,
    rows: Longs,
    rough: Floats,
    sure: Bools,
    sizes: Floats,
    starts: Longs,
    places: Shorts,
) -> tuple[Longs, Bools, Longs, Floats, Bools, Floats, Longs, Shorts]:
    """``Found.arranged``: places, nearness, rows, likeness, sureness, sizes and hits of the marks
    ``kept``, the best first and equals by their ``numbers``, which stand for each mark ``where``
    is told; ``far`` at most of those that are not the first ``near`` of them. Both the near ones
    and the others come as ``chosen`` gives them."""
    order, is_near = side_by_side(kept, near, rough)
    in_turn(order, is_near, rough, numbers, where)
    held = others = 0
    for at in range(len(order)):
        order[held], is_near[held], one = order[at], is_near[at], is_near[at]
        others += not one
        held += one or others <= far
    order = order[:held]
    long = np.empty((3, held), np.float32)
    for line in range(3):
        for at in range(held):
            long[line, at] = sizes[line, order[at]]
    first, found = taken(starts, places, order)
    return order, is_near[:held], rows[order], rough[order], sure[order], long, first, found


@compiled
def side_by_side(kept: Longs, near: int, rough: Floats) -> tuple[Longs, Bools]:
    """The marks ``kept`` by their likeness, and which of them are near."""
    many, one, other = len(kept), 0, near
    order, is_near = np.empty(many, np.int64), np.empty(many, np.bool_)
    for at in range(many):
        is_near[at] = one < near and (other == many or rough[kept[one]] >= rough[kept[other]])
        order[at] = kept[one if is_near[at] else other]
        one += is_near[at]
        other += not is_near[at]
    return order, is_near


@compiled
def in_turn(
    order: Longs, is_near: Bools, rough: Floats, numbers: NDArray[Any], where: Longs
) -> None:
    """Put marks that are alike into the order of their numbers."""
    many, begin = len(order), 0
    own = np.empty(many, np.uint64)
    for at in range(many):  # all at first: memory brings many where nothing waits for them
        own[at] = numbers[where[order[at]]]
    for at in range(1, many + 1):
        if at == many or rough[order[at]] != rough[order[begin]]:
            if at > begin + 1:
                by_number(order[begin:at], is_near[begin:at], own[begin:at])
            begin = at


@compiled
def by_number(order: Longs, is_near: Bools, own: NDArray[np.uint64]) -> None:
    """Put marks into the order of their ``own`` numbers."""
    if len(order) > 32:
        by = np.argsort(own)
        order[:], is_near[:] = order[by], is_near[by]
        return
    for at in range(1, len(order)):
        one, number, near, free = order[at], own[at], is_near[at], at
        while free and own[free - 1] > number:
            order[free], own[free], is_near[free] = (
                order[free - 1],
                own[free - 1],
                is_near[free - 1],
            )
            free -= 1
        order[free], own[free], is_near[free] = one, number, near
