"""Putting a pool in order with compiled loops: what ``names.order`` and ``screening`` say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serupa.fast import Loops
from serupa.fast.known import Known
from serupa.fast.texts import Column, Texts
from serupa.index.asked import Asked
from serupa.index.packing import decoded, encoded
from serupa.index.pool import Pool

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]
Bytes = NDArray[np.uint8]

LONGEST = 63
"""Letters of a name that the loops take."""

SHORTEST_ALIKE = 5
"""As ``names.parts``."""

SHORTEST_FUSED = 3
"""A word of fewer letters is not looked for at the ends of a longer one."""


@dataclass(frozen=True, slots=True)
class Mine:
    """The name asked for as bytes. ``words``: 4 × words, begin and end of each as written and as
    heard, in ``text``; ``apart``: heard as a foreign word, or natively, joined; ``bare``: its
    consonants, none where they are too few."""

    text: Bytes
    words: NDArray[np.int64]
    written: tuple[str, ...]
    joined: Bytes
    met: Bytes
    apart: Bytes
    bare: Bytes
    is_foreign: bool


def mine(asked: Asked, spoken: Sequence[str], written: Sequence[str], bare: str) -> Mine | None:
    """The name as the loops need it; None where they cannot take it: no letters or other than
    ASCII, or too long."""
    reading = asked.reading
    apart = (reading.foreign or reading.native).replace(" ", "")
    every = [reading.joined, reading.met, apart, *written, *spoken]
    if not all(map(fits, every)) or not reading.joined:
        return None
    ends = np.cumsum([len(one) for one in (*written, *spoken)])
    begins = np.append(np.zeros(1, np.int64), ends[:-1])
    many = len(written)
    return Mine(
        _bytes("".join((*written, *spoken))),
        np.stack((begins[:many], ends[:many], begins[many:], ends[many:])),
        tuple(written),
        _bytes(reading.joined),
        _bytes(reading.met),
        _bytes(apart),
        _bytes(bare),
        bool(reading.foreign),
    )


def fits(text: str) -> bool:
    """Whether the loops can take it."""
    return text.isascii() and len(text) <= LONGEST


def _bytes(text: str) -> Bytes:
    return np.frombuffer(encoded(text), np.uint8)


@dataclass(frozen=True, slots=True)
class Compared:
    """What the loops say of some marks. ``edits``: the share of native sounds that stay;
    ``abroad``: of foreign ones, None where neither side has any; ``words``: 6 × marks; ``ends``:
    3 × marks; ``consonants``: the share of native consonants that stay."""

    edits: Floats
    abroad: Floats | None
    words: Floats
    ends: Floats
    consonants: Floats


def compared(
    loops: Loops, name: Mine, pool: Pool, rows: Rows, weigh: Callable[[Sequence[str]], Any]
) -> Compared | None:
    """Sounds, words and ends of the marks in ``rows``; None where one has no visual reading."""
    texts = texts_of(pool)
    spans = texts.spans if len(rows) == len(pool) else texts.spans.take(rows, axis=1)
    text = texts.text
    if (spans[0] == spans[1]).any():
        return None
    edits = loops.words.edits(name.met, text, spans[2], spans[3])
    abroad = None
    if name.is_foreign or not loops.readings.as_native(text, spans):
        abroad = loops.words.edits(name.apart, text, spans[4], spans[5])
    first, flat, words, hashes = loops.words.split(text, spans)
    own = np.asarray(weigh(name.written), np.float32)
    weights = looked_up(loops, weigh, hashes, text, words)
    alike, same = loops.words.words_alike(name.text, name.words, text, words, SHORTEST_FUSED)
    return Compared(
        edits,
        abroad,
        loops.words.word_signals(first, flat, own, weights, alike, same),
        loops.words.ends_alike(name.joined, text, spans[0], spans[1]),
        loops.words.consonants(name.bare, text, spans[2], spans[3]),
    )


def near_twins(
    loops: Loops,
    own: str,
    texts: Texts,
    weigh: Callable[[Sequence[str]], Any],
    bounds: tuple[float, float, float],
) -> NDArray[np.bool_]:
    """``screening._near_twins``. ``own``: the sounds of the weighty words of the name. ``bounds``:
    the least number of them in common, the least weight, and the least share that stays."""
    least, weighty, alike = bounds
    mine = _bytes(own)
    common = loops.words.lasting(mine, texts.text, texts.spans[2], texts.spans[3])
    twin = np.zeros(len(common), np.bool_)
    worth = np.flatnonzero(common >= least)
    if len(worth):
        spans = texts.spans.take(worth, axis=1)
        first, flat, words, hashes = loops.words.split(texts.text, spans)
        weights = looked_up(loops, weigh, hashes, texts.text, words)
        heavy = weights >= weighty
        twin[worth] = loops.words.weighty_alike(
            mine, texts.text, spans, first, flat, words, heavy, alike, SHORTEST_ALIKE
        )
    return twin


def texts_of(pool: Pool) -> Texts:
    """The readings of a pool as one text."""
    if isinstance(pool.seen, Column):
        return pool.seen.texts
    return Texts.of((pool.seen, pool.heard, pool.foreign))


def looked_up(
    loops: Loops,
    weigh: Callable[[Sequence[str]], Any],
    hashes: NDArray[np.uint64],
    text: Bytes,
    words: NDArray[np.int64],
) -> Floats:
    """The weights of different words (their places in ``text``: ``words[:2]``), the least that
    any of the registers joined says."""
    least = np.ones(len(hashes), np.float32)
    for one, known in getattr(weigh, "registers", ((weigh, Known()),)):
        found, missing = loops.words.weighed(hashes, known.keys, known.values)
        if len(missing):
            found[missing] = _weights(loops, one, known, hashes[missing], text, words[:2, missing])
            known.add(loops, hashes[missing], found[missing])
        np.minimum(least, found, out=least)
    return least


def _weights(
    loops: Loops,
    weigh: Callable[[Sequence[str]], Any],
    known: Known,
    hashes: NDArray[np.uint64],
    text: Bytes,
    words: NDArray[np.int64],
) -> Floats:
    """The weights of words not looked up before: counted here, or told by the register."""
    counts = known.counts
    if counts is None:
        told, found = np.ones(len(hashes), np.bool_), np.empty(len(hashes), np.float32)
    else:
        told, found = counts.listed.among(loops, hashes), counts.weights(loops, text, words)
    if told.any():
        spans = zip(*words[:, told].tolist(), strict=True)
        fresh = [decoded(text[begin:end].tobytes()) for begin, end in spans]
        found[told] = np.asarray(weigh(fresh), np.float32)
    return found
