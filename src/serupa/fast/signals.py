"""Compiled loops that turn what marks have in common into signals, and these into an order.

Each gives what the function of ``names.order`` named in its docstring gives, in its rows of a table
(signals × marks). ``name``, ``parts``, ``text``, ``spans``, ``rows``, ``first``, ``flat``,
``words`` and ``weights`` are those of ``fast.words``.
"""

import numpy as np
from numpy.typing import NDArray

from serupa.fast.compiled import compiled

Bytes = NDArray[np.uint8]
Longs = NDArray[np.int64]
Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Hashes = NDArray[np.uint64]
Shared = tuple[Longs, NDArray[np.uint16], NDArray[np.bool_]]

JOINED, LETTERS = 0, 6
"""As ``readings.JOINED`` and ``LETTERS``."""

SOUNDS, WORDS, ENDS, SIGNALS = 5, 8, 14, 18
"""Where these of ``order.SIGNALS`` begin, and how many there are."""


@compiled
def tally(
    begin: int,
    end: int,
    places: NDArray[np.uint16],
    which: NDArray[np.bool_],
    rarity: Floats,
) -> tuple[np.float32, np.float32]:
    """How many of some trigrams (their ``places`` from begin to end) are of those of the name that
    count (``which``), and the sum of their rarity."""
    many, rare = np.int64(0), np.float32(0)
    for at in range(begin, end):
        place = places[at]
        many += which[place]
        rare += rarity[place] if which[place] else np.float32(0)
    return np.float32(many), rare


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
            begin, end = starts[3 * mark + line], starts[3 * mark + line + 1]
            many, rare = tally(begin, end, places, which[line], rarity)
            found[2 * line, mark], found[2 * line + 1, mark] = many, rare
    return found


@compiled
def sortable(values: Floats) -> Hashes:
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
    shared: Shared, rarity: Floats, sizes: Floats, rows: Longs, partly: float, table: Floats
) -> None:
    """``order._letters`` of the marks ``rows``. ``shared``: as of ``hits.Hits``; ``sizes``: how
    many trigrams each reading of a mark has (3 × marks)."""
    starts, places, which = shared
    plain, part = which[0], np.float32(partly)
    mine = np.float32(np.count_nonzero(plain))
    for number in range(len(rows)):
        mark = rows[number]
        both, rare = tally(starts[3 * mark], starts[3 * mark + 1], places, plain, rarity)
        size = max(sizes[0, mark], np.float32(1))
        table[0, number] = both / (size + mine - both)
        table[1, number] = rare / np.sqrt(size + np.float32(3))
        table[2, number] = rare - np.float32(0.01) * size if both > 0 else np.float32(0)
        table[3, number] = both / (size + part * (mine - both))
        table[4, number] = both / (mine + part * (size - both))


@compiled
def sound_signals(
    shared: Shared,
    rarity: Floats,
    sizes: Floats,
    spans: Longs,
    rows: Longs,
    both: bool,
    table: Floats,
) -> None:
    """``order._heard_both`` without the edits; what it takes is as ``letter_signals`` has it.
    ``both``: whether foreign readings count too."""
    starts, places, which = shared
    alike = (which[1] == which[2]).all()
    for reading in range(1, 3 if both else 2):
        heard = which[reading]
        own = np.float32(np.count_nonzero(heard))
        for number in range(len(rows)):
            mark = rows[number]
            if reading == 2 and alike and spans[2, mark] == spans[4, mark]:
                continue  # heard as natively
            begin, end = starts[3 * mark + reading], starts[3 * mark + reading + 1]
            count, rare = tally(begin, end, places, heard, rarity)
            size = max(sizes[reading, mark], np.float32(1))
            common, weighed = count / (size + own - count), rare / np.sqrt(size + np.float32(3))
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
def ends_alike(
    mine: Bytes,
    text: Bytes,
    spans: Longs,
    rows: Longs,
    first: Longs,
    flat: Longs,
    words: Longs,
    table: Floats,
) -> None:
    """``order._ends``. ``mine``: the name, joined."""
    own, last = len(mine), len(mine) - 1
    joined, high, letters = np.empty(own, np.uint8), np.uint8(0), np.int64(0)
    for sign in text:
        high |= sign
    for sign in mine:
        letters |= np.int64(1) << np.int64(sign & 63)
    for number in range(len(rows)):
        begin, end = spans[0, rows[number]], spans[1, rows[number]]
        # A blank stands between two words.
        many = long = end - begin - (first[number + 1] - first[number] - 1)
        if high > 127:
            for at in range(begin, end):
                long -= text[at] & 0xC0 == 0x80
        most = min(many, own)
        start, same = begin, 0
        while same < most and (text[start] == mine[same] or text[start] == 32):
            same += text[start] != 32
            start += 1
        stop, equals = end - 1, 0
        while equals < most and (text[stop] == mine[last - equals] or text[stop] == 32):
            equals += text[stop] != 32
            stop -= 1
        shorter = max(min(np.float32(long), np.float32(own)), np.float32(1))
        inside = many <= own and (same == many or equals == many)
        some = words[flat[first[number]], LETTERS] | words[flat[first[number + 1] - 1], LETTERS]
        if many <= own and some & ~letters == 0 and not inside:
            free = 0
            for at in range(begin, end):
                if text[at] != 32:
                    joined[free] = text[at]
                    free += 1
            inside = stands_in(joined, many, mine)
        table[ENDS, number] = np.float32(long) / np.float32(own) if inside else np.float32(0)
        table[ENDS + 1, number] = np.float32(same) / shorter
        table[ENDS + 2, number] = np.float32(equals) / shorter


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
def packed(table: Floats) -> Hashes:
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
    nothing = ~np.uint64(0)
    found = np.full(lines * marks + 1, nothing, np.uint64)
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
        tag = np.uint64(signal) << np.uint64(58)
        for mark in range(marks):
            one = bits[mark]
            # Written always and counted where it stays: a branch is guessed wrong too often.
            stays = below or one != 0
            one = ~one if one >> np.uint32(31) else one | np.uint32(1 << 31)
            found[at] = tag | np.uint64(one) << np.uint64(26) | np.uint64(mark)
            at += stays
        found[at] = nothing
    return found[: lines * marks].reshape(lines, marks)


@compiled
def reach(keys: Hashes, shares: Doubles, values: Floats, total: Doubles) -> None:
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
    # Zeros left out lie below unless the value is next to nothing.
    least = np.float32(0 if zeros else -np.inf)
    low, before = 0, np.float32(-np.inf)
    for at in range(many):
        edge = values[at] - np.float32(1e-6)
        # Mostly the value before is either the same or already too far below.
        low = at if before < edge else low
        before = values[at]
        while values[low] < edge:
            low += 1
        below = low + zeros if edge > least else 0
        each[keys[at] & np.uint64((1 << 26) - 1)] = shares[below]
    total += each


@compiled
def mean_of_reach(signals: int, ordered: Hashes) -> Floats:
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
def signals(
    starts: Longs,
    places: NDArray[np.uint16],
    which: NDArray[np.bool_],
    rarity: Floats,
    sizes: Floats,
    partly: float,
    both: bool,
    name: Bytes,
    text: Bytes,
    spans: Longs,
    rows: Longs,
    parts: Longs,
    first: Longs,
    flat: Longs,
    words: Longs,
    weights: Floats,
    alike: Floats,
    same: Floats,
    table: Floats,
) -> None:
    """All of ``order.SIGNALS`` that this file makes, of the marks ``rows``."""
    different = alike.shape[1]
    shared, own = (starts, places, which), weights[different : different + len(alike)]
    letter_signals(shared, rarity, sizes, rows, partly, table)
    sound_signals(shared, rarity, sizes, spans, rows, both, table)
    word_signals(first, flat, own, weights[:different], alike, same, table)
    joined = name[parts[0, JOINED] : parts[1, JOINED]]
    ends_alike(joined, text, spans, rows, first, flat, words, table)


@compiled
def placed(ordered: Hashes, rows: Longs, left: Floats, near: float) -> Floats:
    """The score of each mark of a pool. ``ordered``: of the signals of the marks ``rows``, as
    ``mean_of_reach`` takes it; ``left``: as of ``words.left``; ``near``: what is left of the score
    of any of these."""
    found = np.zeros(len(left), np.float32)
    if len(rows):
        scores, share = mean_of_reach(SIGNALS, ordered), np.float32(near)
        for number in range(len(rows)):
            found[rows[number]] = share * scores[number] * left[rows[number]]
    for mark in range(len(left)):
        if left[mark] < 0:
            found[mark] = -left[mark]
    return found
