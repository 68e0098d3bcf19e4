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
Shorts = NDArray[np.uint16]
Lanes = Places = NDArray[np.uint64]


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
    read, total = np.count_nonzero(weights), np.int64(0)
    for one in weights:
        total += one
    scores = scored(cells // wide, cells % wide, read, total)
    for number in range(3):
        edge = edge_of(scores[number].copy(), times[cells], wanted[number])
        for at in range(len(cells)):
            kept[cells[at]] |= scores[number, at] >= edge
    places, free = np.empty(len(weight) + 1, np.int64), np.uint64(0)
    for at in range(len(weight)):
        places[free] = at
        free += np.uint64(sure[at] | kept[np.uint64(np.int64(weight[at]) * wide + size[at])])
    places = places[:free]
    return places, rows[places], sure[places]


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
_TIMES, _DOWN, _SLOT = np.uint64(2654435761), np.uint64(19), np.uint64(SLOTS - 1)
_ONE, _BYTE, _BLANK, _BLANKS = np.uint64(1), np.uint64(8), np.uint64(32), np.uint64(0x2020)
_KEY, _COUNT, _RARE = np.uint64(0xFFFFFF), np.uint64(0xFFFF), np.uint64(0xFFFFFFFF)
_COUNT_BITS, _RARE_BITS = np.uint64(16), np.uint64(32)
"""Numbers without a sign throughout: an index that may be below 0 is looked at twice."""


@compiled
def table_of(keys: Words) -> Shorts:
    """A hash table of at most a few hundred trigrams: their places among ``keys``, and how many
    these are where a slot is free."""
    table = np.full(SLOTS, len(keys), np.uint16)
    for number in range(len(keys)):
        slot = (np.uint64(keys[number]) * _TIMES >> _DOWN) & _SLOT
        while table[slot] < len(keys):
            slot = (slot + _ONE) & _SLOT
        table[slot] = number
    return table


@compiled
def lanes_of(member: Floats, rarity: Floats) -> Lanes:
    """What each trigram adds to the readings of the name that have it, of which there are four at
    most: 1 in 16 bits for each; its rarity in 64ths, in 32 bits for each, two and two."""
    lanes = np.zeros((len(rarity) + 1, 3), np.uint64)
    for place in range(len(rarity)):
        rare = np.uint64(rarity[place] * np.float32(64))
        for reading in range(member.shape[1]):
            if member[place, reading] > 0:
                lanes[place, 0] |= _ONE << np.uint64(16 * reading)
                lanes[place, 1 + (reading >> 1)] |= rare << np.uint64(32 * (reading & 1))
    return lanes


@compiled
def fetched(
    readings: Bytes, ends: Words, rows: Longs, columns: tuple[Bytes, Bytes, Bytes]
) -> tuple[Places, Places, Floats, int]:
    """Where the readings of rows begin and end, their sizes (``columns``) and room for them in
    bytes. The first and last of each are looked at: memory brings many rows at a time where nothing
    else waits for them."""
    begins, lasts = np.empty(len(rows), np.uint64), np.empty(len(rows), np.uint64)
    sizes, most = np.empty((3, len(rows)), np.float32), np.uint64(0)
    for number in range(len(rows)):
        row = np.uint64(rows[number])
        begins[number] = ends[row - _ONE] if row > 0 else 1
        lasts[number] = ends[row]
        most += lasts[number] - begins[number]
    for number in range(len(rows)):
        most += np.uint64(readings[begins[number]] == 10)
        most += np.uint64(readings[lasts[number] - _ONE] == 10)
    for line in range(3):
        column = columns[line]
        for number in range(len(rows)):
            sizes[line, number] = column[np.uint64(rows[number])]
    return begins, lasts, sizes, int(most)


@compiled
def shared_trigrams(
    readings: Bytes, begins: Places, lasts: Places, sizes: Floats, keys: Words, most: int
) -> tuple[Longs, Shorts]:
    """``likeness.shared_trigrams``: where the hits of each reading begin (3 × marks + 1), and the
    places of the trigrams it has. One of size 0 has those of the one before. ``most``: how many
    bytes there are. For all marks at once: to call a loop for each costs half as much again."""
    table, wanted = table_of(keys), np.append(keys, np.uint32(0xFFFFFFFF))
    none, free = np.uint64(len(keys)), np.uint64(0)
    marked = np.full(len(wanted), -1)
    places, starts = np.empty(3 * most + 1, np.uint16), np.zeros(3 * len(begins) + 1, np.uint64)
    for number in range(len(begins)):
        at, line = np.uint64(3 * number), np.uint64(0)
        key, long = _BLANKS, np.uint64(0)
        for sign in readings[begins[number] : lasts[number]]:
            after = _BLANK if sign == 10 else np.uint64(sign)
            key = (key << _BYTE | after) & _KEY
            slot = (key * _TIMES >> _DOWN) & _SLOT
            place = table[slot]
            # A product, since of two conditions the first alone could not be foretold.
            while (np.uint64(wanted[place]) ^ key) * (none - np.uint64(place)):
                slot = (slot + _ONE) & _SLOT
                place = table[slot]
            places[free] = place
            free += np.uint64(place != none)
            long += _ONE
            if after == _BLANK:
                key = _BLANKS
                if sign == 10:
                    own = sizes[line, np.uint64(number)]
                    if own != np.float32(long):  # else no trigram comes twice
                        free = once(places, starts[at], free, marked, np.int64(at))
                        if own == 0 and line > 0:
                            free = again(places, starts[at - _ONE], free)
                    line, at, long = line + _ONE, at + _ONE, np.uint64(0)
                    starts[at] = free
                    if line == 3:
                        break
        while line < 3:
            free = again(places, starts[at - _ONE], free)
            line, at = line + _ONE, at + _ONE
            starts[at] = free
    return starts.view(np.int64), places[:free]


@compiled
def once(places: Shorts, begin: int, end: int, marked: Longs, stamp: int) -> int:
    """Leave out what comes twice among some places; where they end then."""
    kept = begin
    for place in places[begin:end]:
        if marked[place] != stamp:
            marked[place] = stamp
            places[kept] = place
            kept += _ONE
    return kept


@compiled
def again(places: Shorts, begin: int, end: int) -> int:
    """Write places once more, behind themselves; where they end then."""
    free = end
    for place in places[begin:end]:
        places[free] = place
        free += _ONE
    return free


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
) -> tuple[Floats, Floats, Floats, Longs, Shorts]:
    """``likeness.likeness``: how like each row is, the six lists and the sizes; then the hits,
    which trigrams asked for each reading has: where those of each begin (3 × rows + 1), and the
    trigrams' places."""
    begins, lasts, sizes, most = fetched(readings, ends, rows, own_sizes)
    starts, places = shared_trigrams(readings, begins, lasts, sizes, keys, most)
    rough, lists = np.empty(len(rows), np.float32), np.empty((6, len(rows)), np.float32)
    by_sight, by_ear = lanes_of(seen, rarity), lanes_of(heard, rarity)
    for number in range(len(rows)):
        first, second, third, last = starts[3 * number : 3 * number + 4]
        own = sizes[0, number]
        jaccard, rare, older, inside = compared(places[first:second], own, by_sight, seen_sizes)
        lists[0, number] = rare / np.sqrt(own + np.float32(3))
        lists[1, number], lists[3, number] = jaccard, older
        lists[2, number] = rare - np.float32(0.01) * own
        own = sizes[1, number] = sizes[1, number] or own
        heard_so, rare, _, part = compared(places[second:third], own, by_ear, heard_sizes)
        rare /= np.sqrt(own + np.float32(3))
        inside = max(inside, part)
        if sizes[2, number] > 0:
            own = sizes[2, number]
            near, more, _, part = compared(places[third:last], own, by_ear, heard_sizes)
            rare = max(rare, more / np.sqrt(own + np.float32(3)))
            heard_so, inside = max(heard_so, near), max(inside, part)
        sizes[2, number] = own
        lists[4, number], lists[5, number] = rare, heard_so
        rough[number] = max(jaccard, heard_so)
        if inside >= np.float32(contained):
            rough[number] = max(rough[number], np.float32(containment) * inside)
    return rough, lists, sizes, starts, places


@compiled
def compared(
    places: Shorts, size: float, lanes: Lanes, own_sizes: Floats
) -> tuple[float, float, float, float]:
    """``likeness._compared`` of one reading of a mark: jaccard, the sum of what is rare, older and
    inside."""
    counts = few = more = np.uint64(0)
    for place in places:
        counts += lanes[place, 0]
        few += lanes[place, 1]
        more += lanes[place, 2]
    wide = max(size, np.float32(1))
    jaccard = older = most = np.float32(0)
    rare = np.uint64(0)
    for reading in range(len(own_sizes)):
        count = np.float32(counts & _COUNT)
        counts >>= _COUNT_BITS
        rare = max(rare, few & _RARE)
        few >>= _RARE_BITS
        if reading == 1:
            few = more
        rest = own_sizes[reading] - count
        jaccard = max(jaccard, count / max(wide + rest, np.float32(1)))
        older = max(older, count / (wide + np.float32(0.15) * rest))
        most = max(most, count)
    return jaccard, np.float32(rare) / np.float32(64), older, most / wide


@compiled
def taken(
    starts: Longs, places: Shorts, order: Longs
) -> tuple[Longs, Shorts]:
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
