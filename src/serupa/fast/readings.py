"""Compiled loops over the readings of a pool as one text: gathered, told equal, put in order.

Each gives what the function named in its docstring gives.
"""

import numpy as np
from numpy.typing import NDArray

from serupa.fast.compiled import compiled

Bytes = NDArray[np.uint8]
Longs = NDArray[np.int64]
Floats = NDArray[np.float32]


@compiled
def gathered(readings: Bytes, ends: NDArray[np.uint32], rows: Longs) -> tuple[Bytes, Longs]:
    """``Segment.readings_of`` as one text, and where each reading begins and ends in it: 6 × rows,
    begin and end of the visual, native and foreign one."""
    total = np.int64(0)
    for number in range(len(rows)):
        row = rows[number]
        total += np.int64(ends[row]) - (np.int64(ends[row - 1]) if row > 0 else 1)
    text = np.empty(total, np.uint8)
    spans = np.empty((6, len(rows)), np.int64)
    free = np.int64(0)
    for number in range(len(rows)):
        row, line, begin = rows[number], 0, free
        first = np.int64(ends[row - 1]) if row > 0 else np.int64(1)
        last = np.int64(ends[row])
        for at in range(free, free + last - first):
            text[at] = sign = readings[first - free + at]
            if sign == 10 and line < 3:
                spans[2 * line, number], spans[2 * line + 1, number] = begin, at
                line += 1
                begin = np.int64(at + 1)
        free += last - first
        for missing in range(line, 3):
            spans[2 * missing, number] = spans[2 * missing - 2, number]
            spans[2 * missing + 1, number] = spans[2 * missing - 1, number]
    return text, spans


@compiled
def as_native(text: Bytes, spans: Longs) -> bool:
    """Whether every foreign reading says the same as the native one. ``spans``: 6 × marks."""
    for number in range(spans.shape[1]):
        begin, other = spans[2, number], spans[4, number]
        long = spans[3, number] - begin
        if spans[5, number] - other != long:
            return False
        if begin != other:
            for at in range(long):
                if text[begin + at] != text[other + at]:
                    return False
    return True


@compiled
def same(mine: Bytes, text: Bytes, begins: Longs, ends: Longs) -> NDArray[np.bool_]:
    """Which readings are ``mine``, blanks aside."""
    found = np.zeros(len(begins), np.bool_)
    for number in range(len(begins)):
        at = 0
        for place in range(begins[number], ends[number]):
            if text[place] == 32:
                continue
            if at == len(mine) or text[place] != mine[at]:
                at = -1
                break
            at += 1
        found[number] = at == len(mine)
    return found


@compiled
def twins(
    joined: Bytes, heard: Bytes, ordered: Bytes, text: Bytes, spans: Longs
) -> NDArray[np.bool_]:
    """``screening._twins``: which marks are written as ``joined`` or sound as ``heard``, blanks
    aside, or have the words ``ordered`` (a line each) in any order."""
    found = same(joined, text, spans[0], spans[1])
    sounding = same(heard, text, spans[2], spans[3])
    words = 1
    for at in range(len(ordered)):
        words += ordered[at] == 10
    used = np.empty(words, np.bool_)
    for mark in range(len(found)):
        begin, end = spans[0, mark], spans[1, mark]
        if not found[mark]:
            found[mark] = sounding[mark] or (
                end - begin == len(ordered) and same_words(ordered, used, text, begin, end)
            )
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
def mean_of_reach(table: Floats, ordered: NDArray[np.uint64]) -> Floats:
    """``order.mean_of_reach``. ``ordered``: ``signals.sortable``, each row ascending."""
    signals, marks = table.shape
    total = np.zeros(marks, np.float64)
    owner, values = np.empty(marks, np.int64), np.empty(marks, np.float32)
    for signal in range(signals):
        for at in range(marks):
            owner[at] = ordered[signal, at] & np.uint64(0xFFFFFFFF)
            values[at] = table[signal, owner[at]]
        low = 0
        for at in range(marks):
            edge = values[at] - np.float32(1e-6)
            while values[low] < edge:
                low += 1
            total[owner[at]] += 1.0 / np.float64(marks - low)
    mean: Floats = (total / signals).astype(np.float32)
    return mean
