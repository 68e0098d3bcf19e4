"""Parts: the dominant element, and common words faded.

In the decisions read for this library an added word did not save the newer of two marks, while
an older mark melted into a longer word was sometimes let pass: hence whole > shared > fused.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from serupa.names.pair import FIRST_OTHER, FIRST_OWN, JOINED, LONE, Pair, Weigh
from serupa.names.trigrams import jaccard, trigrams
from serupa.normalise import Read, Word
from serupa.types import Evidence, Param, Span

DISTINCTIVE = 0.35
"""A word lighter than this cannot be the dominant part of a name."""

SHORTEST_FUSED = 4
"""A mark of fewer letters is not looked for inside a longer word: chance finds it everywhere."""


SHORTEST_HEARD = 4
"""Words of fewer sounds count as the same word only when written the same."""


INSIDE = 0.78
"""Strength of a name standing whole inside an older mark: one band below an older mark standing
whole inside the name, which in the decisions read was always found similar."""

HEARD_ALIKE = 0.8
SHORTEST_ALIKE = 5
"""Share of sounds, and least number of them, from which two main words sound nearly the same."""

COMMON_WHOLE = 0.5
"""Strength of an older mark of common words standing whole inside a name."""


class _Part(NamedTuple):
    """Words of a name that marks have too. ``seen``: as written; ``named``: those that distinguish,
    or all; ``places``: where they stand; ``share``: of the weight of the whole name; ``is_all``:
    whether it has no others; ``is_rest_heavy``: whether one of the others distinguishes."""

    words: list[Word]
    seen: set[str]
    named: str
    places: tuple[Span, ...]
    share: float
    is_all: bool
    is_rest_heavy: bool


def dominant(mine: Read, weigh: Weigh) -> Callable[[Pair], Evidence | None]:
    """The signal for one name and the words of one register: the distinctive word or words it has
    in common with a mark."""
    own_words, forms = mine.words, _forms_in(mine)
    heavy = _heavy(own_words, weigh)
    parts: dict[int, _Part] = {}

    def signal(pair: Pair) -> Evidence | None:
        words, ties = pair.theirs.words, pair.ties
        if ties == 0 or not own_words or not words:
            return None
        if ties is None:
            bits = _said_in(words, forms)
            own_bits = _said_in(own_words, _forms_in(pair.theirs)) if bits else 0
            ties = LONE | JOINED
        else:
            bits, own_bits = ties >> FIRST_OTHER, ties >> FIRST_OWN & _OWN_BITS
        found = common = None
        if bits:
            # Twenty marks have mostly the same few words of the name.
            own = parts.get(own_bits)
            if own is None:
                own = parts[own_bits] = _part(own_words, own_bits, weigh)
            is_whole = bits + 1 == 1 << len(words)
            if is_whole and own.is_all:
                return None  # the same words: spelling and sound say it better
            found = _shared(own, words, bits, weigh)
            if found is not None:
                return found
            common = _common(own, words) if is_whole else None
        others = _heavy(words, weigh)
        if ties & LONE and len(own_words) + len(words) > 2:
            found = _heard(heavy, others)
        if found is None and ties & JOINED:
            found = _fused((own_words, words), heavy, others, weigh)
        return found or common

    return signal


_OWN_BITS = (1 << FIRST_OTHER - FIRST_OWN) - 1


def _with_bit(part: tuple[Word, ...], bits: int) -> list[Word]:
    return [word for at, word in enumerate(part) if bits >> at & 1]


def _heavy(part: Iterable[Word], weigh: Weigh) -> list[Word]:
    return [word for word in part if weigh(word.seen) >= DISTINCTIVE]


def _forms_in(name: Read) -> set[str]:
    """The words of a name as written and, unless too short for the ear to tell, as heard."""
    forms = {word.seen for word in name.words}
    forms.update([word.heard for word in name.words if len(word.heard) >= SHORTEST_HEARD])
    return forms


def _said_in(part: tuple[Word, ...], forms: set[str]) -> int:
    """Which words have one of the forms, as bits."""
    bits = 0
    for at, word in enumerate(part):
        if word.seen in forms or (len(word.heard) >= SHORTEST_HEARD and word.heard in forms):
            bits |= 1 << at
    return bits


def _part(mine: tuple[Word, ...], bits: int, weigh: Weigh) -> _Part:
    """The words of a name whose bits are set."""
    own = _with_bit(mine, bits)
    weights = [weigh(word.seen) for word in mine]
    rest = [weight for at, weight in enumerate(weights) if not bits >> at & 1]
    return _Part(
        own,
        {word.seen for word in own},
        " ".join([one.seen for one in _heavy(own, weigh) or own]),
        _places(own),
        sum([weigh(word.seen) for word in own]) / sum(weights),
        not rest,
        any(weight >= DISTINCTIVE for weight in rest),
    )


def _shared(own: _Part, theirs: tuple[Word, ...], bits: int, weigh: Weigh) -> Evidence | None:
    """The words that both have, unless those of the mark are all common ones. ``bits``: which of
    the mark these are."""
    other: set[str] = set()
    every, weights, places = [], [], []
    is_heavy, is_rest_heavy = False, own.is_rest_heavy
    for at, (seen, _, start, end) in enumerate(theirs):
        weight = weigh(seen)
        every.append(weight)
        if bits >> at & 1:
            other.add(seen)
            weights.append(weight)
            is_heavy = is_heavy or weight >= DISTINCTIVE
            if end:
                places.append((start, end))
        elif weight >= DISTINCTIVE:
            is_rest_heavy = True
    if not is_heavy:
        return None
    written = 1.0 if own.seen <= other else _written_alike(own, other)
    params: dict[str, Param] = {"word": own.named}
    spans = own.places, tuple(places)
    if len(weights) == len(theirs):
        return _found(0.9 * written, "reason.dominant.whole", params, spans)
    if own.is_all and is_rest_heavy:
        return _found(INSIDE * written, "reason.dominant.inside", params, spans)
    share = min(own.share, sum(weights) / sum(every))
    if not is_rest_heavy:
        return _found((0.8 + 0.1 * share) * written, "reason.dominant", params, spans)
    return _found((0.45 + 0.35 * share) * written, "reason.dominant.part", params, spans)


def _heard(own: list[Word], other: list[Word]) -> Evidence | None:
    """The only distinctive word of each name, when the two sound nearly the same: Starbuk Kopi."""
    if len(own) != 1 or len(other) != 1:
        return None
    one, match = own[0].heard, other[0].heard
    if min(len(one), len(match)) < SHORTEST_ALIKE:
        return None
    alike = OSA.normalized_similarity(one, match)
    if alike < HEARD_ALIKE:
        return None
    params: dict[str, Param] = {"a": one, "b": match}
    strength = 0.62 + 0.17 * (alike - HEARD_ALIKE) / (1 - HEARD_ALIKE)
    spans = _places(own), _places(other)
    return _found(strength, "reason.dominant.heard", {"word": own[0].seen, **params}, spans)


def _written_alike(own: _Part, seen: set[str]) -> float:
    """1 where the shared words are written the same, down to 0.5 where only their sound is.
    ``seen``: those of the mark as written."""
    alike = [
        1.0 if word.seen in seen else max([jaccard(word.seen, match) for match in seen])
        for word in own.words
    ]
    return 0.5 + 0.5 * min(alike)


def _found(
    strength: float, key: str, params: dict[str, Param], spans: tuple[tuple[Span, ...], ...]
) -> Evidence:
    return Evidence("dominant", round(strength, 4), key, params, *spans)


def _common(own: _Part, theirs: tuple[Word, ...]) -> Evidence:
    """An older mark made of common words alone, whole inside the name: weak, but worth saying."""
    params: dict[str, Param] = {"word": " ".join([word.seen for word in own.words])}
    return Evidence(
        "common", COMMON_WHOLE, "reason.dominant.common", params, own.places, _places(theirs)
    )


def _fused(
    both: tuple[tuple[Word, ...], tuple[Word, ...]],
    heavy: list[Word],
    others: list[Word],
    weigh: Weigh,
) -> Evidence | None:
    """A name, or its distinctive word, at the start or end of one longer word of the other.

    ``heavy``, ``others``: the distinctive words of both names.
    """
    best: tuple[float, str, Word, Word] | None = None
    mine, theirs = both
    for parts, some, longer_words in ((theirs, others, heavy), (mine, heavy, others)):
        for part in some:
            inside = part.seen
            if len(inside) < SHORTEST_FUSED:
                continue
            for longer in longer_words:
                whole = longer.seen
                if inside not in whole or inside == whole:
                    continue  # what holds for nearly all is asked first: it takes the least time
                if whole.startswith(inside) or whole.endswith(inside):
                    main = weigh(inside) / sum([weigh(word.seen) for word in parts])
                    size = len(inside) / len(whole)
                    strength = (0.4 + 0.25 * size) * (0.6 + 0.4 * main)
                    own, other = (longer, part) if parts is theirs else (part, longer)
                    if best is None or strength > best[0]:
                        best = strength, inside, own, other
    if best is None:
        return None
    strength, word, own, other = best
    longest = max(own.seen, other.seen, key=len)
    params: dict[str, Param] = {"word": word, "longer": longest}
    spans = _places([own]), _places([other])
    return _found(strength, "reason.dominant.fused", params, spans)


def faded(pair: Pair, weigh: Weigh) -> float:
    """Trigram Jaccard where each trigram counts as much as its word distinguishes, 0 to 1."""
    mine, theirs = pair.mine.words, pair.theirs.words
    seen = _weighted(_seen(mine, weigh), _seen(theirs, weigh))
    if all(word.seen == word.heard for word in (*mine, *theirs)):
        return seen
    return max(seen, _weighted(_heard_weights(mine, weigh), _heard_weights(theirs, weigh)))


_Weights = tuple[Mapping[str, float], float]
"""The weight of every trigram of a name, and their sum."""


def _seen(part: tuple[Word, ...], weigh: Weigh) -> _Weights:
    return _weights(tuple([(weigh(word.seen), word.seen) for word in part]))


def _heard_weights(part: tuple[Word, ...], weigh: Weigh) -> _Weights:
    return _weights(tuple([(weigh(word.seen), word.heard) for word in part]))


@lru_cache(maxsize=1024)
def _weights(parts: tuple[tuple[float, str], ...]) -> _Weights:
    """Of two words that have a trigram the heavier one's weight counts."""
    weights: dict[str, float] = {}
    for weight, word in sorted(parts):
        weights.update(dict.fromkeys(trigrams(word), weight))
    return weights, sum(weights.values())


def _weighted(mine: _Weights, theirs: _Weights) -> float:
    (left, one), (right, other) = mine, theirs
    shared = sum([min(left[part], right[part]) for part in left.keys() & right.keys()])
    total = one + other - shared
    return shared / total if total else 0.0


def _places(part: Sequence[Word]) -> tuple[Span, ...]:
    return tuple([(word.start, word.end) for word in part if word.end])
