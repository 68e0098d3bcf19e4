"""Compiled loops over the part of one segment that a search reads: what weighs, marks heard, marks
touched.

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

SIEVE_SHIFT = np.uint32(7)
"""As ``index.heard`` has it: 32 bits less those that choose a bit of the sieve."""


@compiled
def place_of(hashes: NDArray[Any], wanted: int) -> int:
    """Where the first hash stands that is not below ``wanted``: 32 bits. Hashes lie evenly, so it
    is near the place its size points at."""
    many, width = len(hashes), 48
    guess = (wanted * many) >> 32
    if guess < many:  # again from there: a second guess is a few places off, not some hundred
        guess += int(((wanted - np.int64(hashes[guess])) * many) >> 32)
    low: int = max(0, min(many, guess - width))
    high: int = max(0, min(many, guess + width))
    while low > 0 and np.int64(hashes[low - 1]) >= wanted:
        width *= 4
        low = max(0, low - width)
    while high < many and np.int64(hashes[high]) < wanted:
        width *= 4
        high = min(many, high + width)
    while low < high:
        middle = (low + high) >> 1
        if np.int64(hashes[middle]) < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def opened(
    vocabulary: Words,
    counts: NDArray[np.uint16],
    bounds: Longs,
    scopes: NDArray[np.uint64],
    keys: Words,
    wanted: np.uint64,
) -> tuple[Longs, Longs, Longs, Longs, Longs, Longs, np.int64, Longs, Longs]:
    """What ``Scope`` begins with. ``wanted``: classes as bits, 0 for all. Gives which ``keys`` the
    vocabulary holds and where; the partitions read, where each begins among the rows, its size, and
    where it begins in scope; how many marks are in scope; of each key how many marks of the segment
    and how many in scope have it."""
    partitions, inside = np.empty(len(scopes), np.int64), 0
    for number in range(len(scopes)):
        if wanted == 0 or scopes[number] & wanted:
            partitions[inside] = number
            inside += 1
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
def passing(hashes: Words, bits: Bytes) -> Words:
    """``heard.passing`` in the order given; an empty sieve lets everything through."""
    if len(bits) == 0:
        return hashes
    kept, many = np.empty(len(hashes), np.uint32), 0
    for at in range(len(hashes)):
        high = hashes[at] >> SIEVE_SHIFT
        kept[many] = hashes[at]
        many += bits[high >> np.uint32(3)] >> (high & np.uint32(7)) & np.uint8(1)
    return kept[:many]


@compiled
def added(found: Longs, many: int, rows: Words, begin: int, end: int) -> Longs:
    """``found`` with some rows more after the ``many`` it holds, larger where it must be."""
    while many + end - begin > len(found):
        found = np.append(found, np.empty(len(found), np.int64))
    for at in range(begin, end):
        found[many + at - begin] = rows[at]
    return found


@compiled
def sounding(
    found: Longs, many: int, hashes: Words, sounds: Words, rows: Words
) -> tuple[Longs, int]:
    """``found`` with the rows of marks heard as one of ``hashes``; and how many it holds then."""
    for one in hashes:
        begin = place_of(sounds, int(one))
        end = begin
        while end < len(sounds) and sounds[end] == one:
            end += 1
        found = added(found, many, rows, begin, end)
        many += end - begin
    return found, many


@compiled
def holding(
    found: Longs, many: int, hashes: Words, columns: tuple[Words, Bytes, Words, Longs]
) -> tuple[Longs, int]:
    """The same of marks that hold one of the words ``hashes``, but of those too many hold."""
    words, holders, rows, ends = columns
    for one in hashes:
        at = place_of(words, int(one))
        if at < len(words) and words[at] == one:
            end = int(ends[at])
            begin = end - int(holders[at])
            found = added(found, many, rows, begin, end)
            many += end - begin
    return found, many


@compiled
def heard(
    columns: tuple[Words, Words, Words, Bytes, Words, Longs, tuple[Bytes, Bytes]],
    asked: tuple[Words, Words, Words, Longs],
    most: int,
    geometry: tuple[Longs, Longs, Longs],
) -> Longs:
    """``Scope.heard``. ``columns``: ``Segment.by_sound``; ``asked``: ``Asked.hashes``, of which
    those with a letter changed are looked up for the first ``most`` words that are not too common;
    ``geometry``: as of ``touched``."""
    sounds, sound_rows, words, holders, word_rows, word_ends, sieves = columns
    whole, own, changed, ends = asked
    bounds, sizes, starts = geometry
    found, many = np.empty(256, np.int64), 0
    rare = 0
    for part in range(len(own) + 2):
        if part == 0:
            hashes = whole
        elif part == 1:
            hashes = own
        else:
            word = part - 2
            at = place_of(words, int(own[word]))
            held = at < len(words) and words[at] == own[word]
            if rare == most or (held and holders[at] == 0):
                continue
            rare += 1
            hashes = changed[ends[word - 1] if word else 0 : ends[word]]
        if part != 1:
            found, many = sounding(found, many, passing(hashes, sieves[0]), sounds, sound_rows)
        if part != 0:
            held_by = words, holders, word_rows, word_ends
            found, many = holding(found, many, passing(hashes, sieves[1]), held_by)
    rows = np.sort(found[:many])
    kept, scope, many = np.empty(len(rows), np.int64), 0, 0
    for at in range(len(rows)):
        if len(bounds) == 0 or (at and rows[at] == rows[at - 1]):
            continue
        while scope + 1 < len(bounds) and bounds[scope + 1] <= rows[at]:
            scope += 1
        inside = rows[at] - bounds[scope]
        if 0 <= inside < sizes[scope]:
            kept[many] = starts[scope] + inside
            many += 1
    return kept[:many]


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
def weighed(values: Floats, total: float, scale: float) -> Bytes:
    """``search._weighed``."""
    weights = np.zeros(len(values), np.uint8)
    for at in range(len(values)):
        if values[at] > 0:
            scaled = np.float32(scale) * values[at] / max(np.float32(1e-6), np.float32(total))
            weights[at] = np.uint8(max(np.float32(1), scaled))
    return weights


@compiled
def share(
    postings: NDArray[np.uint16],
    counts: NDArray[np.uint16],
    begins: Longs,
    terms: tuple[Longs, Longs],
    weights: Bytes,
    partitions: Longs,
    starts: Longs,
    marks: int,
    step: int,
) -> tuple[Bytes, Longs]:
    """``Scope.share``: the sum of the weights of the trigrams each mark in scope has, and how many
    of every ``step``-th mark have each sum (256). ``terms``: places of trigrams asked for, and
    where the vocabulary has them. There is room for whole lines of 64 marks, the last zeros."""
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
def edge_of(times: Longs, most: int) -> int:
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
    found: np.uint32 = _PLACES[(bits & (~bits + _ONE)) * np.uint64(_TURNS) >> np.uint64(58)]
    return found


@compiled
def touched(
    share: Bytes,
    edge: int,
    sure: Longs,
    geometry: tuple[Longs, Longs, Longs],
    codes: NDArray[Any],
    masks: NDArray[np.uint64],
    wanted: np.uint64,
    alive: Bools,
    sizes: Bytes,
    openings: Bytes,
) -> tuple[Longs, Bytes, Bytes, Bools, Bytes]:
    """``_Search._touched``: of the marks whose ``share`` reaches the edge or that are ``sure``
    (places in scope, ascending), those in force and of the classes ``wanted`` (0: of any): rows,
    weights, sizes, which are sure, and ``openings``. ``geometry``: where each partition begins
    among the rows, its size, and where it begins in scope. ``alive``: empty where all are."""
    bounds, long, starts = geometry
    at = reaching(share, edge, sure) if edge else every(marks_of(geometry))
    heard_so, end = np.append(sure, -1), np.uint64(len(at))
    rows, weights = np.empty(len(at), np.int64), np.empty(len(at), np.uint8)
    found, is_sure = np.empty(len(at), np.uint8), np.empty(len(at), np.bool_)
    begun = np.empty(len(at), np.uint8)
    many = number = next_sure = np.uint64(0)
    for part in range(len(starts)):
        last, shift = np.uint64(starts[part] + long[part]), np.uint64(bounds[part] - starts[part])
        while number < end:
            place = np.uint64(at[number])
            if place >= last:
                break
            row, sure_so = place + shift, np.uint64(heard_so[next_sure]) == place
            rows[many], weights[many], found[many] = row, share[place], sizes[row]
            is_sure[many], begun[many] = sure_so, openings[row]
            next_sure += np.uint64(sure_so)
            number += _ONE
            is_kept = True
            if wanted:
                is_kept = masks[codes[row]] & wanted != np.uint64(0)
            if len(alive):
                is_kept = is_kept and alive[row]
            many += np.uint64(is_kept)
    return rows[:many], weights[:many], found[:many], is_sure[:many], begun[:many]


@compiled
def every(marks: int) -> Words:
    """So many places."""
    return np.arange(marks).astype(np.uint32)


@compiled
def marks_of(geometry: tuple[Longs, Longs, Longs]) -> int:
    """How many marks there are in scope."""
    _, sizes, starts = geometry
    return int(starts[-1] + sizes[-1]) if len(sizes) else 0


@compiled
def looked_up(
    times: Longs,
    most: int,
    share: Bytes,
    columns: tuple[Words, Words, Words, Bytes, Words, Longs, tuple[Bytes, Bytes]],
    hashes: tuple[Words, Words, Words, Longs],
    changed: int,
    geometry: tuple[Longs, Longs, Longs],
    codes: NDArray[Any],
    masks: NDArray[np.uint64],
    wanted: np.uint64,
    alive: Bools,
    sizes: Bytes,
    openings: Bytes,
) -> tuple[Longs, Bytes, Bytes, Bools, Bytes]:
    """``touched`` of a scope: with the edge that about ``most`` marks reach, and with those
    ``heard`` like the name (``changed`` words of it at most with a letter changed)."""
    sure = heard(columns, hashes, changed, geometry)
    edge = edge_of(times, most)
    return touched(share, edge, sure, geometry, codes, masks, wanted, alive, sizes, openings)


@compiled
def twins(
    sounds: Words,
    sound_rows: Words,
    sieve: Bytes,
    whole: Words,
    codes: NDArray[Any],
    masks: NDArray[np.uint64],
    wanted: np.uint64,
    alive: Bools,
) -> Longs:
    """Rows of marks in force heard as one of the hashes ``whole``, of none of the classes
    ``wanted``. ``alive``: empty where all are."""
    found, many = np.empty(64, np.int64), 0
    found, many = sounding(found, many, passing(whole, sieve), sounds, sound_rows)
    kept = 0
    for at in range(many):
        row = found[at]
        if masks[codes[row]] & wanted == 0 and (len(alive) == 0 or alive[row]):
            found[kept] = row
            kept += 1
    return found[:kept]
