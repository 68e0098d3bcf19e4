"""What is looked for: a name with all its readings, cut into trigrams and sounds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serupa import normalise
from serupa.index.heard import neighbours, vowelled
from serupa.index.segment import sound_hash
from serupa.index.trigrams import Keys, trigrams_of

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
    word; ``changed``: of the name with one letter or two vowels changed; ``words``: of each word,
    with those of it with one letter changed; ``whole``: of the name alone. ``reading``: the name as
    compared."""

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
    def which(self) -> NDArray[np.bool_]:
        """``plain``, ``native`` and ``foreign``: 3 × keys."""
        return np.stack((self.plain, self.native, self.foreign))

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
    seen = {reading: trigrams_of(reading) for reading in normalise.visual_readings(name)}
    heard = {reading: trigrams_of(reading) for reading in normalise.sound_readings(name)}
    keys = sorted({*chain.from_iterable(seen.values()), *chain.from_iterable(heard.values())})
    places = {key: at for at, key in enumerate(keys[:MOST_TRIGRAMS])}
    reading = normalise.columns(name)
    sounds = tuple(heard)
    parts = {sound_hash(part) for part in _parts(sounds)}
    whole = {sound_hash(sound) for sound in sounds}
    met = "".join(sounds[:1]).replace(" ", "")
    return Asked(
        np.array(list(places), np.uint32),
        _which(places, seen.get(reading.written, ())),
        _which(places, heard.get(reading.native, ())),
        _which(places, heard.get(reading.foreign or reading.native, ())),
        _readings(places, tuple(seen.values())),
        _readings(places, tuple(heard.values())),
        np.array(sorted(parts), dtype=np.uint32),
        np.concatenate((neighbours(met), vowelled(met))),
        tuple(_words(sounds)),
        np.array(sorted(whole), dtype=np.uint32),
        reading,
    )


def _which(places: Mapping[int, int], some: Sequence[int]) -> NDArray[np.bool_]:
    which = np.zeros(len(places), np.bool_)
    which[[places[key] for key in some if key in places]] = True
    return which


def _readings(places: Mapping[int, int], readings: Sequence[Sequence[int]]) -> Readings:
    member = np.zeros((len(places), len(readings)), np.float32)
    for column, reading in enumerate(readings):
        member[[places[key] for key in reading if key in places], column] = 1.0
    return Readings(member, np.array(list(map(len, readings)), dtype=np.float32))


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
