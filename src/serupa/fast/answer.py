"""Putting a pool in order with compiled loops: what ``names.order`` and ``screening`` say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from serupa.fast import Loops
from serupa.fast.hits import Hits
from serupa.fast.known import Known, Words
from serupa.fast.texts import Column, Texts
from serupa.index.asked import Asked
from serupa.index.packing import encoded
from serupa.index.pool import Pool

Floats = NDArray[np.float32]
Longs = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Weigh = Callable[[Sequence[str]], Any]

LONGEST = 63
"""Letters of a name that the loops take."""

SIGNALS = 18
"""How many ``order.SIGNALS`` there are."""

SHORTEST_FUSED = 3
"""A word of fewer letters is not looked for at the ends of a longer one."""


class Mine(NamedTuple):
    """The name asked for. ``text``: as written, joined; as heard, joined; heard as a foreign word,
    or natively, blanks aside; heard natively, blanks aside; then each of its words as written, and
    each as heard; a line each. ``is_foreign``: whether it is heard otherwise as a foreign word;
    ``is_apart``: whether a sound is heard for each of its words; ``words``: how many it has."""

    text: Bytes
    is_foreign: bool
    is_apart: bool
    words: int


def mine(asked: Asked, spoken: Sequence[str]) -> Mine | None:
    """The name as the loops need it; None where they cannot take it: no letters or other than
    ASCII, or too long. ``spoken``: what is heard of its first words, a sound each."""
    reading = asked.reading
    written, sounds = reading.written.split(), reading.native.split()
    is_apart = len(written) == len(sounds)
    if not is_apart:
        sounds = [*spoken, *[""] * (len(written) - len(spoken))]
    native = reading.native.replace(" ", "")
    apart = reading.foreign.replace(" ", "") or native
    every = (reading.joined, reading.met, apart, native, *written, *sounds)
    text = "\n".join(every)
    if not text.isascii() or not reading.joined or max(map(len, every)) > LONGEST:
        return None
    lines = np.frombuffer(encoded(text), np.uint8)
    return Mine(lines, bool(reading.foreign), is_apart, len(written))


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


WHOLE = Shares(
    near=1.0, twin=1.0, related=1.0, far=1.0, weighty=1.0, alike=1.0, common=1.0, shortest=LONGEST
)
"""Nothing is taken of any score."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What ``names.order`` says of signals. ``partly``: how much the trigrams that the shorter of
    two names has not weigh against the longer; ``words``: of a name so many are compared at most;
    ``consonants``: fewer say nothing."""

    partly: float
    words: int
    consonants: int


class Signals(NamedTuple):
    """``table``: the values of ``order.SIGNALS`` of some marks of a pool, signals × marks;
    ``rows``: which marks these are; ``left``: as of ``words.left``, of every mark."""

    table: Floats
    rows: Longs
    left: Floats


def signals(
    loops: Loops,
    name: Mine,
    pool: Pool,
    near: NDArray[np.bool_],
    weigh: Weigh,
    bounds: Bounds,
    shares: Shares,
    wanted: int,
) -> Signals | None:
    """The signals of the ``near`` marks of a pool with hits, and what is left of scores; None where
    a mark has no visual reading. ``wanted``: the classes asked for as bits, 0 for all."""
    texts, shared = texts_of(pool), pool.shared
    assert isinstance(shared, Hits)
    text, spans = texts.text, texts.spans
    registers = getattr(weigh, "registers", None) or [(weigh, Known())]
    known = registers[0][1]
    found = loops.readings.read_pool(near, text, spans, name.text, known.slots)
    readable, both, equals, rows, parts, first, flat, words, hashes, weights, missing = found
    if not readable:
        return None
    both = both or name.is_foreign
    told = Words(text, name.text, len(words) - name.words, words, hashes)
    weights = looked_up(loops, registers, told, (weights, missing))
    table = np.empty((SIGNALS, len(rows)), np.float32)
    alike, same, left = loops.words.compared(
        name.text, name.is_apart, near, equals, pool.masks, wanted, shares.numbers,
        (shares.common, shares.shortest), text, spans, both, rows, parts, first, flat, words,
        weights, (bounds.consonants, bounds.words, SHORTEST_FUSED), table,
    )  # fmt: skip
    loops.signals.signals(
        shared.starts, shared.places, shared.which, pool.rarity, pool.sizes, bounds.partly, both,
        name.text, text, spans, rows, parts, first, flat, words, weights, alike, same, table,
    )  # fmt: skip
    return Signals(table, rows, left)


def placed(loops: Loops, some: Signals, shares: Shares) -> Floats:
    """``screening._scores``."""
    ordered = loops.signals.packed(some.table)
    ordered.sort(axis=1)
    found: Floats = loops.signals.placed(ordered, some.rows, some.left, shares.near)
    return found


def texts_of(pool: Pool) -> Texts:
    """The readings of a pool as one text."""
    if isinstance(pool.seen, Column):
        return pool.seen.texts
    return Texts.of((pool.seen, pool.heard, pool.foreign))


def looked_up(
    loops: Loops,
    registers: Sequence[tuple[Weigh, Known]],
    told: Words,
    first: tuple[Floats, Longs],
) -> Floats:
    """The weights of words, the least that any of the registers joined says. ``first``: what the
    first of them knows (``readings.weighed``)."""
    least: Floats | None = None
    for weigh, known in registers:
        found, missing = (
            first if least is None else loops.readings.weighed(told.hashes, known.slots)
        )
        if len(missing):
            known.learn(loops, weigh, told, missing, found)
        least = found if least is None else np.minimum(least, found)
    assert least is not None  # nothing is joined of no register
    return least
