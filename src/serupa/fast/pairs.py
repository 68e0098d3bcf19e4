"""Compiled loops over one name and several marks: what ``names.pair`` says of them.

Where RapidFuzz finds the same, its function is named: of several equally good ways the loops take
the one it takes, so the letters marked are the same.
"""

import numpy as np
from numpy.typing import NDArray

from serupa.fast.compiled import compiled

Bytes = NDArray[np.uint8]
Longs = NDArray[np.int64]
Bits = NDArray[np.uint64]
Doubles = NDArray[np.float64]

LONGEST = 64
"""Letters of a name, and sounds of a reading, of which the loops say where two agree."""


@compiled
def cut(text: Bytes, begin: int, keys: Longs) -> tuple[int, int]:
    """The trigrams of the line that begins here, repeated ones too; how many, and where the next
    line begins."""
    many, at = 0, begin
    before = middle = np.int64(32)
    while True:
        after = np.int64(32) if text[at] == 10 else np.int64(text[at])
        if middle != 32 or after != 32:
            first = np.int64(32) if middle == 32 else before
            keys[many] = first << 16 | middle << 8 | after
            many += 1
        before, middle = middle, after
        at += 1
        if text[at - 1] == 10:
            return many, at


@compiled
def table_for(letters: int) -> Longs:
    """A hash table with room for the trigrams of so many letters; -1 stands in a free place."""
    slots = 64
    while slots < 4 * letters:
        slots *= 2
    return np.full(slots, -1, np.int64)


@compiled
def slot_of(key: int, table: Longs) -> int:
    """Where a trigram is in the table, or where it may be put."""
    last = len(table) - 1
    slot = (np.int64(key) * 2654435761 >> 19) & last
    while table[slot] >= 0 and table[slot] != key:
        slot = (slot + 1) & last
    return int(slot)


@compiled
def lines_end(text: Bytes, begin: int, lines: int) -> int:
    """Where the line after so many begins."""
    at = begin
    for _ in range(lines):
        at = line_end(text, at) + 1
    return at


@compiled
def line_end(text: Bytes, begin: int) -> int:
    """Where the line that begins here ends."""
    at = begin
    while text[at] != 10:
        at += 1
    return at


@compiled
def best_pairs(text: Bytes, mine: int, many: Longs) -> tuple[Doubles, Longs, Longs]:
    """``names.trigrams.best_pair`` of one name and several others: the likeness, -1 for none, and
    which two readings reach it.

    ``text``: ASCII, a line each reading, those of the name first (``mine`` of them); ``many``:
    how many each of the others has.
    """
    table = table_for(lines_end(text, 0, mine))
    holders = np.zeros(len(table), np.uint8)
    seen = np.zeros(len(table), np.int32)
    keys = np.empty(len(text) + 1, np.int64)
    sizes, common = np.zeros(mine, np.int64), np.zeros(mine, np.int64)
    at, stamp = 0, np.int32(0)
    for reading in range(mine):
        found, at = cut(text, at, keys)
        bit = np.uint8(1 << reading)
        for number in range(found):
            slot = slot_of(keys[number], table)
            table[slot] = keys[number]
            sizes[reading] += (holders[slot] & bit) == 0
            holders[slot] |= bit
    best = np.full(len(many), -1.0)
    one, other = np.zeros(len(many), np.int64), np.zeros(len(many), np.int64)
    for name in range(len(many)):
        for theirs in range(many[name]):
            found, at = cut(text, at, keys)
            stamp += np.int32(1)
            common[:] = 0
            size = 0
            for number in range(found):
                key = keys[number]
                slot = slot_of(key, table)
                if table[slot] < 0:
                    known = 0
                    while keys[known] != key:
                        known += 1
                    size += known == number  # the first time
                elif seen[slot] != stamp:
                    seen[slot] = stamp
                    size += 1
                    for reading in range(mine):
                        common[reading] += (holders[slot] >> np.uint8(reading)) & np.uint8(1)
            for reading in range(mine):
                share = common[reading] / (sizes[reading] + size - common[reading])
                # Of equal pairs the one with the first reading of the name, then of the other.
                if share > best[name] or (share == best[name] and reading < one[name]):
                    best[name], one[name], other[name] = share, reading, theirs
    return best, one, other


@compiled
def faded(text: Bytes, weights: Doubles, many: Longs) -> Doubles:
    """The weighed Jaccard of ``names.parts.faded`` of one name and several others.

    ``text``: ASCII, a line each word, those of the name first; ``weights``: of each line; ``many``:
    how many lines the name and each of the others has. Of two words that have a trigram the heavier
    one's weight counts.
    """
    keys = np.empty(len(text) + 1, np.int64)
    table = table_for(lines_end(text, 0, many[0]))
    place_of = np.zeros(len(table), np.int64)
    mine, own, at = np.zeros(len(table), np.float64), 0, 0
    for line in range(many[0]):
        found, at = cut(text, at, keys)
        for number in range(found):
            slot = slot_of(keys[number], table)
            if table[slot] < 0:
                table[slot], place_of[slot] = keys[number], own
                own += 1
            mine[place_of[slot]] = max(mine[place_of[slot]], weights[line])
    others, theirs = np.empty(len(text) + 1, np.int64), np.empty(len(text) + 1, np.float64)
    met = np.empty(own, np.int64)  # where in ``theirs`` each trigram of the name is, -1 for nowhere
    result = np.zeros(len(many) - 1, np.float64)
    line = many[0]
    for name in range(len(result)):
        met[:] = -1
        different = 0
        for _ in range(many[name + 1]):
            found, at = cut(text, at, keys)
            for number in range(found):
                slot = slot_of(keys[number], table)
                if table[slot] >= 0:
                    place = met[place_of[slot]]
                    if place < 0:
                        place = met[place_of[slot]] = different
                else:
                    place = 0
                    while place < different and others[place] != keys[number]:
                        place += 1
                if place == different:
                    others[place], theirs[place] = keys[number], weights[line]
                    different += 1
                theirs[place] = max(theirs[place], weights[line])
            line += 1
        shared = 0.0
        for place in range(own):
            if met[place] >= 0:
                shared += min(mine[place], theirs[met[place]])
        total = mine[:own].sum() + theirs[:different].sum() - shared
        result[name] = shared / total if total else 0.0
    return result


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
    text: Bytes, own: Longs, size: int, begin: int, other: Longs, long: int, scratch: Bits
) -> Longs:
    """``LCSseq.editops(…).as_matching_blocks()``: which letters of the first line are matched, each
    with the letter of the other, as places among the letters; -1 for those that are not.

    Hyyrö's bit vectors (2004), read backwards. ``scratch``: room for as many as there may be
    letters, after 128 zeros, which are zeros again in the end.
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
    masks, kept = scratch[:128], scratch[128:]
    for at in range(first, last):
        masks[text[own[at]]] |= np.uint64(1) << np.uint64(at - first)
    bits = ~np.uint64(0)
    for row in range(there - first):
        both = bits & masks[text[begin + other[first + row]]]
        bits = (bits + both) | (bits - both)
        kept[row] = bits
    for at in range(first, last):
        masks[text[own[at]]] = np.uint64(0)
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
def common_spans(text: Bytes, lines: int) -> tuple[Longs, Longs]:
    """The letters the first line has in common with each other one, ``names.pair.common_of``.

    ``text``: ASCII. Gives for each other line how many letters are in common (-1 where one has more
    letters than the loops take), the number of letters of the longer of both, and how many spans
    there are up to here in the first line and in its own: lines × 4; then these spans, all those in
    the first line before the others: begin and end, spans × 2.
    """
    told = np.empty((lines, 4), np.int64)
    own, other = np.empty(len(text), np.int64), np.empty(len(text), np.int64)
    mine, theirs = np.empty(2 * LONGEST * lines, np.int64), np.empty(2 * LONGEST * lines, np.int64)
    scratch = np.zeros(128 + LONGEST, np.uint64)
    end = line_end(text, 0)
    size = places_of(text, 0, end, own)
    left = right = 0
    for line in range(lines):
        begin = end + 1
        end = line_end(text, begin)
        long = places_of(text, begin, end, other)
        common = -1
        if size <= LONGEST and long <= LONGEST:
            matched = in_common(text, own, size, begin, other, long, scratch)
            first, second, common = left, right, 0
            for at in range(size):
                if matched[at] >= 0:
                    common += 1
                    left = added(mine, left, first, own[at])
                    right = added(theirs, right, second, other[matched[at]])
        told[line, 0], told[line, 1] = common, max(size, long)
        told[line, 2], told[line, 3] = left // 2, right // 2
    spans = np.empty(left + right, np.int64)
    spans[:left], spans[left:] = mine[:left], theirs[:right]
    return told, spans.reshape(-1, 2)


@compiled
def changes(text: Bytes, lines: Longs, told: Longs) -> None:
    """``Levenshtein.opcodes`` of pairs of lines, those that change something: how many, then begin
    and end in both lines of the first two: pairs × 9, into ``told``; -1 for lines of more than 64
    letters.

    ``text``: ASCII; ``lines``: begin and end of both lines of each pair: pairs × 4. Myers' bit
    vectors (1999) in Hyyrö's form, read backwards.
    """
    scratch = np.zeros(128 + 2 * LONGEST, np.uint64)
    steps = np.empty((3, 2 * LONGEST), np.int64)
    for pair in range(len(lines)):
        start, stop, begin, end = lines[pair]
        if stop - start > LONGEST or end - begin > LONGEST:
            told[pair, 0] = -1
            continue
        many = steps_between(text, start, stop, begin, end, scratch, steps)
        number, kind, source, there = 0, np.int64(-1), np.int64(-1), np.int64(-1)
        for at in range(many - 1, -1, -1):
            follows = steps[0, at] == kind and steps[1, at] == source and steps[2, at] == there
            kind = steps[0, at]
            source, there = steps[1, at] + (kind != 1), steps[2, at] + (kind != 0)
            if not follows:
                number += 1
                if number <= 2:
                    told[pair, 4 * number - 3] = steps[1, at]
                    told[pair, 4 * number - 1] = steps[2, at]
            if number <= 2:
                told[pair, 4 * number - 2], told[pair, 4 * number] = source, there
        told[pair, 0] = number


@compiled
def steps_between(
    text: Bytes, start: int, stop: int, begin: int, end: int, scratch: Bits, steps: Longs
) -> int:
    """``Levenshtein.editops`` of two lines, the last first: what is done (0 leave out, 1 put in, 2
    replace) and where in both; how many. ``scratch``: as of ``in_common``, with room for two."""
    first = 0
    while (
        start + first < stop and begin + first < end and text[start + first] == text[begin + first]
    ):
        first += 1
    while stop > start + first and end > begin + first and text[stop - 1] == text[end - 1]:
        stop -= 1
        end -= 1
    size = stop - start - first
    masks, up, down = scratch[:128], scratch[128 : 128 + LONGEST], scratch[128 + LONGEST :]
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
    for at in range(size):
        masks[text[start + first + at]] = np.uint64(0)
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


@compiled
def word_lines(text: Bytes, seen: int, heard: int, many: int) -> Longs:
    """Begin and end of so many words in the text: those as written begin at ``seen``, those as
    heard at ``heard``, a line each. Words × 4."""
    spans = np.empty((many, 4), np.int64)
    for word in range(many):
        spans[word, 0], spans[word, 1] = seen, line_end(text, seen)
        spans[word, 2], spans[word, 3] = heard, line_end(text, heard)
        seen, heard = spans[word, 1] + 1, spans[word, 3] + 1
    return spans


@compiled
def lines_of(text: Bytes, many: Longs, first: Longs, other: Longs) -> Longs:
    """Begin and end of one line of the name and of one of each of several others: others × 4.

    ``text``: a line each reading; ``many``: how many the name and each of the others has; ``first``
    and ``other``: which of the name's and which of the other's. A name without any has no letters.
    """
    spans = np.zeros((len(first), 4), np.int64)
    for name in range(len(first)):
        if many[0]:
            spans[name, 0] = lines_end(text, 0, first[name])
            spans[name, 1] = line_end(text, spans[name, 0])
    at = lines_end(text, 0, many[0])
    for name in range(len(other)):
        if many[name + 1]:
            spans[name, 2] = lines_end(text, at, other[name])
            spans[name, 3] = line_end(text, spans[name, 2])
        at = lines_end(text, at, many[name + 1])
    return spans


@compiled
def compared(text: Bytes, many: Longs, weights: Doubles) -> tuple[Doubles, Longs, Longs, Longs]:
    """A name and each of several others, all that ``names.pair.Pair`` keeps.

    ``text``: ASCII, of the name and then the others the letters, a line each; of all the visual
    readings, a line each; so the sound readings, the words as written, and the words as heard.
    ``many``: how many lines of each of the last four kinds each name has, words once: 3 × names;
    ``weights``: of the words. Gives the likeness of the visual and of the sound readings (of these
    -1 for none) and the faded one: others × 3; as of ``common_spans``, which two sound readings,
    and as of ``changes`` of these: others × 15; the spans of ``common_spans``, those in the name
    first: spans × 2; and ``word_lines``.
    """
    names = len(many) // 3
    look, sound, word = many[:names], many[names : 2 * names], many[2 * names :]
    alike, told = np.empty((names - 1, 3), np.float64), np.zeros((names - 1, 15), np.int64)
    looks = lines_end(text, 0, names)
    sounds = lines_end(text, looks, look.sum())
    seen = lines_end(text, sounds, sound.sum())
    heard = lines_end(text, seen, word.sum())
    told[:, :4], spans = common_spans(text[:looks], names - 1)
    alike[:, 0] = np.maximum(best_pairs(text[looks:sounds], look[0], look[1:])[0], 0.0)
    alike[:, 1], told[:, 4], told[:, 5] = best_pairs(text[sounds:seen], sound[0], sound[1:])
    lines = lines_of(text[sounds:seen], sound, told[:, 4], told[:, 5])
    changes(text[sounds:seen], lines, told[:, 6:])
    written = faded(text[seen:heard], weights, word)
    alike[:, 2] = np.maximum(written, faded(text[heard:], weights, word))
    return alike, told, spans, word_lines(text, seen, heard, word.sum())
