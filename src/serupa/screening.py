"""Screening: one name against one corpus, and several names against each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from serupa.goods import related_classes, suggest
from serupa.grounds import find_grounds
from serupa.names.parts import Weigh
from serupa.score import judge, version
from serupa.types import Change, CorpusInfo, Finding, Ground, Param, Query, Record, Report

NEAR_CANDIDATES = 100
FAR_CANDIDATES = 20
"""How many marks are compared closely: of near classes, and of all the others."""


class Searchable(Protocol):
    """What a corpus must be able to answer to be screened against."""

    @property
    def info(self) -> CorpusInfo: ...

    def candidates(
        self, name: str, classes: frozenset[int], limit: int
    ) -> Sequence[tuple[Record, float]]: ...

    def weigher(self, classes: frozenset[int]) -> Weigh: ...


def screen(query: Query, corpus: Searchable, *, limit: int = 20) -> Report:
    """What resembles the name, what the law's words say, and where the name could move.

    Without classes, those suggested by the goods are used. At most ``limit`` findings, only of
    band 2 and above, best first. Never raises for any text.
    """
    findings = tuple(finding for finding in compare(query, corpus) if finding.band >= 2)[:limit]
    grounds = find_grounds(query, classes_of(query))
    return Report(
        query,
        findings,
        grounds,
        max((finding.band for finding in findings), default=1),
        corpus.info,
        _changes(findings, grounds),
        version(),
    )


def compare(query: Query, corpus: Searchable) -> list[Finding]:
    """Every mark compared closely, of any band, best first: what ``screen`` chooses from."""
    classes = classes_of(query)
    nearby = related_classes(classes)
    weigh = corpus.weigher(nearby)
    scopes = ((nearby, NEAR_CANDIDATES), (frozenset[int](), FAR_CANDIDATES))
    records = {
        record.id: record
        for scope, size in scopes
        for record, _ in corpus.candidates(query.name, scope, size)
    }
    judged = (judge(query, record, classes, weigh) for record in records.values())
    found = [finding for finding in judged if finding is not None]
    return sorted(found, key=lambda item: (-item.band, -item.score, item.record.id))


def classes_of(query: Query) -> frozenset[int]:
    """The classes to search: those chosen, else the best one or two its goods point at."""
    if query.classes:
        return frozenset(query.classes)
    suggested = suggest(query.goods, limit=2)
    return frozenset(
        item.nice_class for item in suggested if item.score >= 0.6 * suggested[0].score
    )


def _changes(findings: Sequence[Finding], grounds: Sequence[Ground]) -> tuple[Change, ...]:
    """Directions, most useful first: drop what is shared, put an own word in front, cure words."""
    changes: list[Change] = []
    near = [finding for finding in findings if finding.band >= 3]
    for finding in near[:3]:
        for item in finding.evidence:
            if item.signal == "dominant":
                word: dict[str, Param] = {"word": item.params["word"]}
                changes.append(Change("change.drop", word))
    if near:
        changes.append(Change("change.front"))
    changes.extend(Change(ground.cure, dict(ground.params)) for ground in grounds if ground.cure)
    return tuple(change for at, change in enumerate(changes) if change not in changes[:at])


@dataclass(frozen=True, slots=True)
class Ranking:
    """Several names in the order to prefer. ``order``: positions in the given reports, best first.

    ``recommended``: position of the one to go on with, or None. ``key`` and ``params`` say it.
    """

    order: tuple[int, ...]
    recommended: int | None
    key: str
    params: dict[str, Param]


def rank(reports: Iterable[Report]) -> Ranking:
    """Order reports by band, then words an officer must look at, then the nearest score.

    A name is recommended only when nothing similar stands against it (band 1 or 2) and no word
    of the law does. Raises ``ValueError`` without a report.
    """
    given = list(reports)
    if not given:
        raise ValueError("at least one report is needed")

    def preference(at: int) -> tuple[bool, int, int, float, int]:
        report = given[at]
        nearest = max((finding.score for finding in report.findings), default=0.0)
        return report.band >= 3, len(report.grounds), report.band, nearest, at

    order = tuple(sorted(range(len(given)), key=preference))
    best = given[order[0]]
    if best.band >= 3:
        key = "pick.none" if len(given) == 5 else "pick.none.some"
        return Ranking(order, None, key, {})
    if best.grounds or not best.query.name.strip():
        return Ranking(order, None, "pick.review", {"name": best.query.name})
    return Ranking(order, order[0], "pick.advice", {"name": best.query.name})
