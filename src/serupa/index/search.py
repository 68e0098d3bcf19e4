"""Finding the marks nearest to a name among several segments.

Three steps. First the rare trigrams of the name are looked up until enough postings are read: they
alone decide which marks are worth a closer look (the frequent ones are in every other mark). Marks
that sound exactly like the name or like some of its words in a row are always looked at. Then the
trigrams of those marks are cut anew from their readings and the exact likeness is reckoned.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from serupa import normalise
from serupa.index.segment import Rows, Segment, sound_hash
from serupa.index.trigrams import Keys, joined_keys, keys_around, keys_of

POSTINGS = 120_000
"""Postings read in one segment at most (one list more may begin below the limit)."""

LOOKED_AT = 1_500
"""Marks whose likeness is reckoned exactly."""

MOST_TRIGRAMS = 400
"""Of an endless name only so many trigrams are asked for."""

CONTAINED = 0.75
CONTAINMENT = 0.7
"""A mark whose trigrams stand in the name to at least the first share counts as alike to the
second times that share, however long the name is."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: the readings of a name, cut into trigrams.

    ``keys``: the trigrams of all readings, ascending. ``seen`` and ``heard``: keys × readings, 1
    where a reading has the trigram; ``…_sizes``: how many it has. ``sounds``: hashes of the words
    of the name and of every run of them, as heard.
    """

    keys: Keys
    seen: NDArray[np.float32]
    heard: NDArray[np.float32]
    seen_sizes: NDArray[np.float32]
    heard_sizes: NDArray[np.float32]
    sounds: NDArray[np.uint32]


@lru_cache(maxsize=256)
def asked(name: str) -> Asked:
    """The name as it is looked for."""
    seen = tuple(keys_of(reading) for reading in normalise.visual_readings(name))
    sounds = normalise.sound_readings(name)
    heard = tuple(keys_of(reading) for reading in sounds)
    keys = joined_keys([*seen, *heard])[:MOST_TRIGRAMS]
    hashes = {sound_hash(part) for reading in sounds for part in _runs(reading.split()[:12])}
    (seen_in, seen_sizes), (heard_in, heard_sizes) = _members(keys, seen), _members(keys, heard)
    sound_hashes = np.array(sorted(hashes), dtype=np.uint32)
    return Asked(keys, seen_in, heard_in, seen_sizes, heard_sizes, sound_hashes)


def _members(
    keys: Keys, readings: Sequence[Keys]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    member = np.zeros((len(keys), len(readings)), np.float32)
    for column, reading in enumerate(readings):
        member[np.searchsorted(keys, reading[np.isin(reading, keys)]), column] = 1.0
    return member, np.array([len(reading) for reading in readings], dtype=np.float32)


def _runs(words: Sequence[str]) -> list[str]:
    """Every run of neighbouring words."""
    size = len(words)
    return ["".join(words[a:b]) for a in range(size) for b in range(a + 1, size + 1)]


@dataclass(frozen=True, slots=True)
class Found:
    """Rows of one segment with a likeness 0-1 each."""

    part: int
    rows: Rows
    score: NDArray[np.float32]


def nearest(
    segments: Sequence[tuple[Segment, NDArray[np.bool_] | None]],
    query: Asked,
    wanted: int,
    limit: int,
) -> list[Found]:
    """The marks nearest to a name: at least ``limit`` of them where there are so many, all that
    equal the last one included, in no promised order.

    ``segments``: each with the rows still in force (None: all). ``wanted``: classes as bits, 0 for
    the whole register.
    """
    rough = [
        _rough(at, segment, alive, query, wanted) for at, (segment, alive) in enumerate(segments)
    ]
    close = [
        Found(found.part, found.rows, _exact(segments[found.part][0], found.rows, query))
        for found in _best(rough, max(LOOKED_AT, 2 * limit))
        if len(found.rows)
    ]
    return _best(close, limit)


def _best(found: Sequence[Found], limit: int) -> list[Found]:
    """Those above or at the score of the ``limit``-th."""
    scores = np.concatenate([np.zeros(0, np.float32), *(part.score for part in found)])
    if len(scores) > limit:
        edge = max(float(np.partition(scores, len(scores) - limit)[len(scores) - limit]), 1e-6)
    else:
        edge = 1e-6
    kept = []
    for part in found:
        chosen = part.score >= edge
        kept.append(Found(part.part, part.rows[chosen], part.score[chosen]))
    return kept


def _rough(
    number: int,
    segment: Segment,
    alive: NDArray[np.bool_] | None,
    query: Asked,
    wanted: int,
) -> Found:
    partitions = segment.partitions(wanted)
    if not len(partitions):
        return Found(number, np.zeros(0, np.int64), np.zeros(0, np.float32))
    rows, share = _touched(segment, query.keys, partitions)
    size = segment.union_sizes[rows].astype(np.float32)
    own = np.float32(len(query.keys))
    shared = share * own
    score = shared / (size + own - np.minimum(shared, size))
    score = np.maximum(score, np.float32(0.5) * np.minimum(shared / size, np.float32(1)))
    twins = [segment.rows_heard_as(part, query.sounds) for part in partitions.tolist()]
    same = np.concatenate(twins)
    rows = np.concatenate([rows, same])
    score = np.concatenate([score, np.ones(len(same), np.float32)])
    chosen = np.ones(len(rows), dtype=np.bool_)
    if wanted:
        chosen &= (segment.mask(rows) & np.uint64(wanted)) != 0
    if alive is not None:
        chosen &= alive[rows]
    if len(same):
        order = np.lexsort((-score, rows))
        first = np.diff(rows[order], prepend=-1) != 0
        chosen[order[~first]] = False
    return Found(number, rows[chosen], score[chosen])


def _touched(
    segment: Segment, keys: Keys, partitions: NDArray[np.int64]
) -> tuple[Rows, NDArray[np.float32]]:
    """Rows that share rare trigrams with the name, and the weighed share of these they have."""
    terms = segment.terms(keys)
    if not len(terms):
        return np.zeros(0, np.int64), np.zeros(0, np.float32)
    counts = segment.counts[terms][:, :].astype(np.int64)
    ends = np.cumsum(counts, axis=1) + segment.starts[terms][:, None]
    here = counts[:, partitions]
    total = here.sum(axis=1)
    order = np.argsort(total, kind="stable")
    order = order[total[order] > 0]
    reach = np.cumsum(total[order])
    order = order[: max(1, int(np.searchsorted(reach, POSTINGS)) + 1)]
    if not len(order):
        return np.zeros(0, np.int64), np.zeros(0, np.float32)
    bases = segment.bounds[partitions]
    runs = np.flatnonzero(np.diff(partitions, prepend=-2) != 1)
    lasts = np.append(runs[1:], len(partitions)) - 1
    begin = (ends - counts)[:, partitions[runs]][order].ravel().tolist()
    end = ends[:, partitions[lasts]][order].ravel().tolist()
    pieces = [segment.postings[a:b] for a, b in zip(begin, end, strict=True)]
    local = np.concatenate(pieces)
    chosen = here[order]
    rows = np.repeat(np.tile(bases, len(order)), chosen.ravel()) + local
    scope = int(segment.bounds[-1])
    # Whole numbers, so that the order is the same on every machine.
    rarity = np.frexp(scope / total[order])[1]
    share = np.bincount(rows, weights=np.repeat(rarity, chosen.sum(axis=1)))
    touched = np.flatnonzero(share)
    return touched, share[touched].astype(np.float32) / np.float32(rarity.sum())


def _exact(segment: Segment, rows: Rows, query: Asked) -> NDArray[np.float32]:
    """The best trigram Jaccard of any pair of readings, or the weighed containment if higher."""
    if not len(query.keys):
        return np.zeros(len(rows), np.float32)
    shared = _shared(segment, rows, query.keys)
    seen_sizes = segment.seen_sizes[rows].astype(np.float32)
    heard_sizes = segment.heard_sizes[rows].astype(np.float32)
    same = heard_sizes == 0
    heard_sizes[same] = seen_sizes[same]
    shared[1, same] = shared[0, same]
    best = np.zeros(len(rows), np.float32)
    for field, sizes, member, own in (
        (shared[0], seen_sizes, query.seen, query.seen_sizes),
        (shared[1], heard_sizes, query.heard, query.heard_sizes),
    ):
        count = field @ member
        sizes = np.maximum(sizes, 1)[:, None]
        likeness = count / (sizes + own - count)
        inside = count / sizes
        inside = np.where(inside >= CONTAINED, CONTAINMENT * inside, 0.0)
        best = np.maximum(best, np.maximum(likeness, inside).max(axis=1, initial=0.0))
    return np.asarray(best, dtype=np.float32)


def _shared(segment: Segment, rows: Rows, keys: Keys) -> NDArray[np.float32]:
    """Which trigrams of ``keys`` each row has in its visual and in its sound reading.

    Shape: 2 × rows × keys, 1 where it has it.
    """
    text, first, _ = segment.texts_of(rows)
    edge = np.full(1, 10, np.uint8)
    found = keys_around(np.concatenate([edge, text, edge]))
    sieve = np.zeros(1 << 16, dtype=np.bool_)
    sieve[_sieved(keys)] = True
    hits = np.flatnonzero(sieve[_sieved(found)])
    column = np.minimum(np.searchsorted(keys, found[hits]), len(keys) - 1)
    true = keys[column] == found[hits]
    hits, column = hits[true], column[true]
    owner = np.searchsorted(first, hits, side="right") - 1
    breaks = np.cumsum(text == 10)
    field = breaks[hits] > breaks[first][owner]
    shared = np.zeros((2, len(rows), len(keys)), dtype=np.float32)
    shared[field.astype(np.intp), owner, column] = 1.0
    return shared


def _sieved(keys: Keys) -> NDArray[np.uint32]:
    return (keys * np.uint32(2654435761)) >> np.uint32(16)
