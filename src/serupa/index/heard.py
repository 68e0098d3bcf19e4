"""Marks by what is heard of them: whole, or one of their rarer words.

Sounds are kept as 32 bits of a hash, ascending, with the rows they belong to. A word that many
marks hold is left out: its trigrams find those marks, and it singles none of them out.
"""

import zlib
from functools import cache, lru_cache
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serupa.index.lines import Lines, Spelling
from serupa.index.packing import hashes_of_lines, order_of

Hashes = NDArray[np.uint32]

MOST_HOLDERS = 100
"""A word that more marks of several words hold is left out."""

FEWEST_SOUNDS, MOST_SOUNDS = 3, 24
"""Sounds of fewer or more letters have no neighbours worth a look."""

FEWEST_VOWELLED = 5
"""Sounds of fewer letters are not looked for with two other vowels."""

_VOWELS = np.frombuffer(b"aeiou", np.uint8)
_VOWELLED = (b"", b"a", b"e", b"i", b"o", b"u")

_LETTERS = np.frombuffer(b"abcdefghijklmnoprstuwy", np.uint8)
"""The letters sounds are written with."""


_SIEVE_BITS = 25


def sieve(hashes: Hashes) -> NDArray[np.uint8]:
    """One bit for every 128 values a hash may have, set where one of ``hashes`` lies: 4 megabytes
    that answer for most of the sounds asked for that nobody has them."""
    bits = np.zeros(1 << (_SIEVE_BITS - 3), np.uint8)
    at, bit = _bits(hashes)
    np.bitwise_or.at(bits, at, bit)
    return bits


def passing(hashes: Hashes, bits: NDArray[np.uint8]) -> Hashes:
    """Those of ``hashes`` that ``sieve`` lets through, ascending: all that are held, few others."""
    at, bit = _bits(hashes)
    return np.sort(hashes[(bits[at] & bit) != 0])


def _bits(hashes: Hashes) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    high = hashes >> np.uint32(32 - _SIEVE_BITS)
    return high >> np.uint32(3), np.uint8(1) << (high & np.uint32(7)).astype(np.uint8)


def by_sound(heard: Lines, spelling: Spelling) -> dict[str, NDArray[Any]]:
    """``sounds`` and ``sound_rows``: whole marks; ``words``, ``word_holders`` (how many marks, 0
    for too many) and ``word_rows``: the words of marks that have several."""
    last = np.zeros(len(heard.codes), np.bool_)
    last[heard.starts[1:] - 1] = True
    text, _ = spelling.spelled(heard.codes, last)
    hashes = hashes_of_lines(text.tobytes(), len(heard))
    return {
        "sounds": np.sort(hashes),
        "sound_rows": order_of(hashes),
        **_by_word(heard, spelling),
    }


def _by_word(heard: Lines, spelling: Spelling) -> dict[str, NDArray[Any]]:
    counts = heard.counts
    several = np.repeat(counts > 1, counts)
    both = spelling.hashes[heard.codes[several]].astype(np.uint64) << np.uint64(32)
    both |= np.repeat(np.arange(len(heard), dtype=np.uint64), counts)[several]
    both.sort()
    both = both[np.diff(both, prepend=~both[:1]) != 0]
    words, holders = np.unique((both >> np.uint64(32)).astype(np.uint32), return_counts=True)
    rare = holders <= MOST_HOLDERS
    return {
        "words": words,
        "word_holders": np.where(rare, holders, 0).astype(np.uint8),
        "word_rows": (both[np.repeat(rare, holders)] & np.uint64(0xFFFFFFFF)).astype(np.uint32),
    }


@cache
def _changes() -> Hashes:
    """What a change of one letter does to a CRC-32: letters after it × old xor new."""
    nothing = [zlib.crc32(bytes(after + 1)) for after in range(MOST_SOUNDS + 1)]
    return np.array(
        [
            [zlib.crc32(bytes([new]) + bytes(after)) ^ nothing[after] for new in range(32)]
            for after in range(MOST_SOUNDS + 1)
        ],
        np.uint32,
    )


@cache
def crc_table() -> Hashes:
    """What CRC-32 does to a byte, by its lowest eight bits."""
    ones = [zlib.crc32(bytes([255 ^ at])) ^ 0xFF000000 for at in range(256)]
    return np.array(ones, np.uint32)


@cache
def changing() -> tuple[Any, ...]:
    """What the compiled loops need to know of sounds: the fewest and the most letters of those that
    have neighbours, the fewest of those looked for with other vowels; letters, vowels, and what
    CRC-32 does."""
    bounds = FEWEST_SOUNDS, MOST_SOUNDS, FEWEST_VOWELLED
    return bounds, _LETTERS, _VOWELS, _changes(), crc_table()


@lru_cache(maxsize=1024)
def neighbours(sound: str) -> Hashes:
    """Hashes of every sound one letter away: another letter, one more, one less, two exchanged.

    Empty where the sound is too short or too long or has other signs than letters.
    """
    size = len(sound)
    if not FEWEST_SOUNDS <= size <= MOST_SOUNDS or not (
        sound.isascii() and sound.isalpha() and sound.islower()
    ):
        return np.zeros(0, np.uint32)
    raw = sound.encode()
    # CRC-32 is linear, so the letters that may stand in one place need one hash and one lookup.
    letters = np.frombuffer(raw, np.uint8)
    changed = _changes()[
        np.arange(size - 1, -1, -1)[:, None], letters[:, None] ^ _LETTERS[None, :]
    ] ^ np.uint32(zlib.crc32(raw))
    longer = np.array([zlib.crc32(raw[:at] + b"a" + raw[at:]) for at in range(size + 1)], np.uint32)
    added = _changes()[np.arange(size, -1, -1)[:, None], (_LETTERS ^ ord("a"))[None, :]]
    added = added ^ longer[:, None]
    less = [zlib.crc32(raw[:at] + raw[at + 1 :]) for at in range(size)]
    turned = [
        zlib.crc32(raw[:at] + raw[at + 1 : at + 2] + raw[at : at + 1] + raw[at + 2 :])
        for at in range(size - 1)
    ]
    return np.unique(
        np.concatenate([changed.ravel(), added.ravel(), np.array([*less, *turned], np.uint32)])
    )


@lru_cache(maxsize=1024)
def vowelled(sound: str) -> Hashes:
    """Hashes of every sound that differs in at most two vowels, each another one or left out:
    *santopit* of *sentapit*. Empty as ``neighbours`` is, and for shorter sounds."""
    size = len(sound)
    places = [at for at, letter in enumerate(sound) if letter in "aeiou"]
    if not places or not FEWEST_VOWELLED <= size <= MOST_SOUNDS or not len(neighbours(sound)):
        return np.zeros(0, np.uint32)
    raw = sound.encode()
    crc, parts = zlib.crc32, [raw[at : at + 1] for at in range(size)]
    found = [crc(raw)]
    for first, last in combinations([*places, size], 2):  # ``size``: one vowel alone
        begin, middle, end = raw[:first], raw[first + 1 : last], raw[last + 1 :]
        others = [one for one in _VOWELLED if last < size and one != parts[last]]
        for one in _VOWELLED:
            if one != parts[first]:
                found += [crc(begin + one + middle + other + end) for other in others or (b"",)]
    return np.array(found, np.uint32)
