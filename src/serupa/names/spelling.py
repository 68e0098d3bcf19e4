"""Spelling: how far two names are written alike."""

from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import LCSseq

from serupa import fast
from serupa.names.trigrams import best_pair
from serupa.normalise import columns, read_letters, signs, visual_readings
from serupa.types import Evidence, Param, Query, Record, Span

FLOOR = 0.2
"""Below this share of common trigrams a resemblance is not worth a sentence."""


def identical(query: Query, record: Record) -> Evidence | None:
    """The same letters in the same order, spaces, signs, accents and legal form aside."""
    mine = columns(query.name).joined
    if not mine or mine != columns(record.name).joined:
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


Common = tuple[int, int, tuple[Span, ...], tuple[Span, ...]]
"""How many letters two names have in common, how many the longer has, and where they stand."""

_FOUND_AT_MOST = 1_024
_found: dict[tuple[str, str], Common] = {}


def _evidence(signal: str, strength: float, query: Query, record: Record) -> Evidence:
    many, longer, mine, theirs = _found.get((query.name, record.name)) or _common(
        query.name, record.name
    )
    params: dict[str, Param] = {"n": many, "m": longer}
    return Evidence(signal, round(strength, 4), "reason.spelling", params, mine, theirs)


def common_before(name: str, others: Sequence[str]) -> None:
    """Find the letters a name has in common with several others together and remember them, where
    the compiled loops are enabled and can."""
    loops = fast.loops()
    if loops is None:
        return
    read = {one: read_letters(one) for one in (name, *others) if one.isascii()}
    longest = loops.spans.LONGEST
    lines = {one: line for one, line in read.items() if len(line) - line.count(" ") <= longest}
    if name not in lines:
        return
    some = [one for one in dict.fromkeys(others) if one in lines]
    text = "\n".join([lines[name], *map(lines.__getitem__, some), ""])
    raw = np.frombuffer(text.encode(), np.uint8)
    told, own, other = (one.tolist() for one in loops.spans.common_spans(raw, len(some)))
    if len(_found) > _FOUND_AT_MOST:
        _found.clear()
    left = right = 0
    spans = (
        tuple(zip(own[::2], own[1::2], strict=True)),
        tuple(zip(other[::2], other[1::2], strict=True)),
    )
    for one, (many, longer, first, second) in zip(some, told, strict=True):
        first, second = first // 2, second // 2
        _found[name, one] = many, longer, spans[0][left:first], spans[1][right:second]
        left, right = first, second


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
