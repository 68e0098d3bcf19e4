"""Sound: how far two names are heard alike by an Indonesian ear."""

from collections.abc import Sequence
from itertools import chain

import numpy as np
from rapidfuzz.distance import Levenshtein

from serupa import fast
from serupa.names.trigrams import best_pair
from serupa.normalise import sound_readings
from serupa.types import Evidence, Param, Query, Record

FLOOR = 0.25
"""Below this share of common trigrams the ear would not mix the two up."""


def sound(query: Query, record: Record) -> Evidence | None:
    """Trigram Jaccard of the best pair of sound readings; both readings are shown."""
    best = best_pair(sound_readings(query.name), sound_readings(record.name))
    if best is None:
        return None
    strength, mine, theirs = best
    if strength < FLOOR:
        return None
    if mine == theirs:
        return Evidence("sound", 1.0, "reason.sound.same", {"a": mine})
    if len(mine) == len(theirs) and sorted(mine.split()) == sorted(theirs.split()):
        order: dict[str, Param] = {"a": mine, "b": theirs}
        return Evidence("sound", round(strength, 4), "reason.sound.order", order)
    params: dict[str, Param] = {"a": mine, "b": theirs, "diff": difference(mine, theirs)}
    return Evidence("sound", round(strength, 4), "reason.sound", params)


_DIFFERENT_AT_MOST = 1_024
_different: dict[tuple[str, str], str] = {}

Step = Sequence[int]
"""Begin and end of what is changed in one text, and of what stands for it in the other."""


def differences_before(name: str, others: Sequence[str]) -> None:
    """Find what differs between the sounds of a name and of several others together and remember
    it, where the compiled loops are enabled and can."""
    loops = fast.loops()
    if loops is None:
        return
    mine, most = sound_readings(name), loops.spans.LONGEST
    best = [best_pair(mine, sound_readings(other)) for other in others]
    pairs = list(dict.fromkeys([pair[1:] for pair in best if pair and pair[0] >= FLOOR]))
    pairs = [pair for pair in pairs if pair[0] != pair[1] and max(map(len, pair)) <= most]
    text = "\n".join([*chain.from_iterable(pairs), ""])
    if not pairs or not text.isascii():
        return
    if len(_different) > _DIFFERENT_AT_MOST:
        _different.clear()
    raw = np.frombuffer(text.encode(), np.uint8)
    told = loops.spans.changes(raw, len(pairs)).tolist()
    for (one, other), (many, *at) in zip(pairs, told, strict=True):
        _different[one, other] = _said(one, other, many, [at[:4], at[4:]][:many])


def difference(mine: str, theirs: str) -> str:
    """The sounds that differ, as "o/u"; whole words where more than two places differ."""
    return _different.get((mine, theirs)) or _difference(mine, theirs)


def _difference(mine: str, theirs: str) -> str:
    changed = [
        (step.src_start, step.src_end, step.dest_start, step.dest_end)
        for step in Levenshtein.opcodes(mine, theirs)
        if step.tag != "equal"
    ]
    return _said(mine, theirs, len(changed), changed)


def _said(mine: str, theirs: str, many: int, steps: Sequence[Step]) -> str:
    """``steps``: what is changed, where there are at most two places."""
    if many <= 2:
        return ", ".join(
            [_against(mine[begin:end], theirs[start:stop]) for begin, end, start, stop in steps]
        )
    other, own = theirs.split(), mine.split()
    return _against(
        " ".join([word for word in own if word not in other]),
        " ".join([word for word in other if word not in own]),
    )


def _against(one: str, other: str) -> str:
    one, other = one.strip(), other.strip()
    if one and other:
        return f'"{one}"/"{other}"'
    return f'"{one or other}"' if one or other else '" "'
