"""Order: which marks of a pool come nearest to a name, by how rarely a mark comes so near.

Each signal (letters, sound, words, ends) counts how many marks of the pool reach at least the
value a mark has: its *reach*, 1 for the only nearest one. A mark's score is the mean of 1 / reach
over all signals, the harmonic mean of p-values (Wilson 2019, PNAS 116:1195) without its constant.
So signals of quite different scales meet without a fitted weight: one signal that singles a mark
out among hundreds counts, a value that every third mark reaches counts next to nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA, Postfix, Prefix

from serupa.index.trigrams import NONE, Keys, keys_around, keys_of
from serupa.normalise import foreign_column, native, one_line, sound_columns, visual_columns

Floats = NDArray[np.float32]

Weigh = Callable[[Sequence[str]], Sequence[float]]
"""How much each of some words distinguishes, 0.05 to 1."""

MOST_WORDS = 12
"""Of an endless name only so many words are compared."""

MOST_LETTERS = 200

CLOSELY = 600
"""Of a larger pool so many marks, the nearest by their letters, are compared by sound and words."""

PARTLY = 0.15
"""How much the trigrams of the longer of two names that the shorter has not weigh against it where
one is looked for inside the other."""

SHORTEST_FUSED = 3
"""A word of fewer letters is not looked for at the ends of a longer one."""

_NO_WORD = "\x00"

SIGNALS = (
    "letters", "rare letters", "letters of the name", "inside the name", "inside the mark",
    "sound", "rare sound", "sound edits", "words of the mark", "words of the name",
    "weightiest likeness", "weightiest word", "main word", "first word",
    "whole inside", "beginning", "ending",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rarity:
    """How rare trigrams are in a register: ``keys`` ascending, ``bits`` ln(marks / marks with it).

    Trigrams it does not know weigh ``other``.
    """

    keys: Keys
    bits: Floats
    other: float

    def of(self, keys: Keys) -> Floats:
        """The rarity of each key; shape of ``keys``."""
        if not len(self.keys):
            return np.full(len(keys), self.other, np.float32)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        known = self.keys[at] == keys
        return np.where(known, self.bits[at], np.float32(self.other)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Asked:
    """A name as it is compared: seen, joined, heard natively and as a foreign word."""

    seen: str
    joined: str
    heard: str
    heard_joined: str
    foreign: str

    @staticmethod
    def of(name: str) -> "Asked":
        """The readings of one name."""
        visuals = visual_columns(one_line(name))
        heard, abroad, joined, _ = sound_columns(visuals)
        return Asked(visuals[0], visuals[1], heard, joined, abroad or heard)


def scores(
    asked: Asked,
    seen: Sequence[str],
    heard: Sequence[str],
    rarity: Rarity,
    weigh: Weigh,
) -> Floats:
    """The score of every mark of a pool, 0 to 1, higher is nearer; shape: marks.

    ``seen`` and ``heard``: the visual and the native sound reading of each mark. ``weigh``: how
    much each of some words distinguishes, 0.05 to 1. Comparable only within one pool.
    """
    if not seen:
        return np.zeros(0, np.float32)
    letters = np.vstack(_letters(asked, seen, rarity))
    placed = mean_of_reach(letters)
    if len(seen) <= CLOSELY:
        return mean_of_reach(np.vstack((letters, *_others(asked, seen, heard, rarity, weigh))))
    close = np.sort(np.argsort(-placed, kind="stable")[:CLOSELY])
    mine, sounds = [seen[at] for at in close], [heard[at] for at in close]
    placed *= np.float32(1e-3)
    placed[close] = mean_of_reach(
        np.vstack((letters[:, close], *_others(asked, mine, sounds, rarity, weigh)))
    )
    return placed


def values(
    asked: Asked,
    seen: Sequence[str],
    heard: Sequence[str],
    rarity: Rarity,
    weigh: Weigh,
) -> Floats:
    """The raw value of each of ``SIGNALS`` for every mark; shape: signals × marks."""
    return np.vstack(
        (*_letters(asked, seen, rarity), *_others(asked, seen, heard, rarity, weigh))
    ).astype(np.float32)


def _others(
    asked: Asked, seen: Sequence[str], heard: Sequence[str], rarity: Rarity, weigh: Weigh
) -> tuple[Floats, ...]:
    return (
        *_sounds(asked, seen, heard, rarity),
        *_words(asked, seen, heard, weigh),
        *_ends(asked, seen),
    )


def mean_of_reach(table: Floats) -> Floats:
    """The score of every mark from the values of some signals; shape: marks."""
    return np.asarray((1.0 / _reach(table)).mean(axis=0), np.float32)


def _reach(table: Floats) -> NDArray[np.int64]:
    """For each value, how many marks have at least as much; all of them where the value is 0."""
    counts = np.empty(table.shape, np.int64)
    for at, row in enumerate(table):
        ordered = np.sort(row)
        counts[at] = len(row) - np.searchsorted(ordered, row - np.float32(1e-6))
    return counts


def _shared(texts: Sequence[str], keys: Keys) -> tuple[Floats, Floats]:
    """Which of ``keys`` each text has (texts × keys, 1 or 0), and how many trigrams it has."""
    raw = "\n".join(("", *texts)).encode("utf-8", "surrogatepass")
    plain = np.frombuffer(b"\n" + raw + b"\n", np.uint8)
    found = keys_around(plain)
    line = np.cumsum(plain[1:-1] == 10) - 1
    there = found != NONE
    both = line[there].astype(np.uint64) << np.uint64(32) | found[there]
    both.sort()
    both = both[np.diff(both, prepend=~both[:1]) != 0]
    line, found = (both >> np.uint64(32)).astype(np.int64), both.astype(np.uint32)
    sizes = np.bincount(line, minlength=len(texts)).astype(np.float32)
    shared = np.zeros((len(texts), len(keys)), np.float32)
    if len(keys):
        at = np.minimum(np.searchsorted(keys, found), len(keys) - 1)
        hit = keys[at] == found
        shared[line[hit], at[hit]] = 1.0
    return shared, np.maximum(sizes, 1)


def _letters(asked: Asked, seen: Sequence[str], rarity: Rarity) -> list[Floats]:
    keys = keys_of(asked.seen)
    shared, sizes = _shared(seen, keys)
    count, rare = shared.sum(axis=1), shared @ rarity.of(keys)
    own = np.float32(len(keys))
    return [
        count / (sizes + own - count),
        rare / np.sqrt(sizes + 3),
        np.where(count > 0, rare - 0.01 * sizes, 0),
        count / (sizes + PARTLY * (own - count)),
        count / (own + PARTLY * (sizes - count)),
    ]


def _sounds(
    asked: Asked, seen: Sequence[str], heard: Sequence[str], rarity: Rarity
) -> list[Floats]:
    """Native sound against native, foreign against foreign: the better of the two."""
    abroad = [other or own for other, own in zip(foreign_column(seen), heard, strict=True)]
    pairs = [(asked.heard, asked.heard_joined, heard)]
    if asked.foreign != asked.heard or abroad != list(heard):
        pairs.append((asked.foreign, asked.foreign.replace(" ", ""), abroad))
    found = [_one_sound(*pair, rarity) for pair in pairs]
    return [np.maximum.reduce(column) for column in zip(*found, strict=True)]


def _one_sound(
    mine: str, mine_joined: str, theirs: Sequence[str], rarity: Rarity
) -> tuple[Floats, Floats, Floats]:
    keys = keys_of(mine)
    shared, sizes = _shared(theirs, keys)
    count = shared.sum(axis=1)
    joined = [reading.replace(" ", "") for reading in theirs]
    edits = process.cdist([mine_joined[:MOST_LETTERS]], joined, scorer=OSA.normalized_similarity)
    return (
        count / (sizes + np.float32(len(keys)) - count),
        np.asarray(shared @ rarity.of(keys) / np.sqrt(sizes + 3), np.float32),
        np.asarray(edits[0], np.float32),
    )


def _words(
    asked: Asked,
    seen: Sequence[str],
    heard: Sequence[str],
    weigh: Weigh,
) -> list[Floats]:
    """How far the words of the name and of each mark answer each other, by their weights."""
    mine = asked.seen.split()[:MOST_WORDS] or [""]
    theirs = [reading or _NO_WORD for reading in seen]
    lengths = np.array([reading.count(" ") for reading in theirs]) + 1
    start = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    spoken = [
        sound if sound.count(" ") == reading.count(" ") and sound else reading
        for reading, sound in zip(theirs, heard, strict=True)
    ]
    flat_words = " ".join(theirs).split(" ")
    sounds = dict(zip(flat_words, " ".join(spoken).split(" "), strict=True))
    different = list(sounds)
    place = {word: at for at, word in enumerate(different)}
    flat = np.fromiter(map(place.__getitem__, flat_words), np.int64, len(flat_words))
    weights = np.asarray(weigh([*mine, *different]), np.float32)
    own, other = weights[: len(mine)], weights[len(mine) :][flat]
    spoken_mine = native("\n".join(mine)).split("\n")
    alike, same = _word_likeness(mine, spoken_mine, different, list(sounds.values()))
    alike, same = alike[:, flat], same[:, flat]
    theirs_best, theirs_same = alike.max(axis=0), same.max(axis=0)
    total = np.add.reduceat(other, start)
    mine_best = np.maximum.reduceat(alike, start, axis=1)
    main = other >= np.repeat(np.maximum.reduceat(other, start), lengths) - 1e-6
    return [
        np.add.reduceat(other * theirs_best, start) / total,
        own @ mine_best / own.sum(),
        np.maximum.reduceat(other * theirs_best, start),
        np.maximum.reduceat(other * theirs_same, start),
        np.maximum.reduceat(np.where(main, theirs_best, 0), start),
        same[0, start],
    ]


def _word_likeness(
    mine: Sequence[str], spoken: Sequence[str], theirs: Sequence[str], heard: Sequence[str]
) -> tuple[Floats, Floats]:
    """How alike two words are (0 to 1), and 1 where they are the same; shape: mine × theirs.

    Words less than half alike count as unlike; a word at an end of a longer one as rather alike.
    """
    written = process.cdist(mine, theirs, scorer=OSA.normalized_similarity)
    sounding = process.cdist(spoken, heard, scorer=OSA.normalized_similarity)
    same = (np.maximum(written, sounding * np.float32(0.9995)) >= 0.999).astype(np.float32)
    alike = np.clip((np.maximum(written, sounding * np.float32(0.97)) - 0.5) * 2, 0, 1)
    ends = np.maximum(
        process.cdist(mine, theirs, scorer=Prefix.similarity),
        process.cdist(mine, theirs, scorer=Postfix.similarity),
    )
    long_mine = np.array([len(word) for word in mine], np.float32)[:, None]
    long_theirs = np.array([len(word) for word in theirs], np.float32)[None, :]
    shorter, longer = np.minimum(long_mine, long_theirs), np.maximum(long_mine, long_theirs)
    fused = (ends >= shorter) & (shorter >= SHORTEST_FUSED)
    inside = np.where(fused, 0.4 + 0.5 * shorter / np.maximum(longer, 1), 0)
    return np.maximum(alike, inside).astype(np.float32), same


def _ends(asked: Asked, seen: Sequence[str]) -> list[Floats]:
    """The mark whole inside the name, and how much of the shorter begins or ends the longer."""
    mine = asked.joined[:MOST_LETTERS]
    joined = [reading.replace(" ", "") for reading in seen]
    long = np.array([len(reading) for reading in joined], np.float32)
    own = np.float32(max(len(mine), 1))
    shorter = np.maximum(np.minimum(long, own), 1)
    inside = np.array([bool(reading) and reading in mine for reading in joined], np.float32)
    return [
        inside * long / own,
        process.cdist([mine], joined, scorer=Prefix.similarity)[0] / shorter,
        process.cdist([mine], joined, scorer=Postfix.similarity)[0] / shorter,
    ]
