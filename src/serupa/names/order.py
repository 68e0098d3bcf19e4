"""Order: which marks of a pool come nearest to a name, by how rarely a mark comes so near.

Each signal (letters, sound, words, ends) counts how many marks of the pool reach at least the
value a mark has: its *reach*, 1 for the only nearest one. A mark's score is the mean of 1 / reach
over all signals, the harmonic mean of p-values (Wilson 2019, PNAS 116:1195) without its constant.
So signals of quite different scales meet without a fitted weight: one signal that singles a mark
out among hundreds counts, a value that every third mark reaches counts next to nothing.
"""

from collections.abc import Callable, Sequence
from itertools import repeat

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA, Postfix, Prefix

from serupa import fast
from serupa.fast.answer import SHORTEST_FUSED, WHOLE, Bounds, Shares, Signals, mine, signals
from serupa.fast.hits import Hits
from serupa.index.asked import Asked
from serupa.index.pool import Pool
from serupa.normalise import native

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]

Weigh = Callable[[Sequence[str]], Sequence[float]]
"""How much each of some words distinguishes, 0.05 to 1."""

MOST_WORDS = 12
"""Of an endless name only so many words are compared."""

MOST_LETTERS = 200

FEWEST_CONSONANTS = 3
"""Of a name with fewer consonants nothing is said by them alone."""

PARTLY = 0.15
"""How much the trigrams of the longer of two names that the shorter has not weigh against it where
one is looked for inside the other."""

_BOUNDS = Bounds(PARTLY, MOST_WORDS, FEWEST_CONSONANTS)

_NO_WORD = "\x00"
_BARE = str.maketrans("", "", "aeiou ")

SIGNALS = (
    "letters", "rare letters", "letters of the name", "inside the name", "inside the mark",
    "sound", "rare sound", "sound edits", "words of the mark", "words of the name",
    "weightiest likeness", "weightiest word", "main word", "first word",
    "whole inside", "beginning", "ending", "consonants",
)  # fmt: skip


def scores(asked: Asked, pool: Pool, rows: Rows, weigh: Weigh) -> Floats:
    """The score of the marks in ``rows`` of a pool, 0 to 1, higher is nearer; shape: rows.

    ``weigh``: how much each of some words distinguishes, 0.05 to 1. Comparable only among the
    marks of one call.
    """
    if not len(rows):
        return np.zeros(0, np.float32)
    return mean_of_reach(_signals(asked, pool, rows, weigh))


def signalled(
    loops: fast.Loops,
    asked: Asked,
    pool: Pool,
    near: NDArray[np.bool_],
    weigh: Weigh,
    shares: Shares,
    wanted: int,
) -> Signals | None:
    """The signals of the ``near`` marks of a pool by compiled loops, and what is left of scores
    (see ``answer.signals``); None where these cannot take the name or a mark."""
    name = mine(asked, _spoken(asked)) if isinstance(pool.shared, Hits) else None
    return name and signals(loops, name, pool, near, weigh, _BOUNDS, shares, wanted)


def values(asked: Asked, pool: Pool, weigh: Weigh) -> Floats:
    """The raw value of each of ``SIGNALS`` for every mark of a pool; shape: signals × marks."""
    if not len(pool):
        return np.zeros((len(SIGNALS), 0), np.float32)
    loops = fast.loops()
    if loops is not None:
        every = np.ones(len(pool), np.bool_)
        found = signalled(loops, asked, pool, every, weigh, WHOLE, 0)
        if found is not None:
            return found.table
    return _signals(asked, pool, np.arange(len(pool)), weigh)


def _signals(asked: Asked, pool: Pool, rows: Rows, weigh: Weigh) -> Floats:
    """``values`` of the marks in ``rows``."""
    seen, heard, abroad = (_picked(one, rows) for one in (pool.seen, pool.heard, pool.foreign))
    table = (
        *_letters(asked, pool, rows),
        *_sounds(asked, pool, rows, heard, abroad),
        *_words(asked, seen, heard, weigh),
        *_ends(asked, seen),
        _consonants(asked, heard),
    )
    return np.vstack(table).astype(np.float32)


def _picked(column: Sequence[str], rows: Rows) -> Sequence[str]:
    if len(rows) == len(column):
        return column
    return [column[at] for at in rows.tolist()]


def mean_of_reach(table: Floats) -> Floats:
    """The score of every mark from the values of some signals; shape: marks."""
    loops = fast.loops()
    if loops is not None:
        ordered = loops.signals.packed(table)
        ordered.sort(axis=1)
        return np.asarray(loops.signals.mean_of_reach(len(table), ordered))
    return np.asarray((1.0 / _reach(table)).mean(axis=0), np.float32)


def _reach(table: Floats) -> NDArray[np.int64]:
    """For each value, how many marks have at least as much; all of them where the value is 0."""
    counts = np.empty(table.shape, np.int64)
    edges = table - np.float32(1e-6)
    for at, row in enumerate(table):
        counts[at] = np.sort(row).searchsorted(edges[at])
    return np.asarray(table.shape[1] - counts)


def _counted(
    pool: Pool, which: Sequence[NDArray[np.bool_]], readings: Sequence[int]
) -> list[tuple[Floats, Floats]]:
    """Of some readings, how many of the trigrams ``which`` each mark's has, and the sum of their
    rarity."""
    rarity = pool.rarity
    if isinstance(pool.shared, Hits):
        tallies = pool.shared.tallied(rarity)
        return [(tallies[2 * reading], tallies[2 * reading + 1]) for reading in readings]
    found = []
    for some, reading in zip(which, readings, strict=True):
        rare = np.where(some, rarity, np.float32(0))
        both = pool.shared[reading] @ np.stack((some.astype(np.float32), rare), axis=1)
        found.append((both[:, 0], both[:, 1]))
    return found


def _letters(asked: Asked, pool: Pool, rows: Rows) -> Floats:
    [(count, rare)] = _counted(pool, [asked.plain], [0])
    sizes = np.maximum(pool.sizes[0], 1)
    if len(rows) < len(pool):
        count, rare, sizes = count[rows], rare[rows], sizes[rows]
    own = np.float32(np.count_nonzero(asked.plain))
    return np.vstack(
        (
            count / (sizes + own - count),
            rare / np.sqrt(sizes + 3),
            np.where(count > 0, rare - 0.01 * sizes, 0),
            count / (sizes + PARTLY * (own - count)),
            count / (own + PARTLY * (sizes - count)),
        )
    )


def _sounds(
    asked: Asked, pool: Pool, rows: Rows, heard: Sequence[str], abroad: Sequence[str]
) -> list[Floats]:
    """Native sound against native, foreign against foreign: the better of the two."""
    mine = asked.reading
    edits = _edits(mine.met, heard)
    different = [at for at, (one, two) in enumerate(zip(heard, abroad, strict=True)) if one != two]
    if not mine.foreign and not different:
        return _heard_both(asked, pool, rows, edits, None)
    apart = (mine.foreign or mine.native).replace(" ", "")
    if apart != mine.met:
        other = _edits(apart, abroad)
    else:
        other = edits.copy()
        other[different] = _edits(apart, [abroad[at] for at in different])
    return _heard_both(asked, pool, rows, edits, other)


def _heard_both(
    asked: Asked, pool: Pool, rows: Rows, edits: Floats, other: Floats | None
) -> list[Floats]:
    """Of native and foreign sound the better. ``other``: the edits of foreign sounds, None where
    neither side has any."""
    which, readings = (
        ([asked.native], [1])
        if other is None
        else (
            [asked.native, asked.foreign],
            [1, 2],
        )
    )
    counted = _counted(pool, which, readings)
    found = [*_one_sound(pool, 1, counted[0], which[0], rows), edits]
    if other is None:
        return found
    there = [*_one_sound(pool, 2, counted[1], which[1], rows), other]
    return [np.maximum(one, two) for one, two in zip(found, there, strict=True)]


def _one_sound(
    pool: Pool,
    reading: int,
    counted: tuple[Floats, Floats],
    which: NDArray[np.bool_],
    rows: Rows,
) -> tuple[Floats, Floats]:
    count, rare = counted
    sizes = np.maximum(pool.sizes[reading], 1)
    own = np.float32(np.count_nonzero(which))
    found = count / (sizes + own - count), rare / np.sqrt(sizes + 3)
    return found if len(rows) == len(pool) else (found[0][rows], found[1][rows])


def _edits(mine: str, readings: Sequence[str]) -> Floats:
    """The share of sounds that stay, blanks aside."""
    if not readings:
        return np.zeros(0, np.float32)
    found = process.cdist(
        [mine[:MOST_LETTERS]], _without_blanks(readings), scorer=OSA.normalized_similarity
    )
    return np.asarray(found[0], np.float32)


def bare_of(asked: Asked) -> str:
    """The consonants heard of the name; empty where they are too few to say anything."""
    bare = asked.reading.native.translate(_BARE)
    return bare if len(bare) >= FEWEST_CONSONANTS else ""


def _consonants(asked: Asked, heard: Sequence[str]) -> Floats:
    """The share of the consonants heard that stay: vowels are what is changed first."""
    mine = bare_of(asked)
    if not mine:
        return np.zeros(len(heard), np.float32)
    return _edits(mine, "\n".join(heard).translate(_BARE).split("\n"))


def _without_blanks(readings: Sequence[str]) -> list[str]:
    return "\n".join(readings).replace(" ", "").split("\n")


def _words(
    asked: Asked,
    seen: Sequence[str],
    heard: Sequence[str],
    weigh: Weigh,
) -> list[Floats]:
    """How far the words of the name and of each mark answer each other, by their weights."""
    mine = _written(asked)
    theirs = seen if all(seen) else [reading or _NO_WORD for reading in seen]
    blanks = np.fromiter(map(str.count, theirs, repeat(" ")), np.int64, len(theirs))
    lengths = blanks + 1
    start = np.cumsum(lengths) - lengths
    spoken = _word_for_word(theirs, blanks, heard)
    flat_words = " ".join(theirs).split(" ")
    sounds = dict(zip(flat_words, " ".join(spoken).split(" "), strict=True))
    different = list(sounds)
    place = dict(zip(different, range(len(different)), strict=True))
    flat = np.fromiter(map(place.__getitem__, flat_words), np.int64, len(flat_words))
    weights = np.asarray(weigh([*mine, *different]), np.float32)
    own, other = weights[: len(mine)], weights[len(mine) :][flat]
    alike, same = _word_likeness(mine, _spoken(asked), different, list(sounds.values()))
    theirs_best = alike.max(axis=0)[flat]
    weighed = other * theirs_best
    total = np.add.reduceat(other, start)
    mine_best = np.maximum.reduceat(alike[:, flat], start, axis=1)
    main = other >= np.repeat(np.maximum.reduceat(other, start), lengths) - 1e-6
    return [
        np.add.reduceat(weighed, start) / total,
        own @ mine_best / own.sum(),
        np.maximum.reduceat(weighed, start),
        np.maximum.reduceat(other * same.max(axis=0)[flat], start),
        np.maximum.reduceat(np.where(main, theirs_best, 0), start),
        same[0, flat[start]],
    ]


def _written(asked: Asked) -> list[str]:
    """The words of the name."""
    return asked.reading.written.split()[:MOST_WORDS] or [""]


def _spoken(asked: Asked) -> list[str]:
    """What is heard of each."""
    written, spoken = _written(asked), asked.reading.native.split()[:MOST_WORDS]
    return spoken if len(spoken) == len(written) else native("\n".join(written)).split("\n")


def _word_for_word(
    written: Sequence[str], blanks: NDArray[np.int64], heard: Sequence[str]
) -> Sequence[str]:
    """As heard, a sound for each word; as written where there are more or fewer sounds."""
    there = np.fromiter(map(str.count, heard, repeat(" ")), np.int64, len(heard))
    others = np.flatnonzero(there != blanks).tolist()
    if not all(heard):
        others += [at for at, sound in enumerate(heard) if not sound]
    if not others:
        return heard
    spoken = list(heard)
    for at in others:
        spoken[at] = written[at]
    return spoken


def _word_likeness(
    mine: Sequence[str], spoken: Sequence[str], theirs: Sequence[str], heard: Sequence[str]
) -> tuple[Floats, Floats]:
    """How alike two words are (0 to 1), and 1 where they are the same; shape: mine × theirs.

    Words less than half alike count as unlike; a word at an end of a longer one as rather alike.
    """
    half = OSA.normalized_similarity
    written = process.cdist(mine, theirs, scorer=half, score_cutoff=0.5)
    sounding = process.cdist(spoken, heard, scorer=half, score_cutoff=0.5)
    same = (np.maximum(written, sounding * np.float32(0.9995)) >= 0.999).astype(np.float32)
    alike = np.clip((np.maximum(written, sounding * np.float32(0.97)) - 0.5) * 2, 0, 1)
    least = SHORTEST_FUSED
    ends = np.maximum(
        process.cdist(mine, theirs, scorer=Prefix.similarity, score_cutoff=least),
        process.cdist(mine, theirs, scorer=Postfix.similarity, score_cutoff=least),
    )
    long_mine = np.array(list(map(len, mine)), np.float32)[:, None]
    long_theirs = np.array(list(map(len, theirs)), np.float32)[None, :]
    shorter = np.minimum(long_mine, long_theirs)
    fused = np.flatnonzero((ends >= shorter) & (shorter >= least))
    longer = np.maximum(long_mine, long_theirs).ravel()[fused]
    inside = 0.4 + 0.5 * shorter.ravel()[fused] / np.maximum(longer, 1)
    alike.ravel()[fused] = np.maximum(alike.ravel()[fused], inside)
    return alike.astype(np.float32), same


def _ends(asked: Asked, seen: Sequence[str]) -> list[Floats]:
    """The mark whole inside the name, and how much of the shorter begins or ends the longer."""
    mine = asked.reading.joined[:MOST_LETTERS]
    joined = _without_blanks(seen)
    long = np.array(list(map(len, joined)), np.float32)
    own = np.float32(max(len(mine), 1))
    shorter = np.maximum(np.minimum(long, own), 1)
    inside = np.array(list(map(mine.__contains__, joined)), np.float32)
    return [
        inside * long / own,
        process.cdist([mine], joined, scorer=Prefix.similarity, dtype=np.float32)[0] / shorter,
        process.cdist([mine], joined, scorer=Postfix.similarity, dtype=np.float32)[0] / shorter,
    ]
