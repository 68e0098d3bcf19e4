"""Grounds: words of a name that speak against it whatever the register holds.

Law 20/2016 Articles 20 and 21 as changed by Law 6/2023, read November 2026. Nothing here is a
verdict: each ground says which words triggered it and what would cure it.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from serupa.data import table
from serupa.goods import related_classes
from serupa.normalise import Word, letters, native, visual, words
from serupa.types import Ground, Query

_LONGEST_PHRASE = 4
_NOT_DISTINCTIVE = frozenset({"wish", "quality", "general", "shop", "legal", "brand", "place"})
_JOINING = frozenset({"dan", "and", "the", "n", "of", "by", "ala", "di", "dari"})

_KEYS = {
    "order": ("abs.order", "cure.other"),
    "emblem": ("abs.emblem.word", "cure.consent"),
    "person": ("abs.person", "cure.consent"),
    "gi": ("abs.gi", "cure.ask"),
    "quality": ("abs.quality", "cure.drop"),
    "halal": ("flag.halal", "cure.other.word"),
}


def find_grounds(query: Query, classes: Iterable[int]) -> tuple[Ground, ...]:
    """The grounds of a name for the classes, weightiest kind first; empty classes mean any."""
    wanted = frozenset(classes)
    named = words(query.name)
    seen = [word.seen for word in named]
    listed = list(_listed(seen, wanted, tuple(_KEYS)))
    listed += _listed(
        visual(query.description[:500].replace("\n", " ")).split(), wanted, ("order",)
    )
    goods = _goods_words(named, query.goods, wanted)
    found = [
        *_script(query.name),
        *_nature(query.name, named, goods),
        *_places(seen, bool(goods)),
        *listed,
    ]
    return tuple(ground for at, ground in enumerate(found) if ground not in found[:at])


def _phrases(seen: list[str], known: Mapping[str, object]) -> Iterator[str]:
    """Known phrases from left to right, the longest first, each word used once."""
    at = 0
    while at < len(seen):
        size = 1
        for longer in range(min(_LONGEST_PHRASE, len(seen) - at), 0, -1):
            if " ".join(seen[at : at + longer]) in known:
                size = longer
                yield " ".join(seen[at : at + longer])
                break
        at += size


def _applies(classes: str, wanted: frozenset[int]) -> bool:
    where = {int(number) for number in classes.split(";") if number}
    return not where or not wanted or bool(where & wanted)


@cache
def _listed_words() -> Mapping[str, tuple[dict[str, str], ...]]:
    found: dict[str, tuple[dict[str, str], ...]] = {}
    for row in table("ground_words"):
        word = visual(row["word"])
        found[word] = (*found.get(word, ()), row)
    return found


def _listed(seen: list[str], wanted: frozenset[int], kinds: tuple[str, ...]) -> Iterator[Ground]:
    for phrase in _phrases(seen, _listed_words()):
        for row in _listed_words()[phrase]:
            kind = row["kind"]
            if kind in kinds and _applies(row["classes"], wanted):
                key, cure = _KEYS[kind]
                yield Ground(
                    kind, (phrase,), row["article"], key, {"word": phrase}, cure, row["code"]
                )


@cache
def _place_names() -> Mapping[str, dict[str, str]]:
    return {row["folded"]: row for row in table("places")}


def _places(seen: list[str], beside_goods: bool) -> Iterator[Ground]:
    for phrase in _phrases(seen, _place_names()):
        row = _place_names()[phrase]
        if beside_goods or not row["also_a_word"]:
            params = {"place": row["name"], "word": phrase}
            article = "Pasal 20 huruf c"
            yield Ground("place", (phrase,), article, "abs.place", params, "cure.place", "B4")


@cache
def _common_words() -> Mapping[str, dict[str, str]]:
    return {row["word"]: row for row in table("weak_words")}


@cache
def _product_words() -> Mapping[str, frozenset[int]]:
    """Single words that name goods or services, with the classes where they do."""
    found: dict[str, set[int]] = {}
    for row in table("market_words"):
        for word in visual(row["phrase"]).split():
            found.setdefault(word, set()).add(int(row["class"]))
    for row in table("weak_words"):
        if row["group"] == "product":
            found.setdefault(row["word"], set()).update(map(int, row["classes"].split(";")))
    return {word: frozenset(classes) for word, classes in found.items()}


def _goods_words(named: tuple[Word, ...], sentence: str, wanted: frozenset[int]) -> frozenset[str]:
    """The words of a name that only say what is sold, in these classes or by the sentence."""
    near = related_classes(wanted)
    sold = frozenset(visual(sentence[:2000].replace("\n", " ")).split())

    def names_goods(word: str) -> bool:
        classes = _product_words().get(word, frozenset())
        return word in sold or (bool(classes) and (not wanted or bool(classes & near)))

    return frozenset(
        word.seen
        for word in named
        if any(names_goods(form) for form in (word.seen, word.heard, _without_own(word.seen)))
    )


def _without_own(word: str) -> str:
    """kopiku, kopi-Q: the goods with a possessive ending only."""
    heard = native(word)
    return heard.removesuffix("ku") if len(heard) > 4 else heard


def _script(name: str) -> Iterator[Ground]:
    """Words in another script than Latin: we compare their signs only, so a person has to read
    them. Never a ground of refusal; the form asks for their pronunciation."""
    unread = tuple(
        word
        for word in name.split()
        if any(sign.isalpha() and "LATIN" not in unicodedata.name(sign, "") for sign in word)
    )
    if unread:
        yield Ground("script", unread, "", "abs.script", {"word": " ".join(unread)}, "cure.latin")


def _nature(name: str, named: tuple[Word, ...], goods: frozenset[str]) -> Iterator[Ground]:
    """Article 20 b, e, f: only names the goods, only common words, or too simple."""
    seen = [word.seen for word in named]
    signs = [letter for letter, _ in letters(name)]
    if name.strip() and (len(signs) <= 1 or all(sign.isdigit() for sign in signs)):
        yield Ground(
            "simple", (name.strip(),), "Pasal 20 huruf e", "abs.simple", {}, "change.front", "B3"
        )
        return
    rest = [word for word in seen if word not in goods and not _is_common(word)]
    if rest or not seen:
        return
    said = tuple(seen)
    if not goods:
        yield Ground(
            "descriptive", said, "Pasal 20 huruf e", "abs.praise", {}, "change.front", "B3"
        )
    elif len(said) == 1 and said[0] in _product_words():
        yield Ground("common", said, "Pasal 20 huruf f", "abs.common", {}, "change.front", "B2")
    else:
        yield Ground(
            "descriptive", said, "Pasal 20 huruf b", "abs.descriptive", {}, "change.front", "B1"
        )


def _is_common(word: str) -> bool:
    row = _common_words().get(word)
    listed = row is not None and row["group"] in _NOT_DISTINCTIVE
    return listed or word in _JOINING or word in _place_names()
