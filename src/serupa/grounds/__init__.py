"""Grounds: words of a name that speak against it whatever the register holds.

Law 20/2016 Articles 20 and 21 as changed by Law 6/2023, read November 2026. Nothing here is a
verdict: each ground says which words triggered it and what would cure it. A ground without a
reason code is a note for the officer (halal naming, a script we cannot read, a place or a word of
praise beside a word that does distinguish), not a ground of refusal.
"""

from collections.abc import Iterable, Iterator

from serupa.grounds.kinds import other_goods
from serupa.grounds.listed import listed, places
from serupa.grounds.nature import nature, script
from serupa.grounds.wording import Reading, read
from serupa.normalise import visual, words
from serupa.types import Ground, Query

__all__ = ["codes", "find_grounds"]

_DESCRIBED = 500


def find_grounds(query: Query, classes: Iterable[int]) -> tuple[Ground, ...]:
    """The grounds of a name for the classes, weightiest kind first; empty classes mean any.

    A name is called descriptive, common or without distinctive power only when none of its words
    distinguishes: every one names the goods, praises them, says a place or joins words. Any text
    is read; the same name always has the same grounds.
    """
    wanted = frozenset(classes)
    reading = read(words(query.name), query.goods, wanted)
    found = [
        *script(query.name),
        *nature(query.name, reading),
        *other_goods(reading, query.goods, wanted),
        *places(reading),
        *listed(reading, wanted),
        *_described(query.description, wanted),
    ]
    return tuple(ground for at, ground in enumerate(found) if ground not in found[:at])


def _described(description: str, wanted: frozenset[int]) -> Iterator[Ground]:
    """What the stated meaning says that the name itself does not: forbidden words only."""
    seen = tuple(visual(description[:_DESCRIBED].replace("\n", " ")).split())
    unread = Reading(seen, (), (), distinctive=True)
    return (ground for ground in listed(unread, wanted) if ground.kind == "order")


def codes(grounds: Iterable[Ground]) -> tuple[str, ...]:
    """The reason codes of absolute grounds and of names and emblems (B1 ... C2), each once, in
    order. A name with none is not flagged; A4, a geographical indication, is a relative ground
    and comes with B4."""
    return tuple(sorted({ground.code for ground in grounds if ground.code[:1] in ("B", "C")}))
