"""Compiled loops that hash what is heard and count words by their hashes.

Each gives what the function named in its docstring gives.
"""

import math

import numpy as np
from numpy.typing import NDArray

from serupa.fast.compiled import compiled

Bytes = NDArray[np.uint8]
Bools = NDArray[np.bool_]
Longs = NDArray[np.int64]
Words = NDArray[np.uint32]
Floats = NDArray[np.float32]
Hashes = NDArray[np.uint64]
Bounds = tuple[int, int, int, int]
Knowing = tuple[tuple[int, int, int], Bytes, Bytes, Words, Words]
"""``index.heard.changing``."""

EVERY = 46
"""``index.words.ALL``."""


@compiled
def crc(text: Bytes, begin: int, end: int, after: np.uint32, table: Words) -> np.uint32:
    """``zlib.crc32`` of a part of the text that stands after what gave ``after``."""
    value = np.uint32(0xFFFFFFFF) ^ after
    for at in range(begin, end):
        value = table[(value ^ text[at]) & np.uint32(255)] ^ (value >> np.uint32(8))
    return np.uint32(np.uint32(0xFFFFFFFF) ^ value)


@compiled
def neighbours(text: Bytes, letters: Bytes, changes: Words, table: Words) -> Words:
    """``heard.neighbours``, in no order and some twice. ``changes``: as ``heard._changes``.

    A letter exchanged for another changes a hash by what ``changes`` says, whatever else stands
    there; and a letter more or less at one place is the same one place further on but for the
    letters between."""
    size, many = len(text), 0
    found = np.empty((2 * size + 1) * len(letters) + 2 * size, np.uint32)
    whole = crc(text, 0, size, np.uint32(0), table)
    first = np.full(1, 97, np.uint8)
    longer = crc(text, 0, size, crc(first, 0, 1, np.uint32(0), table), table)
    less = crc(text, 1, size, np.uint32(0), table)
    for at in range(size + 1):
        for letter in letters:
            found[many] = longer ^ changes[size - at, letter ^ np.uint8(97)]
            many += 1
        if at == size:
            break
        after, old = size - 1 - at, text[at]
        longer ^= changes[after + 1, old ^ np.uint8(97)] ^ changes[after, old ^ np.uint8(97)]
        for letter in letters:
            found[many] = whole ^ changes[after, letter ^ old]
            many += 1
        found[many] = less
        many += 1
        if after:
            turned = old ^ text[at + 1]
            less ^= changes[after - 1, turned]
            found[many] = whole ^ changes[after, turned] ^ changes[after - 1, turned]
            many += 1
    return found[:many]


@compiled
def vowelled(text: Bytes, vowels: Bytes, changes: Words, table: Words) -> Words:
    """``heard.vowelled``, in no order and some twice. ``changes``: as ``heard._changes``."""
    size, held = len(text), 0
    places = np.empty(size, np.int64)
    for at in range(size):
        places[held] = at
        for vowel in vowels:
            held += text[at] == vowel
    each = len(vowels) + 1
    found, many = np.empty(1 + (held * each) ** 2, np.uint32), 1
    found[0] = whole = crc(text, 0, size, np.uint32(0), table)
    for first in range(held):
        at = places[first]
        before = crc(text, 0, at, np.uint32(0), table)
        less = crc(text, at + 1, size, before, table)
        for vowel in vowels:
            changed = whole ^ changes[size - 1 - at, text[at] ^ vowel]
            found[many] = changed
            many += 1
            for place in places[first + 1 : held]:
                for other in vowels:
                    found[many] = changed ^ changes[size - 1 - place, text[place] ^ other]
                    many += 1
        found[many] = less
        many += 1
        for second in range(held):
            place = places[second]
            after = size - 1 - place - (second < first)
            for vowel in vowels if second != first else vowels[:0]:
                found[many] = less ^ changes[after, text[place] ^ vowel]
                many += 1
            if second > first:
                between = crc(text, at + 1, place, before, table)
                found[many] = crc(text, place + 1, size, between, table)
                many += 1
    return found[:many]


@compiled
def words_of(text: Bytes, begin: int, end: int, most: int) -> Longs:
    """Begin and end of the first ``most`` words of a reading: 2 × words."""
    spans, many, at = np.empty((2, most), np.int64), 0, begin
    while at < end and many < most:
        last = at
        while last < end and text[last] != 32:
            last += 1
        if last > at:
            spans[0, many], spans[1, many] = at, last
            many += 1
        at = last + 1
    return spans[:, :many]


@compiled
def unspaced(text: Bytes, begin: int, end: int) -> Bytes:
    """A reading without its blanks."""
    found, many = np.empty(end - begin, np.uint8), 0
    for at in range(begin, end):
        found[many] = text[at]
        many += text[at] != 32
    return found[:many]


@compiled
def changed(word: Bytes, knowing: Knowing, is_vowelled: bool) -> Words:
    """``heard.neighbours`` of a sound and, where it ``is_vowelled``, ``heard.vowelled``."""
    (fewest, most, fewest_vowelled), letters, vowels, changes, table = knowing
    fits = fewest <= len(word) <= most
    for letter in word:
        fits = fits and 97 <= letter <= 122
    if not fits:
        return np.zeros(0, np.uint32)
    found = neighbours(word, letters, changes, table)
    if is_vowelled and len(word) >= fewest_vowelled:
        found = np.append(found, vowelled(word, vowels, changes, table))
    return found


@compiled
def trigrams_of(text: Bytes, ends: Longs) -> Longs:
    """The different trigrams of readings and, in the lower 8 bits, which of them has each;
    ascending. ``ends``: where each reading ends, a line feed between it and the next."""
    found, many, begin = np.empty(2 * len(text) + 2, np.int64), 0, 0
    for reading in range(len(ends)):
        key = 0x2020
        for at in range(begin, int(ends[reading]) + 1):
            sign = 32 if text[at] == 10 else int(text[at])
            if sign != 32 or key != 0x2020:
                key = (key << 8 | sign) & 0xFFFFFF
                found[many] = key << 8 | reading
                many += 1
            if sign == 32:
                key = 0x2020
        begin = int(ends[reading]) + 1
    return np.unique(found[:many])


@compiled
def asked(
    text: Bytes, seen: int, own: tuple[int, int, int], most: int, bounds: Bounds, knowing: Knowing
) -> tuple[Words, Longs, NDArray[np.bool_], Floats]:
    """What ``Asked`` is made of, in few arrays, since each that is given back costs as much as a
    loop: ``keys``, ``whole`` and the first three ``hashes``, one behind the other; where each of
    the five ends, then the last of ``hashes``; ``which``; and ``member`` of the visual readings,
    their ``sizes``, ``member`` of the others and their ``sizes``.

    ``text``: the readings, each with a line feed behind it; ``seen``: how many of them are visual;
    ``own``: which reading is the name as written, heard natively and heard as a foreign word, -1
    for none; ``most``: trigrams; ``bounds``: words, letters of ends, letters of words with one
    changed."""
    ends = np.flatnonzero(text == 10)
    found = trigrams_of(text, ends)
    readings, keys, many = len(ends), np.empty(len(found), np.uint32), 0
    for one in found:
        if many == 0 or keys[many - 1] != one >> 8:
            keys[many] = one >> 8
            many += 1
    many = min(many, most)
    which = np.zeros((3, many), np.bool_)
    shares = np.zeros((many + 1) * readings, np.float32)
    looks = shares[: many * seen].reshape(many, seen)
    sounds = shares[(many + 1) * seen :][: many * (readings - seen)].reshape(many, readings - seen)
    sizes, at = np.zeros(readings, np.float32), -1
    for one in found:
        reading = one & 255
        at += at < 0 or keys[at] != one >> 8
        sizes[reading] += 1
        if at < many and reading < seen:
            looks[at, reading] = 1
            which[0, at] |= reading == own[0]
        elif at < many:
            sounds[at, reading - seen] = 1
            which[1, at] |= reading - seen == own[1]
            which[2, at] |= reading - seen == own[2]
    shares[many * seen : (many + 1) * seen] = sizes[:seen]
    shares[len(shares) - readings + seen :] = sizes[seen:]
    hashes, begins = sounding(text, ends, seen, keys[:many], bounds, knowing)
    return hashes, begins, which, shares


@compiled
def sounding(
    text: Bytes, ends: Longs, seen: int, keys: Words, bounds: Bounds, knowing: Knowing
) -> tuple[Words, Longs]:
    """The ``keys`` and behind them ``whole`` and ``hashes`` of the readings from ``seen`` on (see
    ``asked``); and where each of them ends."""
    most, shortest, longest, least = bounds
    nothing, table = np.uint32(0), knowing[4]
    parts, many = np.empty(len(ends) * most * most + 2 * len(text), np.uint32), 0
    whole, own, lengths = np.empty(len(ends) - seen, np.uint32), parts[:0], np.zeros(0, np.int64)
    near = others = parts[:0]
    for reading in range(seen, len(ends)):
        begin = ends[reading - 1] + 1 if reading else 0
        met = unspaced(text, begin, ends[reading])
        whole[reading - seen] = crc(met, 0, len(met), nothing, table)
        spans = words_of(text, begin, ends[reading], most)
        for first in range(spans.shape[1]):
            value = nothing
            for last in range(first, spans.shape[1]):
                value = crc(text, spans[0, last], spans[1, last], value, table)
                parts[many] = value
                many += 1
        if reading > seen:
            continue
        near = changed(met, knowing, True)
        own, lengths = np.empty(spans.shape[1], np.uint32), np.zeros(spans.shape[1], np.int64)
        held = 0
        for word in range(spans.shape[1]):
            begin, end = spans[0, word], spans[1, word]
            for size in range(shortest, min(end - begin, longest)):
                parts[many] = crc(text, begin, begin + size, nothing, table)
                parts[many + 1] = crc(text, end - size, end, nothing, table)
                many += 2
            own[held] = crc(text, begin, end, nothing, table)
            if (own[:held] == own[held]).any():
                continue
            if end - begin >= least:
                others = np.append(others, changed(text[begin:end], knowing, False))
            lengths[held] = len(others)
            held += 1
        own, lengths = own[:held], lengths[:held]
    every = keys, np.unique(whole), parts[:many], near, own, others
    begins = np.cumsum(np.array([len(one) for one in every]))
    return np.concatenate(every), np.concatenate((begins[:2], begins[3:], lengths))


@compiled
def counted(
    text: Bytes,
    name: Bytes,
    different: int,
    words: Longs,
    some: Longs,
    counts: NDArray[np.uint64],
    buckets: NDArray[np.uint32],
    asked: int,
    table: Words,
    times: Longs,
) -> None:
    """Adds ``index.words.counts_of`` the words ``some`` to ``times``. ``words``: begin and end of
    each in a line, of the first ``different`` of them in the text, of all others in the name;
    ``buckets``: ``index.words.buckets_of``; ``asked``: which classes, as bits; ``table``: as of
    ``crc``."""
    many, last = len(some), len(counts) - 1
    if last < 0:
        return
    hashes, places = np.empty(many, np.uint32), np.empty(many, np.int64)
    shift, runs = 32, len(buckets) - 1
    while runs > 1:
        shift, runs = shift - 1, runs >> 1
    for number in range(many):
        word = some[number]
        source = text if word < different else name
        hashes[number] = crc(source, words[word, 0], words[word, 1], np.uint32(0), table)
    # Looked at first where nothing waits for it, so that memory brings many at a time.
    for number in range(many):
        places[number] = buckets[np.int64(hashes[number]) >> shift]
    for number in range(many):
        times[number] += np.int64(counts[min(places[number], last)]) >> 62
    wanted, one = np.uint64(asked), np.uint64(1)
    for number in range(many):
        mine, total = np.uint64(hashes[number]), np.uint64(0)
        # No branch: which counts of a run are asked for is guessed wrong too often.
        for at in range(places[number], buckets[(np.int64(hashes[number]) >> shift) + 1]):
            is_asked = wanted >> (counts[at] >> np.uint64(24) & np.uint64(63)) & one
            is_asked &= np.uint64(counts[at] >> np.uint64(30) == mine)
            total += is_asked * (counts[at] & np.uint64(0xFFFFFF))
        times[number] += np.int64(total)


@compiled
def slot_of(key: np.uint64, last: int) -> np.int64:
    """As ``readings.slot_of``."""
    return np.int64(key >> np.uint64(40)) & last


@compiled
def remember(hashes: Hashes, told: Hashes, slots: Hashes) -> None:
    """Add what is told of words to the hash table of ``readings.weighed``, which has room."""
    last = (len(slots) >> 1) - 1
    for at in range(len(hashes)):
        key = hashes[at] | np.uint64(1)
        slot = slot_of(key, last)
        while slots[2 * slot] != 0 and slots[2 * slot] != key:
            slot = (slot + 1) & last
        slots[2 * slot], slots[2 * slot + 1] = key, told[at]


@compiled
def learned(
    text: Bytes,
    name: Bytes,
    different: int,
    words: Longs,
    some: Longs,
    hashes: Hashes,
    counts: NDArray[np.uint64],
    buckets: NDArray[np.uint32],
    asked: int,
    table: Words,
    times: Longs,
    pool: float,
    lightest: float,
    listed: Hashes,
    slots: Hashes,
    weights: Floats,
) -> None:
    """The ``weights`` of the words ``some``, as ``known.Rare`` and ``corpus.listed_weight`` have
    them, in their places; and ``remember``. ``text`` to ``table``: as of ``counted``, what other
    segments have counted in ``times``; ``hashes``: of all words; ``listed``: of
    ``known.Listed``."""
    counted(text, name, different, words, some, counts, buckets, asked, table, times)
    wanted, size = np.uint64(asked & (1 << EVERY) - 1), len(listed) // 3
    most, bits = listed.view(np.float32), weights.view(np.uint32)
    keys, told = np.empty(len(some), np.uint64), np.empty(len(some), np.uint64)
    for number in range(len(some)):
        word = some[number]
        keys[number] = key = hashes[word] | np.uint64(1)
        weight = np.float32(1)
        if times[number] > 1:
            weight = np.float32(max(lightest, 1.0 - math.log(np.float64(times[number])) / pool))
        slot = slot_of(key, size - 1)
        while listed[slot] != 0 and listed[slot] != key:
            slot = (slot + 1) & (size - 1)
        if listed[slot] != 0:
            where = listed[2 * size + slot]
            if where == 0 or wanted == 0 or where & wanted != 0:
                weight = min(weight, most[2 * (size + slot)])
        weights[word] = weight
        told[number] = np.uint64(times[number]) << np.uint64(32) | np.uint64(bits[word])
    remember(keys, told, slots)
