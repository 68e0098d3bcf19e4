"""Compiled loops over the part of one segment that a search reads: what weighs, the marks touched,
and the best of these.

Each gives what the function named in its docstring gives.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from serupa.fast.compiled import compiled

Bytes = NDArray[np.uint8]
Bools = NDArray[np.bool_]
Longs = NDArray[np.int64]
Words = NDArray[np.uint32]
Floats = NDArray[np.float32]
Shorts = NDArray[np.uint16]
Masks = NDArray[np.uint64]
Geometry = tuple[Longs, Longs, Longs, Longs]
Told = tuple[Masks, Shorts, NDArray[Any], Masks]
Allowed = tuple[np.uint64, Bools]
Lists = tuple[Shorts, Shorts, Longs]
Scoped = tuple[Longs, Longs, int]

MOST_WORDS, LETTERS = 4, 4
"""As ``index.openings`` has them."""


@compiled
def opened(
    vocabulary: Words, counts: Shorts, bounds: Longs, scopes: Masks, keys: Words, wanted: np.uint64
) -> tuple[Longs, Longs, Longs, Longs, Longs, Longs, np.int64, Longs, Longs]:
    """What ``Scope`` begins with. ``wanted``: classes as bits, 0 for all. Gives which ``keys`` the
    vocabulary holds and where; the partitions read, where each begins among the rows, its size, and
    where it begins in scope; how many marks are in scope; of each key how many marks of the segment
    and how many in scope have it."""
    partitions, inside = np.empty(len(scopes), np.int64), 0
    for number in range(len(scopes)):
        partitions[inside] = number
        inside += wanted == 0 or scopes[number] & wanted != np.uint64(0)
    partitions = partitions[:inside]
    begins, sizes = np.empty(inside, np.int64), np.empty(inside, np.int64)
    starts, total = np.empty(inside, np.int64), np.int64(0)
    for number in range(inside):
        partition = partitions[number]
        begins[number] = bounds[partition]
        sizes[number] = bounds[partition + 1] - bounds[partition]
        starts[number] = total
        total += sizes[number]
    places, terms = np.empty(len(keys), np.int64), np.empty(len(keys), np.int64)
    frequency, postings = np.zeros(len(keys), np.int64), np.zeros(len(keys), np.int64)
    many, low = 0, 0
    for place in range(len(keys)):
        high = len(vocabulary)
        while low < high:
            middle = (low + high) >> 1
            if vocabulary[middle] < keys[place]:
                low = middle + 1
            else:
                high = middle
        if low == len(vocabulary) or vocabulary[low] != keys[place]:
            continue
        places[many], terms[many] = place, low
        many += 1
        for partition in range(len(scopes)):
            frequency[place] += counts[low, partition]
        for number in range(inside):
            postings[place] += counts[low, partitions[number]]
    found = places[:many], terms[:many]
    return *found, partitions, begins, sizes, starts, total, frequency, postings


@compiled
def rarest(
    marks: int, having: Longs, total: Longs, plain: Bools, enough: float, most: int, aside: float
) -> tuple[Floats, Floats]:
    """``pool.rarity`` of the trigrams asked for, and ``_Search._values``. ``having``: how many of
    the marks have each; ``total``: how many in scope; ``enough``, ``most``: as many postings, and
    lists, are read; ``aside``: how much a trigram counts that is not ``plain``."""
    many, held = len(having), 0
    rare, values = np.empty(many, np.float32), np.zeros(many, np.float32)
    order = np.empty(many, np.int64)
    for at in range(many):
        rare[at] = np.rint(64 * np.log(max(2, marks) / max(having[at], 1))) / 64
        if total[at] > 0:
            order[held] = total[at] << 16 | at
            held += 1
    read = 0
    for one in np.sort(order[:held])[:most]:
        at = one & 0xFFFF
        values[at] = max(rare[at], np.float32(0.1))
        values[at] *= np.float32(1) if plain[at] else np.float32(aside)
        read += one >> 16
        if read >= enough:
            break
    return rare, values


@compiled
def weighed(values: Floats, scale: float) -> Bytes:
    """``search._weighed``."""
    weights, total = np.zeros(len(values), np.uint8), sum_of(values)
    for at in range(len(values)):
        if values[at] > 0:
            scaled = np.float32(scale) * values[at] / max(np.float32(1e-6), total)
            weights[at] = np.uint8(max(np.float32(1), scaled))
    return weights


@compiled
def sum_of(values: Floats) -> np.float32:
    """Their sum as numpy adds them up, in pairs: to the last bit."""
    many = len(values)
    if many > 128:
        half = (many >> 1) & ~7
        return np.float32(sum_of(values[:half]) + sum_of(values[half:]))
    total, begin = np.float32(0), 0
    if many >= 8:
        eight, begin = values[:8].copy(), many & ~7
        for at in range(8, begin):
            eight[at & 7] += values[at]
        left = (eight[0] + eight[1]) + (eight[2] + eight[3])
        total = left + ((eight[4] + eight[5]) + (eight[6] + eight[7]))
    for at in range(begin, many):
        total += values[at]
    return np.float32(total)


@compiled
def share(
    lists: Lists, terms: tuple[Longs, Longs], weights: Bytes, where: Scoped, step: int
) -> tuple[Bytes, Longs]:
    """``Scope.share``: the sum of the weights of the trigrams each mark in scope has, and how many
    of every ``step``-th mark have each sum (256). ``terms``: places of trigrams asked for, and
    where the vocabulary has them. There is room for whole lines of 64 marks, the last zeros."""
    (postings, counts, begins), (partitions, starts, marks) = lists, where
    found = np.zeros(marks + 63 >> 6 << 6, np.uint8)
    places, read, before = np.empty((2, len(terms[0])), np.uint64), 0, 0
    for at in range(len(terms[0])):
        if weights[terms[0][at]] > 0:
            places[0, read], places[1, read] = at, begins[terms[1][at]]
            read += 1
    for number in range(len(partitions)):  # its marks stay at hand for all trigrams
        partition, part = partitions[number], found[starts[number] :]
        for at in range(read):
            term, end = terms[1][places[0, at]], places[1, at]
            for skipped in range(before, partition):
                end += np.uint64(counts[term, skipped])
            begin, end = end, end + np.uint64(counts[term, partition])
            places[1, at], weight = end, weights[terms[0][places[0, at]]]
            for one in postings[begin:end]:
                part[one] += weight
        before = partition + 1
    times = np.zeros(256, np.int64)
    for at in range(0, marks, step):
        times[found[at]] += 1
    return found, times


@compiled
def least_sum(times: Longs, most: int) -> int:
    """The sum that about ``most`` marks reach, at least 1; 0 where ``most`` is below 0."""
    if most < 0:
        return 0
    edge, reached = 255, times[255]
    while reached < most and edge > 1:
        edge -= 1
        reached += times[edge]
    return edge


_TURNS = 0x03F79D71B4CB0A89
_PLACES = np.zeros(64, np.uint32)
_PLACES[[(_TURNS << at & 0xFFFFFFFFFFFFFFFF) >> 58 for at in range(64)]] = np.arange(64)
"""Where the only bit of a number is set, by the upper six bits of it times ``_TURNS``: a de Bruijn
sequence, whose every six bits are different."""

_LOWS = np.uint64(0x7F7F7F7F7F7F7F7F)
_ONES = np.uint64(0x0101010101010101)
_TURN = np.uint64(0x0102040810204080)
"""Of eight bytes at once: all bits but the highest; the lowest; what brings the lowest of each
together in the highest byte."""

_ONE, _EIGHTH, _BYTE = np.uint64(1), np.uint64(7), np.uint64(56)

_WEIGHT, _OPENING, _SIZE = np.uint32(16), np.uint32(8), np.uint32(255)
"""Where in what is ``told`` of a mark its weight and its opening begin; the bits of its size."""


@compiled
def reaching(share: Bytes, edge: int, sure: Longs) -> Words:
    """Places of ``share`` that reach the edge (1 to 255) or are among ``sure``, ascending. Eight
    bytes at a time: to those without their highest bit is added what carries into it."""
    bits, many = np.empty(len(share) >> 3, np.uint8), np.uint64(0)
    is_high = edge > 128
    more = np.uint64((256 if is_high else 128) - edge) * _ONES
    lines = share.view(np.uint64)
    for at in range(len(lines)):
        one = lines[at]
        carried = (one & _LOWS) + more
        reached = ((carried & one if is_high else carried | one) >> _EIGHTH) & _ONES
        many += reached * _ONES >> _BYTE
        bits[at] = reached * _TURN >> _BYTE
    for place in sure:
        bits[place >> 3] |= np.uint8(1 << (place & 7))
    found, held = np.empty(np.int64(many) + len(sure) + 2, np.uint32), np.uint64(0)
    first = np.uint32(0)
    for left in bits.view(np.uint64):
        # Most have none, one or two: these are written down unasked, and kept where they are.
        for _ in range(2):
            found[held] = first + lowest_of(left)
            held += np.uint64(left != 0)
            left &= left - _ONE
        while left:
            found[held] = first + lowest_of(left)
            held += _ONE
            left &= left - _ONE
        first += np.uint32(64)
    return found[:held]


@compiled
def lowest_of(bits: np.uint64) -> np.uint32:
    """Where the lowest bit set stands."""
    return np.uint32(_PLACES[(bits & (~bits + _ONE)) * np.uint64(_TURNS) >> np.uint64(58)])


@compiled
def touched(
    share: Bytes, edge: int, heard: Longs, geometry: Geometry, columns: Told, allowed: Allowed
) -> tuple[Words, Words, Bools]:
    """``_Search._touched``: of the marks whose ``share`` reaches the edge or that are ``heard``
    (rows, ascending), those of the classes ``allowed`` (0: of any) and in force (empty: all): rows,
    ``told`` and which are heard. ``geometry``: the partitions read, where each begins among the
    rows, its size, and where it begins in scope."""
    partitions, bounds, long, starts = geometry
    (scopes, glances, codes, masks), (wanted, alive) = columns, allowed
    marks = starts[-1] + long[-1] if len(starts) else 0
    sure = inside(heard, geometry)
    at = reaching(share, edge, sure) if edge else np.arange(marks).astype(np.uint32)
    heard_so, end = np.append(sure, -1), np.uint64(len(at))
    rows, told = np.empty(len(at), np.uint32), np.empty(len(at), np.uint32)
    is_sure = np.empty(len(at), np.bool_)
    many = number = next_sure = np.uint64(0)
    for part in range(len(starts)):
        last, shift = np.uint64(starts[part] + long[part]), np.uint64(bounds[part] - starts[part])
        # Where no mark has other classes, as in most partitions, nobody asks each for its own.
        is_mixed = wanted != 0 and scopes[partitions[part]] & ~wanted != np.uint64(0)
        while number < end:
            place = np.uint64(at[number])
            if place >= last:
                break
            row, sure_so = place + shift, np.uint64(heard_so[next_sure]) == place
            glance = np.uint32(glances[row])
            rows[many], is_sure[many] = row, sure_so
            told[many] = np.uint32(share[place]) << np.uint32(16) | glance
            next_sure += np.uint64(sure_so)
            number += _ONE
            is_kept = True
            if is_mixed:
                is_kept = masks[codes[row]] & wanted != np.uint64(0)
            if len(alive):
                is_kept = is_kept and alive[row]
            many += np.uint64(is_kept)
    return rows[:many], told[:many], is_sure[:many]


@compiled
def inside(rows: Longs, geometry: Geometry) -> Longs:
    """Places in scope of rows, both ascending; of those in scope, each once."""
    _, bounds, sizes, starts = geometry
    kept, scope, many, last = np.empty(len(rows), np.int64), 0, 0, np.int64(-1)
    if len(bounds) == 0:
        return kept[:0]
    for row in rows:
        while scope + 1 < len(bounds) and bounds[scope + 1] <= row:
            scope += 1
        place = row - bounds[scope]
        kept[many] = starts[scope] + place
        many += row != last and 0 <= place < sizes[scope]
        last = row
    return kept[:many]


@compiled
def best(
    told: Words, sure: Bools, weights: Bytes, wanted: tuple[int, int, int], signs: Bytes, most: int
) -> tuple[Longs, Longs]:
    """``_Search._best``: the places of marks in the first ``wanted`` of three orders, with their
    equals, ``sure``, or that may begin with a word of ``signs``; and the words that no more than
    ``most`` may begin with. ``told``: of each mark weight, opening and size, 8 bits each.

    An order depends on weight and size alone, so there are few different marks to put in order.
    """
    words, begun = telling(signs, told, most)
    high = wide = np.uint32(0)
    for one in told:
        high, wide = max(high, one >> _WEIGHT), max(wide, one & _SIZE)
    wide += np.uint32(1)
    times = np.zeros((high + 1) * wide, np.uint32)
    cells, many = np.empty(min(len(told), len(times)) + 1, np.int64), 0
    for one in told:
        cell = (one >> _WEIGHT) * wide + (one & _SIZE)
        cells[many] = cell
        many += times[cell] == 0
        times[cell] += np.uint32(1)
    cells = cells[:many]
    lots, kept = np.empty(many, np.int64), np.zeros(len(times), np.bool_)
    for at in range(many):
        lots[at] = times[cells[at]]
    total = np.int64(0)
    for one in weights:
        total += one
    weight, size = cells // np.int64(wide), cells % np.int64(wide)
    scores = scored(weight, size, int(np.count_nonzero(weights)), int(total))
    for number in range(3):
        edge = edge_of(scores[number].copy(), lots.copy(), wanted[number])
        for at in range(many):
            kept[cells[at]] |= scores[number, at] >= edge
    places, free = np.empty(len(told) + 1, np.int64), np.uint64(0)
    for at in range(len(told)):
        one = told[at]
        places[free] = at
        is_kept = kept[(one >> _WEIGHT) * wide + (one & _SIZE)]
        free += np.uint64(sure[at] | is_kept | begun[one >> _OPENING & _SIZE])
    return places[:free], words


@compiled
def telling(written: Bytes, told: Words, most: int) -> tuple[Longs, Bools]:
    """``openings.telling``; for each code whether a mark of it is meant. ``told``: see ``best``."""
    begun = np.zeros(256, np.bool_)
    places, kept, words, begin = np.empty((2, MOST_WORDS), np.int64), 0, 0, 0
    for at in range(len(written) + 1):
        if at < len(written) and written[at] != 32:
            continue
        if at - begin >= LETTERS and words < MOST_WORDS:
            key = np.uint32(0)
            for place in range(LETTERS):
                key |= np.uint32(written[begin + place]) << np.uint32(8 * place)
            code = max(np.uint32(1), np.uint32(key * np.uint32(2654435761)) >> np.uint32(24))
            times = np.uint32(0)
            for one in told:
                times += np.uint32(one >> _OPENING & _SIZE == code)
            if times <= most:
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
def looked_at(
    columns: tuple[Any, ...],
    heard: Longs,
    allowed: Allowed,
    asked: tuple[Words, Bools, Bytes],
    limit: int,
    measures: tuple[Any, ...],
    orders: tuple[int, int, int],
) -> tuple[Longs, Bools, Longs, Longs, Floats, bool | np.bool_]:
    """``_Search.looked_at`` of one segment alone, whose marks ``heard`` are known: rows, which are
    sure, and words as of ``best``; how many marks have each of ``keys``, its rarity; and whether
    there are no more than ``limit`` marks. ``columns``: ``Segment.searched``; ``which``: as of
    ``Asked``; ``measures``, ``orders``: of ``search._alone``."""
    vocabulary, counts, bounds, scopes, glances, codes, masks, postings, begins = columns
    (keys, which, written), (wanted, _) = asked, allowed
    at_least, each, lists, aside, scale, sample, rough = measures
    found_by = opened(vocabulary, counts, bounds, scopes, keys, wanted)
    places, terms, partitions, firsts, sizes, starts, marks, having, total = found_by
    enough = at_least + each * marks
    rare, values = rarest(bounds[-1], having, total, which[0], enough, lists, aside)
    weights = weighed(values, scale)
    step = sample if marks > sample * 1024 else 1
    lists_of, where = (postings, counts, begins), (partitions, starts, int(marks))
    sums, times = share(lists_of, (places, terms), weights, where, step)
    is_few = len(rare) > 0 and marks <= limit
    edge = least_sum(times, -1 if is_few else rough * limit // step)
    geometry = partitions, firsts, sizes, starts
    told_by = scopes, glances, codes, masks
    rows, told, is_sure = touched(sums, edge, heard, geometry, told_by, allowed)
    at, words = best(told, is_sure, weights, orders, written, limit)
    found, sure = np.empty(len(at), np.int64), np.empty(len(at), np.bool_)
    for number in range(len(at)):
        found[number], sure[number] = rows[at[number]], is_sure[at[number]]
    return found, sure, words, having, rare, is_few
