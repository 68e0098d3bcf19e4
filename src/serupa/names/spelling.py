"""Spelling: how far two names are written alike."""

from serupa.names.pair import Pair, common_of
from serupa.types import Evidence, Param

FLOOR = 0.2
"""Below this share of common trigrams a resemblance is not worth a sentence."""


def identical(pair: Pair) -> Evidence | None:
    """The same letters in the same order, spaces, signs, accents and legal form aside."""
    joined = pair.mine.joined
    if not joined or joined != pair.theirs.joined:
        return None
    return _evidence("identical", 1.0, pair)


def spelling(pair: Pair) -> Evidence | None:
    """Word-padded trigram Jaccard of the best pair of visual readings; symmetric in strength."""
    return None if pair.looks < FLOOR else _evidence("spelling", pair.looks, pair)


def common_letters(pair: Pair) -> Evidence:
    """The letters two names have in common, however few: what is said when nothing else can be."""
    return _evidence("spelling", pair.looks, pair)


def _evidence(signal: str, strength: float, pair: Pair) -> Evidence:
    many, longer, mine, theirs = pair.common or common_of(pair)
    params: dict[str, Param] = {"n": many, "m": longer}
    return Evidence(signal, round(strength, 4), "reason.spelling", params, mine, theirs)
