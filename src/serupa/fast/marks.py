"""Compiled loops that choose marks: the best of those touched, the nearest in turn, their order.

Each gives what the numpy function named in its docstring gives, bit for bit.
"""

import numpy as np
from numpy.typing import NDArray

from serupa.fast.compiled import compiled

Bools = NDArray[np.bool_]
Bytes = NDArray[np.uint8]
Longs = NDArray[np.int64]
Floats = NDArray[np.float32]
Shorts = NDArray[np.uint16]

MOST_WORDS = 4
"""As ``index.openings`` has it."""


@compiled
def best(
    weight: Bytes,
    size: Bytes,
    rows: Longs,
    sure: Bools,
    openings: Bytes,
    weights: Bytes,
    wanted: Longs,
    written: Bytes,
    most: int,
) -> tuple[Longs, Longs, Bools, Longs]:
    """``_Search._best``: marks in the first ``wanted[0..2]`` of three orders, with their equals,
    ``sure``, or that may begin with a word of ``written``: their places, rows, and which are sure;
    and the words that no more than ``most`` may begin with.

    An order depends on weight and size alone, so there are few different marks to put in order.
    """
    wide = tall = np.int64(1)
    for at in range(len(size)):
        wide = max(wide, np.int64(size[at]) + 1)
        tall = max(tall, np.int64(weight[at]) + 1)
    times = np.zeros(wide * tall, np.int64)
    for at in range(len(weight)):
        times[np.int64(weight[at]) * wide + np.int64(size[at])] += 1
    words, begun = telling(written, openings, most)
    cells = np.flatnonzero(times)
    kept = np.zeros(wide * tall, np.bool_)
    read, total = np.count_nonzero(weights), np.int64(0)
    for one in weights:
        total += one
    scores = scored(cells // wide, cells % wide, int(read), int(total))
    for number in range(3):
        edge = edge_of(scores[number].copy(), times[cells], wanted[number])
        for at in range(len(cells)):
            kept[cells[at]] |= scores[number, at] >= edge
    places, free = np.empty(len(weight) + 1, np.int64), np.uint64(0)
    for at in range(len(weight)):
        places[free] = at
        is_kept = kept[np.uint64(np.int64(weight[at]) * wide + size[at])]
        free += np.uint64(sure[at] | is_kept | begun[openings[at]])
    places = places[:free]
    return places, rows[places], sure[places], words


@compiled
def telling(written: Bytes, openings: Bytes, most: int) -> tuple[Longs, Bools]:
    """``openings.telling``; for each code whether a mark of it is meant."""
    times, begun = np.zeros(256, np.int64), np.zeros(256, np.bool_)
    for code in openings:
        times[code] += 1
    places, kept, words, begin = np.empty((2, MOST_WORDS), np.int64), 0, 0, 0
    for at in range(len(written) + 1):
        if at < len(written) and written[at] != 32:
            continue
        if at - begin >= 4 and words < MOST_WORDS:
            key = np.uint32(0)
            for place in range(4):
                key |= np.uint32(written[begin + place]) << np.uint32(8 * place)
            code = max(np.uint32(1), np.uint32(key * np.uint32(2654435761)) >> np.uint32(24))
            if times[code] <= most:
                begun[code] = True
                places[0, kept], places[1, kept] = begin, at
                kept += 1
        words += 1
        begin = at + 1
    return places[:, :kept].copy(), begun


@compiled
def scored(weight: Longs, size: Longs, read: int, total: int) -> Floats:
    """The three orders of ``_Search._best``, of marks of some weights and sizes."""
    scores = np.empty((3, len(weight)), np.float32)
    scale = np.float32(read) / max(np.float32(1), np.float32(total))
    for at in range(len(weight)):
        one, length = np.float32(weight[at]), np.float32(size[at])
        count = one * scale
        scores[0, at] = one / np.sqrt(length + np.float32(3))
        scores[1, at] = one - np.float32(0.01) * length
        scores[2, at] = count / (length + np.float32(0.15) * (np.float32(read) - count))
    return scores


@compiled
def edge_of(values: Floats, times: Longs, most: int) -> np.float32:
    """The largest value that ``most`` of all reach, where each stands so many times; less than all
    where there are not more. The order of both is lost. What is no number reaches nothing."""
    low, high, left = 0, len(values), most
    if most <= 0 or times.sum() <= most:
        return -np.float32(np.inf)
    for at in range(high):
        if np.isnan(values[at]):
            values[at] = -np.float32(np.inf)
    while True:
        middle = values[(low + high) >> 1]
        above, at, below = low, low, high
        more = same = 0
        while at < below:
            one = values[at]
            if one > middle:
                more += times[at]
                values[at], values[above] = values[above], one
                times[at], times[above] = times[above], times[at]
                above += 1
                at += 1
            elif one < middle:
                below -= 1
                values[at], values[below] = values[below], one
                times[at], times[below] = times[below], times[at]
            else:
                same += times[at]
                at += 1
        if left <= more:
            high = above
        elif left <= more + same:
            return np.float32(middle if middle > -np.inf else np.inf)
        else:
            left -= more + same
            low = below


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
def best_places(ordered: NDArray[np.uint64], limit: int) -> Longs:
    """``_in_turn``: the best place each mark has in any list. ``ordered``: ``signals.sortable`` of
    the lists, each ascending."""
    lists, many = ordered.shape
    places = np.full(many, many, np.int64)
    for number in range(lists):
        place, last = 0, np.uint64(0)
        for at in range(many):
            one = ordered[number, many - 1 - at]
            if one >> np.uint64(32) != last:
                if at >= limit:
                    break
                place, last = at, one >> np.uint64(32)
            mark = np.int64(one & np.uint64(0xFFFFFFFF))
            places[mark] = min(places[mark], place)
    return places


@compiled
def chosen(
    ordered: NDArray[np.uint64], rough: Floats, sure: Bools, limit: int, beyond: int, is_few: bool
) -> Longs:
    """``_chosen``: the places of marks within the first ``limit`` in turn or, of those ``sure``,
    of the first ``beyond`` of the others; equals of the last included. Of marks with nothing in
    common none, unless there are few. ``ordered``: as of ``best_places``."""
    places = best_places(ordered, limit)
    last = many = len(places)
    if 0 < limit < many:
        times = np.zeros(limit + 1, np.int64)
        for place in places:
            times[min(place, limit)] += 1
        last, reached = 0, times[0]
        while reached < limit:
            last += 1
            reached += times[last]
    others, left = np.empty(many, np.float32), 0
    for at in range(many):
        others[left] = rough[at]
        left += sure[at] and places[at] > last
    edge = edge_of(others[:left], np.ones(left, np.int64), beyond)
    kept, held = np.empty(many, np.int64), 0
    for at in range(many):
        kept[held] = at
        is_kept = places[at] <= last or (sure[at] and rough[at] >= edge)
        held += is_kept and (is_few or rough[at] > 0)
    return kept[:held]


@compiled
def arranged(
    ordered: NDArray[np.uint64],
    numbers: NDArray[np.uint64],
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
    ``kept``, the best first and equals by their ``numbers``; ``far`` at most of those that are not
    the first ``near`` of them. ``ordered``: ``signals.sortable`` of their likeness, ascending."""
    many = len(ordered)
    order = np.empty(many, np.int64)
    for at in range(many):
        order[at] = np.int64(ordered[many - 1 - at] & np.uint64(0xFFFFFFFF))
    begin = 0
    for at in range(1, many + 1):
        if at == many or rough[kept[order[at]]] != rough[kept[order[begin]]]:
            if at > begin + 1:
                by_number(order[begin:at], numbers)
            begin = at
    is_near, held, others = np.empty(many, np.bool_), 0, 0
    for at in range(many):
        is_near[held] = order[at] < near
        others += order[at] >= near
        if order[at] < near or others <= far:
            order[held] = kept[order[at]]
            held += 1
    order = order[:held]
    long = np.empty((3, held), np.float32)
    for line in range(3):
        for at in range(held):
            long[line, at] = sizes[line, order[at]]
    first, found = taken(starts, places, order)
    return order, is_near[:held], rows[order], rough[order], sure[order], long, first, found


@compiled
def by_number(order: Longs, numbers: NDArray[np.uint64]) -> None:
    """Put places into the order of what ``numbers`` has there."""
    if len(order) > 32:
        order[:] = order[np.argsort(numbers[order])]
        return
    for at in range(1, len(order)):
        one, free = order[at], at
        while free and numbers[order[free - 1]] > numbers[one]:
            order[free] = order[free - 1]
            free -= 1
        order[free] = one
