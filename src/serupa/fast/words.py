"""Compiled loops that put the marks of a pool in order: words, sounds, ends, reach.

Each gives what the function of ``names.order``, of ``screening`` or of RapidFuzz named in its
docstring gives. Readings are UTF-8 in one text; the name asked for is ASCII, no part of it longer
than 63 letters, so a letter of several bytes is one that the name has not. ``name`` and ``parts``:
as ``answer.Mine`` has them; ``first``, ``flat``, ``words``: as of ``readings.split``.
"""

import numpy as np
from numpy.typing import NDArray

from serupa.fast.compiled import compiled

Bytes = NDArray[np.uint8]
Longs = NDArray[np.int64]
Floats = NDArray[np.float32]

JOINED, MET, APART, BARE, ORDERED, WORDS = 0, 1, 2, 3, 4, 5
"""What the ``parts`` of a name are; the words from there on, as written, then as heard."""

EDITS, CONSONANTS = 7, 17
"""Which of ``order.SIGNALS`` these are."""


@compiled
def patterns(text: Bytes, begin: int, end: int) -> NDArray[np.uint64]:
    """For each byte, the places of the letters of a word that are this byte, as bits."""
    found = np.zeros(256, np.uint64)
    for at in range(begin, end):
        found[text[at]] |= np.uint64(1) << np.uint64(at - begin)
    return found


@compiled
def bits(some: np.uint64) -> np.int64:
    """How many bits are set."""
    some = some - ((some >> np.uint64(1)) & np.uint64(0x5555555555555555))
    twos = np.uint64(0x3333333333333333)
    some = (some & twos) + ((some >> np.uint64(2)) & twos)
    some = (some + (some >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((some * np.uint64(0x0101010101010101)) >> np.uint64(56))


@compiled
def likeness(size: int, masks: NDArray[np.uint64], text: Bytes, begin: int, end: int) -> float:
    """``OSA.normalized_similarity`` of a word (``patterns``) and a reading, blanks aside.

    Hyyrö's bit-parallel algorithm (2003), with exchanged neighbours.
    """
    one = np.uint64(1)
    positive, negative, diagonal, last = ~np.uint64(0), np.uint64(0), np.uint64(0), np.uint64(0)
    long = 0
    for at in range(begin, end):
        sign = text[at]
        if sign == 32 or sign & 0xC0 == 0x80:
            continue
        long += 1
        mask = masks[sign]
        turned = (((~diagonal) & mask) << one) & last
        diagonal = (((mask & positive) + positive) ^ positive) | mask | negative | turned
        up = ((negative | ~(diagonal | positive)) << one) | one
        down = (diagonal & positive) << one
        positive = down | ~(diagonal | up)
        negative = up & diagonal
        last = mask
    # Down the last column: as many steps as the reading is long, then up or down by each letter.
    whole = (one << np.uint64(size)) - one
    distance = long + bits(positive & whole) - bits(negative & whole)
    longest = max(size, long)
    return 1.0 - distance / longest if longest else 1.0


@compiled
def common(masks: NDArray[np.uint64], text: Bytes, begin: int, end: int) -> np.int64:
    """``LCSseq.similarity`` of a word (``patterns``) and a reading, blanks aside."""
    kept = ~np.uint64(0)
    for at in range(begin, end):
        both = kept & masks[text[at]]
        kept = (kept + both) | (kept - both)
    return bits(~kept)


@compiled
def letters(text: Bytes, begin: int, end: int) -> int:
    """How many letters a reading has, blanks aside."""
    many = 0
    for at in range(begin, end):
        many += text[at] != 32 and text[at] & 0xC0 != 0x80
    return many


@compiled
def kinds_of_bytes() -> Bytes:
    """Of each byte: 0 where it begins no letter or is a blank, 1 for a vowel, 3 for all others."""
    kinds = np.full(256, 3, np.uint8)
    kinds[128:192] = 0
    kinds[32] = 0
    for vowel in (97, 101, 105, 111, 117):
        kinds[vowel] = 1
    return kinds


@compiled
def sounds_alike(
    name: Bytes, parts: Longs, text: Bytes, spans: Longs, both: bool, table: Floats
) -> None:
    """``order._sounds`` (its edits) and ``order._consonants``, into their rows of ``table``
    (signals × marks). ``both``: whether foreign sounds count too."""
    met = patterns(name, parts[0, MET], parts[1, MET])
    apart = patterns(name, parts[0, APART], parts[1, APART])
    bare = patterns(name, parts[0, BARE], parts[1, BARE])
    whole, abroad = parts[1, MET] - parts[0, MET], parts[1, APART] - parts[0, APART]
    consonants = parts[1, BARE] - parts[0, BARE]
    otherwise = not equal(name, parts[0, MET], parts[1, MET], name, parts[0, APART], abroad)
    kinds = kinds_of_bytes()
    every, rest = np.empty(len(text) + 1, np.uint8), np.empty(len(text) + 1, np.uint8)
    for mark in range(spans.shape[1]):
        begin, end = spans[2, mark], spans[3, mark]
        many = few = np.int64(0)
        for at in range(begin, end):
            # Written always and counted where it stays: a branch here is guessed wrong too often.
            every[many] = rest[few] = text[at]
            kind = np.int64(kinds[text[at]])
            many += kind & 1
            few += kind >> 1
        found = np.float32(likeness(whole, met, every, 0, int(many)))
        if both:
            start, stop = spans[4, mark], spans[5, mark]
            if otherwise or not equal(text, begin, end, text, start, stop - start):
                there = np.float32(likeness(abroad, apart, text, start, stop))
                found = max(found, there)
        table[EDITS, mark] = found
        table[CONSONANTS, mark] = 0
        if consonants:
            table[CONSONANTS, mark] = np.float32(likeness(consonants, bare, rest, 0, int(few)))


@compiled
def equal(one: Bytes, begin: int, end: int, other: Bytes, start: int, long: int) -> bool:
    """Whether a part of a text is one of another, which begins at ``start`` and is so long."""
    at, same = 0, end - begin == long
    while same and at < long:
        same = bool(one[begin + at] == other[start + at])
        at += 1
    return same


@compiled
def weighty_alike(
    size: int,
    masks: NDArray[np.uint64],
    text: Bytes,
    begin: int,
    end: int,
    heavy: NDArray[np.bool_],
    sounds: Bytes,
    bounds: tuple[np.float32, int],
) -> bool:
    """Whether the heavy words of a reading together sound at least so much like a word
    (``patterns``); the whole of it where it has more or fewer sounds than words. ``heavy``: whether
    each of its words is; ``sounds`` is scratch paper; ``bounds``: so much, and the fewest letters
    they have."""
    blanks = 0
    for at in range(begin, end):
        blanks += text[at] == 32
    apart = blanks == len(heavy) - 1
    many = number = 0
    for at in range(begin, end):
        number += text[at] == 32
        if text[at] != 32 and (not apart or heavy[number]):
            sounds[many] = text[at]
            many += 1
    if letters(sounds, 0, many) < bounds[1]:
        return False
    return bool(np.float32(likeness(size, masks, sounds, 0, many)) >= bounds[0])


@compiled
def letters_in(text: Bytes, begin: int, end: int) -> tuple[np.uint64, int]:
    """Which letters a word has, as bits that some of them share, and how many."""
    found, many = np.uint64(0), 0
    for at in range(begin, end):
        if text[at] & 0xC0 != 0x80:
            found |= np.uint64(1) << np.uint64(text[at] & 63)
            many += 1
    return found, many


@compiled
def may_be_alike(some: np.uint64, size: int, others: np.uint64, long: int) -> bool:
    """Whether two words (``letters_in``) may have a likeness of more than a half: each letter that
    only one of them has is changed or left out."""
    common = min(size - bits(some & ~others), long - bits(others & ~some))
    return bool(2 * common > max(size, long))


@compiled
def letters_of(text: Bytes, words: Longs) -> tuple[NDArray[np.uint64], Longs, NDArray[np.bool_]]:
    """``letters_in`` of words as written and as heard (each 2 × words), and which are heard
    otherwise than written."""
    sets, longs = np.empty((2, len(words)), np.uint64), np.empty((2, len(words)), np.int64)
    apart = np.empty(len(words), np.bool_)
    for word in range(len(words)):
        begin, end, start, stop = words[word]
        sets[0, word], longs[0, word] = letters_in(text, begin, end)
        sets[1, word], longs[1, word] = sets[0, word], longs[0, word]
        apart[word] = not equal(text, begin, end, text, start, stop - start)
        if apart[word]:
            sets[1, word], longs[1, word] = letters_in(text, start, stop)
    return sets, longs, apart


@compiled
def words_alike(
    name: Bytes, parts: Longs, text: Bytes, words: Longs, shortest: int
) -> tuple[Floats, Floats]:
    """``order._word_likeness``: mine × theirs."""
    many, different = (parts.shape[1] - WORDS) // 2, len(words)
    alike = np.zeros((many, different), np.float32)
    same = np.zeros((many, different), np.float32)
    sets, longs, apart = letters_of(text, words)
    for one in range(many):
        begin, end = parts[0, WORDS + one], parts[1, WORDS + one]
        start, stop = parts[0, WORDS + many + one], parts[1, WORDS + many + one]
        written, spoken = patterns(name, begin, end), patterns(name, start, stop)
        size, sounds = end - begin, stop - start
        mine, met = letters_in(name, begin, end)[0], letters_in(name, start, stop)[0]
        otherwise = not equal(name, begin, end, name, start, sounds)
        for other in range(different):
            first, last, long = words[other, 0], words[other, 1], longs[0, other]
            twice = otherwise or apart[other]
            seen_worth = may_be_alike(mine, size, sets[0, other], long)
            heard_worth = twice and may_be_alike(met, sounds, sets[1, other], longs[1, other])
            shorter = min(size, long)
            ends = shorter >= shortest and (
                name[begin] == text[first] or name[end - 1] == text[last - 1]
            )
            if not (seen_worth or heard_worth or ends):
                continue
            seen = heard = np.float32(0)
            if seen_worth:
                seen = np.float32(likeness(size, written, text, first, last))
            if heard_worth:
                heard = np.float32(likeness(sounds, spoken, text, words[other, 2], words[other, 3]))
            if max(seen, heard * np.float32(0.9995)) >= np.float32(0.999):
                same[one, other] = np.float32(1)
            both = max(seen, heard * np.float32(0.97)) - np.float32(0.5)
            both = min(max(both * np.float32(2), np.float32(0)), np.float32(1))
            if ends and fused(name, begin, end, text, first, last):
                part = np.float32(0.5) * np.float32(shorter) / np.float32(max(size, long))
                both = max(both, np.float32(0.4) + part)
            alike[one, other] = both
    return alike, same


@compiled
def fused(one: Bytes, begin: int, end: int, other: Bytes, start: int, stop: int) -> bool:
    """Whether the shorter of two words begins or ends the longer; the first is ASCII."""
    long = min(end - begin, stop - start)
    return equal(one, begin, begin + long, other, start, long) or equal(
        one, end - long, end, other, stop - long, long
    )


@compiled
def compared(
    name: Bytes,
    parts: Longs,
    text: Bytes,
    spans: Longs,
    words: Longs,
    shortest: int,
    both: bool,
    table: Floats,
) -> tuple[Floats, Floats]:
    """``sounds_alike`` into ``table``, and ``words_alike``."""
    sounds_alike(name, parts, text, spans, both, table)
    return words_alike(name, parts, text, words, shortest)


@compiled
def says(mine: Bytes, text: Bytes, begin: int, end: int) -> bool:
    """Whether a reading is ``mine``, blanks aside."""
    at = 0
    for place in range(begin, end):
        if text[place] == 32:
            continue
        if at == len(mine) or text[place] != mine[at]:
            return False
        at += 1
    return at == len(mine)


@compiled
def same(mine: Bytes, text: Bytes, begins: Longs, ends: Longs) -> NDArray[np.bool_]:
    """Which readings are ``mine``, blanks aside."""
    found = np.empty(len(begins), np.bool_)
    for number in range(len(begins)):
        found[number] = says(mine, text, begins[number], ends[number])
    return found


@compiled
def twins(
    joined: Bytes, heard: Bytes, ordered: Bytes, text: Bytes, spans: Longs
) -> NDArray[np.bool_]:
    """``screening._twins``: which marks are written as ``joined`` or sound as ``heard``, blanks
    aside, or have the words ``ordered`` (a line each) in any order."""
    found = np.empty(spans.shape[1], np.bool_)
    used = np.empty(len(ordered) + 1, np.bool_)
    for mark in range(len(found)):
        begin, end = spans[0, mark], spans[1, mark]
        found[mark] = (
            says(joined, text, begin, end)
            or says(heard, text, spans[2, mark], spans[3, mark])
            or (end - begin == len(ordered) and same_words(ordered, used, text, begin, end))
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
def placed(
    scores: Floats,
    near: NDArray[np.bool_],
    masks: NDArray[np.uint64],
    wanted: np.uint64,
    shares: Floats,
    name: Bytes,
    parts: Longs,
    weighty: Bytes,
    text: Bytes,
    spans: Longs,
    first: Longs,
    flat: Longs,
    weights: Floats,
    bounds: tuple[int, int],
) -> Floats:
    """``screening._scores`` from the ``scores`` of the ``near`` marks, whose words ``first``,
    ``flat`` and ``weights`` tell. ``wanted``: the classes asked for as bits, 0 for all. ``shares``:
    what is left of the score of any mark, of a twin, of another related one, the score of a far
    one written the same, then the least weight of a weighty word and the least share of sounds that
    stays. ``weighty``: the sounds of the weighty words of the name; ``bounds``: how many a twin has
    of them at least, and how many letters a weighty part has."""
    found = np.zeros(len(near), np.float32)
    joined = name[parts[0, JOINED] : parts[1, JOINED]]
    met = name[parts[0, MET] : parts[1, MET]]
    ordered = name[parts[0, ORDERED] : parts[1, ORDERED]]
    used, sounds = np.empty(len(ordered) + 1, np.bool_), np.empty(len(text), np.uint8)
    heavy = np.empty(len(flat), np.bool_)
    for word in range(len(flat) if wanted else 0):
        heavy[word] = weights[flat[word]] >= shares[4]
    masks_of = patterns(weighty, 0, len(weighty))
    number = -1
    for mark in range(len(near)):
        begin, end, start, stop = spans[0, mark], spans[1, mark], spans[2, mark], spans[3, mark]
        same = says(joined, text, begin, end)
        number += near[mark]
        if not near[mark]:
            if same:
                found[mark] = shares[3] if wanted else np.float32(1)
            continue
        found[mark] = np.float32(1) if same else shares[0] * scores[number]
        if wanted and masks[mark] & wanted == 0:
            twin = same or says(met, text, start, stop)
            if not twin and end - begin == len(ordered):
                twin = same_words(ordered, used, text, begin, end)
            long = len(weighty)
            if not twin and long >= bounds[1] and common(masks_of, text, start, stop) >= bounds[0]:
                own, least = heavy[first[number] : first[number + 1]], (shares[5], bounds[1])
                twin = weighty_alike(long, masks_of, text, start, stop, own, sounds, least)
            found[mark] *= shares[1] if twin else shares[2]
    return found
