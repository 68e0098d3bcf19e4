"""Spelling: how far two names are written alike."""

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import LCSseq

from serupa.names.trigrams import best_pair
from serupa.normalise import letters, visual_readings
from serupa.types import Evidence, Query, Record, Span

FLOOR = 0.2
"""Below this share of common trigrams a resemblance is not worth a sentence."""


def identical(query: Query, record: Record) -> Evidence | None:
    """The same letters in the same order, spaces, signs, accents and legal form aside."""
    mine, theirs = visual_readings(query.name), visual_readings(record.name)
    if not mine or not theirs or _joined(mine) != _joined(theirs):
        return None
    return _evidence("identical", 1.0, query, record)


def spelling(query: Query, record: Record) -> Evidence | None:
    """Word-padded trigram Jaccard of the best pair of visual readings; symmetric in strength."""
    strength = best(visual_readings(query.name), visual_readings(record.name))
    if strength < FLOOR:
        return None
    return _evidence("spelling", strength, query, record)


def common_letters(query: Query, record: Record) -> Evidence:
    """The letters two names have in common, however few: what is said when nothing else can be."""
    return _evidence(
        "spelling", best(*map(visual_readings, (query.name, record.name))), query, record
    )


def best(mine: Sequence[str], theirs: Sequence[str]) -> float:
    """The highest trigram Jaccard any pair of readings reaches, 0 to 1."""
    found = best_pair(mine, theirs)
    return found[0] if found else 0.0


def _joined(readings: Sequence[str]) -> str:
    return readings[0].replace(" ", "")


def _evidence(signal: str, strength: float, query: Query, record: Record) -> Evidence:
    (mine, here), (theirs, there) = _signs(query.name), _signs(record.name)
    own: list[int] = []
    other: list[int] = []
    for start, match, size in LCSseq.editops(mine, theirs).as_matching_blocks():
        own += here[start : start + size]
        other += there[match : match + size]
    return Evidence(
        signal,
        round(strength, 4),
        "reason.spelling",
        {"n": len(own), "m": max(len(mine), len(theirs))},
        _spans(own),
        _spans(other),
    )


@lru_cache(maxsize=4096)
def _signs(name: str) -> tuple[str, list[int]]:
    """The folded letters of a name, and where each comes from."""
    places = letters(name)
    return "".join([sign for sign, _ in places]), [at for _, at in places]


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
