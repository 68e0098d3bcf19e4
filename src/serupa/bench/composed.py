"""Composed conflicts: real names of a register and what somebody might take near them.

Decided disputes are few and have been looked at, so a rule that only helps these proves little.
Here each kind of conflict found in Indonesian decisions is made by rule from names of the register
itself, with words that other real names have; a change of the search is taken only if it helps
here as well. Made by rule, so they say what changes, never how often a real conflict is found.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice

from serupa.bench.field import Field
from serupa.bench.pairs import Pair
from serupa.bench.quality import Figure, Places, figure
from serupa.normalise import one_line, visual

REAL = ("nyata_dunia", "nyata_id")
"""Where the names come from (``asal``); in a register that does not say so, from every mark."""

LONGEST = 24
SHORTEST_WORD, SHORTEST_REST, LEAST_HELD = 4, 3, 3
"""A fused word is one of so many letters that begins with a word so many marks have, and has so
many letters more."""

_VOWELS = "aeiou"
_SOUNDS = (("c", "k"), ("ph", "f"), ("y", "i"), ("x", "ks"), ("s", "z"), ("v", "f"), ("i", "ee"))


class _Making:
    """What kinds are made from: words of real names, and how many marks hold each word."""

    def __init__(self, chance: random.Random, names: Sequence[str]) -> None:
        self.chance = chance
        self.held = Counter(word for name in names for word in set(name.split()))
        self.words = sorted(word for word in self.held if word.isalpha() and 3 <= len(word) <= 9)

    def other(self) -> str:
        return self.chance.choice(self.words)

    def main(self, name: str) -> str:
        """The rarest word of a name, the longest of several."""
        return min(name.split(), key=lambda word: (self.held[word], -len(word), word))


def _shared(name: str, making: _Making) -> str:
    main = making.main(name)
    if len(name.split()) < 2 or len(main) < SHORTEST_WORD:
        return ""
    return (
        f"{main} {making.other()}" if making.chance.random() < 0.5 else f"{making.other()} {main}"
    )


def _added(name: str, making: _Making) -> str:
    return (
        f"{name} {making.other()}" if making.chance.random() < 0.5 else f"{making.other()} {name}"
    )


def _heard(name: str, making: _Making) -> str:
    ways = [(old, new) for old, new in _SOUNDS if old in name]
    if len(ways) < 2:
        return ""
    for old, new in making.chance.sample(ways, 2):
        name = name.replace(old, new, 1)
    return name


def _fused(name: str, making: _Making) -> str:
    if len(name.split()) > 1 or len(name) < SHORTEST_WORD:
        return ""
    other = making.other()
    return f"{name}{other}" if making.chance.random() < 0.5 else f"{other}{name}"


def _letters(name: str, making: _Making) -> str:
    if len(name) < 5:
        return ""
    for _ in range(2):
        at = making.chance.randrange(len(name))
        if name[at] == " ":
            return ""
        new = making.chance.choice(_VOWELS if name[at] in _VOWELS else "bdgklmnprst")
        name = name[:at] + new + name[at + making.chance.randrange(2) :]
    return name


def _part(name: str, making: _Making) -> str:
    main = making.main(name)
    return main if len(name.split()) > 1 and len(main) >= SHORTEST_WORD else ""


def _opening(name: str, making: _Making) -> str:
    """The word a longer word of the mark begins with, beside another."""
    long = max(name.split(), key=len)
    found = [
        long[:size]
        for size in range(SHORTEST_WORD, len(long) - SHORTEST_REST + 1)
        if making.held[long[:size]] >= LEAST_HELD
    ]
    return f"{making.other()} {found[-1]}" if found else ""


def _turned(name: str, making: _Making) -> str:
    words = name.split()
    if len(words) < 2:
        return ""
    return " ".join((words[-1], *words[1:-1], making.other(), words[0]))


KINDS: dict[str, Callable[[str, _Making], str]] = {
    "main word shared": _shared,
    "word added": _added,
    "heard alike": _heard,
    "fused": _fused,
    "two letters": _letters,
    "part of it": _part,
    "opening shared": _opening,
    "order and word": _turned,
}


def compose(field: Field, each: int, seed: int) -> list[Pair]:
    """``each`` conflicts of every kind (``case``), the same for the same register and seed."""
    chance = random.Random(seed)
    real = [at for at, mark in enumerate(field.records) if dict(mark.more).get("asal") in REAL]
    rows = real or list(range(len(field.records)))
    folded = {at: visual(one_line(field.records[at].name)) for at in rows}
    making = _Making(chance, list(folded.values()))
    fit = [at for at in rows if 3 <= len(folded[at]) <= LONGEST]
    found: list[Pair] = []
    for kind, change in KINDS.items():
        chance.shuffle(fit)
        made = ((field.records[at], change(folded[at], making), folded[at]) for at in fit)
        taken = (
            Pair(name, mark.name, mark.classes, True, case=kind)
            for mark, name, old in made
            if name and name != old
        )
        found += islice(taken, each)
    return found


def by_kind(pairs: Sequence[Pair], places: Places) -> dict[str, tuple[Figure, Figure]]:
    """By kind (``case``), and "all": how pairs are found in the mark's classes and in the whole
    register."""
    own, whole = places
    told = {"all": (figure(own), figure(whole))}
    for kind in dict.fromkeys(pair.case for pair in pairs):
        rows = [at for at, pair in enumerate(pairs) if pair.case == kind]
        told[kind] = figure([own[at] for at in rows]), figure([whole[at] for at in rows])
    return told
