"""Score: evidence becomes one number that orders and one of four bands that speaks.

The numbers live in ``weights/names.toml`` with their date and the yields measured on decided
disputes. A score is no probability of anything.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from serupa.goods import Relation, relation, relation_evidence
from serupa.names.meaning import meaning
from serupa.names.parts import Weigh, dominant, faded
from serupa.names.sound import sound
from serupa.names.spelling import common_letters, identical, spelling
from serupa.types import Evidence, Finding, Query, Record

Signal = Callable[[Query, Record], Evidence | None]

SIGNALS: tuple[Signal, ...] = (identical, spelling, sound, meaning)
"""The signals that need nothing but the two names; ``dominant`` also needs the register's words."""


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
    fading: float | None = None,
) -> Finding:
    """All evidence for one pair, weighed; at least the letters in common are said.

    ``edges``: others than those in force, for measuring. ``fading``: what ``faded`` says, where it
    is known before (``faded_together``).
    """
    evidence = [
        found
        for signal in (*SIGNALS, dominant(weigh))
        if (found := signal(query, record)) is not None
    ]
    if not evidence:
        evidence = [common_letters(query, record)]
    signals = {item.signal: item for item in evidence}
    if "identical" in signals:
        evidence.remove(signals["spelling"])
    near = relation(classes, record.classes)
    said = relation_evidence(near, classes, record.classes)
    score, band = _weighed(
        signals,
        near,
        lambda: faded(query, record, weigh) if fading is None else fading,
        edges or _numbers().edges,
    )
    return Finding(record, round(score, 4), band, (*evidence, *said))


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


def _weighed(
    signals: dict[str, Evidence],
    near: Relation,
    fading: Callable[[], float],
    edges: Edges,
) -> tuple[float, int]:
    """Score and band. ``fading``: the likeness with common words faded, where it counts."""
    numbers = _numbers()
    strength = {name: item.strength for name, item in signals.items()}.get
    sounding = strength("sound", 0.0)
    heard = sounding * numbers.sound
    twins = "identical" in signals or sounding >= 1.0
    likeness = max(strength("spelling", 0.0), heard)
    score = max(
        strength("identical", 0.0),
        heard if twins else 0.0,
        strength("dominant", 0.0),
        strength("common", 0.0),
        strength("meaning", 0.0),
    )
    plain = not twins and "dominant" not in signals and "meaning" not in signals
    distinct = 1.0
    if plain or score < likeness:
        distinct = fading()
        blended = (1 - numbers.fade) * likeness + numbers.fade * min(likeness, distinct)
        score = max(score, blended)
    if near is Relation.FAR:
        score *= numbers.far
    elif near is Relation.UNKNOWN:
        score *= numbers.unknown
    band = _band(score, edges)
    if near in _CAPPED:
        band = min(band, numbers.caps[_CAPPED[near]])
    if plain and distinct < edges[2]:
        band = min(band, numbers.caps["common_words_only"])
    return score, band


_CAPPED = {Relation.FAR: "far", Relation.UNKNOWN: "unknown", Relation.OPEN: "no_class"}


def _band(score: float, edges: Edges) -> int:
    very_similar, similar, slightly = edges
    if score >= very_similar:
        return 4
    if score >= similar:
        return 3
    return 2 if score >= slightly else 1
