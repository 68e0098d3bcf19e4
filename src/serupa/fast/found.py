"""Compiled loops over the marks that are shown: which stand first, and what words of the name they
have.

``FUSED``, ``HEARD`` and the other least numbers are those of ``names.parts``.
"""

import numpy as np
from numpy.typing import NDArray

from serupa.fast.compiled import compiled

Bytes = NDArray[np.uint8]
Longs = NDArray[np.int64]
Doubles = NDArray[np.float64]
Floats = NDArray[np.float32]

LONE, JOINED = 1, 2
"""What a tie of two names may say besides the words in common."""

FIRST_OWN, FIRST_OTHER = 2, 32
"""The bit of the first word of the name, and of the first of the mark; others follow."""

MOST_WORDS = 30
"""Names of more words are not looked at."""

DISTINCTIVE = 0.35
SHORTEST_FUSED = 4
SHORTEST_HEARD = 4
SHORTEST_ALIKE = 5
HEARD_ALIKE = 0.8


@compiled
def foremost(scores: Floats, limit: int) -> tuple[Longs, Doubles]:
    """The places of the ``limit`` highest scores above 0, the highest first and equals in order;
    and these scores."""
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
    return places[:many], best[:many]


@compiled
def same(text: Bytes, begin: int, end: int, start: int, stop: int) -> bool:
    """Whether two parts of a text say the same."""
    if end - begin != stop - start:
        return False
    for at in range(end - begin):
        if text[begin + at] != text[start + at]:
            return False
    return True


@compiled
def said_alike(text: Bytes, one: Longs, other: Longs) -> bool:
    """Whether two words have a form in common, as written or, unless too short, as heard.
    ``one``, ``other``: begin and end as written and as heard."""
    heard, spoken = one[3] - one[2] >= SHORTEST_HEARD, other[3] - other[2] >= SHORTEST_HEARD
    if same(text, one[0], one[1], other[0], other[1]):
        return True
    if spoken and same(text, one[0], one[1], other[2], other[3]):
        return True
    if heard and same(text, one[2], one[3], other[0], other[1]):
        return True
    return heard and spoken and same(text, one[2], one[3], other[2], other[3])


@compiled
def joined(text: Bytes, one: Longs, other: Longs) -> bool:
    """Whether one of two words stands at an end of the other and is not too short."""
    long, wide = one[1] - one[0], other[1] - other[0]
    size = min(long, wide)
    if long == wide or size < SHORTEST_FUSED:
        return False
    begin, start = one[0], other[0]
    end, stop = one[1], other[1]
    if same(text, begin, begin + size, start, start + size):
        return True
    return same(text, end - size, end, stop - size, stop)


@compiled
def nearly_heard(text: Bytes, one: Longs, other: Longs) -> bool:
    """Whether two words may be ``HEARD_ALIKE``: by the optimal string alignment of their sounds."""
    long, wide = one[3] - one[2], other[3] - other[2]
    most = (1 - HEARD_ALIKE) * max(long, wide) + 0.01
    if min(long, wide) < SHORTEST_ALIKE or abs(long - wide) > most:
        return False
    before, last, row = np.empty(wide + 1, np.int64), np.arange(wide + 1), np.arange(wide + 1)
    for down in range(1, long + 1):
        before, last, row = last, row, before
        row[0] = down
        sign = text[one[2] + down - 1]
        for right in range(1, wide + 1):
            there = text[other[2] + right - 1]
            least = min(last[right], row[right - 1]) + 1
            least = min(least, last[right - 1] + (sign != there))
            if down > 1 and right > 1 and sign == text[other[2] + right - 2]:
                if there == text[one[2] + down - 2]:
                    least = min(least, before[right - 2] + 1)
            row[right] = least
    return row[wide] <= most


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
    only, first = only_heavy(weights, 0, own), own
    for name in range(len(told)):
        size = many[name + 1]
        if max(own, size) > MOST_WORDS:
            told[name] = -1
            first += size
            continue
        bits = np.int64(0)
        for line in range(size):
            there = words[first + line]
            heavy = weights[first + line] >= DISTINCTIVE
            for word in range(own):
                if said_alike(text, words[word], there):
                    bits |= np.int64(1) << np.int64(FIRST_OWN + word)
                    bits |= np.int64(1) << np.int64(FIRST_OTHER + line)
                if heavy and weights[word] >= DISTINCTIVE and joined(text, words[word], there):
                    bits |= np.int64(JOINED)
        lone = only_heavy(weights, first, first + size) if only >= 0 and own + size > 2 else -1
        if lone >= 0 and nearly_heard(text, words[only], words[lone]):
            bits |= np.int64(LONE)
        told[name] = bits
        first += size
    return told
