"""Sound: how far two names are heard alike by an Indonesian ear."""

from rapidfuzz.distance import Levenshtein

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
    if sorted(mine.split()) == sorted(theirs.split()):
        order: dict[str, Param] = {"a": mine, "b": theirs}
        return Evidence("sound", round(strength, 4), "reason.sound.order", order)
    params: dict[str, Param] = {"a": mine, "b": theirs, "diff": difference(mine, theirs)}
    return Evidence("sound", round(strength, 4), "reason.sound", params)


def difference(mine: str, theirs: str) -> str:
    """The sounds that differ, as "o/u"; whole words where more than two places differ."""
    changed = [step for step in Levenshtein.opcodes(mine, theirs) if step.tag != "equal"]
    if len(changed) <= 2:
        return ", ".join(
            _against(mine[step.src_start : step.src_end], theirs[step.dest_start : step.dest_end])
            for step in changed
        )
    other, own = theirs.split(), mine.split()
    return _against(
        " ".join(word for word in own if word not in other),
        " ".join(word for word in other if word not in own),
    )


def _against(one: str, other: str) -> str:
    return "/".join(f'"{part.strip()}"' for part in (one, other) if part.strip()) or '" "'
