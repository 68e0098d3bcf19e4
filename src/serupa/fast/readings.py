"""Compiled loops over the readings of a pool as one text: gathered, told equal, cut into words.

Each gives what the function named in its docstring gives.
"""

import numpy as np
from numpy.typing import NDArray

from serupa.fast.compiled import compiled

Bytes = NDArray[np.uint8]
Longs = NDArray[np.int64]
Floats = NDArray[np.float32]
Hashes = NDArray[np.uint64]

JOINED, MET, WORDS = 0, 1, 4
"""Which lines of a name it is as written and as heard, and where its words begin: see
``answer.Mine``."""

MANY, HEARD_MANY, LETTERS, HEARD_LETTERS, COLUMNS = 4, 5, 6, 7, 8
"""What is told of a word behind its places: how many letters it has as written, and as heard, -1
where it is heard as written; which letters, as bits; and how many columns there are."""


@compiled
def gathered(
    readings: Bytes,
    ends: NDArray[np.uint32],
    codes: NDArray[np.uint8],
    masks: NDArray[np.uint64],
    rows: Longs,
) -> tuple[Bytes, Longs, NDArray[np.uint64]]:
    """``Segment.readings_of`` as one text; where each reading begins and ends in it: 6 × rows,
    begin and end of the visual, native and foreign one; and ``Segment.mask``. ``codes`` and
    ``masks``: of ``Segment.mask``."""
    total, classes = np.int64(0), np.empty(len(rows), np.uint64)
    for number in range(len(rows)):  # all at first: memory brings many where nothing waits for them
        row = rows[number]
        total += np.int64(ends[row]) - (np.int64(ends[row - 1]) if row > 0 else 1)
        classes[number] = masks[codes[row]]
    text = np.empty(total, np.uint8)
    spans = np.empty((6, len(rows)), np.int64)
    begin, breaks = np.int64(0), np.zeros(4, np.int64)
    for number in range(len(rows)):
        row, line = rows[number], 0
        first = np.int64(ends[row - 1]) if row > 0 else np.int64(1)
        away, end = first - begin, begin + np.int64(ends[row]) - first
        for at in range(begin, end):
            text[at] = sign = readings[at + away]
            # Where a line ends cannot be foreseen: to write it down each time is faster.
            breaks[line & 3] = at
            line += sign == 10
        spans[0, number], spans[1, number] = begin, breaks[0]
        native = (breaks[0] + 1, breaks[1]) if line > 1 else (begin, breaks[0])
        spans[2, number], spans[3, number] = native
        spans[4, number], spans[5, number] = (breaks[1] + 1, breaks[2]) if line > 2 else native
        begin = end
    return text, spans, classes


@compiled
def kinds(text: Bytes, spans: Longs, rows: Longs) -> tuple[bool, bool]:
    """Whether each of the marks ``rows`` has a visual reading, and whether a foreign reading of any
    says something else than the native one. ``spans``: as of ``gathered``."""
    written, apart = True, False
    for mark in rows:
        written &= spans[0, mark] != spans[1, mark]
        begin, other = spans[2, mark], spans[4, mark]
        long = spans[3, mark] - begin
        if spans[5, mark] - other != long:
            apart = True
        elif begin != other and not apart:
            for at in range(long):
                apart |= text[begin + at] != text[other + at]
    return written, apart


@compiled
def lines_of(text: Bytes) -> Longs:
    """Begin and end of each line, which end with a line feed or the text: 2 × lines."""
    many = 1
    for sign in text:
        many += sign == 10
    found, line, begin = np.empty((2, many), np.int64), 0, 0
    for at in range(len(text) + 1):
        if at == len(text) or text[at] == 10:
            found[0, line], found[1, line] = begin, at
            line, begin = line + 1, at + 1
    return found


@compiled
def word_at(text: Bytes, begin: int, last: int) -> tuple[int, np.uint64, np.int64]:
    """Where the word that begins there ends, at ``last`` or before; a hash of it, one of 64 bits,
    by eight letters at a time; and which letters it has, as bits that some of them share."""
    end, key, part = begin, np.uint64(14695981039346656037), np.uint64(0)
    letters = np.uint64(0)
    while end < last and text[end] != 32:
        sign = np.uint64(text[end])
        part = part << np.uint64(8) | sign
        is_letter = np.uint64(sign & np.uint64(0xC0) != np.uint64(0x80))
        letters |= is_letter << (sign & np.uint64(63))
        end += 1
        if (end - begin) & 7 == 0:
            key, part = mixed(key, part), np.uint64(0)
    return end, mixed(key, part), np.int64(letters)


@compiled
def mixed(key: np.uint64, part: np.uint64) -> np.uint64:
    """A hash of eight letters more."""
    found = (key ^ part) * np.uint64(0x9E3779B97F4A7C15)
    return np.uint64(found ^ found >> np.uint64(32))


@compiled
def hashed(text: Bytes, words: Longs) -> Hashes:
    """The hash of each of some words, begin and end of each in the text: 2 × words."""
    found = np.empty(words.shape[1], np.uint64)
    for word in range(len(found)):
        found[word] = word_at(text, words[0, word], words[1, word])[1]
    return found


@compiled
def split(text: Bytes, spans: Longs, rows: Longs, more: int) -> tuple[Longs, Longs, Longs, Hashes]:
    """The words of the marks ``rows``, their visual reading's, with what is heard of each.

    ``spans``: as of ``gathered``. Gives where the words of each mark begin among all (one more at
    the end); which of the different words each is; of these begin and end as written and as heard,
    heard as the last mark has it, and which letters they have (words × ``COLUMNS``); and a hash of
    each. As ``order._words`` has them. Behind the different words there is room for so many
    ``more``.
    """
    marks = len(rows)
    first = np.zeros(marks + 1, np.int64)
    most = marks
    for sign in text:
        most += sign == 32
    flat, hashes = np.empty(most, np.int64), np.empty(most + more, np.uint64)
    words = np.empty((most + more, COLUMNS), np.int64)
    size = 1024
    while size < 2 * most:
        size *= 2
    table = np.full(size, -1, np.int32)
    different = word = 0
    for number in range(marks):
        mark = rows[number]
        begin, last, heard, quiet = spans[0, mark], spans[1, mark], spans[2, mark], spans[3, mark]
        apart = heard == quiet
        while begin <= last:
            end, key, letters = word_at(text, begin, last)
            apart |= heard > quiet
            stop, other = heard, np.uint8(0)
            while stop < quiet and text[stop] != 32:
                # What is heard stands behind what is written: this ends before the text does.
                other |= text[stop] ^ text[begin + stop - heard]
                stop += 1
            slot = slot_of(key, size - 1)
            while table[slot] >= 0 and hashes[table[slot]] != key:
                slot = (slot + 1) & (size - 1)
            one = np.int64(table[slot])
            if one < 0:
                one = np.int64(different)
                different += 1
                table[slot] = one
                words[one, 0], words[one, 1], words[one, LETTERS] = begin, end, letters
                hashes[one] = key
            words[one, 2], words[one, 3] = heard, stop
            words[one, HEARD_MANY] = -1 if other == 0 and stop - heard == end - begin else 0
            flat[word] = one
            word += 1
            begin, heard = end + 1, stop + 1
        first[number + 1] = word
        if apart or heard <= quiet:
            # More or fewer sounds than words: each is heard as it is written.
            for at in range(first[number], word):
                one = flat[at]
                words[one, 2], words[one, 3] = words[one, 0], words[one, 1]
                words[one, HEARD_MANY] = -1
    return first, flat[:word], words[: different + more], hashes[: different + more]


@compiled
def add_letters(text: Bytes, words: Longs) -> None:
    """The ``letters_in`` words: how many as written, and those heard where a word is heard
    otherwise (``HEARD_MANY`` is not below 0)."""
    high = np.uint8(0)
    for sign in text:
        high |= sign
    for word in range(len(words)):
        begin, end = words[word, 0], words[word, 1]
        words[word, MANY] = end - begin if high < 128 else letters_in(text, begin, end)[1]
        if words[word, HEARD_MANY] >= 0:
            found = letters_in(text, words[word, 2], words[word, 3])
            words[word, HEARD_LETTERS], words[word, HEARD_MANY] = found


@compiled
def letters_in(text: Bytes, begin: int, end: int) -> tuple[np.int64, int]:
    """Which letters a word has, as bits that some of them share, and how many."""
    found, many = np.int64(0), 0
    for at in range(begin, end):
        sign = np.int64(text[at])
        if sign & 0xC0 != 0x80:
            found |= np.int64(1) << (sign & 63)
            many += 1
    return found, many


@compiled
def says(mine: Bytes, text: Bytes, begin: int, end: int) -> bool:
    """Whether a reading is ``mine``, blanks aside."""
    at = 0
    for place in range(begin, end):
        if text[place] == 32:
            continue
        if at == len(mine) or text[place] != mine[at]:
            return False
        at += 1
    return at == len(mine)


@compiled
def equals(joined: Bytes, heard: Bytes, ordered: Bytes, text: Bytes, spans: Longs) -> Bytes:
    """``screening._same`` and ``_twins``: 2 for each mark that is written as ``joined``, blanks
    aside, 1 for another that sounds as ``heard``, blanks aside, or has the words ``ordered`` (a
    line each) in any order, 0 for all others."""
    found = np.zeros(spans.shape[1], np.uint8)
    used = np.empty(len(ordered) + 1, np.bool_)
    for mark in range(len(found)):
        begin, end = spans[0, mark], spans[1, mark]
        if says(joined, text, begin, end):
            found[mark] = 2
        elif says(heard, text, spans[2, mark], spans[3, mark]):
            found[mark] = 1
        elif end - begin == len(ordered):
            found[mark] = same_words(ordered, used, text, begin, end)
    return found


@compiled
def same_words(ordered: Bytes, used: NDArray[np.bool_], text: Bytes, begin: int, end: int) -> bool:
    """Whether a reading has exactly these words in any order; ``used`` is scratch paper."""
    used[:] = False
    at = begin
    while at <= end:
        stop = at
        while stop < end and text[stop] != 32:
            stop += 1
        number, start, matched = 0, 0, False
        while start <= len(ordered) and not matched:
            last = start
            while last < len(ordered) and ordered[last] != 10:
                last += 1
            if not used[number] and last - start == stop - at:
                matched = True
                for place in range(stop - at):
                    if text[at + place] != ordered[start + place]:
                        matched = False
                        break
                if matched:
                    used[number] = True
            number += 1
            start = last + 1
        if not matched:
            return False
        at = stop + 1
    return True


@compiled
def read_pool(
    near: NDArray[np.bool_], text: Bytes, spans: Longs, name: Bytes, slots: Hashes
) -> tuple[bool, bool, Bytes, Longs, Longs, Longs, Longs, Longs, Hashes, Floats, Longs]:
    """What the other loops take to put the ``near`` marks of a pool in order.

    ``name``: as ``answer.Mine`` has it. Gives ``kinds`` of them, which of all marks the name
    ``equals``, which are near (``rows``), the ``lines_of`` the name, and their words as ``split``
    has them with the letters of each; behind the different ones the words of the name, whose places
    are those in ``name``. Then ``weighed``.
    """
    parts, rows = lines_of(name), np.flatnonzero(near)
    own = (parts.shape[1] - WORDS) // 2
    readable, both = kinds(text, spans, rows)
    first, flat, words, hashes = split(text, spans, rows, own)
    add_letters(text, words[: len(words) - own])
    for word in range(own):
        at, written, spoken = len(words) - own + word, WORDS + word, WORDS + own + word
        for side in range(2):
            words[at, side], words[at, 2 + side] = parts[side, written], parts[side, spoken]
        found = word_at(name, words[at, 0], words[at, 1])
        hashes[at], words[at, LETTERS] = found[1], found[2]
        heard = word_at(name, words[at, 2], words[at, 3])
        is_same = heard[0] == words[at, 3] and heard[1] == found[1]
        words[at, HEARD_MANY] = -1 if is_same else 0
    add_letters(name, words[len(words) - own :])
    weights, missing = weighed(hashes, slots)
    joined = name[parts[0, JOINED] : parts[1, JOINED]]
    met = name[parts[0, MET] : parts[1, MET]]
    ordered = name[parts[0, WORDS] : parts[1, WORDS + own - 1]]
    alike = equals(joined, met, ordered, text, spans)
    return readable, both, alike, rows, parts, first, flat, words, hashes, weights, missing


@compiled
def slot_of(key: np.uint64, last: int) -> np.int64:
    """Where a hash table of ``last + 1`` places, a power of two, looks for a word first."""
    return np.int64(key >> np.uint64(40)) & last


@compiled
def weighed(hashes: Hashes, slots: Hashes) -> tuple[Floats, Longs]:
    """The weights of words by their hashes; which are not known. ``slots``: of ``known.Known``."""
    last, values = (len(slots) >> 1) - 1, slots.view(np.float32)
    found = np.empty(len(hashes), np.float32)
    missing = np.empty(len(hashes), np.int64)
    many = 0
    for at in range(len(hashes)):
        # Looked at once where nothing waits for it, so that memory brings many at a time.
        missing[at] = slots[2 * slot_of(hashes[at] | np.uint64(1), last)] >> np.uint64(63)
    for at in range(len(hashes)):
        slot = place_of(hashes[at], slots, last)
        found[at] = values[4 * slot + 2]
        missing[many] = at
        many += slots[2 * slot] == 0
    return found, missing[:many]


@compiled
def place_of(word: np.uint64, slots: Hashes, last: int) -> np.int64:
    """Where a hash table has a word, or has room for it."""
    key = word | np.uint64(1)
    slot = slot_of(key, last)
    while slots[2 * slot] != 0 and slots[2 * slot] != key:
        slot = (slot + 1) & last
    return slot


@compiled
def times_of(text: Bytes, slots: Hashes) -> Longs:
    """How many marks hold each word of a text, a blank between two, by what is known; -1 for a word
    that is not. ``slots``: as of ``weighed``."""
    last, end, many = (len(slots) >> 1) - 1, -1, 0
    times = np.empty(len(text) + 1, np.int64)
    while end < len(text):
        end, key, _ = word_at(text, end + 1, len(text))
        slot = place_of(key, slots, last)
        told = slots[2 * slot + 1] >> np.uint64(32)
        times[many] = np.int64(told) if slots[2 * slot] != 0 else -1
        many += 1
    return times[:many]
