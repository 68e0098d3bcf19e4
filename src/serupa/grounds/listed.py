"""Words of the lists: places, emblems, persons, religion and decency, claims, halal naming."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from serupa.data import table
from serupa.grounds.wording import Reading, Work, phrases, place_names
from serupa.normalise import visual
from serupa.types import Ground

_KEYS = {
    "order": ("abs.order", "cure.other"),
    "emblem": ("abs.emblem.word", "cure.consent"),
    "person": ("abs.person", "cure.consent"),
    "gi": ("abs.gi", "cure.ask"),
    "quality": ("abs.quality", "cure.drop"),
    "claim": ("abs.quality", "cure.drop"),
    "halal": ("flag.halal", "cure.other.word"),
}
_TOLD_AS = {"claim": "quality"}


@cache
def _listed_words() -> Mapping[str, tuple[dict[str, str], ...]]:
    found: dict[str, tuple[dict[str, str], ...]] = {}
    for row in table("ground_words"):
        word = visual(row["word"])
        found[word] = (*found.get(word, ()), row)
    return found


def lists() -> dict[str, Any]:
    """The listed words and how each kind is told, for who reads by the same rules elsewhere."""
    return {
        "words": {
            phrase: [
                [row["kind"], row["classes"], row["article"], row["code"], row["alone"]]
                for row in rows
                if row["kind"] in _KEYS
            ]
            for phrase, rows in _listed_words().items()
        },
        "keys": {
            kind: [_TOLD_AS.get(kind, kind), key, cure] for kind, (key, cure) in _KEYS.items()
        },
    }


def listed(reading: Reading, wanted: frozenset[int]) -> Iterator[Ground]:
    """Listed words of a name in the wanted classes (empty: any).

    A word marked ``alone`` has a code only where no other word of the name distinguishes.
    """
    for _, phrase in phrases(reading.seen, _listed_words()):
        for row in _listed_words()[phrase]:
            kind = row["kind"]
            if kind in _KEYS and _applies(row["classes"], wanted):
                key, cure = _KEYS[kind]
                code = "" if row["alone"] and _others(reading, phrase) else row["code"]
                told, params = _TOLD_AS.get(kind, kind), {"word": phrase}
                yield Ground(told, (phrase,), row["article"], key, params, cure, code)


def _applies(classes: str, wanted: frozenset[int]) -> bool:
    where = {int(number) for number in classes.split(";") if number}
    return not where or not wanted or bool(where & wanted)


def _others(reading: Reading, phrase: str) -> bool:
    """Whether a word outside the phrase distinguishes."""
    own = phrase.split()
    if len(reading.works) != len(reading.seen):
        return reading.distinctive
    return any(
        work is Work.DISTINCTIVE and word not in own
        for word, work in zip(reading.seen, reading.works, strict=True)
    )


def places(reading: Reading) -> Iterator[Ground]:
    """Place names of a name (Article 20 c: may mislead about origin).

    A ground where nothing else distinguishes or where the place is joined to the goods ("Kopi
    Gayo Lestari"); a note beside a word that distinguishes ("Senja Jogja"). A place that is also
    a word counts only joined to goods or in a name of goods.
    """
    if len(reading.works) != len(reading.seen):
        return
    goods = Work.GOODS in reading.works
    for at, phrase in phrases(reading.seen, place_names()):
        row = place_names()[phrase]
        if row["also_a_word"] and not goods:
            continue
        end = at + phrase.count(" ") + 1
        inside = reading.works[at] is Work.GOODS  # part of the goods' own name: sate padang
        beside = [*reading.works[max(0, at - 1) : at], *reading.works[end : end + 1]]
        counts = not reading.distinctive or (not inside and Work.GOODS in beside)
        params = {"place": row["name"], "word": phrase}
        yield Ground(
            "place",
            (phrase,),
            "Pasal 20 huruf c",
            "abs.place",
            params,
            "cure.place",
            "B4" if counts else "",
        )
