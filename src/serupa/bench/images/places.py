"""From orders to figures: where what should be found stands, with standard errors."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from serupa.bench.images.sets import PictureSet, Sought

DEPTH = 100
"""How far an order is followed; what stands later counts as not found."""

SPARE = 20
"""Icons of one brand that may be skipped in an order, and so are asked for besides."""


@dataclass(frozen=True)
class Share:
    """A mean of n queries and its standard error."""

    value: float
    error: float


@dataclass(frozen=True)
class Figures:
    """Of ``n`` queries: found first, found among ten, mean reciprocal place, mean average
    precision among :data:`DEPTH`, and first of the right group (brand or family)."""

    n: int
    at_1: Share
    at_10: Share
    mrr: Share
    map_100: Share
    group_1: Share


@dataclass(frozen=True)
class Placed:
    """One query judged. ``places``: of its relevant pictures, from 1, those within the depth."""

    kind: str
    places: tuple[int, ...]
    relevant: int
    group_first: bool

    @property
    def precision(self) -> float:
        """Average precision within the depth."""
        found = [at / place for at, place in enumerate(sorted(self.places), 1)]
        return sum(found) / max(1, self.relevant)

    def within(self, depth: int) -> bool:
        return min(self.places, default=DEPTH + 1) <= depth


def judged(query: Sought, order: Sequence[str], groups: Mapping[str, str]) -> Placed:
    """Where the relevant pictures stand in an order of ids, best first."""
    left = [name for name in order if name not in query.skipped][:DEPTH]
    places = tuple(at for at, name in enumerate(left, 1) if name in query.relevant)
    first = bool(left) and groups[left[0]] == query.group
    return Placed(query.kind, places, len(query.relevant), first)


def judge(asked: PictureSet, orders: Sequence[Sequence[str]]) -> list[Placed]:
    """Every query of a set with its order."""
    groups = {shown.id: shown.group for shown in asked.gallery}
    return [
        judged(query, order, groups) for query, order in zip(asked.queries, orders, strict=True)
    ]


def figures(placed: Sequence[Placed]) -> Figures:
    """The figures of some queries. Errors take the queries as independent of one another."""
    return Figures(
        len(placed),
        _share([one.within(1) for one in placed]),
        _share([one.within(10) for one in placed]),
        _share([1 / min(one.places) if one.places else 0.0 for one in placed]),
        _share([one.precision for one in placed]),
        _share([one.group_first for one in placed]),
    )


def by_kind(placed: Sequence[Placed]) -> dict[str, Figures]:
    """The figures of all queries, then of each kind in the order met."""
    kinds = list(dict.fromkeys(one.kind for one in placed))
    parts = {kind: figures([one for one in placed if one.kind == kind]) for kind in kinds}
    return {"all": figures(placed), **parts}


def _share(values: Sequence[float]) -> Share:
    held = np.array(values, np.float64)
    error = float(held.std(ddof=1)) / math.sqrt(len(held)) if len(held) > 1 else 0.0
    return Share(round(float(held.mean()), 4), round(error, 4))
