"""Likeness of two readings by their word-padded trigrams, the formula of PostgreSQL's pg_trgm."""

from functools import lru_cache


@lru_cache(maxsize=4096)
def trigrams(reading: str) -> frozenset[str]:
    """The word-padded trigrams of one reading: two blanks before each word, one after."""
    found: set[str] = set()
    for word in reading.split():
        padded = f"  {word} "
        found.update(padded[at : at + 3] for at in range(len(padded) - 2))
    return frozenset(found)


def jaccard(one: str, other: str) -> float:
    """Shared trigrams over all trigrams of two readings, 0 to 1; symmetric."""
    left, right = trigrams(one), trigrams(other)
    if not left or not right:
        return 0.0
    shared = len(left & right)
    return shared / (len(left) + len(right) - shared)
