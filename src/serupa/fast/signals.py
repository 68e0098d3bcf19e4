"""Compiled loops that turn trigrams and words in common into signals for the order of a pool.

Each gives what the function of ``names.order`` named in its docstring gives, in its rows of a table
(signals × marks). ``name``, ``parts``, ``text``, ``spans``, ``first`` and ``flat`` are those of
``fast.words``.
"""

import numpy as np
from numpy.typing import NDArray

from serupa.fast.compiled import compiled

Bytes = NDArray[np.uint8]
Longs = NDArray[np.int64]
Floats = NDArray[np.float32]

JOINED = 0
"""As ``words.JOINED``."""

SOUNDS, WORDS, ENDS = 5, 8, 14
"""Where these of ``order.SIGNALS`` begin."""


@compiled
def tallied(
    starts: Longs, places: NDArray[np.uint16], which: NDArray[np.bool_], rarity: Floats
) -> Floats:
    """Of each reading of marks how many trigrams ``which`` (3 × keys) it has, and the sum of their
    rarity; 6 × marks."""
    marks = len(starts) // 3
    found = np.empty((6, marks), np.float32)
    for mark in range(marks):
        for line in range(3):
            many, rare = 0, np.float32(0)
            for at in range(starts[3 * mark + line], starts[3 * mark + line + 1]):
                place = places[at]
                many += which[line, place]
                rare += rarity[place] if which[line, place] else np.float32(0)
            found[2 * line, mark], found[2 * line + 1, mark] = many, rare
    return found


@compiled
def sortable(values: Floats) -> NDArray[np.uint64]:
    """Each row's values (rows × marks) as whole numbers that sort as they do, with the mark in the
    lower 32 bits: so one fast sort gives the order and whose each value is."""
    rows, marks = values.shape
    found = np.empty((rows, marks), np.uint64)
    plain = np.empty(marks, np.float32)
    bits = plain.view(np.uint32)
    for row in range(rows):
        for mark in range(marks):
            plain[mark] = values[row, mark] + np.float32(0)  # -0 and 0 are equal
        for mark in range(marks):
            one = bits[mark]
            one = ~one if one >> np.uint32(31) else one | np.uint32(1 << 31)
            found[row, mark] = np.uint64(one) << np.uint64(32) | np.uint64(mark)
    return found


@compiled
def letter_signals(
    tallies: Floats, sizes: Floats, rows: Longs, own: Longs, partly: float, table: Floats
) -> None:
    """``order._letters`` of the marks ``rows``. ``tallies``: as of ``tallied``; ``sizes``: how many
    trigrams each reading of a mark has (3 × marks), ``own``: each of the name."""
    mine, part = np.float32(own[0]), np.float32(partly)
    for number in range(len(rows)):
        mark = rows[number]
        both, rare, size = tallies[0, mark], tallies[1, mark], max(sizes[0, mark], np.float32(1))
        table[0, number] = both / (size + mine - both)
        table[1, number] = rare / np.sqrt(size + np.float32(3))
        table[2, number] = rare - np.float32(0.01) * size if both > 0 else np.float32(0)
        table[3, number] = both / (size + part * (mine - both))
        table[4, number] = both / (mine + part * (size - both))


@compiled
def sound_signals(
    tallies: Floats, sizes: Floats, rows: Longs, own: Longs, both: bool, table: Floats
) -> None:
    """``order._heard_both`` without the edits; what it takes is as ``letter_signals`` has it.
    ``both``: whether foreign readings count too."""
    for number in range(len(rows)):
        mark = rows[number]
        for reading in range(1, 3 if both else 2):
            count, rare = tallies[2 * reading, mark], tallies[2 * reading + 1, mark]
            size = max(sizes[reading, mark], np.float32(1))
            common = count / (size + np.float32(own[reading]) - count)
            weighed = rare / np.sqrt(size + np.float32(3))
            if reading == 1:
                table[SOUNDS, number], table[SOUNDS + 1, number] = common, weighed
            else:
                table[SOUNDS, number] = max(table[SOUNDS, number], common)
                table[SOUNDS + 1, number] = max(table[SOUNDS + 1, number], weighed)


@compiled
def word_signals(
    first: Longs,
    flat: Longs,
    own: Floats,
    weights: Floats,
    alike: Floats,
    same: Floats,
    table: Floats,
) -> None:
    """``order._words``. ``own``: weights of the words of the name, ``weights``: of the different
    words of the marks; ``alike``, ``same``: as of ``words.words_alike``."""
    marks, mine = len(first) - 1, len(own)
    different = len(weights)
    nearest = np.zeros(different, np.float32)
    equals = np.zeros(different, np.float32)
    whole = np.float32(0)
    for one in range(mine):
        whole += own[one]
        for word in range(different):
            nearest[word] = max(nearest[word], alike[one, word])
            equals[word] = max(equals[word], same[one, word])
    for mark in range(marks):
        begin, end = first[mark], first[mark + 1]
        total = part = most = best = equal_best = main = np.float32(0)
        # numpy adds the first to the sum of the others.
        for at in range(begin + 1, end):
            total += weights[flat[at]]
            part += weights[flat[at]] * nearest[flat[at]]
        total += weights[flat[begin]]
        part += weights[flat[begin]] * nearest[flat[begin]]
        for at in range(begin, end):
            word = flat[at]
            most = max(most, weights[word])
            best = max(best, weights[word] * nearest[word])
            equal_best = max(equal_best, weights[word] * equals[word])
        for at in range(begin, end):
            if weights[flat[at]] >= most - np.float32(1e-6):
                main = max(main, nearest[flat[at]])
        answer = np.float32(0)
        for one in range(mine):
            answering = np.float32(0)
            for at in range(begin, end):
                answering = max(answering, alike[one, flat[at]])
            answer += own[one] * answering
        table[WORDS, mark] = part / total
        table[WORDS + 1, mark] = answer / whole
        table[WORDS + 2, mark] = best
        table[WORDS + 3, mark] = equal_best
        table[WORDS + 4, mark] = main
        table[WORDS + 5, mark] = same[0, flat[begin]]


@compiled
def ends_alike(name: Bytes, parts: Longs, text: Bytes, spans: Longs, table: Floats) -> None:
    """``order._ends``."""
    mine = name[parts[0, JOINED] : parts[1, JOINED]]
    own = np.float32(len(mine))
    joined = np.empty(len(text) + 1, np.uint8)
    for mark in range(spans.shape[1]):
        many = long = 0
        for at in range(spans[0, mark], spans[1, mark]):
            sign = text[at]
            joined[many] = sign
            many += sign != 32
            long += sign != 32 and sign & 0xC0 != 0x80
        most = min(many, len(mine))
        first = last = 0
        while first < most and joined[first] == mine[first]:
            first += 1
        while last < most and joined[many - 1 - last] == mine[len(mine) - 1 - last]:
            last += 1
        shorter = max(min(np.float32(long), own), np.float32(1))
        inside = many <= len(mine) and (
            first == many or last == many or stands_in(joined, many, mine)
        )
        table[ENDS, mark] = np.float32(long) / own if inside else np.float32(0)
        table[ENDS + 1, mark] = np.float32(first) / shorter
        table[ENDS + 2, mark] = np.float32(last) / shorter


@compiled
def stands_in(part: Bytes, many: int, whole: Bytes) -> bool:
    """Whether the first ``many`` bytes of ``part`` stand in ``whole``."""
    for start in range(len(whole) - many + 1):
        at = 0
        while at < many and whole[start + at] == part[at]:
            at += 1
        if at == many:
            return True
    return False


@compiled
def signals(
    tallies: Floats,
    sizes: Floats,
    rows: Longs,
    own_sizes: Longs,
    partly: float,
    both: bool,
    name: Bytes,
    parts: Longs,
    text: Bytes,
    spans: Longs,
    first: Longs,
    flat: Longs,
    own: Floats,
    weights: Floats,
    alike: Floats,
    same: Floats,
    table: Floats,
) -> None:
    """All of ``order.SIGNALS`` that this file makes, of the marks ``rows``."""
    letter_signals(tallies, sizes, rows, own_sizes, partly, table)
    sound_signals(tallies, sizes, rows, own_sizes, both, table)
    word_signals(first, flat, own, weights, alike, same, table)
    ends_alike(name, parts, text, spans, table)
