"""Compiled loops over the readings of a pool as one text: gathered, told equal, put in order.

Each gives what the function named in its docstring gives.
"""

import math

import numpy as np
from numpy.typing import NDArray

from serupa.fast.compiled import compiled

Bytes = NDArray[np.uint8]
Longs = NDArray[np.int64]
Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]


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
    total = np.int64(0)
    for number in range(len(rows)):
        row = rows[number]
        total += np.int64(ends[row]) - (np.int64(ends[row - 1]) if row > 0 else 1)
    text = np.empty(total, np.uint8)
    spans = np.empty((6, len(rows)), np.int64)
    classes = np.empty(len(rows), np.uint64)
    begin, breaks = np.int64(0), np.zeros(4, np.int64)
    for number in range(len(rows)):
        row, line = rows[number], 0
        classes[number] = masks[codes[row]]
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
def kinds(text: Bytes, spans: Longs) -> tuple[bool, bool]:
    """Whether every mark has a visual reading, and whether a foreign reading of any says something
    else than the native one. ``spans``: 6 × marks."""
    written, apart = True, False
    for number in range(spans.shape[1]):
        written &= spans[0, number] != spans[1, number]
        begin, other = spans[2, number], spans[4, number]
        long = spans[3, number] - begin
        if spans[5, number] - other != long:
            apart = True
        elif begin != other and not apart:
            for at in range(long):
                apart |= text[begin + at] != text[other + at]
    return written, apart


@compiled
def packed(table: Floats) -> NDArray[np.uint64]:
    """The values of a table (at most 62 signals × marks) as whole numbers that sort as they do: six
    bits of the signal, 32 of the value, 26 of the mark. Each line has room for as many as there are
    marks and holds signals one after another; zeros are left out of a signal that has none below,
    and what is left of a line is all ones."""
    signals, marks = table.shape
    begins, free, lines = np.empty(signals, np.int64), marks, 0
    for signal in range(signals):
        many, below = 0, False
        for mark in range(marks):
            many += table[signal, mark] != 0
            below |= table[signal, mark] < 0
        many = marks if below else many
        if free + many > marks:
            lines, free = lines + 1, 0
        begins[signal] = (lines - 1) * marks + free if many else -1
        free += many
    found = np.full(lines * marks, ~np.uint64(0), np.uint64)
    plain = np.empty(marks, np.float32)
    bits = plain.view(np.uint32)
    for signal in range(signals):
        at = begins[signal]
        if at < 0:
            continue
        below = False
        for mark in range(marks):
            plain[mark] = table[signal, mark] + np.float32(0)  # -0 and 0 are equal
            below |= plain[mark] < 0
        for mark in range(marks):
            one = bits[mark]
            if one == 0 and not below:
                continue
            one = ~one if one >> np.uint32(31) else one | np.uint32(1 << 31)
            key = np.uint64(signal) << np.uint64(58) | np.uint64(one) << np.uint64(26)
            found[at] = key | np.uint64(mark)
            at += 1
    return found.reshape(lines, marks)


@compiled
def reach(keys: NDArray[np.uint64], shares: Doubles, values: Floats, total: Doubles) -> None:
    """Adds to ``total`` 1 / reach of every mark by one signal. ``keys``: of ``packed``, ascending,
    those of the signal; ``shares``: 1 / (marks - so many that lie below); ``values``: room for
    those of all marks."""
    marks, many = len(total), len(keys)
    bits, top = values.view(np.uint32), np.uint32(1 << 31)
    for at in range(many):
        one = np.uint32(keys[at] >> np.uint64(26) & np.uint64(0xFFFFFFFF))
        bits[at] = one ^ top if one & top else ~one
    zeros = marks - many
    each = np.full(marks, shares[0])
    low, before = 0, np.float32(0)
    for at in range(many):
        edge = values[at] - np.float32(1e-6)
        # Mostly the value before is either the same or already too far below.
        low = at if at > 0 and before < edge else low
        before = values[at]
        while values[low] < edge:
            low += 1
        # Zeros left out lie below unless the value is next to nothing.
        below = low + zeros if edge > 0 or zeros == 0 else 0
        each[keys[at] & np.uint64((1 << 26) - 1)] = shares[below]
    total += each


@compiled
def mean_of_reach(signals: int, ordered: NDArray[np.uint64]) -> Floats:
    """``order.mean_of_reach``. ``ordered``: ``packed`` of a table of so many signals, each line
    ascending."""
    marks = ordered.shape[1]
    total, values = np.zeros(marks, np.float64), np.empty(marks, np.float32)
    shares = np.empty(marks, np.float64)
    for low in range(marks):
        shares[low] = 1.0 / np.float64(marks - low)
    line, begin = 0, 0
    for signal in range(signals):
        tag = np.uint64(signal)
        elsewhere = begin == marks or (
            line < len(ordered) and ordered[line, begin] >> np.uint64(58) != tag
        )
        if elsewhere and line + 1 < len(ordered) and ordered[line + 1, 0] >> np.uint64(58) == tag:
            line, begin = line + 1, 0
        end = begin
        while line < len(ordered) and end < marks and ordered[line, end] >> np.uint64(58) == tag:
            end += 1
        if line < len(ordered):
            reach(ordered[line, begin:end], shares, values, total)
        else:
            total += shares[0]
        begin = end
    mean: Floats = (total / signals).astype(np.float32)
    return mean


@compiled
def split(text: Bytes, spans: Longs) -> tuple[Longs, Longs, Longs, NDArray[np.uint64]]:
    """The words of each mark, its visual reading's, with what is heard of each.

    ``spans``: as of ``gathered``. Gives where the words of each mark begin among all (one more at
    the end); which of the different words each is; of these begin and end as written and as heard
    (words × 4), heard as the last mark has it; and a hash of each. As ``order._words`` has them.
    """
    marks = spans.shape[1]
    first = np.zeros(marks + 1, np.int64)
    most = marks
    for mark in range(marks):
        for at in range(spans[0, mark], spans[1, mark]):
            most += text[at] == 32
    flat, hashes = np.empty(most, np.int64), np.empty(most, np.uint64)
    words = np.empty((most, 4), np.int64)
    size = 1024
    while size < 2 * most:
        size *= 2
    table = np.full(size, -1, np.int32)
    different = word = 0
    for mark in range(marks):
        begin, last, heard, quiet = spans[0, mark], spans[1, mark], spans[2, mark], spans[3, mark]
        apart = heard == quiet
        while begin <= last:
            end, key = begin, np.uint64(14695981039346656037)
            while end < last and text[end] != 32:
                key = (key ^ np.uint64(text[end])) * np.uint64(1099511628211)
                end += 1
            apart |= heard > quiet
            stop = heard
            while stop < quiet and text[stop] != 32:
                stop += 1
            slot = slot_of(key, size - 1)
            while table[slot] >= 0 and not equal(text, words, table[slot], begin, end):
                slot = (slot + 1) & (size - 1)
            number = np.int64(table[slot])
            if number < 0:
                number = np.int64(different)
                different += 1
                table[slot] = number
                words[number, 0], words[number, 1], hashes[number] = begin, end, key
            words[number, 2], words[number, 3] = heard, stop
            flat[word] = number
            word += 1
            begin, heard = end + 1, stop + 1
        first[mark + 1] = word
        if apart or heard <= quiet:
            # More or fewer sounds than words: each is heard as it is written.
            for at in range(first[mark], word):
                number = flat[at]
                words[number, 2], words[number, 3] = words[number, 0], words[number, 1]
    return first, flat[:word], words[:different], hashes[:different]


@compiled
def with_own(
    words: Longs, hashes: NDArray[np.uint64], size: int, name: Bytes, own: Longs
) -> tuple[Longs, NDArray[np.uint64]]:
    """Begin and end of each of some words (2 × words) and their hashes: those of ``split`` and
    after them words of the name, which stands at ``size`` behind the text of the others. ``own``:
    begin and end of each in the name."""
    many = len(words)
    places = np.empty((2, many + own.shape[1]), np.int64)
    every = np.empty(many + own.shape[1], np.uint64)
    for word in range(many):
        places[0, word], places[1, word], every[word] = words[word, 0], words[word, 1], hashes[word]
    for word in range(own.shape[1]):
        key = np.uint64(14695981039346656037)
        for at in range(own[0, word], own[1, word]):
            key = (key ^ np.uint64(name[at])) * np.uint64(1099511628211)
        places[0, many + word], places[1, many + word] = own[0, word] + size, own[1, word] + size
        every[many + word] = key
    return places, every


@compiled
def slot_of(key: np.uint64, last: int) -> np.int64:
    """Where a hash table of ``last + 1`` places, a power of two, looks for a word first. Words that
    differ in their last letters alone have hashes that differ little; multiplied they lie apart."""
    return np.int64(key * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(40)) & last


@compiled
def equal(text: Bytes, words: Longs, number: int, begin: int, end: int) -> bool:
    """Whether a part of the text is one of ``words``."""
    start = words[number, 0]
    if words[number, 1] - start != end - begin:
        return False
    same = True
    for at in range(end - begin):
        same &= text[start + at] == text[begin + at]
    return same


@compiled
def weighed(
    hashes: NDArray[np.uint64], places: Longs, keys: NDArray[np.uint64], values: Floats
) -> tuple[Floats, Longs, NDArray[np.uint64], Longs]:
    """The weights of words by their hashes from a hash table; which are not in it, their hashes and
    their places (of ``places``, 2 × words)."""
    last = len(keys) - 1
    found = np.empty(len(hashes), np.float32)
    for at in range(len(hashes)):
        # Looked at once where nothing waits for it, so that memory brings many at a time.
        slot = slot_of(hashes[at] | np.uint64(1), last)
        found[at] = values[slot] + np.float32(keys[slot] >> np.uint64(63))
    missing = np.empty(len(hashes), np.int64)
    many = 0
    for at in range(len(hashes)):
        key = hashes[at] | np.uint64(1)
        slot = slot_of(key, last)
        while keys[slot] != 0 and keys[slot] != key:
            slot = (slot + 1) & last
        if keys[slot] == 0:
            missing[many] = at
            many += 1
        else:
            found[at] = values[slot]
    fresh, there = np.empty(many, np.uint64), np.empty((2, many), np.int64)
    for at in range(many):
        fresh[at] = hashes[missing[at]]
        there[0, at], there[1, at] = places[0, missing[at]], places[1, missing[at]]
    return found, missing[:many], fresh, there


@compiled
def remember(
    hashes: NDArray[np.uint64], weights: Floats, keys: NDArray[np.uint64], values: Floats
) -> None:
    """Add weights of words to the hash table of ``weighed``, which has room for them."""
    last = len(keys) - 1
    for at in range(len(hashes)):
        key = hashes[at] | np.uint64(1)
        slot = slot_of(key, last)
        while keys[slot] != 0 and keys[slot] != key:
            slot = (slot + 1) & last
        keys[slot], values[slot] = key, weights[at]


@compiled
def rare_weights(
    times: Longs,
    pool: float,
    lightest: float,
    hashes: NDArray[np.uint64],
    wanted: np.uint64,
    keys: NDArray[np.uint64],
    numbers: Floats,
    most: Floats,
    classes: NDArray[np.uint64],
) -> Floats:
    """The weights of words that so many marks hold, as ``known.Rare`` and ``corpus.listed_weight``
    have them. ``wanted``: the classes asked for as bits, 0 for all; the others: as ``known.Listed``
    has them."""
    found = np.empty(len(times), np.float32)
    last = len(keys) - 1
    for word in range(len(times)):
        weight = 1.0 - math.log(np.float64(max(1, times[word]))) / pool
        found[word] = max(lightest, weight)
        key = hashes[word] | np.uint64(1)
        slot = slot_of(key, last)
        while keys[slot] != 0 and keys[slot] != key:
            slot = (slot + 1) & last
        if keys[slot] != 0:
            number = np.int64(numbers[slot])
            where = classes[number]
            if where == 0 or wanted == 0 or where & wanted != 0:
                found[word] = min(found[word], most[number])
    return found
