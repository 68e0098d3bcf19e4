"""Compiled loops that say where two texts agree: letters in common, and what an ear would miss.

Each gives what the function of RapidFuzz named in its docstring gives: the same one of several
equally good ways, so the letters marked are the same.
"""

import numpy as np
from numpy.typing import NDArray

from serupa.fast.compiled import compiled

Bytes = NDArray[np.uint8]
Longs = NDArray[np.int64]
Bits = NDArray[np.uint64]

LONGEST = 64
"""Letters of one text that the loops take."""


@compiled
def line_end(text: Bytes, begin: int) -> int:
    """Where the line that begins here ends."""
    at = begin
    while text[at] != 10:
        at += 1
    return at


@compiled
def places_of(text: Bytes, begin: int, end: int, places: Longs) -> int:
    """The places, within the line, of the letters that are no blanks; how many."""
    many = 0
    for at in range(begin, end):
        if text[at] != 32:
            places[many] = at - begin
            many += 1
    return many


@compiled
def in_common(
    text: Bytes, own: Longs, size: int, begin: int, other: Longs, long: int, kept: Bits
) -> Longs:
    """``LCSseq.editops(…).as_matching_blocks()``: which letters of the first line are matched, each
    with the letter of the other, as places among the letters; -1 for those that are not.

    Hyyrö's bit vectors (2004), read backwards. ``kept``: scratch paper.
    """
    matched = np.full(size, -1, np.int64)
    first = 0
    while first < size and first < long and text[own[first]] == text[begin + other[first]]:
        matched[first] = first
        first += 1
    last, there = size, long
    while last > first and there > first and text[own[last - 1]] == text[begin + other[there - 1]]:
        last -= 1
        there -= 1
        matched[last] = there
    masks = np.zeros(128, np.uint64)
    for at in range(first, last):
        masks[text[own[at]]] |= np.uint64(1) << np.uint64(at - first)
    bits = ~np.uint64(0)
    for row in range(there - first):
        both = bits & masks[text[begin + other[first + row]]]
        bits = (bits + both) | (bits - both)
        kept[row] = bits
    row, column = there - first, last - first
    while row and column:
        bit = np.uint64(1) << np.uint64(column - 1)
        if kept[row - 1] & bit:
            column -= 1
            continue
        row -= 1
        if row and not kept[row - 1] & bit:
            continue
        column -= 1
        matched[first + column] = first + row
    return matched


@compiled
def added(spans: Longs, many: int, begin: int, at: int) -> int:
    """``spans`` (begin and end by turns, ``many`` numbers, the last ones from ``begin`` on of this
    name) with one more place; how many numbers then."""
    if many > begin and spans[many - 1] >= at:
        spans[many - 1] = at + 1
        return many
    spans[many], spans[many + 1] = at, at + 1
    return many + 2


@compiled
def common_spans(text: Bytes, lines: int) -> tuple[Longs, Longs, Longs]:
    """The letters the first line has in common with each other one, as ``names.spelling`` says it.

    ``text``: ASCII, lines of at most 64 letters, blanks aside. Gives for each other line how many
    letters are in common, the number of letters of the longer of both, where its spans end in the
    last array for the first line and for its own: 4 × lines; these spans.
    """
    told = np.empty((lines, 4), np.int64)
    own, other = np.empty(len(text), np.int64), np.empty(len(text), np.int64)
    mine, theirs = np.empty(2 * LONGEST * lines, np.int64), np.empty(2 * LONGEST * lines, np.int64)
    kept = np.empty(LONGEST, np.uint64)
    end = line_end(text, 0)
    size = places_of(text, 0, end, own)
    left = right = 0
    for line in range(lines):
        begin = end + 1
        end = line_end(text, begin)
        long = places_of(text, begin, end, other)
        matched = in_common(text, own, size, begin, other, long, kept)
        first, second, common = left, right, 0
        for at in range(size):
            if matched[at] >= 0:
                common += 1
                left = added(mine, left, first, own[at])
                right = added(theirs, right, second, other[matched[at]])
        told[line, 0], told[line, 1] = common, max(size, long)
        told[line, 2], told[line, 3] = left, right
    return told, mine[:left].copy(), theirs[:right].copy()


@compiled
def changes(text: Bytes, pairs: int) -> Longs:
    """``Levenshtein.opcodes`` of pairs of lines, those that change something: how many, then begin
    and end in both lines of the first two: 9 × pairs.

    ``text``: ASCII, two lines each pair, of at most 64 letters. Myers' bit vectors (1999) in
    Hyyrö's form, read backwards.
    """
    told = np.zeros((pairs, 9), np.int64)
    up, down = np.empty(LONGEST, np.uint64), np.empty(LONGEST, np.uint64)
    steps = np.empty((3, 2 * LONGEST), np.int64)
    end = -1
    for pair in range(pairs):
        start = end + 1
        stop = line_end(text, start)
        begin = stop + 1
        end = line_end(text, begin)
        many = steps_between(text, start, stop, begin, end, up, down, steps)
        kind = source = there = np.int64(-1)
        for at in range(many - 1, -1, -1):
            number = told[pair, 0]
            if at < many - 1 and steps[0, at] == kind and steps[1, at] == source:
                follows = steps[2, at] == there
            else:
                follows = False
            kind = steps[0, at]
            source, there = steps[1, at] + (kind != 1), steps[2, at] + (kind != 0)
            if not follows:
                number += 1
                told[pair, 0] = number
                if number <= 2:
                    told[pair, 4 * number - 3] = steps[1, at]
                    told[pair, 4 * number - 1] = steps[2, at]
            if number <= 2:
                told[pair, 4 * number - 2], told[pair, 4 * number] = source, there
    return told


@compiled
def steps_between(
    text: Bytes, start: int, stop: int, begin: int, end: int, up: Bits, down: Bits, steps: Longs
) -> int:
    """``Levenshtein.editops`` of two lines, the last first: what is done (0 leave out, 1 put in, 2
    replace) and where in both; how many."""
    first = 0
    while (
        start + first < stop and begin + first < end and text[start + first] == text[begin + first]
    ):
        first += 1
    while stop > start + first and end > begin + first and text[stop - 1] == text[end - 1]:
        stop -= 1
        end -= 1
    size = stop - start - first
    masks = np.zeros(128, np.uint64)
    for at in range(size):
        masks[text[start + first + at]] |= np.uint64(1) << np.uint64(at)
    positive, negative = ~np.uint64(0), np.uint64(0)
    for row in range(end - begin - first):
        mask = masks[text[begin + first + row]]
        diagonal = (((mask & positive) + positive) ^ positive) | mask | negative
        higher = negative | ~(diagonal | positive)
        lower = diagonal & positive
        higher = (higher << np.uint64(1)) | np.uint64(1)
        lower = lower << np.uint64(1)
        positive = lower | ~(diagonal | higher)
        negative = higher & diagonal
        up[row], down[row] = positive, negative
    row, column, many = end - begin - first, size, 0
    while row or column:
        kind = 2
        if row == 0 or (column and (up[row - 1] >> np.uint64(column - 1)) & np.uint64(1)):
            column -= 1
            kind = 0
        else:
            row -= 1
            if column == 0 or (row and (down[row - 1] >> np.uint64(column - 1)) & np.uint64(1)):
                kind = 1
            else:
                column -= 1
                if text[start + first + column] == text[begin + first + row]:
                    continue
        steps[0, many] = kind
        steps[1, many], steps[2, many] = first + column, first + row
        many += 1
    return many
