"""Pair: a name and a mark side by side, with what several signals ask about them."""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import LCSseq, Levenshtein

from serupa import fast
from serupa.names.trigrams import Best, best_pair
from serupa.normalise import Read, read, signs
from serupa.types import Span

Weigh = Callable[[str], float]
"""How much a word distinguishes in the classes searched: near 0 for common words, 1 for rare."""

Common = tuple[int, int, tuple[Span, ...], tuple[Span, ...]]
"""How many letters two names have in common, how many the longer has, and where they stand."""

Changes = Sequence[int]
"""In how many places two texts differ, then of the first two of them begin and end of what is
changed in one text, and of what stands for it in the other."""

LONE, JOINED = 1, 2
FIRST_OWN, FIRST_OTHER = 2, 32
"""Bits of the ties of two names: their only distinctive words may be heard alike; a distinctive
word of one stands at an end of one of the other; and from two places on a bit for each word of one
that the other has too, first of the name, then of the mark."""


class Pair(NamedTuple):
    """``mine`` and ``theirs``: both names. ``looks``: the likeness of the best pair of their visual
    readings, 0 to 1; ``sounds``: the best pair of their sound readings. Then what the compiled
    loops found, None where they did not: ``common``, the letters in common; ``changes`` of
    ``sounds``; ``fading``, as ``parts.faded``; ``ties``, what their words have to do with each
    other, as bits (``LONE`` and what follows it)."""

    mine: Read
    theirs: Read
    looks: float
    sounds: Best
    common: Common | None = None
    changes: Changes | None = None
    fading: float | None = None
    ties: int | None = None


_new = tuple.__new__
"""Makes a named tuple in half the time its class takes."""


def pair_of(name: str, other: str) -> Pair:
    """Two names."""
    return _pair(read(name), read(other))


def _pair(mine: Read, theirs: Read) -> Pair:
    looks = best_pair(mine.looks, theirs.looks)
    return Pair(mine, theirs, looks[0] if looks else 0.0, best_pair(mine.sounds, theirs.sounds))


def pairs_of(mine: Read, others: Sequence[Read], weigh: Weigh) -> list[Pair]:
    """One name and each of several others; by the compiled loops where they are enabled and can."""
    loops = fast.loops()
    if loops is None or mine.letters is None:
        return [_pair(mine, one) for one in others]
    some = [one for one in others if one.letters is not None]
    found = _together(loops, mine, some, weigh) if some else []
    if len(some) == len(others):
        return found
    by_name = {pair.theirs.name: pair for pair in found}
    return [by_name.get(one.name) or _pair(mine, one) for one in others]


_NO_WORDS: tuple[tuple[str, ...], ...] = (), (), (), ()


def _together(loops: fast.Loops, mine: Read, others: Sequence[Read], weigh: Weigh) -> list[Pair]:
    _, _, _, looks, sounds, letters, words = zip(mine, *others, strict=True)
    seen, heard, _, _ = zip(*chain(*words), strict=True) if any(words) else _NO_WORDS
    lines = *letters, *chain(*looks, *sounds), *seen, *heard, ""
    sizes = [*map(len, looks), *map(len, sounds), *map(len, words)]
    text = np.frombuffer("\n".join(lines).encode(), np.uint8)
    many, weights = np.array(sizes), np.fromiter(map(weigh, seen), float, len(seen))
    alike, told, common, places = loops.pairs.compared(text, many, weights)
    ties = loops.found.ties(text, places, many[2 * len(words) :], weights).tolist()
    alike, told = alike.tolist(), told.tolist()
    spans = tuple(map(tuple, common.tolist()))
    own = told[-1][2]  # so many of these are in the name
    first = sounds[0]
    pairs, left, right = [], 0, own
    for one, spoken, (look, sound, fading), row, tie in zip(
        others, sounds[1:], alike, told, ties, strict=True
    ):
        same, longer, end, stop, number, other_number, *changes = row
        stop += own
        pair = (
            mine,
            one,
            look,
            (sound, first[number], spoken[other_number]) if sound >= 0 else None,
            (same, longer, spans[left:end], spans[right:stop]) if same >= 0 else None,
            changes if changes[0] >= 0 else None,
            fading,
            tie if tie >= 0 else None,
        )
        pairs.append(_new(Pair, pair))
        left, right = end, stop
    return pairs


def common_of(pair: Pair) -> Common:
    """The letters two names have in common."""
    return pair.common or _common(pair.mine.name, pair.theirs.name)


def _common(name: str, other: str) -> Common:
    (mine, here), (theirs, there) = signs(name), signs(other)
    own: list[int] = []
    others: list[int] = []
    for start, match, size in LCSseq.editops(mine, theirs).as_matching_blocks():
        own += here[start : start + size]
        others += there[match : match + size]
    return len(own), max(len(mine), len(theirs)), _spans(own), _spans(others)


def _spans(positions: list[int]) -> tuple[Span, ...]:
    """Neighbouring positions joined into half-open ranges."""
    spans: list[Span] = []
    start = end = -1
    for at in positions:
        if at > end:
            if end >= 0:
                spans.append((start, end))
            start = at
        end = at + 1
    if end >= 0:
        spans.append((start, end))
    return tuple(spans)


def changes_of(mine: str, theirs: str) -> Changes:
    """In how many places two texts differ, and where."""
    changed = [step for step in Levenshtein.opcodes(mine, theirs) if step.tag != "equal"]
    found = [len(changed)]
    for step in changed[:2]:
        found += step.src_start, step.src_end, step.dest_start, step.dest_end
    return found
