"""Meaning: the same thing said in another language, by a dated list of concepts.

Translation decided none of the Indonesian disputes read for this library, so a shared meaning is a
reason to show, weaker than a shared sound, and only where the whole of both names means the same.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from serupa.data import table
from serupa.names.pair import Pair
from serupa.normalise import Read, Word, words
from serupa.types import Evidence

STRENGTH = 0.55
"""Strength of two names that mean the same: below what a like sound reaches."""

MOST_TRANSLATIONS = 4
"""Ways of saying a name otherwise that are looked for."""

LIGHTEST = 0.35
"""Words lighter than this are not looked for in other languages; half the register holds them."""


@cache
def _concepts() -> Mapping[str, str]:
    return {word: row["concept"] for row in table("concepts") for word in row["words"].split()}


@cache
def _sayings() -> Mapping[str, tuple[str, ...]]:
    return {row["concept"]: tuple(row["words"].split()) for row in table("concepts")}


def concept(word: str) -> str:
    """The concept a folded word stands for; the word itself where the list does not know it."""
    return _concepts().get(word, word)


def translations(name: str, weigh: Callable[[str], float]) -> tuple[str, ...]:
    """Other ways of saying a name: its weightiest known word in each of its other words, and where
    it has several known words, all of them in English (in Indonesian where they are English)."""
    mine = [word.seen for word in words(name)]
    known = [(weigh(word), at) for at, word in enumerate(mine) if word in _concepts()]
    if not known or max(known)[0] < LIGHTEST:
        return ()
    _, at = max(known, key=lambda pair: (pair[0], -pair[1]))
    others = [word for word in _sayings()[concept(mine[at])] if word != mine[at]]
    said = [" ".join((*mine[:at], word, *mine[at + 1 :])) for word in others][:MOST_TRANSLATIONS]
    return (*said, _whole(mine)) if len(known) > 1 else tuple(said)


def _whole(mine: Sequence[str]) -> str:
    sayings = [_sayings().get(concept(word), (word,)) for word in mine]
    english = [said[min(1, len(said) - 1)] for said in sayings]
    return " ".join([said[0] for said in sayings] if english == mine else english)


def is_known(mine: Read) -> bool:
    """Whether any word of a name can be said otherwise."""
    return not _concepts().keys().isdisjoint([word.seen for word in mine.words])


def meaning(pair: Pair) -> Evidence | None:
    """Both names say the same, word for word in any order, one word at least in other words."""
    mine, theirs = pair.mine.words, pair.theirs.words
    if len(mine) != len(theirs) or not is_known(pair.mine):
        return None
    if sorted(map(_said, mine)) != sorted(map(_said, theirs)):
        return None
    same = {word.seen for word in mine} & {word.seen for word in theirs}
    own = [word for word in mine if word.seen not in same]
    other = [word for word in theirs if word.seen not in same]
    if not own or not other:
        return None
    return Evidence(
        "meaning",
        STRENGTH,
        "reason.meaning",
        {"a": own[0].seen, "b": next(w.seen for w in other if _said(w) == _said(own[0]))},
        tuple((word.start, word.end) for word in own if word.end),
        tuple((word.start, word.end) for word in other if word.end),
    )


def _said(word: Word) -> str:
    return concept(word.seen)
