"""How near the goods of two sets of Nice classes are (sejenis, Law 20/2016 Article 21)."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache, lru_cache

from serupa.data import table
from serupa.types import Evidence


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
    return _related_to(frozenset(classes))


@lru_cache(maxsize=4096)
def _related_to(own: frozenset[int]) -> frozenset[int]:
    return own.union(*(_related().get(number, frozenset()) for number in own))


def relation(mine: Iterable[int], theirs: Iterable[int]) -> Relation:
    """OPEN without own classes, UNKNOWN without theirs, else SAME, RELATED or FAR; symmetric."""
    return _relation(_set(mine), _set(theirs))


def _set(classes: Iterable[int]) -> frozenset[int]:
    return _set_of(classes) if classes.__class__ is tuple else frozenset(classes)


_set_of = lru_cache(maxsize=4096)(frozenset[int])
"""Classes as they stand in a record, and the same as a set."""


@lru_cache(maxsize=4096)
def _relation(own: frozenset[int], other: frozenset[int]) -> Relation:
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
    return _evidence(near, _set(mine), _set(theirs))


@lru_cache(maxsize=4096)
def _evidence(near: Relation, own: frozenset[int], other: frozenset[int]) -> tuple[Evidence, ...]:
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
