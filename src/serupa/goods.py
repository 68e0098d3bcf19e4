"""Goods: how near two classes are, and which classes a product sentence points at.

Class suggestions are always labelled "usulan" (a suggestion): the official list is DJKI's.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from serupa.data import table
from serupa.normalise import visual
from serupa.types import Evidence

LABEL = "usulan"
"""What every class suggestion is called: a suggestion, not the official list."""


class Relation(StrEnum):
    """How the goods of a name stand to those of a mark, seen by their classes."""

    SAME = "same"
    RELATED = "related"
    FAR = "far"
    UNKNOWN = "unknown"
    OPEN = "open"


@cache
def _related() -> Mapping[int, frozenset[int]]:
    pairs: dict[int, set[int]] = {}
    for row in table("related_classes"):
        one, other = int(row["class"]), int(row["related"])
        pairs.setdefault(one, set()).add(other)
        pairs.setdefault(other, set()).add(one)
    return {number: frozenset(others) for number, others in pairs.items()}


def related_classes(classes: Iterable[int]) -> frozenset[int]:
    """The classes themselves and those often judged of the same kind (to be checked again)."""
    own = frozenset(classes)
    return own.union(*(_related().get(number, frozenset()) for number in own))


def relation(mine: Iterable[int], theirs: Iterable[int]) -> Relation:
    """OPEN without own classes, UNKNOWN without theirs, else SAME, RELATED or FAR; symmetric."""
    own, other = frozenset(mine), frozenset(theirs)
    if not own:
        return Relation.OPEN
    if not other:
        return Relation.UNKNOWN
    if own & other:
        return Relation.SAME
    return Relation.RELATED if related_classes(own) & other else Relation.FAR


def relation_evidence(
    near: Relation, mine: Iterable[int], theirs: Iterable[int]
) -> tuple[Evidence, ...]:
    """The sentence about the goods; none when no class was chosen."""
    own, other = frozenset(mine), frozenset(theirs)
    shared = _listed(own & other) if near is Relation.SAME else _listed(other)
    match near:
        case Relation.OPEN:
            return ()
        case Relation.UNKNOWN:
            return (Evidence("goods", 0.5, "reason.goods.unknown"),)
        case Relation.FAR:
            params = {"classA": _listed(own), "classB": _listed(other)}
            return (Evidence("goods", 0.2, "reason.goods.far", params),)
        case Relation.SAME:
            return (Evidence("goods", 1.0, "reason.goods", {"class": shared}),)
        case Relation.RELATED:
            return (Evidence("goods", 0.7, "reason.goods", {"class": shared}),)


def _listed(classes: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(classes)))


@dataclass(frozen=True, slots=True)
class ClassSuggestion:
    """A Nice class a sentence points at. ``score`` orders and is no probability.

    ``words``: the words that speak for it. ``origin``: the lists they stand in. ``label`` is
    always "usulan".
    """

    nice_class: int
    score: float
    words: tuple[str, ...]
    origin: tuple[str, ...]
    summary_id: str
    summary_en: str
    label: str = LABEL


@dataclass(frozen=True, slots=True)
class _Entry:
    nice_class: int
    weight: float
    origin: str


ORIGINS = {
    "market": "daftar kata pasar",
    "summary": "ringkasan kelas",
    "kbki": "KBKI BPS (MIT: afiiif/spk)",
}


@cache
def _lexicon() -> Mapping[str, tuple[_Entry, ...]]:
    """Folded phrase to the classes it speaks for."""
    found: dict[str, list[_Entry]] = {}

    def put(phrase: str, number: str, weight: float, origin: str) -> None:
        found.setdefault(visual(phrase), []).append(_Entry(int(number), weight, origin))

    for row in table("market_words"):
        put(row["phrase"], row["class"], float(row["weight"]), "market")
    known = set(found)
    for row in table("kbki_words"):
        if row["word"] not in known:
            put(row["word"], row["class"], 0.8 * float(row["share"]), "kbki")
    for row in table("class_summaries"):
        for column in ("summary_id", "summary_en"):
            for word in visual(row[column]).split():
                if len(word) > 3 and word not in _EMPTY and word not in known:
                    put(word, row["class"], 0.5, "summary")
    return {phrase: tuple(entries) for phrase, entries in found.items()}


_EMPTY_WORDS = (
    "dari atau yang bukan tidak masuk kelas lain jasa barang alat bahan goods other classes with"
    " their parts than services products material apparatus articles except"
)
_EMPTY = frozenset(_EMPTY_WORDS.split())
_LONGEST_PHRASE = 4


@cache
def summaries() -> Mapping[int, tuple[str, str]]:
    """Each Nice class in a few own words, (Indonesian, English); not the official headings."""
    return {
        int(row["class"]): (row["summary_id"], row["summary_en"])
        for row in table("class_summaries")
    }


def suggest(sentence: str, *, limit: int = 5) -> tuple[ClassSuggestion, ...]:
    """Nice classes for a product sentence, best first; empty when no word is known."""
    scores: dict[int, float] = {}
    evidence: dict[int, dict[str, str]] = {}
    words = visual(sentence[:2000].replace("\n", " ")).split()
    for at, (phrase, entries) in enumerate(_phrases(words)):
        # A word that speaks for many classes decides little between them.
        spread = max(1, len({entry.nice_class for entry in entries})) ** 0.5
        longer = 1.0 + 0.4 * phrase.count(" ")
        head = 1.5 if at == 0 else 1.0  # Indonesian names the thing first, then its qualities
        for entry in entries:
            added = entry.weight * longer * head / spread
            scores[entry.nice_class] = scores.get(entry.nice_class, 0.0) + added
            evidence.setdefault(entry.nice_class, {})[phrase] = ORIGINS[entry.origin]
    ordered = sorted(scores, key=lambda number: (-scores[number], number))
    return tuple(
        ClassSuggestion(
            number,
            round(scores[number], 3),
            tuple(evidence[number]),
            tuple(dict.fromkeys(evidence[number].values())),
            *summaries()[number],
        )
        for number in ordered[:limit]
    )


def _phrases(words: list[str]) -> Iterator[tuple[str, tuple[_Entry, ...]]]:
    """Known phrases from left to right, the longest first, each word used once."""
    at = 0
    while at < len(words):
        for size in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + size])
            entries = _lexicon().get(phrase)
            if entries:
                yield phrase, entries
                break
        else:
            size = 1
        at += size
