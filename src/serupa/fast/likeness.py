"""Compiled loops that say how like a name marks are, from their stored readings.

Each gives what the function of ``index.likeness`` named in its docstring gives, bit for bit.
"""

import numpy as np
from numpy.typing import NDArray

from serupa.fast.compiled import compiled

Bytes = NDArray[np.uint8]
Longs = NDArray[np.int64]
Words = NDArray[np.uint32]
Floats = NDArray[np.float32]
Shorts = NDArray[np.uint16]
Places = NDArray[np.uint64]
Lanes = NDArray[np.uint64]

SLOTS = 1 << 13
_TIMES, _DOWN, _SLOT = np.uint64(2654435761), np.uint64(19), np.uint64(SLOTS - 1)
_ONE, _BYTE, _BLANK, _BLANKS = np.uint64(1), np.uint64(8), np.uint64(32), np.uint64(0x2020)
_LINE = np.uint64(10)
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
    """``shared_trigrams``: where the hits of each reading begin (3 × marks + 1), and the
    places of the trigrams it has. One of size 0 has those of the one before. ``most``: how many
    bytes there are. For all marks at once: to call a loop for each costs half as much again."""
    table, wanted = table_of(keys), np.append(keys, np.uint32(0xFFFFFFFF))
    none, free = np.uint64(len(keys)), np.uint64(0)
    marked = np.full(len(wanted), -1)
    places, starts = np.empty(3 * most + 1, np.uint16), np.zeros(3 * len(begins) + 1, np.uint64)
    for number in range(len(begins)):
        at, line = np.uint64(3 * number), np.uint64(0)
        key, begun = _BLANKS, begins[number]
        for here in range(begins[number], lasts[number]):
            # Chosen, not branched upon: where words end cannot be foretold.
            sign = np.uint64(readings[here])
            after = _BLANK if sign == _LINE else sign
            key = (key << _BYTE | after) & _KEY
            slot = (key * _TIMES >> _DOWN) & _SLOT
            place = np.uint64(table[slot])
            # A product, since of two conditions the first alone could not be foretold.
            while (np.uint64(wanted[place]) ^ key) * (none - place):
                slot = (slot + _ONE) & _SLOT
                place = np.uint64(table[slot])
            places[free] = place
            free += np.uint64(place != none)
            key = _BLANKS if after == _BLANK else key
            if sign == _LINE:
                own, long = sizes[line, np.uint64(number)], here - begun + _ONE
                if own != np.float32(long):  # else no trigram comes twice
                    free = once(places, starts[at], free, marked, np.int64(at))
                    if own == 0 and line > 0:
                        free = again(places, starts[at - _ONE], free)
                line, at, begun = line + _ONE, at + _ONE, here + _ONE
                starts[at] = free
                if line == 3:
                    break
        while line < 3:
            free = again(places, starts[at - _ONE], free)
            line, at = line + _ONE, at + _ONE
            starts[at] = free
    return starts.view(np.int64), places[:free]


@compiled
def once(
    places: Shorts, begin: np.uint64, end: np.uint64, marked: Longs, stamp: np.int64
) -> np.uint64:
    """Leave out what comes twice among some places; where they end then."""
    kept = begin
    for place in places[begin:end]:
        if marked[place] != stamp:
            marked[place] = stamp
            places[kept] = place
            kept += _ONE
    return kept


@compiled
def again(places: Shorts, begin: np.uint64, end: np.uint64) -> np.uint64:
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
    written: Bytes,
    words: Longs,
) -> tuple[Floats, Floats, Floats, Longs, Shorts]:
    """``likeness``: how like each row is, the lists and the sizes; then the hits,
    which trigrams asked for each reading has: where those of each begin (3 × rows + 1), and the
    trigrams' places."""
    begins, lasts, sizes, most = fetched(readings, ends, rows, own_sizes)
    starts, places = shared_trigrams(readings, begins, lasts, sizes, keys, most)
    rough, lists = (
        np.empty(len(rows), np.float32),
        np.empty((7 + words.shape[1], len(rows)), np.float32),
    )
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
        text, lists[6, number] = readings[begins[number] : lasts[number]], rough[number]
        for word in range(words.shape[1]):
            begun = opened(text, written[words[0, word] : words[1, word]], sizes[0, number])
            lists[7 + word, number] = begun if begun > 0 else rough[number]
    return rough, lists, sizes, starts, places


@compiled
def opened(text: Bytes, word: Bytes, size: float) -> np.float32:
    """``openings.opened`` of one mark and word. No word has the line feed that ends the text."""
    at = 0
    while at < len(word) and text[at] == word[at]:
        at += 1
    if at < len(word):
        return np.float32(0)
    value = np.float32(1) if text[at] == 10 or text[at] == 32 else np.float32(2)
    return value + np.float32(at) / np.float32(max(size, 1))


@compiled
def compared(
    places: Shorts, size: float, lanes: Lanes, own_sizes: Floats
) -> tuple[np.float32, np.float32, np.float32, np.float32]:
    """``_compared`` of one reading of a mark: jaccard, the sum of what is rare, older and
    inside."""
    counts = few = more = np.uint64(0)
    for place in places:
        counts += lanes[place, 0]
        few += lanes[place, 1]
        more += lanes[place, 2]
    wide = np.float32(max(size, 1))
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
