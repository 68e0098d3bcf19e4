"""What each word of a name does: names the goods, praises, says a place, joins - or distinguishes.

Only a word that does none of the others sets one business apart from another (Law 20/2016
Article 20 b, e, f).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import Any

from rapidfuzz.distance import OSA

from serupa.data import table
from serupa.normalise import Word, native, visual

LONGEST_PHRASE = 4
FIRST_SERVICE = 35
"""The first Nice class of services."""
_SOLD = 2000


class Work(Enum):
    """What a word does in a name."""

    GOODS = "goods"
    PLACE = "place"
    PLAIN = "plain"
    DISTINCTIVE = "distinctive"


@dataclass(frozen=True, slots=True)
class Reading:
    """A name read for certain classes.

    ``seen``: its folded words. ``works``: what each does, in the same order. ``names``: phrases
    that name the goods, in order. ``distinctive``: whether any word distinguishes.
    """

    seen: tuple[str, ...]
    works: tuple[Work, ...]
    names: tuple[str, ...]
    distinctive: bool


# Nice classes whose goods a name in the first class describes too: a café by its coffee, a
# tailor by the clothes. Narrower than "sejenis", which asks who competes.
_SHARED = (
    (29, 30, 32, 43), (24, 25, 18, 26, 23), (20, 21, 27, 19, 11), (3, 5, 44), (5, 32, 30),
    (9, 42, 38), (12, 37, 39), (14, 26), (1, 31, 44), (6, 19), (7, 8, 11), (16, 40), (33, 32),
)  # fmt: skip
_DEALT_IN: Mapping[int, frozenset[int]] = {
    37: frozenset({7, 9, 11, 12, 18, 19, 20, 24, 25, 27}),
    40: frozenset({6, 14, 16, 18, 20, 24, 25, 26, 29, 30}),
    41: frozenset({9, 15, 16, 28}),
    36: frozenset({14}),
    39: frozenset({12}),
    45: frozenset({25}),
    35: frozenset(range(1, 35)),
    42: frozenset({43, 44, 45}),  # until its eighth edition the Nice list had these in 42
}
# Names of gems, flowers and animals are goods in their own class only: "Toko Mutiara" sells
# anything but pearls.
_ARBITRARY_WORDS = (
    "mutiara permata intan berlian kenari merpati mawar melati anggrek kuda kelinci kucing anjing"
    " burung elang naga bintang garuda gajah sapi kerbau domba kambing angsa lebah kupu rusa koi"
    " kepiting emas perak kompas teropong layar tenda kapal perahu pesawat payung keris tombak"
    " panah busur bola gasing catur lilin obor lampion pelita lentera gong gitar piano harmonika"
    " drum suling biola jam lonceng pena cermin kompor tunggu pedang kapak model unyil leker ladu"
    " nona akar opal apple orange puzzle lego radar magnet pintu jendela benteng pagar besi baja"
    " kunci gembok rantai kaktus bonsai rumput pohon padi mawar matahari koran majalah komik novel"
    " brand tiara mahkota anting cincin sarang walet unta buaya ular nuri kakatua penyu kijang"
    " kancil macan singa harimau semut hotel bar gim radio vista galaxy asam mercon roket"
)
_ARBITRARY = frozenset(_ARBITRARY_WORDS.split())
_EVERY_CLASS = frozenset(range(1, 46))
_TRADING_WORDS = (
    "toko store shop mart market pasar grosir swalayan butik boutique outlet gerai kios lapak"
    " olshop pusat sentra galeri distributor agen supplier warung distro apotek collection toserba"
    " kelontong sembako preloved thrift online perlengkapan peralatan aneka jual kebutuhan rumah"
    " oleholeh center centre"
)
_TRADING = frozenset(_TRADING_WORDS.split())
_UNIT_WORDS = (
    "gram gr kg ml liter cc jam hours hour menit persen percent in pcs pack cm meter m l x hari"
    " ribu k rb ribuan serba level"
)
_UNITS = frozenset(_UNIT_WORDS.split())
_NUMBER = re.compile(r"\d+")
_OWN = re.compile(r"(?<=\w\w\w)(?:ku|koe|qu|que|q|mu|nya|s)$")


@cache
def _goods() -> Mapping[str, frozenset[int]]:
    """Folded phrases that name goods or services, and the classes where they do."""
    found: dict[str, set[int]] = {}
    for row in table("market_words"):
        if row["role"] != "brand":
            found.setdefault(row["phrase"], set()).add(int(row["class"]))
    for row in table("weak_words"):
        if row["group"] == "product":
            own = {int(number) for number in row["classes"].split(";")}
            found.setdefault(visual(row["word"]), set()).update(own)
    return {phrase: frozenset(classes) for phrase, classes in found.items()}


@cache
def plain_words() -> Mapping[str, frozenset[int]]:
    """Folded phrases that do not distinguish, and the classes where they do not."""
    found: dict[str, frozenset[int]] = {}
    for row in table("descriptive_words"):
        classes = {int(number) for number in row["classes"].split(";") if number}
        phrase = row["word"]
        found[phrase] = found.get(phrase, frozenset()) | (classes or _EVERY_CLASS)
    return found


@cache
def place_names() -> Mapping[str, Mapping[str, str]]:
    """Folded place name to its row: ``name`` and ``also_a_word``."""
    return {row["folded"]: row for row in table("places")}


@cache
def _heard(kind: str) -> Mapping[str, str]:
    """How single words of a list sound, so that *qopi* is read as *kopi*."""
    words = _goods() if kind == "goods" else plain_words()
    return {native(word): word for word in sorted(words) if " " not in word and len(word) > 3}


def lists() -> dict[str, Any]:
    """Every list ``read`` looks at, for who reads names by the same rules in another language."""
    return {
        "goods": {phrase: sorted(classes) for phrase, classes in _goods().items()},
        "plain": {
            phrase: [] if classes == _EVERY_CLASS else sorted(classes)
            for phrase, classes in plain_words().items()
        },
        "heard": {"goods": _heard("goods"), "plain": _heard("plain")},
        "places": {
            folded: [row["name"], row["also_a_word"]] for folded, row in place_names().items()
        },
        "praise": sorted(_praise()),
        "arbitrary": sorted(_ARBITRARY),
        "trading": sorted(_TRADING),
        "units": sorted(_UNITS),
        "shared": _SHARED,
        "dealt_in": {number: sorted(others) for number, others in _DEALT_IN.items()},
    }


def read(named: Sequence[Word], sentence: str, wanted: frozenset[int]) -> Reading:
    """What each word of a name does for goods of the wanted classes; empty means any class.

    ``sentence``: what is sold, in ordinary words; its words name the goods as well.
    """
    seen = tuple(word.seen for word in named)
    sold = frozenset(sold_words(sentence))
    trading = bool(_TRADING.intersection(seen))
    scope = _Scope(wanted, _near(wanted, trading=trading), sold)
    works: list[Work] = []
    names: list[str] = []
    at = 0
    while at < len(seen):
        size, work, phrase = _longest(seen, at, scope)
        works += [work] * size
        if work is Work.GOODS and phrase:
            names.append(phrase)
        at += size
    _settle_numbers(seen, works)
    distinctive = Work.DISTINCTIVE in works
    return Reading(seen, tuple(works), tuple(names), distinctive)


def sold_words(sentence: str) -> list[str]:
    """The folded words of what is sold."""
    return visual(sentence[:_SOLD].replace("\n", " ")).split()


@dataclass(frozen=True, slots=True)
class _Scope:
    """The classes asked about, those whose goods they share, and the words of what is sold."""

    wanted: frozenset[int]
    near: frozenset[int]
    sold: frozenset[str]


@lru_cache(maxsize=256)
def _near(wanted: frozenset[int], *, trading: bool) -> frozenset[int]:
    near = set(wanted)
    for shared in _SHARED:
        if wanted & {shared[0]} or (len(shared) != 3 and wanted.intersection(shared)):
            near.update(shared)
    for number in wanted:
        if number != 35 or trading:
            near |= _DEALT_IN.get(number, frozenset())
    return frozenset(near)


def _longest(seen: Sequence[str], at: int, scope: _Scope) -> tuple[int, Work, str]:
    """The longest run of words from here that does one thing: its size, what, and the phrase."""
    for size in range(min(LONGEST_PHRASE, len(seen) - at), 0, -1):
        phrase = " ".join(seen[at : at + size])
        work, said = _work(phrase, scope)
        if work is not Work.DISTINCTIVE:
            return size, work, said
    return 1, Work.DISTINCTIVE, seen[at]


def _work(phrase: str, scope: _Scope) -> tuple[Work, str]:
    for form in _forms(phrase):
        if form in scope.sold or _names_goods(form, scope):
            return Work.GOODS, form
    if phrase in place_names():
        return Work.PLACE, phrase
    for form in _forms(phrase):
        where = plain_words().get(form)
        if where is not None and (not scope.wanted or where & scope.wanted):
            return Work.PLAIN, form
    if " " not in phrase and _two_in_one(phrase, scope):
        return Work.GOODS, ""
    return Work.DISTINCTIVE, phrase


def _names_goods(phrase: str, scope: _Scope) -> bool:
    classes = _goods().get(phrase)
    if classes is None:
        return False
    if not scope.wanted:
        return True
    return bool(classes & (scope.wanted if phrase in _ARBITRARY else scope.near))


@lru_cache(maxsize=8192)
def _forms(phrase: str) -> tuple[str, ...]:
    """A phrase, and for a single word the same without its possessive and as it sounds."""
    if " " in phrase:
        return (phrase,)
    bare = _OWN.sub("", phrase)
    found = [phrase, bare]
    if len(phrase) > 3:
        for kind in ("goods", "plain"):
            for form in (phrase, bare):
                alike = _heard(kind).get(native(form)) if len(form) > 3 else None
                if alike is not None and OSA.distance(form, alike) <= _letters_apart(form, kind):
                    found.append(alike)
    return tuple(dict.fromkeys(found))


def _letters_apart(word: str, kind: str) -> int:
    """How many letters a word may differ from one it sounds like (qopi, lezzat), not a stranger
    (muda is not *mudah*)."""
    if kind == "plain" and len(word) < 5:
        return 0
    return 1 if len(word) < 8 else 2


_SHORTEST_PART = 4


def _two_in_one(word: str, scope: _Scope) -> bool:
    """Goods and praise written as one word: *kopienak*."""
    for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        first, second = word[:cut], word[cut:]
        if _names_goods(first, scope) and second in _praise():
            return True
    return False


@cache
def _praise() -> frozenset[str]:
    rows = table("descriptive_words")
    return frozenset(row["word"] for row in rows if row["kind"] == "praise")


def _settle_numbers(seen: Sequence[str], works: list[Work]) -> None:
    """A number and its unit measure ("24 jam"); a bare number may distinguish ("Kopi 99")."""
    for at, word in enumerate(seen):
        if works[at] is Work.DISTINCTIVE and _NUMBER.fullmatch(word):
            units = [
                near for near in (at - 1, at + 1) if 0 <= near < len(seen) and seen[near] in _UNITS
            ]
            if units or word in ("100", "1"):
                for measured in (at, *units):
                    if works[measured] is Work.DISTINCTIVE:
                        works[measured] = Work.PLAIN


def phrases(seen: Sequence[str], known: Mapping[str, object]) -> Iterator[tuple[int, str]]:
    """Known phrases from left to right with their place, the longest first, words used once."""
    at = 0
    while at < len(seen):
        size = 1
        for longer in range(min(LONGEST_PHRASE, len(seen) - at), 0, -1):
            phrase = " ".join(seen[at : at + longer])
            if phrase in known:
                size = longer
                yield at, phrase
                break
        at += size
