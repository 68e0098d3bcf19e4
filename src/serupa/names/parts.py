"""Parts: the dominant element, and common words faded.

In the decisions read for this library an added word did not save the newer of two marks, while
an older mark melted into a longer word was sometimes let pass: hence whole > shared > fused.
"""

from collections.abc import Callable

from serupa.normalise import Word, words
from serupa.retrieve import trigrams
from serupa.types import Evidence, Param, Query, Record, Span

Weigh = Callable[[str], float]
"""How much a word distinguishes in the classes searched: near 0 for common words, 1 for rare."""

DISTINCTIVE = 0.35
"""A word lighter than this cannot be the dominant part of a name."""

SHORTEST_FUSED = 4
"""A mark of fewer letters is not looked for inside a longer word: chance finds it everywhere."""


def dominant(weigh: Weigh) -> Callable[[Query, Record], Evidence | None]:
    """The signal for the words of one register: the distinctive word or words in common."""

    def signal(query: Query, record: Record) -> Evidence | None:
        mine, theirs = words(query.name), words(record.name)
        if not mine or not theirs:
            return None
        heard_here = {word.heard for word in mine} | {word.seen for word in mine}
        heard_there = {word.heard for word in theirs} | {word.seen for word in theirs}
        own = [word for word in mine if {word.heard, word.seen} & heard_there]
        other = [word for word in theirs if {word.heard, word.seen} & heard_here]
        if len(own) == len(mine) and len(other) == len(theirs):
            return None  # the same words: spelling and sound say it better
        heaviest = max((weigh(word.seen) for word in other), default=0.0)
        if heaviest < DISTINCTIVE:
            return _fused(mine, theirs, weigh)
        return _shared(mine, theirs, own, other, weigh)

    return signal


def _shared(
    mine: tuple[Word, ...],
    theirs: tuple[Word, ...],
    own: list[Word],
    other: list[Word],
    weigh: Weigh,
) -> Evidence:
    def weight(part: list[Word] | tuple[Word, ...]) -> float:
        return sum(weigh(word.seen) for word in part)

    rest = [word for word in (*mine, *theirs) if word not in own and word not in other]
    share = min(weight(own) / weight(mine), weight(other) / weight(theirs))
    named = [word for word in own if weigh(word.seen) >= DISTINCTIVE] or own
    params: dict[str, Param] = {"word": " ".join(word.seen for word in named)}
    spans = _places(own), _places(other)
    if len(other) == len(theirs):
        return Evidence("dominant", 0.9, "reason.dominant.whole", params, *spans)
    if all(weigh(word.seen) < DISTINCTIVE for word in rest):
        return Evidence("dominant", round(0.8 + 0.1 * share, 4), "reason.dominant", params, *spans)
    if len(own) == len(mine):
        return Evidence("dominant", 0.85, "reason.dominant.inside", params, *spans)
    strength = round(0.45 + 0.35 * share, 4)
    return Evidence("dominant", strength, "reason.dominant.part", params, *spans)


def _fused(mine: tuple[Word, ...], theirs: tuple[Word, ...], weigh: Weigh) -> Evidence | None:
    """The whole of one name inside one longer word of the other."""
    for whole, parts, swapped in ((theirs, mine, False), (mine, theirs, True)):
        if sum(weigh(word.seen) for word in whole) < DISTINCTIVE * len(whole):
            continue
        text = "".join(word.seen for word in whole)
        for word in parts:
            if SHORTEST_FUSED <= len(text) < len(word.seen) and text in word.seen:
                spans = _places([word]), _places(list(whole))
                params: dict[str, Param] = {"word": text, "longer": word.seen}
                share = len(text) / len(word.seen)
                return Evidence(
                    "dominant",
                    round(0.4 + 0.25 * share, 4),
                    "reason.dominant.fused",
                    params,
                    *(reversed(spans) if swapped else spans),
                )
    return None


def faded(query: Query, record: Record, weigh: Weigh) -> float:
    """Trigram Jaccard where each trigram counts as much as its word distinguishes, 0 to 1."""
    mine, theirs = words(query.name), words(record.name)
    return max(
        _weighted(
            [(w.seen, weigh(w.seen)) for w in mine], [(w.seen, weigh(w.seen)) for w in theirs]
        ),
        _weighted(
            [(w.heard, weigh(w.seen)) for w in mine], [(w.heard, weigh(w.seen)) for w in theirs]
        ),
    )


def _weighted(mine: list[tuple[str, float]], theirs: list[tuple[str, float]]) -> float:
    left, right = _weights(mine), _weights(theirs)
    total = sum(max(left.get(part, 0.0), right.get(part, 0.0)) for part in left | right)
    shared = sum(min(left[part], right[part]) for part in left.keys() & right.keys())
    return shared / total if total else 0.0


def _weights(parts: list[tuple[str, float]]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for word, weight in parts:
        for part in trigrams(word):
            weights[part] = max(weight, weights.get(part, 0.0))
    return weights


def _places(part: list[Word]) -> tuple[Span, ...]:
    return tuple((word.start, word.end) for word in part if word.end)
