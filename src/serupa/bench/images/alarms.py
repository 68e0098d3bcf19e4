"""The decision curve: what share of copies is noticed when a share of innocent pictures raises an
alarm.

Innocent is every query once all icons of its own brand are out of the gallery: nothing it could
have been copied from is left. An alarm is a best score at or above a threshold. Thresholds are set
on one half of the brands and judged on the other, so that the shares told are not those fitted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from serupa.bench.images.ours import Answer
from serupa.bench.images.places import Share
from serupa.bench.images.sets import PictureSet, fold_of

LEVELS = (0.01, 0.05, 0.20)


@dataclass(frozen=True)
class Case:
    """One query: the score of what should be found (0 when it was not), the best score of anything
    else, its fold and kind."""

    kind: str
    fold: int
    copy: float
    innocent: float


@dataclass(frozen=True)
class Alarm:
    """At a ``level`` of alarms: the threshold of all queries, the alarms and the recall found with
    the thresholds of the other half, and the recall by kind."""

    level: float
    threshold: float
    alarms: Share
    recall: Share
    by_kind: Mapping[str, float]


def cases(asked: PictureSet, answers: Sequence[Answer]) -> list[Case]:
    """Each query with the scores that decide it."""
    brands = {shown.id: shown.group for shown in asked.gallery}
    told = []
    for query, answer in zip(asked.queries, answers, strict=True):
        scores = dict(zip(answer.ids, (hit.score for hit in answer.hits), strict=True))
        copy = max((scores.get(name, 0.0) for name in query.relevant), default=0.0)
        other = [score for name, score in scores.items() if brands[name] != query.group]
        told.append(Case(query.kind, fold_of(query.group), copy, max(other, default=0.0)))
    return told


def threshold(found: Sequence[Case], level: float) -> float:
    """The score that a share ``level`` of innocent queries reaches."""
    return float(np.quantile([one.innocent for one in found], 1 - level))


def curve(found: Sequence[Case], levels: Sequence[float] = LEVELS) -> list[Alarm]:
    """The curve at some levels."""
    told = []
    for level in levels:
        edges = [threshold([c for c in found if c.fold != fold], level) for fold in (0, 1)]
        caught = [c.copy >= edges[c.fold] for c in found]
        alarmed = [c.innocent >= edges[c.fold] for c in found]
        kinds, pairs = (
            list(dict.fromkeys(c.kind for c in found)),
            list(zip(caught, found, strict=True)),
        )
        by_kind = {
            kind: round(
                float(np.mean([hit for hit, c in pairs if c.kind == kind])),
                3,
            )
            for kind in kinds
        }
        told.append(
            Alarm(
                level, round(threshold(found, level), 4), _share(alarmed), _share(caught), by_kind
            )
        )
    return told


def _share(values: Sequence[bool]) -> Share:
    mean = float(np.mean(values))
    return Share(round(mean, 4), round((mean * (1 - mean) / len(values)) ** 0.5, 4))
