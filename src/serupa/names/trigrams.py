"""Likeness of two readings by their word-padded trigrams, the formula of PostgreSQL's pg_trgm."""

from collections.abc import Sequence
from functools import lru_cache

Best = tuple[float, str, str] | None
"""Likeness and the two readings that reach it."""


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


def best_pair(mine: Sequence[str], theirs: Sequence[str]) -> Best:
    """The highest ``jaccard`` any pair of readings reaches, and the first pair that reaches it."""
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
