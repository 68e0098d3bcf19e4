"""Screening: one name against one corpus."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from serupa.changes import concrete, directions
from serupa.goods import Relation, related_classes, relation, suggest
from serupa.grounds import find_grounds
from serupa.known import find_known
from serupa.names import order
from serupa.names.meaning import translations
from serupa.names.order import Asked
from serupa.names.parts import Weigh
from serupa.names.pool import Pool
from serupa.normalise import visual
from serupa.score import judge, version
from serupa.types import Change, CorpusInfo, Finding, Query, Record, Report

NEAR_CANDIDATES = 400
TWIN_CANDIDATES = 20
"""How many marks are compared with the name: of near classes, and where only the same is sought."""

RESCREENED = 10
"""How many of the nearest are looked at when a changed name is screened."""

JUDGED = 40
"""How many of these, the nearest, are looked at for reasons when a report is made."""

RELATED_SHARE = 0.25
RELATED_TWIN_SHARE = 0.95
"""What is left of the score of a mark of a related class, and of one that reads or sounds the same.
Measured: at 0.7 related marks push six decided ones in a hundred out of the first ten."""

FAR_SHARE = 0.1
MEANING_SHARE = 0.2
"""Score of a mark for goods of another kind that reads or sounds the same, and of one that says the
same in another language."""


class Searchable(Protocol):
    """What a corpus must be able to answer to be screened against."""

    @property
    def info(self) -> CorpusInfo: ...

    def candidates(
        self, name: str, classes: frozenset[int], limit: int
    ) -> Sequence[tuple[Record, float]]: ...

    def weigher(self, classes: frozenset[int]) -> Weigh: ...


def screen(query: Query, corpus: Searchable, *, limit: int = 20, variants: bool = False) -> Report:
    """What resembles the name, what the law's words say, and where the name could move.

    Without classes, those suggested by the goods are used. At most ``limit`` findings, only of
    band 2 and above, nearest first; well-known marks stand before the others. ``variants``: also
    give concrete names. Every change was screened itself before it is shown. Never raises for any
    text.
    """
    classes = classes_of(query)
    found = _found(query, corpus, classes, limit)
    grounds = find_grounds(query, classes)

    def again(name: str) -> int:
        changed = Query(name, tuple(sorted(classes)))
        return max((item.band for item in _found(changed, corpus, classes, RESCREENED)), default=1)

    steps = [*directions(query, found, again)]
    steps += [Change(ground.cure, dict(ground.params)) for ground in grounds if ground.cure]
    if variants:
        steps += concrete(
            query, found, again, lambda name: bool(find_grounds(Query(name), classes))
        )
    return Report(
        query,
        found,
        grounds,
        max((finding.band for finding in found), default=1),
        corpus.info,
        tuple(step for at, step in enumerate(steps) if step not in steps[:at]),
        version(),
    )


def _found(
    query: Query, corpus: Searchable, classes: frozenset[int], limit: int
) -> tuple[Finding, ...]:
    known = [finding for finding in find_known(query, classes) if finding.band >= 3]
    named = {visual(finding.record.name) for finding in known}
    compared = compare(query, corpus, limit=max(JUDGED, 2 * limit) if limit > RESCREENED else limit)
    others = [item for item in compared if item.band >= 2]
    twice = {visual(item.record.name) for item in others} & named
    known = [item for item in known if visual(item.record.name) not in twice]
    return (*known, *others)[:limit]


def compare(query: Query, corpus: Searchable, *, limit: int = JUDGED) -> list[Finding]:
    """The ``limit`` nearest marks of any band, nearest first, each with at least one reason."""
    classes = classes_of(query)
    weigh = corpus.weigher(related_classes(classes))
    return [
        replace(judge(query, record, classes, weigh), score=round(score, 4))
        for record, score in nearest(query, corpus)[:limit]
    ]


def nearest(query: Query, corpus: Searchable) -> list[tuple[Record, float]]:
    """The marks compared with a name and their scores 0-1, nearest first, equals by id.

    A mark that reads the same as the name comes before all others of its kind of goods. Goods of
    another kind come in only where the name reads or sounds the same.
    """
    classes = classes_of(query)
    nearby = related_classes(classes)
    asked = Asked.of(query.name)
    weigh = corpus.weigher(nearby)
    pool = _pool(query.name, corpus, nearby, NEAR_CANDIDATES)
    twins = {record.id for record in _twins(asked, pool)}
    scored = {
        record.id: (record, score * _share(classes, record, record.id in twins))
        for record, score in _placed(asked, pool, weigh)
    }
    for said in translations(query.name, weigh):
        same = _twins(Asked.of(said), _pool(said, corpus, nearby, TWIN_CANDIDATES))
        _put(scored, same, MEANING_SHARE)
    if classes:
        same = _twins(asked, _pool(query.name, corpus, frozenset(), TWIN_CANDIDATES))
        _put(scored, same, FAR_SHARE)
    return sorted(scored.values(), key=lambda pair: (-pair[1], pair[0].id))


def _pool(name: str, corpus: Searchable, classes: frozenset[int], limit: int) -> Pool:
    return Pool.of([record for record, _ in corpus.candidates(name, classes, limit)])


def _share(classes: frozenset[int], record: Record, is_twin: bool) -> float:
    if relation(classes, record.classes) is not Relation.RELATED:
        return 1.0
    return RELATED_TWIN_SHARE if is_twin else RELATED_SHARE


def _placed(asked: Asked, pool: Pool, weigh: Weigh) -> list[tuple[Record, float]]:
    scores = order.scores(
        asked, pool.seen, pool.heard, pool.rarity, lambda words: [weigh(word) for word in words]
    )
    return [
        (record, 1.0 if seen.replace(" ", "") == asked.joined else 0.99 * score)
        for record, seen, score in zip(pool.records, pool.seen, scores.tolist(), strict=True)
    ]


def _twins(asked: Asked, pool: Pool) -> list[Record]:
    """The marks of a pool that read or sound the same, or have the same words in another order."""
    mine = sorted(asked.seen.split())
    return [
        record
        for record, seen, heard in zip(pool.records, pool.seen, pool.heard, strict=True)
        if seen.replace(" ", "") == asked.joined
        or heard.replace(" ", "") == asked.heard_joined
        or sorted(seen.split()) == mine
    ]


def _put(scored: dict[str, tuple[Record, float]], records: Iterable[Record], score: float) -> None:
    for record in records:
        if record.id not in scored or scored[record.id][1] < score:
            scored[record.id] = record, score


def classes_of(query: Query) -> frozenset[int]:
    """The classes to search: those chosen, else the best one or two its goods point at."""
    if query.classes:
        return frozenset(query.classes)
    suggested = suggest(query.goods, limit=2)
    return frozenset(
        item.nice_class for item in suggested if item.score >= 0.6 * suggested[0].score
    )
