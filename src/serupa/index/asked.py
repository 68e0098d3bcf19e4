"""What is looked for: a name with all its readings, cut into trigrams and sounds."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from serupa import fast, normalise
from serupa.index.heard import Hashes, changing, neighbours, vowelled
from serupa.index.segment import sound_hash
from serupa.index.trigrams import Keys, trigrams_of

MOST_TRIGRAMS = 400
"""Of an endless name only so many trigrams are asked for."""

MOST_WORDS = 12
SHORTEST_END = 4
LONGEST_END = 30
"""A mark of fewer sounds than the first, or of no fewer than the second, is not looked for at the
ends of a longer word."""

SHORTEST_NEIGHBOURED = 4
"""A word of fewer sounds is not looked for with one letter changed."""

_BOUNDS = MOST_WORDS, SHORTEST_END, LONGEST_END, SHORTEST_NEIGHBOURED


class Readings(NamedTuple):
    """Readings of one kind. ``member``: trigrams × readings, 1 where a reading has the trigram;
    ``sizes``: how many each reading has."""

    member: NDArray[np.float32]
    sizes: NDArray[np.float32]


class Asked(NamedTuple):
    """``keys``: the trigrams of all readings, ascending. ``which``: which of them the name has as
    it is written, heard natively and heard as a foreign word; 3 × keys. ``whole``: hashes of the
    name as heard. ``reading``: the name as compared.

    ``hashes``: of sounds that single marks out. Of the name as heard, its words, runs of them, what
    stands at the ends of a word, and the name with one letter or two vowels changed; of each word;
    of the words with one letter changed, one after another; and where those of each end."""

    keys: Keys
    which: NDArray[np.bool_]
    seen: Readings
    heard: Readings
    hashes: tuple[Hashes, Hashes, Hashes, NDArray[np.int64]]
    whole: Hashes
    reading: normalise.Columns

    @property
    def plain(self) -> NDArray[np.bool_]:
        """Which trigrams the name has as it is written."""
        return np.asarray(self.which[0])

    @property
    def native(self) -> NDArray[np.bool_]:
        """Which it has as it is heard natively."""
        return np.asarray(self.which[1])

    @property
    def foreign(self) -> NDArray[np.bool_]:
        """Which it has as it is heard as a foreign word."""
        return np.asarray(self.which[2])


@lru_cache(maxsize=256)
def asked(name: str) -> Asked:
    """The name as it is looked for."""
    seen, heard = normalise.visual_readings(name), normalise.sound_readings(name)
    reading = normalise.columns(name)
    text, loops = "\n".join((*seen, *heard, "")), fast.loops()
    if loops is not None and text and text.isascii():
        written, native, foreign = reading.written, reading.native, reading.foreign
        own = _at(seen, written), _at(heard, native), _at(heard, foreign or native)
        raw = np.frombuffer(text.encode(), np.uint8)
        hashes, ends, which, shares = loops.hashes.asked(
            raw, len(seen), own, MOST_TRIGRAMS, _BOUNDS, changing()
        )
        keys, whole, near, words, changed = ends[:5].tolist()
        looks = (keys + 1) * len(seen)
        return Asked(
            hashes[:keys],
            which,
            _parted(shares[:looks], keys, len(seen)),
            _parted(shares[looks:], keys, len(heard)),
            (hashes[whole:near], hashes[near:words], hashes[words:changed], ends[5:]),
            hashes[keys:whole],
            reading,
        )
    return _asked(seen, heard, reading)


def _parted(shares: NDArray[np.float32], keys: int, readings: int) -> Readings:
    member = keys * readings
    return Readings(shares[:member].reshape(keys, readings), shares[member:])


def _asked(seen: Sequence[str], heard: Sequence[str], reading: normalise.Columns) -> Asked:
    looks, sounds = list(map(trigrams_of, seen)), list(map(trigrams_of, heard))
    keys = sorted({*chain.from_iterable(looks), *chain.from_iterable(sounds)})[:MOST_TRIGRAMS]
    places = {key: at for at, key in enumerate(keys)}
    foreign = reading.foreign or reading.native
    own = (looks, seen, reading.written), (sounds, heard, reading.native), (sounds, heard, foreign)
    which = np.zeros((3, len(keys)), np.bool_)
    for row, (trigrams, readings, one) in zip(which, own, strict=True):
        if one in readings:
            row[_places(places, trigrams[readings.index(one)])] = True
    return Asked(
        np.array(keys, np.uint32),
        which,
        _readings(places, looks),
        _readings(places, sounds),
        _hashes(heard),
        _hashed({sound_hash(sound) for sound in heard}),
        reading,
    )


def _hashes(heard: Sequence[str]) -> tuple[Hashes, Hashes, Hashes, NDArray[np.int64]]:
    met = "".join(heard[:1]).replace(" ", "")
    words = list(dict.fromkeys(heard[0].split()[:MOST_WORDS] if heard else ()))
    changed = [neighbours(word if len(word) >= SHORTEST_NEIGHBOURED else "") for word in words]
    parts = _hashed({sound_hash(part) for part in _parts(heard)})
    return (
        np.concatenate((parts, neighbours(met), vowelled(met))),
        np.array(list(map(sound_hash, words)), np.uint32),
        np.concatenate((neighbours(""), *changed)),
        np.cumsum(list(map(len, changed)), dtype=np.int64),
    )


def _hashed(some: set[int]) -> Hashes:
    return np.array(sorted(some), dtype=np.uint32)


def _at(readings: Sequence[str], one: str) -> int:
    """Which of the readings it is, -1 for none."""
    return readings.index(one) if one in readings else -1


def _places(places: Mapping[int, int], some: Sequence[int]) -> list[int]:
    return [places[key] for key in some if key in places]


def _readings(places: Mapping[int, int], readings: Sequence[Sequence[int]]) -> Readings:
    member = np.zeros((len(places), len(readings)), np.float32)
    for column, reading in enumerate(readings):
        member[_places(places, reading), column] = 1.0
    return Readings(member, np.array(list(map(len, readings)), dtype=np.float32))


def _parts(sounds: Sequence[str]) -> Iterator[str]:
    """What an older mark may be that stands whole in the name."""
    for reading in sounds:
        words = reading.split()[:MOST_WORDS]
        for first in range(len(words)):
            for last in range(first, len(words)):
                yield "".join(words[first : last + 1])
    for word in sounds[0].split()[:MOST_WORDS] if sounds else ():
        for size in range(SHORTEST_END, min(len(word), LONGEST_END)):
            yield word[:size]
            yield word[-size:]
