"""Screening: one name against one corpus, and several names against each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from serupa.goods import Relation, related_classes, relation, suggest
from serupa.grounds import find_grounds
from serupa.names import order
from serupa.names.order import Asked
from serupa.names.parts import Weigh
from serupa.names.pool import Pool
from serupa.score import judge, version
from serupa.types import Change, CorpusInfo, Finding, Ground, Param, Query, Record, Report

NEAR_CANDIDATES = 400
FAR_CANDIDATES = 20
"""How many marks are compared with the name: of near classes, and of all the others."""

JUDGED = 40
"""How many of these, the nearest, are looked at for reasons when a report is made."""

RELATED_SHARE = 0.25
FAR_SHARE = 0.1
"""What is left of the score of a mark of a related class, and of one of another kind of goods."""


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
    compared = compare(query, corpus, limit=max(JUDGED, 2 * limit))
    findings = tuple(finding for finding in compared if finding.band >= 2)[:limit]
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


def compare(query: Query, corpus: Searchable, *, limit: int = JUDGED) -> list[Finding]:
    """The ``limit`` nearest marks of any band, nearest first: what ``screen`` chooses from."""
    classes = classes_of(query)
    weigh = corpus.weigher(related_classes(classes))
    found = []
    for record, score in nearest(query, corpus)[:limit]:
        judged = judge(query, record, classes, weigh)
        if judged is not None:
            found.append(replace(judged, score=round(score, 4)))
    return found


def nearest(query: Query, corpus: Searchable) -> list[tuple[Record, float]]:
    """The marks compared with a name and their scores 0-1, nearest first, equals by id.

    A mark that reads the same as the name comes before all others of its kind of goods.
    """
    classes = classes_of(query)
    nearby = related_classes(classes)
    placed = _placed(query.name, corpus, nearby, NEAR_CANDIDATES)
    near = {record.id for record, _ in placed}
    kept = [(record, score * _share(relation(classes, record.classes))) for record, score in placed]
    if classes:
        for record, score in _placed(query.name, corpus, frozenset(), FAR_CANDIDATES):
            if record.id not in near:
                kept.append((record, score * FAR_SHARE))
    return sorted(kept, key=lambda pair: (-pair[1], pair[0].id))


def _share(near: Relation) -> float:
    return RELATED_SHARE if near is Relation.RELATED else 1.0


def _placed(
    name: str, corpus: Searchable, classes: frozenset[int], limit: int
) -> list[tuple[Record, float]]:
    pool = Pool.of([record for record, _ in corpus.candidates(name, classes, limit)])
    weigh = corpus.weigher(classes)
    asked = Asked.of(name)
    scores = order.scores(
        asked, pool.seen, pool.heard, pool.rarity, lambda words: [weigh(word) for word in words]
    )
    return [
        (record, 1.0 if seen.replace(" ", "") == asked.joined else 0.99 * score)
        for record, seen, score in zip(pool.records, pool.seen, scores.tolist(), strict=True)
    ]


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


def _strongest(report: Report) -> float:
    """How strong the strongest reason against a name is, 0 to 1."""
    about = (item for finding in report.findings for item in finding.evidence)
    return max((item.strength for item in about if item.signal != "goods"), default=0.0)


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
        return report.band >= 3, len(report.grounds), report.band, _strongest(report), at

    places = tuple(sorted(range(len(given)), key=preference))
    best = given[places[0]]
    if best.band >= 3:
        key = "pick.none" if len(given) == 5 else "pick.none.some"
        return Ranking(places, None, key, {})
    if best.grounds or not best.query.name.strip():
        return Ranking(places, None, "pick.review", {"name": best.query.name})
    return Ranking(places, places[0], "pick.advice", {"name": best.query.name})
