"""Compiled loops that put the marks of a pool in order: words, sounds, ends, reach.

Each gives what the function of ``names.order``, of ``screening`` or of RapidFuzz named in its
docstring gives. Readings are UTF-8 in one text; the name asked for is ASCII, no part of it longer
than 63 letters, so a letter of several bytes is one that the name has not. ``name``: as
``answer.Mine`` has it; ``rows``, ``equals``, ``parts``, ``first``, ``flat``, ``words`` and
``weights``: as of ``readings.read_pool``.
"""

import numpy as np
from numpy.typing import NDArray

from serupa.fast.compiled import compiled

Bytes = NDArray[np.uint8]
Longs = NDArray[np.int64]
Floats = NDArray[np.float32]

MET, APART, NATIVE, WORDS = 1, 2, 3, 4
"""What these ``parts`` of a name are; the words from there on, as written, then as heard."""

MANY, HEARD_MANY, LETTERS, HEARD_LETTERS = 4, 5, 6, 7
"""As ``readings.MANY`` and the others."""

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
def step(
    positive: np.uint64, negative: np.uint64, diagonal: np.uint64, last: np.uint64, mask: np.uint64
) -> tuple[np.uint64, np.uint64, np.uint64]:
    """One letter of Hyyrö's bit-parallel edit distance (2003), with exchanged neighbours: where the
    column goes up, where down, and its diagonal. ``last``: the ``mask`` of the letter before."""
    one = np.uint64(1)
    turned = (((~diagonal) & mask) << one) & last
    diagonal = (((mask & positive) + positive) ^ positive) | mask | negative | turned
    up = ((negative | ~(diagonal | positive)) << one) | one
    down = (diagonal & positive) << one
    return down | ~(diagonal | up), up & diagonal, diagonal


@compiled
def staying(positive: np.uint64, negative: np.uint64, size: int, long: int) -> float:
    """The share of letters that stay, after all of so ``long`` a reading (``step``)."""
    # Down the last column: as many steps as the reading is long, then up or down by each letter.
    whole = (np.uint64(1) << np.uint64(size)) - np.uint64(1)
    distance = long + bits(positive & whole) - bits(negative & whole)
    longest = max(size, long)
    return 1.0 - distance / longest if longest else 1.0


@compiled
def likeness(size: int, masks: NDArray[np.uint64], text: Bytes, begin: int, end: int) -> float:
    """``OSA.normalized_similarity`` of a word (``patterns``) and a reading, blanks aside."""
    up, down, diagonal, last = ~np.uint64(0), np.uint64(0), np.uint64(0), np.uint64(0)
    long = 0
    for at in range(begin, end):
        sign = text[at]
        if sign == 32 or sign & 0xC0 == 0x80:
            continue
        long += 1
        mask = masks[sign]
        up, down, diagonal = step(up, down, diagonal, last, mask)
        last = mask
    return staying(up, down, size, long)


@compiled
def both_alike(
    size: int,
    masks: NDArray[np.uint64],
    text: Bytes,
    many: int,
    least: int,
    scarce: NDArray[np.uint64],
    rest: Bytes,
    few: int,
) -> tuple[float, float]:
    """``likeness`` of two words and the first bytes of two texts without blanks, ``few`` of the
    second, no more than ``many`` of the first: step by step beside each other, which takes hardly
    longer than the first alone."""
    up, down, diagonal, last = ~np.uint64(0), np.uint64(0), np.uint64(0), np.uint64(0)
    rise, fall, across, before = ~np.uint64(0), np.uint64(0), np.uint64(0), np.uint64(0)
    for at in range(few):
        mask, other = masks[text[at]], scarce[rest[at]]
        up, down, diagonal = step(up, down, diagonal, last, mask)
        rise, fall, across = step(rise, fall, across, before, other)
        last, before = mask, other
    for at in range(few, many):
        mask = masks[text[at]]
        up, down, diagonal = step(up, down, diagonal, last, mask)
        last = mask
    return staying(up, down, size, many), staying(rise, fall, least, few)


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
    name: Bytes,
    parts: Longs,
    text: Bytes,
    spans: Longs,
    rows: Longs,
    both: bool,
    fewest: int,
    table: Floats,
) -> None:
    """``order._sounds`` (its edits) and ``order._consonants``, into their rows of ``table``
    (signals × marks). ``both``: whether foreign sounds count too; ``fewest``: consonants that say
    anything."""
    kinds = kinds_of_bytes()
    begin, end = parts[0, MET], parts[1, MET]
    spoken, whole = patterns(name, begin, end), end - begin
    bare, consonants = np.empty(len(name), np.uint8), 0
    for at in range(parts[0, NATIVE], parts[1, NATIVE]):
        bare[consonants] = name[at]
        consonants += kinds[name[at]] == 3
    stiff = patterns(bare, 0, consonants)
    begin, end = parts[0, APART], parts[1, APART]
    apart, abroad = patterns(name, begin, end), end - begin
    otherwise = not equal(name, parts[0, MET], parts[1, MET], name, begin, abroad)
    every, rest = np.empty(len(text) + 1, np.uint8), np.empty(len(text) + 1, np.uint8)
    for number in range(len(rows)):
        mark = rows[number]
        begin, end = spans[2, mark], spans[3, mark]
        many = few = np.int64(0)
        for at in range(begin, end):
            # Written always and counted where it stays: a branch here is guessed wrong too often.
            every[many] = rest[few] = text[at]
            kind = np.int64(kinds[text[at]])
            many += kind & 1
            few += kind >> 1
        sounds, hard = both_alike(
            whole, spoken, every, int(many), consonants, stiff, rest, int(few)
        )
        found = np.float32(sounds)
        if both:
            start, stop = spans[4, mark], spans[5, mark]
            equals = begin == start or equal(text, begin, end, text, start, stop - start)
            if otherwise or not equals:
                found = max(found, np.float32(likeness(abroad, apart, text, start, stop)))
        table[EDITS, number] = found
        table[CONSONANTS, number] = np.float32(hard) if consonants >= fewest else np.float32(0)


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
    own: Longs,
    heavy: NDArray[np.bool_],
    sounds: Bytes,
    bounds: tuple[np.float32, int],
) -> bool:
    """Whether the heavy words of a reading together sound at least so much like a word
    (``patterns``); the whole of it where it has more or fewer sounds than words. ``own``: which of
    the words it has; ``heavy``: which of them are; ``sounds`` is scratch paper; ``bounds``: so
    much, and the fewest letters they have."""
    blanks = 0
    for at in range(begin, end):
        blanks += text[at] == 32
    apart = blanks == len(own) - 1
    many = number = 0
    for at in range(begin, end):
        number += text[at] == 32
        if text[at] != 32 and (not apart or heavy[own[number]]):
            sounds[many] = text[at]
            many += 1
    if letters(sounds, 0, many) < bounds[1]:
        return False
    return bool(np.float32(likeness(size, masks, sounds, 0, many)) >= bounds[0])


@compiled
def may_be_alike(some: np.int64, size: int, others: np.int64, long: int) -> bool:
    """Whether two words (``readings.letters_in``) may have a likeness of more than a half: each
    letter that only one of them has is changed or left out."""
    common = min(size - bits(np.uint64(some & ~others)), long - bits(np.uint64(others & ~some)))
    return bool(2 * common > max(size, long))


@compiled
def words_alike(
    name: Bytes, own: Longs, text: Bytes, theirs: Longs, shortest: int
) -> tuple[Floats, Floats]:
    """``order._word_likeness``: mine × theirs. ``own``, ``theirs``: ``words`` of the name and of
    the marks."""
    alike = np.zeros((len(own), len(theirs)), np.float32)
    same = np.zeros((len(own), len(theirs)), np.float32)
    for one in range(len(own)):
        begin, end, start, stop = own[one, 0], own[one, 1], own[one, 2], own[one, 3]
        written, spoken = patterns(name, begin, end), patterns(name, start, stop)
        size, sounds, otherwise = end - begin, stop - start, own[one, HEARD_MANY] >= 0
        mine = own[one, LETTERS]
        met = own[one, HEARD_LETTERS] if otherwise else mine
        for other in range(len(theirs)):
            word = theirs[other]
            first, last, long = word[0], word[1], word[MANY]
            heard_worth = False
            if word[HEARD_MANY] >= 0:
                heard_worth = may_be_alike(met, sounds, word[HEARD_LETTERS], word[HEARD_MANY])
            elif otherwise:
                heard_worth = may_be_alike(met, sounds, word[LETTERS], long)
            seen_worth = may_be_alike(mine, size, word[LETTERS], long)
            shorter = min(size, long)
            within = mine & ~word[LETTERS] == 0 or word[LETTERS] & ~mine == 0
            ends = within and shorter >= shortest
            ends = ends and (name[begin] == text[first] or name[end - 1] == text[last - 1])
            if not (seen_worth or heard_worth or ends):
                continue
            seen = heard = np.float32(0)
            if seen_worth:
                seen = np.float32(likeness(size, written, text, first, last))
            if heard_worth:
                heard = np.float32(likeness(sounds, spoken, text, word[2], word[3]))
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
def weighty_of(
    name: Bytes, parts: Longs, own: Longs, heavy: NDArray[np.bool_], apart: bool
) -> Bytes:
    """``screening._weighty`` of the name. ``own``: its words; ``heavy``: which of them weigh
    enough; ``apart``: whether a sound is heard for each of them."""
    if not apart:
        return name[parts[0, NATIVE] : parts[1, NATIVE]]
    found, many = np.empty(len(name), np.uint8), 0
    for word in range(len(own)):
        for at in range(own[word, 2], own[word, 3] if heavy[word] else own[word, 2]):
            found[many] = name[at]
            many += 1
    return found[:many]


@compiled
def left(
    near: NDArray[np.bool_],
    equals: Bytes,
    masks: NDArray[np.uint64],
    wanted: int,
    shares: Floats,
    bounds: tuple[float, int],
    name: Bytes,
    apart: bool,
    text: Bytes,
    spans: Longs,
    parts: Longs,
    first: Longs,
    flat: Longs,
    words: Longs,
    weights: Floats,
) -> Floats:
    """What ``screening._scores`` leaves of the score of each mark of a pool; below 0 where that is
    left of 1, whatever its signals say. ``wanted``: the classes asked for as bits, 0 for all;
    ``shares`` and ``bounds``: as ``answer.Shares`` has them; ``apart``: as of ``weighty_of``."""
    found, sounds = np.ones(len(near), np.float32), np.empty(len(text), np.uint8)
    different = len(words) - (parts.shape[1] - WORDS) // 2
    heavy = weights >= shares[4]
    weighty = weighty_of(name, parts, words[different:], heavy[different:], apart)
    masks_of, long = patterns(weighty, 0, len(weighty)), len(weighty)
    least, number = bounds[0] * long, -1
    for mark in range(len(near)):
        number += near[mark]
        if not near[mark]:
            found[mark] = 0
            if equals[mark] == 2:
                found[mark] = -shares[3] if wanted else np.float32(-1)
            continue
        if wanted and masks[mark] & np.uint64(wanted) == 0:
            twin, start, stop = equals[mark] > 0, spans[2, mark], spans[3, mark]
            may_be = not twin and long >= bounds[1] and stop - start >= least
            if may_be and common(masks_of, text, start, stop) >= least:
                own = flat[first[number] : first[number + 1]]
                enough = shares[5], bounds[1]
                twin = weighty_alike(long, masks_of, text, start, stop, own, heavy, sounds, enough)
            found[mark] = shares[1] if twin else shares[2]
        if equals[mark] == 2:
            found[mark] = -found[mark]
    return found


@compiled
def compared(
    name: Bytes,
    apart: bool,
    near: NDArray[np.bool_],
    equals: Bytes,
    masks: NDArray[np.uint64],
    wanted: int,
    shares: Floats,
    bounds: tuple[float, int],
    text: Bytes,
    spans: Longs,
    both: bool,
    rows: Longs,
    parts: Longs,
    first: Longs,
    flat: Longs,
    words: Longs,
    weights: Floats,
    least: tuple[int, int, int],
    table: Floats,
) -> tuple[Floats, Floats, Floats]:
    """``sounds_alike`` into ``table``, ``words_alike`` and what is ``left``. ``least``: consonants
    that say anything, words of the name that are compared at most, and letters of a word that is
    looked for at the ends of another."""
    different = len(words) - (parts.shape[1] - WORDS) // 2
    sounds_alike(name, parts, text, spans, rows, both, least[0], table)
    own = words[different : different + least[1]]
    alike, same = words_alike(name, own, text, words[:different], least[2])
    share = left(
        near, equals, masks, wanted, shares, bounds, name, apart, text, spans, parts, first, flat,
        words, weights,
    )  # fmt: skip
    return alike, same, share
