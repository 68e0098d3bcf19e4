"""Sound: how far two names are heard alike by an Indonesian ear."""

from serupa.names.pair import Changes, Pair, changes_of
from serupa.types import Evidence, Param

FLOOR = 0.25
"""Below this share of common trigrams the ear would not mix the two up."""


def sound(pair: Pair) -> Evidence | None:
    """Trigram Jaccard of the best pair of sound readings; both readings are shown."""
    best = pair.sounds
    if best is None or best[0] < FLOOR:
        return None
    strength, mine, theirs = best
    if mine == theirs:
        return Evidence("sound", 1.0, "reason.sound.same", {"a": mine})
    strength = round(strength, 4)
    if len(mine) == len(theirs) and sorted(mine.split()) == sorted(theirs.split()):
        return Evidence("sound", strength, "reason.sound.order", {"a": mine, "b": theirs})
    told = difference(mine, theirs, pair.changes or changes_of(mine, theirs))
    params: dict[str, Param] = {"a": mine, "b": theirs, "diff": told}
    return Evidence("sound", strength, "reason.sound", params)


def difference(mine: str, theirs: str, changes: Changes) -> str:
    """The sounds that differ, as "o/u"; whole words where more than two places differ."""
    if changes[0] <= 2:
        first = _against(mine[changes[1] : changes[2]], theirs[changes[3] : changes[4]])
        if changes[0] == 1:
            return first
        second = _against(mine[changes[5] : changes[6]], theirs[changes[7] : changes[8]])
        return f"{first}, {second}"
    own, other = mine.split(), theirs.split()
    return _against(
        " ".join([word for word in own if word not in other]),
        " ".join([word for word in other if word not in own]),
    )


def _against(one: str, other: str) -> str:
    one, other = one.strip(), other.strip()
    if one and other:
        return f'"{one}"/"{other}"'
    return f'"{one or other}"' if one or other else '" "'
