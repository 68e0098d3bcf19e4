"""Likeness of two readings by their word-padded trigrams, the formula of PostgreSQL's pg_trgm."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain

import numpy as np

from serupa import fast

Pair = tuple[float, str, str] | None
"""Likeness and the two readings that reach it."""

_NOT_BEFORE: Pair = (-1.0, "", "")
_PAIRS_AT_MOST = 1_024
_pairs: dict[tuple[tuple[str, ...], tuple[str, ...]], Pair] = {}


@lru_cache(maxsize=1024)
def trigrams(reading: str) -> frozenset[str]:
    """The word-padded trigrams of one reading: two blanks before each word, one after."""
    words = reading.split()
    if len(words) == 1:
        padded = f"  {reading} " if words[0] == reading else f"  {words[0]} "
        return frozenset([padded[at : at + 3] for at in range(len(padded) - 2)])
    return frozenset[str]().union(*map(trigrams, words))


def jaccard(one: str, other: str) -> float:
    """Shared trigrams over all trigrams of two readings, 0 to 1; symmetric."""
    left, right = trigrams(one), trigrams(other)
    if not left or not right:
        return 0.0
    shared = len(left & right)
    return shared / (len(left) + len(right) - shared)


def best_pair(mine: Sequence[str], theirs: Sequence[str]) -> Pair:
    """The highest ``jaccard`` any pair of readings reaches, and the first pair that reaches it."""
    found = _pairs.get((tuple(mine), tuple(theirs)), _NOT_BEFORE)
    return _best_pair(mine, theirs) if found is _NOT_BEFORE else found


def pair_before(mine: tuple[str, ...], others: Iterable[tuple[str, ...]]) -> None:
    """Find the best pairs of one name and several others together and remember them, where the
    compiled loops are enabled and can."""
    loops = fast.loops()
    if loops is None or len(mine) > loops.pairs.MOST_READINGS or not "".join(mine).isascii():
        return
    some = [one for one in dict.fromkeys(others) if "".join(one).isascii()]
    many = np.fromiter(map(len, some), np.int64, len(some))
    lines = [*mine, *chain.from_iterable(some), ""]
    raw = np.frombuffer("\n".join(lines).encode(), np.uint8)
    likeness, own, other = (one.tolist() for one in loops.pairs.best_pairs(raw, len(mine), many))
    if len(_pairs) > _PAIRS_AT_MOST:
        _pairs.clear()
    for one, share, left, right in zip(some, likeness, own, other, strict=True):
        _pairs[mine, one] = (share, mine[left], one[right]) if share >= 0 else None


def _best_pair(mine: Sequence[str], theirs: Sequence[str]) -> Pair:
    best = -1.0
    found: tuple[str, str] | None = None
    others = [
        (reading, right, len(right))
        for reading, right in zip(theirs, map(trigrams, theirs), strict=True)
    ]
    for one in mine:
        left = trigrams(one)
        size = len(left)
        for other, right, long in others:
            # Of all trigrams at most those of the shorter are in common.
            if size <= best * long or long <= best * size:
                continue
            shared = len(left & right)
            share = shared / (size + long - shared) if shared else 0.0
            if share > best:
                best, found = share, (one, other)
    return None if found is None else (best, *found)
