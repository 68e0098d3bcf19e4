"""Quality: at which place each way of searching finds the older mark of a decided dispute."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from serupa.bench.field import NEVER, Field
from serupa.bench.pairs import Pair
from serupa.goods import related_classes
from serupa.index.asked import asked
from serupa.names import order
from serupa.names.order import SIGNALS
from serupa.screening import CANDIDATES, nearest
from serupa.types import Query

Places = tuple[list[float], list[float]]
"""The place of the older mark of every pair: in the pair's own classes, in the whole register."""

Peer = Callable[[Field, Sequence[Pair]], Places]

GROUPS: dict[str, Callable[[Pair], bool]] = {
    "all": lambda pair: True,
    "Indonesia": lambda pair: pair.country == "ID",
    "P001-P108": lambda pair: pair.id < "P109",
    "P200-P277": lambda pair: pair.id > "P199",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """Shares 0-1 of ``n`` pairs found among the first 1, 10, 50 and 400, the mean of 1 / place, and
    the standard errors of the shares at 10 and 50 and of that mean."""

    n: int
    at_1: float
    at_10: float
    at_50: float
    at_400: float
    mrr: float
    error_10: float
    error_50: float
    error_mrr: float


def figure(places: Sequence[float]) -> Figure:
    """What a list of places says."""
    found = np.array(places or [NEVER], float)
    size = max(1, len(places))
    shares = [float((found <= top).mean()) for top in (1, 10, 50, 400)]
    turned = 1 / found
    errors = [math.sqrt(share * (1 - share) / size) for share in shares[1:3]]
    spread = float(turned.std() / math.sqrt(size))
    told = [round(value, 3) for value in (*shares, float(turned.mean()), *errors, spread)]
    return Figure(len(places), *told)


def figures(pairs: Sequence[Pair], places: Places) -> dict[str, dict[str, Figure]]:
    """Scope (own, whole) and group of pairs to figure."""
    return {
        scope: {
            group: figure([at for pair, at in zip(pairs, found, strict=True) if belongs(pair)])
            for group, belongs in GROUPS.items()
        }
        for scope, found in zip(("own", "whole"), places, strict=True)
    }


def ours(field: Field, pairs: Sequence[Pair]) -> Places:
    """The places serupa gives."""

    def found(pair: Pair, classes: tuple[int, ...]) -> float:
        answer = nearest(Query(pair.newer, classes), field.corpus)
        places = (at for at, (mark, _) in enumerate(answer, start=1) if mark.name == pair.older)
        return next(places, NEVER)

    return [found(pair, pair.classes) for pair in pairs], [found(pair, ()) for pair in pairs]


def without_each_signal(field: Field, pairs: Sequence[Pair]) -> dict[str, Places]:
    """The places with one signal left out, by its name; "none" with all of them."""
    left_out: dict[str, Places] = {name: ([], []) for name in ("none", *SIGNALS)}
    for pair in pairs:
        for at, classes in enumerate((pair.classes, ())):
            nearby = related_classes(classes)
            pool = field.corpus.pool(pair.newer, nearby, CANDIDATES)
            weigh = partial(_weights, field, nearby)
            table = order.values(asked(pair.newer), pool, weigh)
            right = [pool.name(row) == pair.older for row in range(len(pool))]
            for number, name in enumerate(left_out):
                kept = np.delete(table, number - 1, axis=0) if number else table
                left_out[name][at].append(_first(order.mean_of_reach(kept), right))
    return left_out


def _weights(field: Field, classes: frozenset[int], words: Sequence[str]) -> list[float]:
    return field.corpus.weights(words, classes)


def _first(scores: order.Floats, right: Sequence[bool]) -> float:
    rows = np.flatnonzero(right)
    return 1 + float((scores > scores[rows].max()).sum()) if len(rows) else NEVER


def variants(field: Field, each: int, seed: int) -> dict[str, Figure]:
    """Changed copies of marks (``varian_dari``: ``id:kind``), asked for in their class, by kind."""
    kinds: dict[str, list[tuple[str, str, int]]] = {}
    for row, record in enumerate(field.records):
        origin, _, kind = dict(record.more).get("varian_dari", "").partition(":")
        if kind:
            kinds.setdefault(kind, []).append((origin, record.id, row))
    known = {record.id: record for record in field.records}
    random = np.random.default_rng(seed)
    told: dict[str, Figure] = {}
    for kind, rows in sorted(kinds.items()):
        same = [r for r in rows if known[r[0]].classes == field.records[r[2]].classes]
        chosen = random.permutation(len(same))[:each].tolist()
        told[kind] = figure([_variant_place(field, *same[at]) for at in chosen])
    return told


def _variant_place(field: Field, origin: str, own: str, row: int) -> float:
    changed = field.records[row]
    answer = nearest(Query(changed.name, changed.classes), field.corpus)
    others = [mark.id for mark, _ in answer if mark.id != own]
    return others.index(origin) + 1 if origin in others else NEVER
