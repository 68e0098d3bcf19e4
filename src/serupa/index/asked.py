"""What is looked for: a name with all its readings, cut into trigrams and sounds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serupa import normalise
from serupa.index.heard import neighbours
from serupa.index.segment import sound_hash
from serupa.index.trigrams import Keys, joined_keys, keys_of

MOST_TRIGRAMS = 400
"""Of an endless name only so many trigrams are asked for."""

MOST_WORDS = 12
SHORTEST_END = 4
"""A mark of fewer sounds is not looked for at the ends of a longer word."""

SHORTEST_NEIGHBOURED = 4
"""A word of fewer sounds is not looked for with one letter changed."""


@dataclass(frozen=True, slots=True)
class Readings:
    """Readings of one kind. ``member``: trigrams × readings, 1 where a reading has the trigram;
    ``sizes``: how many each reading has."""

    member: NDArray[np.float32]
    sizes: NDArray[np.float32]


@dataclass(frozen=True)
class Asked:
    """``keys``: the trigrams of all readings, ascending. ``plain``, ``native``, ``foreign``: which
    of them the name has as it is written, heard natively and heard as a foreign word. ``sounds``:
    hashes of the name as heard, of its words, of runs of them, and of what stands at the ends of a
    word; ``changed``: of the name with one letter changed; ``words``: of each word, with those of
    it with one letter changed; ``whole``: of the name alone. ``reading``: the name as compared."""

    keys: Keys
    plain: NDArray[np.bool_]
    native: NDArray[np.bool_]
    foreign: NDArray[np.bool_]
    seen: Readings
    heard: Readings
    sounds: NDArray[np.uint32]
    changed: NDArray[np.uint32]
    words: tuple[tuple[int, NDArray[np.uint32]], ...]
    whole: NDArray[np.uint32]
    reading: normalise.Columns

    @cached_property
    def hashes(self) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32], Any]:
        """As the compiled loops take them: ``sounds`` and ``changed``; of each word; of the words
        with one letter changed, one after another, and where those of each end."""
        changed = [near for _, near in self.words]
        return (
            np.concatenate((self.sounds, self.changed)),
            np.array([word for word, _ in self.words], np.uint32),
            np.concatenate([*changed, np.zeros(0, np.uint32)]),
            np.cumsum([len(near) for near in changed], dtype=np.int64),
        )


@lru_cache(maxsize=256)
def asked(name: str) -> Asked:
    """The name as it is looked for."""
    seen = {reading: keys_of(reading) for reading in normalise.visual_readings(name)}
    heard = {reading: keys_of(reading) for reading in normalise.sound_readings(name)}
    keys = joined_keys([*seen.values(), *heard.values()])[:MOST_TRIGRAMS]
    reading = normalise.columns(name)
    sounds = tuple(heard)
    parts = {sound_hash(part) for part in _parts(sounds)}
    whole = {sound_hash(sound) for sound in sounds}
    none = keys[:0]
    return Asked(
        keys,
        _which(keys, seen.get(reading.written, none)),
        _which(keys, heard.get(reading.native, none)),
        _which(keys, heard.get(reading.foreign or reading.native, none)),
        _readings(keys, tuple(seen.values())),
        _readings(keys, tuple(heard.values())),
        np.array(sorted(parts), dtype=np.uint32),
        neighbours("".join(sounds[:1]).replace(" ", "")),
        tuple(_words(sounds)),
        np.array(sorted(whole), dtype=np.uint32),
        reading,
    )


def _which(keys: Keys, some: Keys) -> NDArray[np.bool_]:
    which = np.zeros(len(keys), np.bool_)
    at = np.searchsorted(keys, some)
    which[at[at < len(keys)]] = True
    return which


def _readings(keys: Keys, readings: Sequence[Keys]) -> Readings:
    member = np.zeros((len(keys), len(readings)), np.float32)
    for column, reading in enumerate(readings):
        at = np.searchsorted(keys, reading)
        member[at[at < len(keys)], column] = 1.0
    return Readings(member, np.array([len(reading) for reading in readings], dtype=np.float32))


def _parts(sounds: Sequence[str]) -> Iterator[str]:
    """What an older mark may be that stands whole in the name."""
    for reading in sounds:
        words = reading.split()[:MOST_WORDS]
        for first in range(len(words)):
            for last in range(first, len(words)):
                yield "".join(words[first : last + 1])
    for word in sounds[0].split()[:MOST_WORDS] if sounds else ():
        for size in range(SHORTEST_END, min(len(word), 30)):
            yield word[:size]
            yield word[-size:]


def _words(sounds: Sequence[str]) -> Iterator[tuple[int, NDArray[np.uint32]]]:
    for word in dict.fromkeys(sounds[0].split()[:MOST_WORDS] if sounds else ()):
        near = neighbours(word) if len(word) >= SHORTEST_NEIGHBOURED else neighbours("")
        yield sound_hash(word), near
