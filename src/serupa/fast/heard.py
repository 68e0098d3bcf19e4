"""Compiled loops over the marks of a segment that sound like a name, its words or parts of it."""

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
def places_of(hashes: Words, wanted: Words) -> Longs:
    """Where the first hash stands that is not below each one ``wanted``. Hashes lie evenly, so it
    is near the place its size points at, and nearer to where the hash there points at. Each step is
    for all at once: memory brings many where nothing waits for them."""
    many = np.int64(len(hashes))
    places = np.empty(len(wanted), np.int64)
    for at in range(len(wanted)):
        places[at] = (np.int64(wanted[at]) * many) >> 32
    for _ in range(2 if many else 0):
        for at in range(len(wanted)):
            away = np.int64(wanted[at]) - np.int64(hashes[places[at]])
            places[at] = max(0, min(many - 1, places[at] + (away * many >> 32)))
    for at in range(len(wanted)):
        one, place = wanted[at], places[at]
        while place > 0 and hashes[place - 1] >= one:
            place -= 1
        while place < many and hashes[place] < one:
            place += 1
        places[at] = place
    return places


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
def sounding(
    found: Longs, many: int, hashes: Words, sounds: Words, rows: Words
) -> tuple[Longs, int]:
    """``found`` with the rows of marks heard as one of ``hashes``; and how many it holds then."""
    places = places_of(sounds, hashes)
    for number in range(len(hashes)):
        one, begin = hashes[number], places[number]
        end = begin
        while end < len(sounds) and sounds[end] == one:
            end += 1
        found = added(found, many, rows, begin, end)
        many += end - begin
    return found, many


@compiled
def holding(
    found: Longs, many: int, hashes: Words, columns: tuple[Words, Bytes, Words, Longs]
) -> tuple[Longs, int]:
    """The same of marks that hold one of the words ``hashes``, but of those too many hold."""
    words, holders, rows, ends = columns
    places = places_of(words, hashes)
    for number in range(len(hashes)):
        at = places[number]
        if at < len(words) and words[at] == hashes[number]:
            end = int(ends[at])
            begin = end - int(holders[at])
            found = added(found, many, rows, begin, end)
            many += end - begin
    return found, many


@compiled
def heard(
    columns: tuple[Words, Words, Words, Bytes, Words, Longs, tuple[Bytes, Bytes]],
    asked: tuple[Words, Words, Words, Longs],
    same: Words,
    most: int,
    classes: tuple[NDArray[Any], NDArray[np.uint64]],
    wanted: np.uint64,
    alive: Bools,
) -> tuple[Longs, Longs]:
    """``Scope.heard``, as rows in any order, some more than once; and rows of marks heard as one of
    the hashes ``same`` that are of none of the classes ``wanted``. Both of marks in force
    (``alive``: empty where all are), the first of the classes ``wanted`` (0: of any, and no
    others).

    ``columns``: ``Segment.by_sound``; ``asked``: ``Asked.hashes``, of which those with a letter
    changed are looked up for the first ``most`` words that are not too common; ``classes``:
    ``Segment.classified``."""
    sounds, sound_rows, words, holders, word_rows, word_ends, sieves = columns
    whole, own, changed, ends = asked
    held_by = words, holders, word_rows, word_ends
    found, many = np.empty(1024, np.int64), 0
    found, many = sounding(found, many, passing(whole, sieves[0]), sounds, sound_rows)
    found, many = holding(found, many, passing(own, sieves[1]), held_by)
    rare, places = 0, places_of(words, own)
    for word in range(len(own)):
        at = places[word]
        held = at < len(words) and words[at] == own[word]
        if rare == most or (held and holders[at] == 0):
            continue
        rare += 1
        hashes = changed[ends[word - 1] if word else 0 : ends[word]]
        found, many = sounding(found, many, passing(hashes, sieves[0]), sounds, sound_rows)
        found, many = holding(found, many, passing(hashes, sieves[1]), held_by)
    near = allowed(found[:many], classes, wanted, True, alive)
    others = found[:0]
    if wanted:
        found, many = sounding(found, 0, passing(same, sieves[0]), sounds, sound_rows)
        others = allowed(found[:many], classes, wanted, False, alive)
    return near, others


@compiled
def allowed(
    rows: Longs,
    classes: tuple[NDArray[Any], NDArray[np.uint64]],
    wanted: np.uint64,
    near: bool,
    alive: Bools,
) -> Longs:
    """``_Search._allowed``: the rows of marks in force and of the classes wanted, or of no such."""
    codes, masks = classes
    kept, many = np.empty(len(rows), np.int64), 0
    for row in rows:
        kept[many] = row
        is_kept = wanted == 0 or (masks[codes[row]] & wanted != np.uint64(0)) == near
        many += is_kept and (len(alive) == 0 or alive[row])
    return kept[:many]
