"""The words that speak for a Nice class, each with the list it stands in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from serupa.data import table
from serupa.normalise import visual

LABEL = "usulan"
"""What every class suggestion is called: a suggestion, not the official list."""

LONGEST_PHRASE = 5
"""Words in the longest phrase that is looked up."""

ORIGINS = {
    "market": "daftar kata pasar",
    "service": "daftar kata jasa",
    "kbki": "KBKI BPS (MIT: afiiif/spk)",
}


class Role(StrEnum):
    """What a phrase does in a sentence: a trade decides, a product names, a brand used like a
    word names too, a cue helps."""

    TRADE = "trade"
    PRODUCT = "product"
    BRAND = "brand"
    CUE = "cue"


WEIGHTS = {Role.TRADE: 3.0, Role.PRODUCT: 2.0, Role.BRAND: 2.0, Role.CUE: 0.8}
_KBKI = 1.4  # the official goods list names things an examiner never saw in this class
_SECOND_MEANING = 0.93  # of a phrase with several classes, each later one counts this much less


@dataclass(frozen=True, slots=True)
class Entry:
    """A class a phrase speaks for. ``weight`` orders; ``origin`` is the list's label."""

    nice_class: int
    role: Role
    weight: float
    origin: str
    english: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A goods or services term of an imported list: its words and its Nice class 1-45."""

    text: str
    nice_class: int


class TermList:
    """Terms of an official list that somebody imported; their matches carry ``origin``.

    Nothing of such a list is shipped. Terms that fold to nothing are left out; a term in several
    classes speaks for each.
    """

    def __init__(self, terms: Iterable[Term], origin: str) -> None:
        self.origin = origin
        found: dict[str, dict[int, Entry]] = {}
        for term in terms:
            role = Role.TRADE if term.nice_class >= 35 else Role.PRODUCT
            entry = Entry(term.nice_class, role, WEIGHTS[role], origin)
            for phrase in _wordings(term.text):
                found.setdefault(phrase, {})[term.nice_class] = entry
        self.phrases: Mapping[str, tuple[Entry, ...]] = {
            phrase: tuple(entries.values()) for phrase, entries in found.items()
        }

    def __len__(self) -> int:
        return len(self.phrases)


def _wordings(text: str) -> Iterable[str]:
    """A term, and what stands before its comma or bracket: "sabun, bukan untuk obat"."""
    for wording in {text, text.split(",")[0].split("(")[0].split("[")[0]}:
        phrase = visual(wording[:200].replace("\n", " "))
        if phrase:
            yield phrase


@cache
def lexicon() -> Mapping[str, tuple[Entry, ...]]:
    """Folded phrase to the classes it speaks for, the likeliest first."""
    found: dict[str, list[Entry]] = {}
    for row in table("market_words"):
        role = Role(row["role"])
        entries = found.setdefault(row["phrase"], [])
        weight = WEIGHTS[role] * _SECOND_MEANING ** len(entries)
        entries.append(
            Entry(int(row["class"]), role, weight, ORIGINS["market"], row["lang"] == "en")
        )
    known = frozenset(found)
    for row in table("kbki_words"):
        if row["word"] not in known:
            entry = Entry(int(row["class"]), Role.PRODUCT, _KBKI, ORIGINS["kbki"])
            found.setdefault(row["word"], []).append(entry)
    return {phrase: tuple(entries) for phrase, entries in found.items()}


@cache
def single_words() -> frozenset[str]:
    """Every word of the market's phrases: what a misspelling may have meant."""
    return frozenset(word for row in table("market_words") for word in row["phrase"].split())


@cache
def english_words() -> frozenset[str]:
    """Every word of the market's English phrases."""
    rows = table("market_words")
    return frozenset(word for row in rows if row["lang"] == "en" for word in row["phrase"].split())


@cache
def summaries() -> Mapping[int, tuple[str, str]]:
    """Each Nice class in a few own words, (Indonesian, English); not the official headings."""
    return {
        int(row["class"]): (row["summary_id"], row["summary_en"])
        for row in table("class_summaries")
    }
