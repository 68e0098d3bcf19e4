"""Compiled loops that choose marks: the best of those touched, exact likeness, the nearest in turn.

Each gives what the numpy function named in its docstring gives, bit for bit.
"""

import numpy as np
from numpy.typing import NDArray

from serupa.fast.compiled import compiled

Bools = NDArray[np.bool_]
Bytes = NDArray[np.uint8]
Longs = NDArray[np.int64]
Words = NDArray[np.uint32]
Floats = NDArray[np.float32]


@compiled
def best(
    weight: Bytes, size: Bytes, weights: Bytes, wanted: Longs, rows: Longs, sure: Bools
) -> tuple[Longs, Longs, Bools]:
    """``_Search._best``: marks in the first ``wanted[0..2]`` of three orders, with their equals, or
    ``sure``: their places, rows, and which are sure.

    An order depends on weight and size alone, so there are few different marks to put in order.
    """
    wide = tall = np.int64(1)
    for at in range(len(size)):
        wide = max(wide, np.int64(size[at]) + 1)
        tall = max(tall, np.int64(weight[at]) + 1)
    times = np.zeros(wide * tall, np.int64)
    for at in range(len(weight)):
        times[np.int64(weight[at]) * wide + np.int64(size[at])] += 1
    cells = np.flatnonzero(times)
    kept = np.zeros(wide * tall, np.bool_)
    scores, many = np.empty(len(cells), np.float32), np.empty(len(cells), np.int64)
    read, total = np.count_nonzero(weights), np.int64(0)
    for one in weights:
        total += one
    scale = np.float32(read) / max(np.float32(1), np.float32(total))
    for number in range(3):
        for at in range(len(cells)):
            many[at] = times[cells[at]]
            scores[at] = scored(number, cells[at] // wide, cells[at] % wide, read, scale)
        edge = edge_of(scores, many, wanted[number])
        for cell in cells:
            if scored(number, cell // wide, cell % wide, read, scale) >= edge:
                kept[cell] = True
    places, free = np.empty(len(weight), np.int64), 0
    for at in range(len(weight)):
        places[free] = at
        free += sure[at] or kept[np.int64(weight[at]) * wide + np.int64(size[at])]
    places = places[:free]
    return places, rows[places], sure[places]


@compiled
def scored(number: int, weight: int, size: int, read: int, scale: float) -> float:
    """One of the three orders of ``_Search._best``."""
    one, length = np.float32(weight), np.float32(size)
    if number == 0:
        return one / np.sqrt(length + np.float32(3))
    if number == 1:
        return one - np.float32(0.01) * length
    count = one * np.float32(scale)
    return count / (length + np.float32(0.15) * (np.float32(read) - count))


@compiled
def edge_of(values: Floats, times: Longs, most: int) -> float:
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
            return middle if middle > -np.inf else np.float32(np.inf)
        else:
            left -= more + same
            low = below


SLOTS = 1 << 13


@compiled
def table_of(keys: Words) -> NDArray[np.int16]:
    """A hash table of at most a few hundred trigrams (``place_of``)."""
    table = np.full(SLOTS, -1, np.int16)
    for number in range(len(keys)):
        slot = (np.int64(keys[number]) * 2654435761 >> 19) & (SLOTS - 1)
        while table[slot] >= 0:
            slot = (slot + 1) & (SLOTS - 1)
        table[slot] = number
    return table


@compiled
def place_of(key: np.int64, keys: Words, table: NDArray[np.int16]) -> np.int64:
    """The place of a trigram among ``keys``, -1 where it is none of them."""
    slot = (key * 2654435761 >> 19) & (SLOTS - 1)
    while table[slot] >= 0:
        if np.int64(keys[table[slot]]) == key:
            return np.int64(table[slot])
        slot = (slot + 1) & (SLOTS - 1)
    return np.int64(-1)


@compiled
def trigrams_in(
    readings: Bytes,
    ends: Words,
    row: int,
    keys: Words,
    table: NDArray[np.int16],
    hits: NDArray[np.int16],
    many: Longs,
    marked: NDArray[np.int32],
    stamp: int,
) -> None:
    """The trigrams of the lines of one mark that are among ``keys``.

    ``hits``: 3 × places; ``many``: how many of them each line has. ``marked``: where a trigram was
    seen last, by ``stamp`` (3 for each mark) and line.
    """
    line = 0
    many[0] = many[1] = many[2] = 0
    before = middle = np.int64(32)
    begin = np.int64(ends[row - 1]) if row > 0 else np.int64(1)
    for at in range(begin, np.int64(ends[row])):
        sign = np.int64(readings[at])
        after = np.int64(32) if sign == 10 else sign
        if middle != 32 or after != 32:
            first = np.int64(32) if middle == 32 else before
            place = place_of(first << 16 | middle << 8 | after, keys, table)
            if place >= 0 and marked[place] != stamp + line:
                marked[place] = stamp + line
                hits[line, many[line]] = place
                many[line] += 1
        before, middle = middle, after
        if sign == 10:
            line += 1
            if line == 3:
                return


@compiled
def likeness(
    readings: Bytes,
    ends: Words,
    rows: Longs,
    own_sizes: tuple[Bytes, Bytes, Bytes],
    keys: Words,
    rarity: Floats,
    seen: Floats,
    seen_sizes: Floats,
    heard: Floats,
    heard_sizes: Floats,
    contained: float,
    containment: float,
) -> tuple[Floats, Floats, Floats, Longs, NDArray[np.int16]]:
    """``likeness.likeness``: how like each row is, the six lists and the sizes; then the hits,
    which trigrams asked for each reading has: where those of each begin (3 × rows + 1), and the
    trigrams' places."""
    table = table_of(keys)
    most = fetched(readings, ends, rows)
    sizes = np.empty((3, len(rows)), np.float32)
    for line in range(3):
        for number in range(len(rows)):
            sizes[line, number] = own_sizes[line][rows[number]]
    places = np.empty(3 * most, np.int16)
    starts = np.zeros(3 * len(rows) + 1, np.int64)
    hits = np.empty((3, max(1, len(keys))), np.int16)
    many = np.zeros(3, np.int64)
    marked = np.full(max(1, len(keys)), -1, np.int32)
    rough = np.empty(len(rows), np.float32)
    lists = np.empty((6, len(rows)), np.float32)
    values = np.empty(5, np.float32)
    free = 0
    for number in range(len(rows)):
        trigrams_in(readings, ends, rows[number], keys, table, hits, many, marked, 3 * number)
        for line in range(3):
            from_line = line
            while from_line and sizes[from_line, number] == 0:
                from_line -= 1
            for at in range(many[from_line]):
                places[free] = hits[from_line, at]
                free += 1
            starts[3 * number + line + 1] = free
        for line in range(1, 3):
            if sizes[line, number] == 0:
                sizes[line, number] = sizes[line - 1, number]
        begin, end = starts[3 * number], starts[3 * number + 1]
        _compared(places, begin, end, sizes[0, number], seen, seen_sizes, rarity, values)
        lists[0, number], lists[1, number] = values[1], values[0]
        lists[2, number], lists[3, number] = values[2], values[3]
        inside = values[4]
        is_abroad = own_sizes[2][rows[number]] > 0
        parts = starts[3 * number + 1 :]
        _sounding(places, parts, sizes[1:, number], is_abroad, heard, heard_sizes, rarity, values)
        lists[4, number], lists[5, number] = values[1], values[0]
        inside = max(inside, values[4])
        rough[number] = max(lists[1, number], lists[5, number])
        if inside >= np.float32(contained):
            rough[number] = max(rough[number], np.float32(containment) * inside)
    return rough, lists, sizes, starts, places[:free]


@compiled
def fetched(readings: Bytes, ends: Words, rows: Longs) -> np.int64:
    """Room for the readings of rows in bytes. The first and last of each are looked at: memory
    brings many rows at a time where nothing else waits for them."""
    begins, most = np.empty(len(rows), np.int64), np.int64(0)
    for number in range(len(rows)):
        row = rows[number]
        begins[number] = np.int64(ends[row - 1]) if row > 0 else np.int64(1)
        most += np.int64(ends[row]) - begins[number]
    for number in range(len(rows)):
        most += readings[begins[number]] == 10
        most += readings[np.int64(ends[rows[number]]) - 1] == 10
    return most


@compiled
def _compared(
    places: NDArray[np.int16],
    begin: int,
    end: int,
    size: float,
    member: Floats,
    own_sizes: Floats,
    rarity: Floats,
    values: Floats,
) -> None:
    """``likeness._compared`` of one mark: jaccard, rare, cover, older, inside."""
    own = np.float32(size)
    wide = max(own, np.float32(1))
    jaccard = older = inside = most = np.float32(0)
    for reading in range(member.shape[1]):
        count = rare = np.float32(0)
        for at in range(begin, end):
            if member[places[at], reading] > 0:
                count += np.float32(1)
                rare += rarity[places[at]]
        more = own_sizes[reading] - count
        jaccard = max(jaccard, count / max(wide + more, np.float32(1)))
        older = max(older, count / (wide + np.float32(0.15) * more))
        inside = max(inside, count / wide)
        most = max(most, rare)
    values[0] = jaccard
    values[1] = most / np.sqrt(own + np.float32(3))
    values[2] = most - np.float32(0.01) * own
    values[3] = older
    values[4] = inside


@compiled
def _sounding(
    places: NDArray[np.int16],
    parts: Longs,
    sizes: Floats,
    is_abroad: bool,
    member: Floats,
    own_sizes: Floats,
    rarity: Floats,
    values: Floats,
) -> None:
    """The same of what is heard of a mark: jaccard, rare and inside of the native reading or, where
    it has one that is nearer, of the foreign one. ``parts``: where their places begin."""
    _compared(places, parts[0], parts[1], sizes[0], member, own_sizes, rarity, values)
    if is_abroad:
        jaccard, rare, inside = values[0], values[1], values[4]
        _compared(places, parts[1], parts[2], sizes[1], member, own_sizes, rarity, values)
        values[0], values[1] = max(values[0], jaccard), max(values[1], rare)
        values[4] = max(values[4], inside)


@compiled
def taken(
    starts: Longs, places: NDArray[np.int16], order: Longs
) -> tuple[Longs, NDArray[np.int16]]:
    """The hits (``likeness``) of some of the marks, in this order."""
    first = np.zeros(3 * len(order) + 1, np.int64)
    for number in range(len(order)):
        for line in range(3):
            at = 3 * order[number] + line
            first[3 * number + line + 1] = first[3 * number + line] + starts[at + 1] - starts[at]
    found = np.empty(first[3 * len(order)], np.int16)
    for number in range(len(order)):
        begin = starts[3 * order[number]]
        free = first[3 * number]
        for at in range(first[3 * number + 3] - free):
            found[free + at] = places[begin + at]
    return first, found


@compiled
def dense(starts: Longs, places: NDArray[np.int16], keys: int) -> Floats:
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
    places: NDArray[np.int16],
) -> tuple[Longs, Bools, Longs, Floats, Bools, Floats, Longs, NDArray[np.int16]]:
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
