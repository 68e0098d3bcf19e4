"""Putting a pool in order with compiled loops: what ``names.order`` and ``screening`` say."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serupa.fast import Loops
from serupa.fast.hits import Hits
from serupa.fast.known import Known
from serupa.fast.texts import Column, Texts
from serupa.index.asked import Asked
from serupa.index.packing import decoded, encoded
from serupa.index.pool import Pool

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Weigh = Callable[[Sequence[str]], Any]

LONGEST = 63
"""Letters of a name that the loops take."""

SIGNALS = 18
"""How many ``order.SIGNALS`` there are."""

PARTS = 5
"""Of the parts of a name (``Mine``), so many stand before its words."""

SHORTEST_FUSED = 3
"""A word of fewer letters is not looked for at the ends of a longer one."""


@dataclass(frozen=True, slots=True)
class Mine:
    """The name asked for as bytes. ``parts``: begin and end of each of its parts in ``text``, 2 ×
    parts: as written, joined; as heard, joined; heard as a foreign word, or natively, joined; its
    consonants, none where they are too few; its words in order, a line each; then each word as
    written, and each as heard. ``words``: those of the words as written alone. ``sizes``: how many
    trigrams the name has as written, as heard natively and as a foreign word."""

    text: Bytes
    parts: NDArray[np.int64]
    words: NDArray[np.int64]
    written: tuple[str, ...]
    is_foreign: bool
    sizes: NDArray[np.int64]


def mine(asked: Asked, spoken: Sequence[str], written: Sequence[str], bare: str) -> Mine | None:
    """The name as the loops need it; None where they cannot take it: no letters or other than
    ASCII, or too long."""
    reading = asked.reading
    apart = (reading.foreign or reading.native).replace(" ", "")
    ordered = "\n".join(sorted(reading.written.split()))
    every = (reading.joined, reading.met, apart, bare, ordered, *written, *spoken)
    text, lengths = "".join(every), list(map(len, every))
    longest = max(*lengths[:4], *lengths[PARTS:])
    if not text.isascii() or longest > LONGEST or not reading.joined:
        return None
    ends = list(accumulate(lengths, initial=0))
    parts = np.array((ends[:-1], ends[1:]))
    return Mine(
        _bytes(text),
        parts,
        parts[:, PARTS : PARTS + len(written)].copy(),
        tuple(written),
        bool(reading.foreign),
        np.array([np.count_nonzero(one) for one in (asked.plain, asked.native, asked.foreign)]),
    )


def fits(text: str) -> bool:
    """Whether the loops can take it."""
    return text.isascii() and len(text) <= LONGEST


def _bytes(text: str) -> Bytes:
    return np.frombuffer(encoded(text), np.uint8)


@dataclass(frozen=True, slots=True)
class Split:
    """The words of some marks, as ``readings.split`` tells them: where those of each begin, which
    of the different ones each is. ``weights``: of the different ones; ``own``: of the words of the
    name that they are compared with."""

    name: Mine
    first: NDArray[np.int64]
    flat: NDArray[np.int64]
    weights: Floats
    own: Floats


def _tallies(pool: Pool) -> Floats:
    assert isinstance(pool.shared, Hits)
    return pool.shared.tallied(pool.rarity)


def compared(
    loops: Loops, name: Mine, pool: Pool, rows: Rows, weigh: Weigh, partly: float
) -> tuple[Floats, Split] | None:
    """The values of ``order.SIGNALS`` of the marks in ``rows`` of a pool with hits, signals ×
    marks, and their words; None where one has no visual reading."""
    texts = texts_of(pool)
    text, spans = texts.text, texts.spans
    if len(rows) != len(pool):
        spans = spans.take(rows, axis=1)
    readable, both = loops.readings.kinds(text, spans)
    if not readable:
        return None
    both = both or name.is_foreign
    there, words = split(loops, name, text, spans, weigh)
    table = np.empty((SIGNALS, len(rows)), np.float32)
    alike, same = loops.words.compared(
        name.text, name.parts, text, spans, words, SHORTEST_FUSED, both, table
    )
    loops.signals.signals(
        _tallies(pool),
        pool.sizes,
        rows,
        name.sizes,
        partly,
        both,
        name.text,
        name.parts,
        text,
        spans,
        there.first,
        there.flat,
        there.own,
        there.weights,
        alike,
        same,
        table,
    )
    return table, there


def split(
    loops: Loops, name: Mine, text: Bytes, spans: NDArray[np.int64], weigh: Weigh
) -> tuple[Split, NDArray[np.int64]]:
    """The words of marks, and begin and end of the different ones (words × 4)."""
    first, flat, words, hashes = loops.readings.split(text, spans)
    # The words of the name stand behind those of the marks, and are looked up with them.
    places, every = loops.readings.with_own(words, hashes, len(text), name.text, name.words)
    weights = looked_up(loops, weigh, every, (text, name.text), places)
    many = len(words)
    return Split(name, first, flat, weights[:many], weights[many:]), words


def split_again(loops: Loops, pool: Pool, rows: Rows, name: Mine, weigh: Weigh) -> Split:
    """The words of the marks in ``rows`` of a pool, none without a visual reading."""
    texts = texts_of(pool)
    return split(loops, name, texts.text, texts.spans.take(rows, axis=1), weigh)[0]


@dataclass(frozen=True)
class Shares:
    """What becomes of scores: what is left of that of any mark (``near``), of a related one that
    reads the same (``twin``) and of another (``related``), and the score of one of other goods that
    is written the same (``far``). A twin's words of at least the weight ``weighty`` have at least
    ``shortest`` sounds, so many in common with those of the name (``common``) and such a share of
    them that stays (``alike``)."""

    near: float
    twin: float
    related: float
    far: float
    weighty: float
    alike: float
    common: float
    shortest: int

    @cached_property
    def numbers(self) -> Floats:
        """As the loops take them."""
        some = self.near, self.twin, self.related, self.far, self.weighty, self.alike
        return np.array(some, np.float32)


def placed(
    loops: Loops,
    pool: Pool,
    scores: Floats,
    there: Split,
    wanted: int,
    weighty: str,
    shares: Shares,
) -> Floats:
    """``screening._scores`` from the ``scores`` of the near marks, ``there`` their words.
    ``wanted``: the classes asked for as bits, 0 for all; ``weighty``: the sounds of the weighty
    words of the name, ASCII."""
    texts, name = texts_of(pool), there.name
    found: Floats = loops.words.placed(
        scores,
        pool.near,
        pool.masks,
        np.uint64(wanted),
        shares.numbers,
        name.text,
        name.parts,
        _bytes(weighty),
        texts.text,
        texts.spans,
        there.first,
        there.flat,
        there.weights,
        (math.ceil(shares.common * len(weighty)), shares.shortest),
    )
    return found


def texts_of(pool: Pool) -> Texts:
    """The readings of a pool as one text."""
    if isinstance(pool.seen, Column):
        return pool.seen.texts
    return Texts.of((pool.seen, pool.heard, pool.foreign))


def looked_up(
    loops: Loops,
    weigh: Weigh,
    hashes: NDArray[np.uint64],
    texts: tuple[Bytes, Bytes],
    words: NDArray[np.int64],
) -> Floats:
    """The weights of words (their places in the ``texts``, one behind the other: 2 × words), the
    least that any of the registers joined says."""
    least: Floats | None = None
    for one, known in getattr(weigh, "registers", None) or [(weigh, Known())]:
        found, missing, fresh, places = loops.readings.weighed(
            hashes, words, known.keys, known.values
        )
        if len(missing):
            text = np.concatenate(texts)
            if known.counts is None:
                told = [decoded(text[begin:end].tobytes()) for begin, end in places.T.tolist()]
                weights = np.asarray(one(told), np.float32)
            else:
                weights = known.counts.weights(loops, fresh, text, places)
            known.add(loops, fresh, weights)
            found[missing] = weights
        least = found if least is None else np.minimum(least, found)
    assert least is not None  # nothing is joined of no register
    return least
