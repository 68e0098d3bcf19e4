"""What is looked for: a name with all its readings, cut into trigrams and sounds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from serupa import normalise
from serupa.index.segment import sound_hash
from serupa.index.trigrams import Keys, joined_keys, keys_of

MOST_TRIGRAMS = 400
"""Of an endless name only so many trigrams are asked for."""

MOST_WORDS = 12
SHORTEST_END = 4
"""A mark of fewer sounds is not looked for at the ends of a longer word."""


@dataclass(frozen=True, slots=True)
class Readings:
    """Readings of one kind. ``member``: trigrams × readings, 1 where a reading has the trigram;
    ``sizes``: how many each reading has."""

    member: NDArray[np.float32]
    sizes: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Asked:
    """``keys``: the trigrams of all readings, ascending. ``plain``: which of them the name has as
    it is written. ``sounds``: hashes of the name as heard,
    of its words, of runs of them, and of what stands at the ends of a word; ``whole``: of the name
    alone."""

    keys: Keys
    plain: NDArray[np.bool_]
    seen: Readings
    heard: Readings
    sounds: NDArray[np.uint32]
    whole: NDArray[np.uint32]


@lru_cache(maxsize=256)
def asked(name: str) -> Asked:
    """The name as it is looked for."""
    seen = [keys_of(reading) for reading in normalise.visual_readings(name)]
    sounds = normalise.sound_readings(name)
    heard = [keys_of(reading) for reading in sounds]
    keys = joined_keys([*seen, *heard])[:MOST_TRIGRAMS]
    parts = {sound_hash(part) for part in _parts(sounds)}
    whole = {sound_hash(reading) for reading in sounds}
    return Asked(
        keys,
        np.isin(keys, seen[0]) if seen else np.zeros(len(keys), dtype=np.bool_),
        _readings(keys, seen),
        _readings(keys, heard),
        np.array(sorted(parts), dtype=np.uint32),
        np.array(sorted(whole), dtype=np.uint32),
    )


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
