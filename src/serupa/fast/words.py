"""Compiled loops that put the marks of a pool in order: words, sounds, ends, reach.

Each gives what the function of ``names.order`` or of RapidFuzz named in its docstring gives.
Readings are UTF-8 in one text; the name asked for is ASCII of at most 63 letters, so a
letter of several bytes is one that the name has not.
"""

import numpy as np
from numpy.typing import NDArray

from serupa.fast.compiled import compiled

Bytes = NDArray[np.uint8]
Longs = NDArray[np.int64]
Floats = NDArray[np.float32]


@compiled
def patterns(text: Bytes, begin: int, end: int) -> NDArray[np.uint64]:
    """For each byte, the places of the letters of a word that are this byte, as bits."""
    found = np.zeros(256, np.uint64)
    for at in range(begin, end):
        found[text[at]] |= np.uint64(1) << np.uint64(at - begin)
    return found


@compiled
def likeness(size: int, masks: NDArray[np.uint64], text: Bytes, begin: int, end: int) -> float:
    """``OSA.normalized_similarity`` of a word (``patterns``) and a reading, blanks aside.

    Hyyrö's bit-parallel algorithm (2003), with exchanged neighbours.
    """
    one = np.uint64(1)
    positive, negative, diagonal, last = ~np.uint64(0), np.uint64(0), np.uint64(0), np.uint64(0)
    top = one << np.uint64(max(0, size - 1))
    distance, long = size, 0
    for at in range(begin, end):
        sign = text[at]
        if sign == 32 or sign & 0xC0 == 0x80:
            continue
        long += 1
        mask = masks[sign] if sign < 128 else np.uint64(0)
        turned = (((~diagonal) & mask) << one) & last
        diagonal = (((mask & positive) + positive) ^ positive) | mask | negative | turned
        up = negative | ~(diagonal | positive)
        down = diagonal & positive
        distance += (up & top) != 0
        distance -= (down & top) != 0
        up = (up << one) | one
        down = down << one
        positive = down | ~(diagonal | up)
        negative = up & diagonal
        last = mask
    if size == 0:
        distance = long
    longest = max(size, long)
    return 1.0 - distance / longest if longest else 1.0


@compiled
def common(size: int, masks: NDArray[np.uint64], text: Bytes, begin: int, end: int) -> int:
    """``LCSseq.similarity`` of a word (``patterns``) and a reading, blanks aside."""
    kept = ~np.uint64(0)
    for at in range(begin, end):
        sign = text[at]
        if sign == 32 or sign & 0xC0 == 0x80:
            continue
        mask = masks[sign] if sign < 128 else np.uint64(0)
        both = kept & mask
        kept = (kept + both) | (kept - both)
    found = 0
    for place in range(size):
        found += (kept >> np.uint64(place)) & np.uint64(1) == 0
    return found


@compiled
def letters(text: Bytes, begin: int, end: int) -> int:
    """How many letters a reading has, blanks aside."""
    many = 0
    for at in range(begin, end):
        many += text[at] != 32 and text[at] & 0xC0 != 0x80
    return many


@compiled
def edits(mine: Bytes, text: Bytes, begins: Longs, ends: Longs) -> Floats:
    """``order._edits``: the share of the letters of ``mine`` and each reading that stay."""
    masks = patterns(mine, 0, len(mine))
    found = np.empty(len(begins), np.float32)
    for at in range(len(begins)):
        found[at] = likeness(len(mine), masks, text, begins[at], ends[at])
    return found


@compiled
def consonants(mine: Bytes, text: Bytes, begins: Longs, ends: Longs) -> Floats:
    """``order._consonants``: the share of the consonants of ``mine`` and each reading that stay."""
    found = np.zeros(len(begins), np.float32)
    if len(mine) == 0:
        return found
    masks, bare = patterns(mine, 0, len(mine)), np.empty(len(text), np.uint8)
    for at in range(len(begins)):
        many = 0
        for place in range(begins[at], ends[at]):
            sign = text[place]
            bare[many] = sign
            many += not (sign == 97 or sign == 101 or sign == 105 or sign == 111 or sign == 117)
        found[at] = likeness(len(mine), masks, bare, 0, many)
    return found


@compiled
def lasting(mine: Bytes, text: Bytes, begins: Longs, ends: Longs) -> Longs:
    """``LCSseq.similarity`` of ``mine`` and each reading, blanks aside."""
    masks = patterns(mine, 0, len(mine))
    found = np.empty(len(begins), np.int64)
    for at in range(len(begins)):
        found[at] = common(len(mine), masks, text, begins[at], ends[at])
    return found


@compiled
def alike_at(
    one: Bytes, begin: int, end: int, text: Bytes, start: int, stop: int, last: bool
) -> int:
    """``Prefix.similarity``, or ``Postfix.similarity`` where ``last``, of two parts of texts,
    blanks of the second aside; the first has none and is ASCII."""
    found = 0
    at = stop - 1 if last else start
    while begin + found < end and start <= at < stop:
        sign = text[at]
        at += -1 if last else 1
        if sign == 32:
            continue
        if sign != (one[end - 1 - found] if last else one[begin + found]):
            break
        found += 1
    return found


@compiled
def ends_alike(mine: Bytes, text: Bytes, begins: Longs, stops: Longs) -> Floats:
    """``order._ends``: 3 × readings. ``mine``: the name as written, joined."""
    found = np.zeros((3, len(begins)), np.float32)
    own = np.float32(max(len(mine), 1))
    joined = np.empty(4 * 200, np.uint8)
    for number in range(len(begins)):
        begin, stop = begins[number], stops[number]
        long = letters(text, begin, stop)
        shorter = max(min(np.float32(long), own), np.float32(1))
        first = alike_at(mine, 0, len(mine), text, begin, stop, False)
        last = alike_at(mine, 0, len(mine), text, begin, stop, True)
        found[1, number] = np.float32(first) / shorter
        found[2, number] = np.float32(last) / shorter
        if long > len(mine):
            continue
        many = 0
        for at in range(begin, stop):
            if text[at] != 32:
                joined[many] = text[at]
                many += 1
        if stands_in(joined, many, mine):
            found[0, number] = np.float32(long) / own
    return found


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
def split(text: Bytes, spans: Longs) -> tuple[Longs, Longs, Longs, NDArray[np.uint64]]:
    """The words of each mark, its visual reading's, with what is heard of each.

    ``spans``: as of ``gathered``. Gives where the
    words of each mark begin among all (one more at the end); which of the different words each is;
    of these begin and end as written and as heard (4 × words), heard as the last mark has it; and
    a hash of each. As ``order._words`` has them.
    """
    marks = spans.shape[1]
    first = np.zeros(marks + 1, np.int64)
    for mark in range(marks):
        blanks = 0
        for at in range(spans[0, mark], spans[1, mark]):
            blanks += text[at] == 32
        first[mark + 1] = first[mark] + blanks + 1
    flat = np.empty(first[marks], np.int64)
    words = np.empty((4, first[marks]), np.int64)
    hashes = np.empty(first[marks], np.uint64)
    size = 1024
    while size < 2 * first[marks]:
        size *= 2
    table = np.full(size, -1, np.int32)
    different = 0
    for mark in range(marks):
        blanks = 0
        for at in range(spans[2, mark], spans[3, mark]):
            blanks += text[at] == 32
        as_heard = spans[3, mark] > spans[2, mark] and blanks == first[mark + 1] - first[mark] - 1
        begin, heard = spans[0, mark], spans[2, mark]
        for word in range(first[mark], first[mark + 1]):
            end, key = begin, np.uint64(14695981039346656037)
            while end < spans[1, mark] and text[end] != 32:
                key = (key ^ np.uint64(text[end])) * np.uint64(1099511628211)
                end += 1
            stop = heard
            if as_heard:
                while stop < spans[3, mark] and text[stop] != 32:
                    stop += 1
            slot = slot_of(key, size - 1)
            while table[slot] >= 0 and not equal(text, words, table[slot], begin, end):
                slot = (slot + 1) & (size - 1)
            number = np.int64(table[slot])
            if number < 0:
                number = np.int64(different)
                different += 1
                table[slot] = number
                words[0, number], words[1, number], hashes[number] = begin, end, key
            words[2, number], words[3, number] = (heard, stop) if as_heard else (begin, end)
            flat[word] = number
            begin, heard = end + 1, stop + 1
    return first, flat, words[:, :different].copy(), hashes[:different]


@compiled
def slot_of(key: np.uint64, last: int) -> np.int64:
    """Where a hash table of ``last + 1`` places, a power of two, looks for a word first. Words that
    differ in their last letters alone have hashes that differ little; multiplied they lie apart."""
    return np.int64(key * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(40)) & last


@compiled
def equal(text: Bytes, words: Longs, number: int, begin: int, end: int) -> bool:
    """Whether a part of the text is one of ``words``."""
    start = words[0, number]
    if words[1, number] - start != end - begin:
        return False
    same = True
    for at in range(end - begin):
        same &= text[start + at] == text[begin + at]
    return same


@compiled
def weighed(
    hashes: NDArray[np.uint64], keys: NDArray[np.uint64], values: Floats
) -> tuple[Floats, Longs]:
    """The weights of words by their hashes from a hash table, and which are not in it."""
    last = len(keys) - 1
    found = np.empty(len(hashes), np.float32)
    for at in range(len(hashes)):
        # Looked at once where nothing waits for it, so that memory brings many at a time.
        slot = slot_of(hashes[at] | np.uint64(1), last)
        found[at] = values[slot] + np.float32(keys[slot] >> np.uint64(63))
    missing = np.empty(len(hashes), np.int64)
    many = 0
    for at in range(len(hashes)):
        key = hashes[at] | np.uint64(1)
        slot = slot_of(key, last)
        while keys[slot] != 0 and keys[slot] != key:
            slot = (slot + 1) & last
        if keys[slot] == 0:
            found[at] = 1
            missing[many] = at
            many += 1
        else:
            found[at] = values[slot]
    return found, missing[:many]


@compiled
def remember(
    hashes: NDArray[np.uint64], weights: Floats, keys: NDArray[np.uint64], values: Floats
) -> None:
    """Add weights of words to the hash table of ``weighed``, which has room for them."""
    last = len(keys) - 1
    for at in range(len(hashes)):
        key = hashes[at] | np.uint64(1)
        slot = slot_of(key, last)
        while keys[slot] != 0 and keys[slot] != key:
            slot = (slot + 1) & last
        keys[slot], values[slot] = key, weights[at]


@compiled
def weighty_alike(
    mine: Bytes,
    text: Bytes,
    spans: Longs,
    first: Longs,
    flat: Longs,
    words: Longs,
    heavy: NDArray[np.bool_],
    least: float,
    shortest: int,
) -> NDArray[np.bool_]:
    """Which marks' heavy words together sound at least so much like ``mine``; the whole mark where
    it has more or fewer sounds than words."""
    found = np.zeros(spans.shape[1], np.bool_)
    masks = patterns(mine, 0, len(mine))
    for mark in range(spans.shape[1]):
        blanks = 0
        for at in range(spans[2, mark], spans[3, mark]):
            blanks += text[at] == 32
        sounds = text[spans[2, mark] : spans[3, mark]].copy()
        many = len(sounds)
        if blanks == first[mark + 1] - first[mark] - 1:
            many, number = 0, first[mark]
            for at in range(spans[2, mark], spans[3, mark]):
                if text[at] == 32:
                    number += 1
                elif heavy[flat[number]]:
                    sounds[many] = text[at]
                    many += 1
        if letters(sounds, 0, many) >= shortest:
            alike = np.float32(likeness(len(mine), masks, sounds, 0, many))
            found[mark] = alike >= np.float32(least)
    return found


@compiled
def words_alike(
    mine: Bytes, mine_spans: Longs, text: Bytes, words: Longs, shortest: int
) -> tuple[Floats, Floats]:
    """``order._word_likeness``: mine × theirs. ``mine_spans``: 4 × words of ``mine``."""
    many = mine_spans.shape[1]
    alike = np.zeros((many, words.shape[1]), np.float32)
    same = np.zeros((many, words.shape[1]), np.float32)
    for one in range(many):
        begin, end = mine_spans[0, one], mine_spans[1, one]
        start, stop = mine_spans[2, one], mine_spans[3, one]
        written, spoken = patterns(mine, begin, end), patterns(mine, start, stop)
        for other in range(words.shape[1]):
            seen = np.float32(
                likeness(end - begin, written, text, words[0, other], words[1, other])
            )
            heard = np.float32(
                likeness(stop - start, spoken, text, words[2, other], words[3, other])
            )
            if max(seen, heard * np.float32(0.9995)) >= np.float32(0.999):
                same[one, other] = np.float32(1)
            both = max(seen, heard * np.float32(0.97)) - np.float32(0.5)
            both = min(max(both * np.float32(2), np.float32(0)), np.float32(1))
            long = letters(text, words[0, other], words[1, other])
            shorter = min(end - begin, long)
            if shorter >= shortest:
                ends = max(
                    alike_at(mine, begin, end, text, words[0, other], words[1, other], False),
                    alike_at(mine, begin, end, text, words[0, other], words[1, other], True),
                )
                if ends >= shorter:
                    part = np.float32(0.5) * np.float32(shorter)
                    part = part / max(np.float32(max(end - begin, long)), np.float32(1))
                    both = max(both, np.float32(0.4) + part)
            alike[one, other] = both
    return alike, same


@compiled
def word_signals(
    first: Longs, flat: Longs, own: Floats, weights: Floats, alike: Floats, same: Floats
) -> Floats:
    """The six signals of ``order._words``; 6 × marks. ``own``: weights of the words of the name,
    ``weights``: of the different words of the marks."""
    marks, mine = len(first) - 1, len(own)
    different = len(weights)
    nearest = np.zeros(different, np.float32)
    equals = np.zeros(different, np.float32)
    for word in range(different):
        for one in range(mine):
            nearest[word] = max(nearest[word], alike[one, word])
            equals[word] = max(equals[word], same[one, word])
    found = np.zeros((6, marks), np.float32)
    whole = np.float32(0)
    for one in range(mine):
        whole += own[one]
    for mark in range(marks):
        begin, end = first[mark], first[mark + 1]
        total = part = most = np.float32(0)
        # numpy adds the first to the sum of the others.
        for at in range(begin + 1, end):
            total += weights[flat[at]]
            part += weights[flat[at]] * nearest[flat[at]]
        total += weights[flat[begin]]
        part += weights[flat[begin]] * nearest[flat[begin]]
        for at in range(begin, end):
            word = flat[at]
            most = max(most, weights[word])
            found[2, mark] = max(found[2, mark], weights[word] * nearest[word])
            found[3, mark] = max(found[3, mark], weights[word] * equals[word])
        for at in range(begin, end):
            if weights[flat[at]] >= most - np.float32(1e-6):
                found[4, mark] = max(found[4, mark], nearest[flat[at]])
        found[0, mark] = part / total
        answer = np.float32(0)
        for one in range(mine):
            best = np.float32(0)
            for at in range(begin, end):
                best = max(best, alike[one, flat[at]])
            answer += own[one] * best
        found[1, mark] = answer / whole
        found[5, mark] = same[0, flat[begin]]
    return found
