"""Compiled loops over the marks that are shown: which stand first, and what words of the name they
have.

The bits of a tie are those of ``names.pair``, the other numbers those of ``names.parts``.
"""

import numpy as np
from numpy.typing import NDArray

from serupa.fast.compiled import compiled

Bytes = NDArray[np.uint8]
Longs = NDArray[np.int64]
Doubles = NDArray[np.float64]
Floats = NDArray[np.float32]

LONE, JOINED = 1, 2
FIRST_OWN, FIRST_OTHER = 2, 32

MOST_WORDS = 30
"""Names of more words are not looked at."""

DISTINCTIVE = 0.35
SHORTEST_FUSED = 4
SHORTEST_HEARD = 4
SHORTEST_ALIKE = 5
HEARD_ALIKE = 0.8


@compiled
def written_out(text: Bytes, spans: Longs, some: Longs) -> Bytes:
    """Of some marks, what ``normalise.read_as`` is told of their readings: a line each, first all
    of one column and then of the next. ``text`` and ``spans``: as of ``texts.Texts``."""
    size = 5 * len(some) + 1
    for place in some:
        seen, heard = spans[1, place] - spans[0, place], spans[3, place] - spans[2, place]
        size += 2 * (seen + heard) + spans[5, place] - spans[4, place]
    lines, at = np.empty(size, np.uint8), 0
    for column in range(5):
        reading = (0, 2, 4, 0, 2)[column]
        for place in some:
            begin, end = spans[reading, place], spans[reading + 1, place]
            for letter in range(begin, end):
                sign = text[letter]
                if column > 2 and sign == 32:
                    continue
                is_next = column == 4 and letter > begin + 1 and text[letter - 1] == 32
                if is_next and text[letter - 2] == sign and 97 <= sign <= 122:
                    continue
                lines[at] = sign
                at += 1
            lines[at] = 10
            at += 1
    return lines[:at]


@compiled
def foremost(scores: Floats, limit: int, text: Bytes, spans: Longs) -> tuple[Longs, Doubles, Bytes]:
    """The places of the ``limit`` highest scores above 0, the highest first and equals in order;
    these scores; and ``written_out``."""
    places, best, many = np.empty(limit, np.int64), np.empty(limit, np.float64), 0
    for place in range(len(scores)):
        score = np.float64(scores[place])
        if score <= 0 or (many == limit and score <= best[many - 1]):
            continue
        at = many if many < limit else limit - 1
        many = at + 1
        while at and best[at - 1] < score:
            best[at], places[at] = best[at - 1], places[at - 1]
            at -= 1
        best[at], places[at] = score, place
    return places[:many], best[:many], written_out(text, spans, places[:many])


@compiled
def same(text: Bytes, begin: int, end: int, start: int, stop: int) -> bool:
    """Whether two parts of a text say the same."""
    if end - begin != stop - start:
        return False
    at = 0
    while begin + at < end and text[begin + at] == text[start + at]:
        at += 1
    return begin + at == end


@compiled
def said_alike(text: Bytes, words: Longs, one: int, other: int) -> bool:
    """Whether two words have a form in common, as written or, unless too short, as heard.
    ``words``: as of ``ties``."""
    for form in (0, 2):
        begin, end = words[one, form], words[one, form + 1]
        if form and end - begin < SHORTEST_HEARD:
            return False
        if same(text, begin, end, words[other, 0], words[other, 1]):
            return True
        start, stop = words[other, 2], words[other, 3]
        if stop - start >= SHORTEST_HEARD and same(text, begin, end, start, stop):
            return True
    return False


@compiled
def joined(text: Bytes, words: Longs, one: int, other: int) -> bool:
    """Whether one of two words stands at an end of the other and is not too short."""
    begin, end, start, stop = words[one, 0], words[one, 1], words[other, 0], words[other, 1]
    size = min(end - begin, stop - start)
    if end - begin == stop - start or size < SHORTEST_FUSED:
        return False
    if same(text, begin, begin + size, start, start + size):
        return True
    return same(text, end - size, end, stop - size, stop)


@compiled
def nearly_heard(text: Bytes, words: Longs, one: int, other: int, rows: Longs) -> bool:
    """Whether two words may be ``HEARD_ALIKE``: by the optimal string alignment of their sounds.
    ``rows``: room for three rows of one more than a word has letters."""
    mine, theirs = words[one, 2], words[other, 2]
    long, wide = words[one, 3] - mine, words[other, 3] - theirs
    most = (1 - HEARD_ALIKE) * max(long, wide) + 0.01
    if min(long, wide) < SHORTEST_ALIKE or abs(long - wide) > most:
        return False
    for right in range(wide + 1):
        rows[0, right] = right
    for down in range(1, long + 1):
        row, last, before = down % 3, (down - 1) % 3, (down - 2) % 3
        rows[row, 0] = down
        sign = text[mine + down - 1]
        for right in range(1, wide + 1):
            there = text[theirs + right - 1]
            least = min(rows[last, right], rows[row, right - 1]) + 1
            least = min(least, rows[last, right - 1] + (sign != there))
            swapped = down > 1 and right > 1 and sign == text[theirs + right - 2]
            if swapped and there == text[mine + down - 2]:
                least = min(least, rows[before, right - 2] + 1)
            rows[row, right] = least
    return bool(rows[long % 3, wide] <= most)


@compiled
def only_heavy(weights: Doubles, begin: int, end: int) -> int:
    """Which of some words is the only distinctive one, -1 where none or more are."""
    found = -1
    for at in range(begin, end):
        if weights[at] >= DISTINCTIVE:
            if found >= 0:
                return -1
            found = at
    return found


@compiled
def ties(text: Bytes, words: Longs, many: Longs, weights: Doubles) -> Longs:
    """What ``names.parts.dominant`` may say of a name and each of several marks, as bits, 0 for
    nothing: ``LONE``, their only distinctive words may be heard alike; ``JOINED``, a distinctive
    word of one stands at an end of one of the other; and the words that both have, from
    ``FIRST_OWN`` and ``FIRST_OTHER`` on. -1 for names of too many words.

    ``text``: ASCII; ``words``: of the name and then the marks, begin and end in it of each word as
    written and as heard: words × 4; ``many``: how many each has; ``weights``: of the words.
    """
    own = many[0]
    told = np.zeros(len(many) - 1, np.int64)
    rows = np.empty((3, len(text) + 1), np.int64)
    only, first = only_heavy(weights, 0, own), own
    for name in range(len(told)):
        last = first + many[name + 1]
        if max(own, last - first) > MOST_WORDS:
            told[name], first = -1, last
            continue
        bits = np.int64(0)
        for line in range(first, last):
            heavy = weights[line] >= DISTINCTIVE
            for word in range(own):
                if said_alike(text, words, word, line):
                    bits |= np.int64(1) << np.int64(FIRST_OWN + word)
                    bits |= np.int64(1) << np.int64(FIRST_OTHER + line - first)
                if heavy and weights[word] >= DISTINCTIVE and joined(text, words, word, line):
                    bits |= np.int64(JOINED)
        lone = only_heavy(weights, first, last) if only >= 0 and own + last - first > 2 else -1
        if lone >= 0 and nearly_heard(text, words, only, lone, rows):
            bits |= np.int64(LONE)
        told[name], first = bits, last
    return told
