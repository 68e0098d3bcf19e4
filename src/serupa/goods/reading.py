"""Reading a product sentence: its parts, its words, and what a word may stand for.

Indonesian names the thing first and its qualities after it ("sabun kopi" is a soap), joins things
with *dan* and commas, and makes verbs and nouns with prefixes and suffixes (*menjahit*,
*penjahitan*: jahit). Spelling is free: *kripik*, *krupuk*, *loundry*, *anak2*.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from serupa.data import table, words_of
from serupa.goods.lexicon import english_words, single_words
from serupa.normalise import visual

MOST_CHARACTERS = 2000
"""Of a sentence, only so many characters are read."""

_CLAUSE = re.compile(r"[.;:!?\n•|]+(?:\s|$)|\n|;|\s[-–—]\s|[()\[\]]")
_ITEM = re.compile(r"\s*[,&+/]\s*|\s+(?:dan|serta|and|atau|or|plus|juga|dg|maupun)\s+")
_TWICE = re.compile(r"\b([a-z]{3,})\s?2\b")
_NUMBER = re.compile(r"\d")

_BEGINNINGS = (
    ("meny", "s"), ("peny", "s"), ("meng", "k"), ("peng", "k"), ("meng", ""), ("peng", ""),
    ("menge", ""), ("penge", ""), ("mem", "p"), ("pem", "p"), ("mem", ""), ("pem", ""),
    ("men", "t"), ("pen", "t"), ("men", ""), ("pen", ""), ("ber", ""), ("per", ""), ("ter", ""),
    ("di", ""), ("me", ""), ("pe", ""), ("ng", "k"), ("ng", ""), ("ny", "s"), ("se", ""),
    ("nge", ""),
)  # fmt: skip
_ENDINGS = ("annya", "nya", "kan", "an", "ku", "mu", "lah", "in", "i", "s")
_SHORTEST_STEM = 3
_SHORTEST_CORRECTED = 5


@dataclass(frozen=True, slots=True)
class Item:
    """A thing named in a sentence. ``follows``: joined to the one before by *dan* or a comma."""

    words: tuple[str, ...]
    follows: bool


def items(sentence: str) -> Iterator[Item]:
    """The things a sentence lists, in order; each with at least one word. Any text is read."""
    text = unicodedata.normalize("NFKC", sentence[:MOST_CHARACTERS]).casefold()
    text = text.replace("’", "'").replace("-", " - " if " - " in text else " ")
    for clause in _CLAUSE.split(text):
        follows = False
        for part in _ITEM.split(clause):
            words = tuple(_without_echo(_words(part)))
            if words:
                yield Item(words, follows)
                follows = True


def _words(part: str) -> list[str]:
    folded = _TWICE.sub(r"\1 \1", visual(part.replace("\n", " ").replace("'", " ")))
    return [standard for word in folded.split() for standard in _respelt(word).split()]


def _without_echo(words: list[str]) -> Iterator[str]:
    """A doubled word only once, unless the pair has a meaning of its own (oleh-oleh)."""
    for at, word in enumerate(words):
        echo = at > 0 and words[at - 1] == word
        if not echo or f"{word} {word}" in _doubled():
            yield word


@cache
def _doubled() -> frozenset[str]:
    pairs = {row["phrase"] for row in table("market_words")}
    return frozenset(
        f"{first} {second}"
        for phrase in pairs
        for first, second in zip(phrase.split(), phrase.split()[1:], strict=False)
        if first == second
    )


@cache
def _respellings() -> dict[str, str]:
    return {row["word"]: row["standard"] for row in table("respellings")}


def _respelt(word: str) -> str:
    return word if word in single_words() else _respellings().get(word, word)


@lru_cache(maxsize=8192)
def forms(word: str) -> tuple[str, ...]:
    """What a word may stand for among the words of the market: itself, its stems, a near
    spelling. Never longer than six; the word itself comes first."""
    known = single_words()
    found = [word]
    if not _NUMBER.search(word):
        found += [stem for stem in _stems(word) if stem in known]
        if len(found) == 1 and word not in known:
            found += _nearly(word)
    return tuple(dict.fromkeys(found))[:6]


def _stems(word: str) -> Iterator[str]:
    """The word without its endings, its beginning, or both: the least cut first."""
    bare = [word]
    for ending in _ENDINGS:
        if ending == "s" and _ends_in_s(word):
            continue
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            bare.append(word.removesuffix(ending))
            yield bare[-1]
    for candidate in bare:
        for beginning, restored in _BEGINNINGS:
            rest = candidate.removeprefix(beginning)
            if rest != candidate and len(rest) >= _SHORTEST_STEM:
                yield restored + rest


def _ends_in_s(word: str) -> bool:
    """Whether a word that is one ends so by itself: *pedas* is not several *peda*. Only English
    words have a plural with s."""
    is_word = word in _good_words() or word in single_words()
    return is_word and word.removesuffix("s") not in english_words()


@cache
def _spellable() -> tuple[str, ...]:
    return tuple(sorted(word for word in single_words() if len(word) >= _SHORTEST_CORRECTED - 1))


def _nearly(word: str) -> list[str]:
    """Market words that differ by a letter or two, unless the word is a good one itself."""
    if len(word) < _SHORTEST_CORRECTED or word in _good_words() or not word.isascii():
        return []
    most = 1 if len(word) < 8 else 2
    near = extract(
        word, _spellable(), scorer=OSA.distance, score_cutoff=most, limit=8, processor=None
    )
    bones = _bones(word)
    alike = [
        (_bones(other) != bones, distance, other)
        for other, distance, _ in near
        if other[0] == word[0]
    ]
    return [other for _, _, other in sorted(alike)[:2]]


def _bones(word: str) -> str:
    """The consonants: what a hurried writer keeps (maknan: makanan, not mainan)."""
    return "".join(letter for letter in word if letter not in "aeiou")


@cache
def _good_words() -> frozenset[str]:
    """Words that mean something and are therefore no misspelling of a market word."""
    places = {part for row in table("places") for part in row["folded"].split()}
    return words_of("good_words") | places
