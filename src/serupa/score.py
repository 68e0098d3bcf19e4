"""Score: evidence becomes one number that orders and one of four bands that speaks.

The numbers live in ``weights/names.toml`` with their date and the yields measured on decided
disputes. A score is no probability of anything.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from serupa.goods import Relation, relation, relation_evidence
from serupa.names.meaning import is_known, meaning
from serupa.names.pair import Pair, Weigh, pair_of
from serupa.names.parts import dominant, faded
from serupa.names.sound import sound
from serupa.names.spelling import common_letters, identical, spelling
from serupa.normalise import Read
from serupa.types import Evidence, Finding, Query, Record


@dataclass(frozen=True, slots=True)
class Yield:
    """How a band did on decided disputes: ``n`` of ``m`` decided as similar fell in it."""

    band: int
    n: int
    m: int


@cache
def weights() -> dict[str, Any]:
    """The table of ``weights/names.toml``."""
    return tomllib.loads(files("serupa.weights").joinpath("names.toml").read_text("utf-8"))


def version() -> str:
    """Names the rules in force, to be kept with every report."""
    return f"serupa-{weights()['version']}"


def yields() -> tuple[Yield, ...]:
    """The measured yield of each band, the highest band first."""
    measured = weights()["yield"]
    return tuple(
        Yield(band, measured["bands"][str(band)], measured["similar"]) for band in (4, 3, 2, 1)
    )


def unrelated() -> tuple[Yield, ...]:
    """How often composed names of nobody fall into each band, the highest band first."""
    measured = weights()["yield"]["unrelated"]
    return tuple(
        Yield(band, measured["bands"][str(band)], measured["names"]) for band in (4, 3, 2, 1)
    )


Edges = tuple[float, float, float]
"""The least scores of bands 4, 3 and 2."""


def edges() -> Edges:
    """Those in force."""
    return _numbers().edges


def judge(
    query: Query,
    record: Record,
    classes: frozenset[int],
    weigh: Weigh,
    edges: Edges | None = None,
) -> Finding:
    """All evidence for one pair, weighed; at least the letters in common are said.

    ``edges``: others than those in force, for measuring.
    """
    pair = pair_of(query.name, record.name)
    score, band, evidence = judging(pair.mine, classes, weigh, edges)(record.classes, pair)
    return Finding(record, round(score, 4), band, evidence)


Judged = tuple[float, int, tuple[Evidence, ...]]
"""Score, band and evidence of one mark."""


def judging(
    mine: Read, classes: frozenset[int], weigh: Weigh, edges: Edges | None = None
) -> Callable[[tuple[int, ...], Pair], Judged]:
    """``judge`` for many marks and one name: of the classes of each, and of the name and it as a
    pair, what a finding says. What depends on the name or on the classes alone is made once."""
    means_more, shares_part = is_known(mine), dominant(mine, weigh)
    goods: dict[tuple[int, ...], _Goods] = {}
    weighed = _weighing(weigh, edges or _numbers().edges)

    def judged(theirs: tuple[int, ...], pair: Pair) -> Judged:
        written, heard = identical(pair) or spelling(pair), sound(pair)
        means = meaning(pair) if means_more else None
        part = shares_part(pair)
        if not (written or heard or means or part):
            written = common_letters(pair)
        near = goods.get(theirs)
        if near is None:
            near = goods[theirs] = _goods(classes, theirs)
        found = written, heard, means, part
        score, band = weighed(found, near, pair)
        return score, band, (*filter(None, found), *near.said)

    return judged


_Found = tuple[Evidence | None, Evidence | None, Evidence | None, Evidence | None]
"""Identical or spelling; sound; meaning; dominant or common."""


class _Goods(NamedTuple):
    """What the goods of a mark do: the sentence about them, the share they leave of the score, and
    the highest band they let it have."""

    said: tuple[Evidence, ...]
    share: float
    cap: int


@lru_cache(maxsize=4096)
def _goods(mine: frozenset[int], theirs: tuple[int, ...]) -> _Goods:
    near, numbers = relation(mine, theirs), _numbers()
    share = {Relation.FAR: numbers.far, Relation.UNKNOWN: numbers.unknown}.get(near, 1.0)
    cap = numbers.caps[_CAPPED[near]] if near in _CAPPED else 4
    return _Goods(relation_evidence(near, mine, theirs), share, cap)


class _Numbers(NamedTuple):
    """What ``weights`` says, at hand for every pair."""

    sound: float
    fade: float
    far: float
    unknown: float
    edges: Edges
    caps: dict[str, int]


@cache
def _numbers() -> _Numbers:
    score, edges, caps = weights()["score"], weights()["bands"], weights()["caps"]
    return _Numbers(
        score["sound"],
        score["fade"],
        score["far"],
        score["unknown"],
        (edges["very_similar"], edges["similar"], edges["slightly"]),
        caps,
    )


def _weighing(weigh: Weigh, edges: Edges) -> Callable[[_Found, _Goods, Pair], tuple[float, int]]:
    """Score and band of what was found. Written without ``max`` and ``min``, which take a third of
    the time."""
    numbers = _numbers()
    sound_share, fade, few = numbers.sound, numbers.fade, numbers.caps["common_words_only"]
    very_similar, similar, slightly = edges

    def weighed(found: _Found, goods: _Goods, pair: Pair) -> tuple[float, int]:
        written, heard, means, part = found
        same = written is not None and written.signal == "identical"
        likeness = score = 0.0
        twins = same
        if heard:
            likeness = heard.strength * sound_share
            if same or heard.strength >= 1.0:
                score, twins = likeness, True
        if same:
            score = max(1.0, score)
        elif written and written.strength > likeness:
            likeness = written.strength
        plain = not twins
        for one in (means, part):
            if one:
                plain = plain and one.signal == "common"
                if one.strength > score:
                    score = one.strength
        distinct = 1.0
        if plain or score < likeness:
            distinct = faded(pair, weigh) if pair.fading is None else pair.fading
            less = distinct if distinct < likeness else likeness
            blended = (1 - fade) * likeness + fade * less
            if blended > score:
                score = blended
        score *= goods.share
        band = 1
        if score >= very_similar:
            band = 4
        elif score >= similar:
            band = 3
        elif score >= slightly:
            band = 2
        cap = few if plain and distinct < slightly and few < goods.cap else goods.cap
        return score, band if band < cap else cap

    return weighed


_CAPPED = {Relation.FAR: "far", Relation.UNKNOWN: "unknown", Relation.OPEN: "no_class"}
