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
def place_of(hashes: Words, wanted: np.int64) -> np.int64:
    """Where the first hash stands that is not below ``wanted``: hashes lie evenly, so it is near
    the place its size points at."""
    many, width = len(hashes), 1024
    guess = (wanted * many) >> 32
    low, high = max(0, guess - width), min(many, guess + width)
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
    return np.int64(low)


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
            at = place_of(words, np.int64(own[word]))
            held = at < len(words) and words[at] == own[word]
            if rare == most or (held and holders[at] == 0):
                continue
            rare += 1
            hashes = changed[ends[word - 1] if word else 0 : ends[word]]
        if part != 1:
            for one in passing(hashes, sieves[0]):
                begin = place_of(sounds, np.int64(one))
                end = begin
                while end < len(sounds) and sounds[end] == one:
                    end += 1
                found = added(found, many, sound_rows, begin, end)
                many += end - begin
        if part != 0:
            for one in passing(hashes, sieves[1]):
                at = place_of(words, np.int64(one))
                if at < len(words) and words[at] == one:
                    begin, end = word_ends[at] - holders[at], word_ends[at]
                    found = added(found, many, word_rows, begin, end)
                    many += end - begin
    rows = np.sort(found[:many])
    kept, part, many = np.empty(len(rows), np.int64), 0, 0
    for at in range(len(rows)):
        if at and rows[at] == rows[at - 1]:
            continue
        while part + 1 < len(bounds) and bounds[part + 1] <= rows[at]:
            part += 1
        inside = rows[at] - bounds[part] if len(bounds) else np.int64(-1)
        if 0 <= inside < sizes[part]:
            kept[many] = starts[part] + inside
            many += 1
    return kept[:many].copy()


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
