"""Compiled loops over the part of one segment that a search reads: marks heard, marks touched.

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

SIEVE_SHIFT = np.uint32(7)
"""As ``index.heard`` has it: 32 bits less those that choose a bit of the sieve."""


@compiled
def place_of(hashes: NDArray[Any], wanted: int) -> int:
    """Where the first hash stands that is not below ``wanted``: 32 bits. Hashes lie evenly, so it
    is near the place its size points at."""
    many, width = len(hashes), 1024
    guess = (wanted * many) >> 32
    low: int = max(0, guess - width)
    high: int = min(many, guess + width)
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
) -> tuple[Longs, Longs, Longs, Longs, Longs, Longs, Longs, Longs]:
    """What ``Scope`` begins with. ``wanted``: classes as bits, 0 for all. Gives which ``keys`` the
    vocabulary holds and where; the partitions read, where each begins among the rows, its size, and
    where it begins in scope; of each key how many marks of the segment and how many in scope have
    it."""
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
    return places[:many], terms[:many], partitions, begins, sizes, starts, frequency, postings


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
    sounds: Words,
    sound_rows: Words,
    words: Words,
    holders: Bytes,
    word_rows: Words,
    word_ends: Longs,
    sieves: tuple[Bytes, Bytes],
    whole: Words,
    own: Words,
    changed: Words,
    ends: Longs,
    most: int,
    bounds: Longs,
    sizes: Longs,
    starts: Longs,
) -> Longs:
    """``Scope.heard``. ``whole``: hashes of marks; ``own``: of words; ``changed``: of these with a
    letter changed, one word after another, ``ends`` where each one's end; of the first ``most``
    words that are not too common."""
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
            columns = words, holders, word_rows, word_ends
            found, many = holding(found, many, passing(hashes, sieves[1]), columns)
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
    return kept[:many].copy()


_TURNS = 0x03F79D71B4CB0A89
_PLACES = np.zeros(64, np.int64)
_PLACES[[(_TURNS << at & 0xFFFFFFFFFFFFFFFF) >> 58 for at in range(64)]] = np.arange(64)
"""Where the only bit of a number is set, by the upper six bits of it times ``_TURNS``: a de Bruijn
sequence, whose every six bits are different."""


@compiled
def places(words: NDArray[np.uint64], many: int) -> Longs:
    """``np.flatnonzero`` of bits, the lowest of each word first; ``many`` of them are set."""
    found, held = np.empty(many, np.int64), 0
    for number in range(len(words)):
        left = words[number]
        while left:
            lowest = left & (~left + np.uint64(1))
            found[held] = 64 * number + _PLACES[lowest * np.uint64(_TURNS) >> np.uint64(58)]
            held += 1
            left ^= lowest
    return found


@compiled
def touched(
    at: Longs,
    sure: Longs,
    share: Bytes,
    starts: Longs,
    bounds: Longs,
    codes: NDArray[Any],
    masks: NDArray[np.uint64],
    wanted: np.uint64,
    alive: Bools,
    sizes: Bytes,
) -> tuple[Longs, Bytes, Bytes, Bools]:
    """``_Search._touched``: of the marks ``at`` (places in scope, ascending, those ``sure`` among
    them) that are in force and of the classes ``wanted`` (0: of any): rows, weights, sizes, and
    which are sure. ``alive``: empty where all are."""
    rows, many = np.empty(len(at), np.int64), 0
    weights, long = np.empty(len(at), np.uint8), np.empty(len(at), np.uint8)
    is_sure = np.empty(len(at), np.bool_)
    part, next_sure = 0, 0
    for number in range(len(at)):
        place = at[number]
        while part + 1 < len(starts) and starts[part + 1] <= place:
            part += 1
        row = bounds[part] + place - starts[part]
        heard_so = next_sure < len(sure) and sure[next_sure] == place
        next_sure += heard_so
        if wanted and masks[codes[row]] & wanted == 0:
            continue
        if len(alive) and not alive[row]:
            continue
        rows[many], weights[many] = row, share[place]
        long[many], is_sure[many] = sizes[row], heard_so
        many += 1
    return rows[:many], weights[:many], long[:many], is_sure[:many]


@compiled
def crc(text: Bytes, begin: int, end: int, after: np.uint32, table: Words) -> np.uint32:
    """``zlib.crc32`` of a part of the text that stands after what gave ``after``."""
    value = np.uint32(0xFFFFFFFF) ^ after
    for at in range(begin, end):
        value = table[(value ^ text[at]) & np.uint32(255)] ^ (value >> np.uint32(8))
    return np.uint32(np.uint32(0xFFFFFFFF) ^ value)


@compiled
def neighbours(text: Bytes, letters: Bytes, changes: Words, table: Words) -> Words:
    """``heard.neighbours``, in no order and some twice. ``changes``: as ``heard._changes``."""
    size, many = len(text), 0
    found = np.empty((2 * size + 1) * len(letters) + 2 * size, np.uint32)
    other = np.empty(1, np.uint8)
    whole = crc(text, 0, size, np.uint32(0), table)
    for at in range(size + 1):
        before = crc(text, 0, at, np.uint32(0), table)
        other[0] = 97
        longer = crc(text, at, size, crc(other, 0, 1, before, table), table)
        for letter in letters:
            found[many] = longer ^ changes[size - at, letter ^ np.uint8(97)]
            many += 1
        if at == size:
            break
        for letter in letters:
            found[many] = whole ^ changes[size - 1 - at, letter ^ text[at]]
            many += 1
        found[many] = crc(text, at + 1, size, before, table)
        many += 1
        if at + 1 < size:
            other[0] = text[at + 1]
            turned = crc(text, at, at + 1, crc(other, 0, 1, before, table), table)
            found[many] = crc(text, at + 2, size, turned, table)
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
def counted(
    text: Bytes,
    words: Longs,
    counts: NDArray[np.uint64],
    buckets: NDArray[np.uint32],
    asked: Bools,
    table: Words,
) -> Longs:
    """``index.words.counts_of``. ``words``: begin and end of each in the text (2 × words);
    ``buckets``: ``index.words.buckets_of``; ``asked``: which classes; ``table``: as of ``crc``."""
    found, hashes = np.zeros(words.shape[1], np.int64), np.zeros(words.shape[1], np.int64)
    shift, runs = 32, len(buckets) - 1
    while runs > 1:
        shift, runs = shift - 1, runs >> 1
    for number in range(words.shape[1] if len(counts) else 0):
        hashes[number] = crc(text, words[0, number], words[1, number], np.uint32(0), table)
        # Looked at once where nothing waits for it, so that memory brings many at a time.
        found[number] = np.int64(buckets[hashes[number] >> shift]) >> 62
    for number in range(words.shape[1] if len(counts) else 0):
        low = np.int64(buckets[hashes[number] >> shift])
        low -= low == len(counts)
        found[number] = np.int64(counts[low]) >> 62
    for number in range(words.shape[1] if len(counts) else 0):
        wanted = hashes[number]
        low = np.int64(buckets[wanted >> shift])
        while low < len(counts) and np.int64(counts[low]) >> 30 < wanted:
            low += 1
        while low < len(counts) and np.int64(counts[low]) >> 30 == wanted:
            if asked[np.int64(counts[low] >> np.uint64(24)) & 63]:
                found[number] += np.int64(counts[low]) & 0xFFFFFF
            low += 1
    return found
