"""Score: evidence becomes one number that orders and one of four bands that speaks.

The numbers live in ``weights/names.toml`` with their date and the yields measured on decided
disputes. A score is no probability of anything.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

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


def judge(query: Query, record: Record, classes: frozenset[int], weigh: Weigh) -> Finding:
    """All evidence for one pair, weighed; at least the letters in common are said."""
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
    score, band = _weighed(signals, near, faded(query, record, weigh))
    return Finding(record, round(score, 4), band, (*evidence, *said))


def _weighed(signals: dict[str, Evidence], near: Relation, distinct: float) -> tuple[float, int]:
    numbers, caps = weights()["score"], weights()["caps"]

    def strength(signal: str) -> float:
        return signals[signal].strength if signal in signals else 0.0

    heard = strength("sound") * numbers["sound"]
    twins = "identical" in signals or strength("sound") >= 1.0
    likeness = max(strength("spelling"), heard)
    blended = (1 - numbers["fade"]) * likeness + numbers["fade"] * min(likeness, distinct)
    alike = max(strength("identical"), heard if twins else 0.0, blended)
    score = max(alike, strength("dominant"), strength("common"), strength("meaning"))
    if near is Relation.FAR:
        score *= numbers["far"]
    elif near is Relation.UNKNOWN:
        score *= numbers["unknown"]
    common = (
        not signals.keys() & {"dominant", "meaning"} and distinct < weights()["bands"]["slightly"]
    )
    limits = (
        (common and not twins, caps["common_words_only"]),
        (near is Relation.FAR, caps["far"]),
        (near is Relation.UNKNOWN, caps["unknown"]),
        (near is Relation.OPEN, caps["no_class"]),
    )
    return score, min([_band(score), *(cap for holds, cap in limits if holds)])


def _band(score: float) -> int:
    edges = weights()["bands"]
    if score >= edges["very_similar"]:
        return 4
    if score >= edges["similar"]:
        return 3
    return 2 if score >= edges["slightly"] else 1
