"""Screening: one name against one corpus."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA, LCSseq

from serupa import fast
from serupa.changes import concrete, directions
from serupa.collector import uncollected
from serupa.fast.answer import Shares, placed, texts_of
from serupa.fast.texts import Column, Texts, some_of
from serupa.goods import related_classes, suggest
from serupa.grounds import find_grounds
from serupa.index.asked import Asked, asked
from serupa.index.packing import decoded, encoded
from serupa.index.pool import Pool
from serupa.index.segment import class_mask
from serupa.known import find_known
from serupa.names import order
from serupa.names.meaning import translations
from serupa.names.pair import Weigh, pairs_of
from serupa.names.parts import (
    DISTINCTIVE,
    HEARD_ALIKE,
    SHORTEST_ALIKE,
)
from serupa.normalise import Read, Told, read_as, read_each, told_by, visual
from serupa.score import judging, version
from serupa.types import Change, CorpusInfo, Finding, Query, Record, Report, Searched

CANDIDATES = 400
TWIN_CANDIDATES = 20
"""How many marks are compared with the name, and where only the same is sought."""

RESCREENED = 10
"""How many of the nearest are looked at when a changed name is screened."""

Rows = NDArray[np.int64]

MOST_JUDGED = 100
"""More marks than this are asked for to count places, not to be read."""

JUDGED = 40
"""How many of these, the nearest, are looked at for reasons when a report is made."""

UNLIKE_SHARE = 0.99
"""What is left of the score of a mark that is not written the same."""

RELATED_SHARE = 0.25
RELATED_TWIN_SHARE = 0.95
"""What is left of the score of a mark of a related class, and of one that reads or sounds the same.
Measured: at 0.7 related marks push six decided ones in a hundred out of the first ten."""

LEAST_COMMON = 0.7
"""Of sounds that are ``HEARD_ALIKE``, so many of one stand in the other in the same order: at most
a fifth of the longer is changed, and it is at most a quarter longer, which leaves 0.75."""

FAR_SHARE = 0.05
MEANING_SHARE = 0.2
"""Score of a mark for goods of another kind that is written the same, and of one that says the same
in another language. Measured: at 0.1 and with those that only sound the same, six decided ones in a
hundred fell out of the first ten."""

SHARES = Shares(
    near=UNLIKE_SHARE,
    twin=RELATED_TWIN_SHARE,
    related=RELATED_SHARE,
    far=FAR_SHARE,
    weighty=DISTINCTIVE,
    alike=HEARD_ALIKE,
    common=LEAST_COMMON,
    shortest=SHORTEST_ALIKE,
)


class Still(Protocol):
    """Marks that stay as they are while one answer is made from them."""

    def pool(self, name: str, classes: frozenset[int], limit: int, far: int = 0) -> Pool: ...

    def weighing(self, classes: frozenset[int]) -> order.Weigh: ...


class Searchable(Protocol):
    """What a corpus must be able to answer to be screened against."""

    @property
    def info(self) -> CorpusInfo: ...

    def still(self) -> Still: ...

    def size(self, classes: frozenset[int]) -> int: ...

    def weigher(self, classes: frozenset[int]) -> Weigh: ...


@uncollected
def screen(query: Query, corpus: Searchable, *, limit: int = 20, variants: bool = False) -> Report:
    """What resembles the name, what the law's words say, and where the name could move.

    Without classes, those suggested by the goods are used. At most ``limit`` findings, only of
    band 2 and above, nearest first; well-known marks stand before the others. ``variants``: also
    give concrete names. Every change was screened itself before it is shown. Never raises for any
    text.
    """
    classes = classes_of(query)
    compared = compare(query, corpus, limit=max(JUDGED, 2 * limit))
    found = _shown(query, compared, classes, limit)
    grounds = find_grounds(query, classes)

    def again(name: str) -> int:
        changed = Query(name, tuple(sorted(classes)))
        nearby = compare(changed, corpus, limit=RESCREENED)
        shown = _shown(changed, nearby, classes, RESCREENED)
        return max((item.band for item in shown), default=1)

    said = {ground.key for ground in grounds}

    def is_weaker(name: str) -> bool:
        return any(ground.key not in said for ground in find_grounds(Query(name), classes))

    steps = [*directions(query, found, again, is_weaker)]
    steps += [Change(ground.cure, dict(ground.params)) for ground in grounds if ground.cure]
    if variants:
        steps += concrete(
            query,
            found,
            again,
            lambda name: bool(find_grounds(Query(name), classes)),
            corpus.weigher(related_classes(classes)),
        )
    return Report(
        query,
        found,
        grounds,
        max((finding.band for finding in found), default=1),
        corpus.info,
        tuple(step for at, step in enumerate(steps) if step not in steps[:at]),
        version(),
        _searched(compared, related_classes(classes), corpus),
    )


def _searched(compared: Sequence[Finding], classes: frozenset[int], corpus: Searchable) -> Searched:
    fell = Counter(item.band for item in compared)
    bands = fell[4], fell[3], fell[2], fell[1]
    return Searched(tuple(sorted(classes)), corpus.size(classes), len(compared), bands)


def _shown(
    query: Query, compared: Sequence[Finding], classes: frozenset[int], limit: int
) -> tuple[Finding, ...]:
    known = [finding for finding in find_known(query, classes) if finding.band >= 3]
    others = [item for item in compared if item.band >= 2]
    best: dict[str, int] = {}
    for item in others:
        name = visual(item.record.name)
        best[name] = max(item.band, best.get(name, 0))
    famed = {
        visual(finding.record.name): finding
        for finding in known
        if finding.band <= best.get(visual(finding.record.name), 0)
    }
    others = [_famed(item, famed.get(visual(item.record.name))) for item in others]
    known = [finding for finding in known if visual(finding.record.name) not in famed]
    return (*known, *others)[:limit]


def _famed(item: Finding, known: Finding | None) -> Finding:
    """A mark of the register that is well known too says so, where its band is no lower."""
    if known is None or item.band < known.band:
        return item
    said = tuple(one for one in known.evidence if one.signal == "known")
    return replace(item, evidence=(*item.evidence, *said))


@uncollected
def compare(query: Query, corpus: Searchable, *, limit: int = JUDGED) -> list[Finding]:
    """The ``limit`` nearest marks of any band, nearest first, each with at least one reason."""
    classes, marks = classes_of(query), corpus.still()
    weighing = marks.weighing(related_classes(classes))
    found, known = _nearest(query, marks, limit, weighing)
    names = [record.name for record, _ in found]
    mine, *others = read_each([query.name, *[name for name in names if name not in known]])
    known.update((one.name, one) for one in others)
    theirs = list(map(known.__getitem__, names))
    every = list({word.seen for name in (mine, *theirs) for word in name.words})
    weigh = dict(zip(every, weighing(every), strict=True)).__getitem__
    judged = judging(mine, classes, weigh)
    findings = []
    for (record, score), pair in zip(found, pairs_of(mine, theirs, weigh), strict=True):
        _, band, evidence = judged(record.classes, pair)
        findings.append(Finding(record, round(score, 4), band, evidence))
    return findings


def nearest(
    query: Query, corpus: Searchable, limit: int = CANDIDATES
) -> list[tuple[Record, float]]:
    """The ``limit`` marks nearest to a name and their scores 0-1, nearest first.

    A mark that reads the same as the name comes before all others of its kind of goods. Goods of
    another kind come in only where the name is written the same. Equal scores stand in the
    order of the corpus: by likeness, then by id.
    """
    marks = corpus.still()
    return _nearest(query, marks, limit, marks.weighing(related_classes(classes_of(query))))[0]


def _nearest(
    query: Query, marks: Still, limit: int, weigh: order.Weigh
) -> tuple[list[tuple[Record, float]], dict[str, Read]]:
    """The marks and their scores, and how those are read of which the index knows it."""
    classes = classes_of(query)
    nearby = related_classes(classes)
    pool = marks.pool(query.name, nearby, CANDIDATES, TWIN_CANDIDATES)
    scores = _scores(asked(query.name), pool, classes, weigh)
    best, highest, told = _best(pool, scores, limit)
    records = _records(pool, best, told.written)
    names = read_as([one.name for one in records], told) if len(best) <= MOST_JUDGED else {}
    found = list(zip(records, highest, strict=True))
    said = translations(query.name, lambda word: weigh([word])[0])
    return _with_translations(found, said, marks, nearby)[:limit], names


def _records(pool: Pool, some: Rows, seen: Sequence[str]) -> list[Record]:
    """Marks of a pool whose visual readings are at hand."""
    if len(pool.keepers) != 1:
        return pool.records(some.tolist())
    return pool.keepers[0].records(pool.rows[some], seen)


def _best(pool: Pool, scores: order.Floats, limit: int) -> tuple[Rows, list[float], Told]:
    """The places of the ``limit`` highest scores above 0, the highest first, equals in order; these
    scores; and the readings of the marks."""
    loops = fast.loops()
    if loops is not None and 0 < limit <= MOST_JUDGED:
        texts = texts_of(pool)
        places, highest, told = loops.found.foremost(scores, limit, texts.text, texts.spans)
        lines, many = decoded(told.tobytes()).split("\n"), len(places)
        columns = (lines[at * many : (at + 1) * many] for at in range(len(Told._fields)))
        return places, highest.tolist(), Told(*columns)
    least = np.float32(0)
    if 0 < limit < len(scores):
        least = np.partition(scores, -limit)[-limit]
    worth = np.flatnonzero((scores >= least) & (scores > 0))
    first = worth[(-scores[worth]).argsort(kind="stable")[:limit]]
    some = first.tolist()
    readings = [some_of(column, some) for column in (pool.seen, pool.heard, pool.foreign)]
    return first, scores[first].tolist(), told_by(*readings)


def _scores(mine: Asked, pool: Pool, classes: frozenset[int], weigh: order.Weigh) -> order.Floats:
    """The score of each mark of a pool; 0 for one of other goods not written the same."""
    loops, wanted = fast.loops(), class_mask(classes) | 1 if classes else 0
    if loops is not None:
        found = order.signalled(loops, mine, pool, pool.near, weigh, SHARES, wanted)
        if found is not None:
            return placed(loops, found, SHARES)
    near = np.flatnonzero(pool.near)
    ordered = np.zeros(len(pool), np.float32)
    ordered[near] = UNLIKE_SHARE * order.scores(mine, pool, near, weigh)
    same = _same(mine, pool)
    ordered[same] = 1.0
    if classes:
        related = np.flatnonzero(pool.near & ((pool.masks & np.uint64(wanted)) == 0))
        if len(related):
            twin = _twins(mine, pool, related) | _near_twins(mine, pool, related, weigh)
            ordered[related] *= np.where(
                twin, np.float32(RELATED_TWIN_SHARE), np.float32(RELATED_SHARE)
            )
        ordered[~pool.near] = np.where(same[~pool.near], FAR_SHARE, 0.0)
    return ordered


def _same(mine: Asked, pool: Pool) -> NDArray[np.bool_]:
    """Which marks are written the same, spaces aside."""
    loops = fast.loops()
    if loops is not None and isinstance(pool.seen, Column):
        return np.asarray(_equals(loops, mine, pool.seen.texts) == 2)
    joined = _unspaced(pool.seen)
    return np.fromiter(map(mine.reading.joined.__eq__, joined), np.bool_, len(joined))


def _equals(loops: fast.Loops, mine: Asked, texts: Texts) -> NDArray[np.uint8]:
    """``readings.equals`` of a name and marks."""
    reading = mine.reading
    some = reading.joined, reading.met, "\n".join(sorted(reading.written.split()))
    own = (np.frombuffer(encoded(one), np.uint8) for one in some)
    return np.asarray(loops.readings.equals(*own, texts.text, texts.spans))


def _unspaced(readings: Sequence[str]) -> list[str]:
    return "\n".join(readings).replace(" ", "").split("\n") if readings else []


def _twins(mine: Asked, pool: Pool, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of some marks are written or sound the same, or have the same words in any order."""
    loops = fast.loops()
    if loops is not None and isinstance(pool.seen, Column):
        return np.asarray(_equals(loops, mine, pool.seen.texts.taken(rows)) > 0)
    joined, met = mine.reading.joined, mine.reading.met
    ordered = sorted(mine.reading.written.split())
    places = rows.tolist()
    letters = _unspaced([pool.seen[row] for row in places])
    sounds = _unspaced([pool.heard[row] for row in places])
    return np.array(
        [
            there == joined
            or sound == met
            or (len(there) == len(joined) and sorted(pool.seen[row].split()) == ordered)
            for row, there, sound in zip(places, letters, sounds, strict=True)
        ],
        np.bool_,
    )


def _near_twins(
    mine: Asked, pool: Pool, rows: NDArray[np.int64], weigh: order.Weigh
) -> NDArray[np.bool_]:
    """Which of some marks have weighty words that together sound nearly like those of the name."""
    own = _weighty([mine.reading.written], [mine.reading.native], weigh)[0]
    if len(own) < SHORTEST_ALIKE:
        return np.zeros(len(rows), np.bool_)
    least = LEAST_COMMON * len(own)
    heard = _unspaced([pool.heard[row] for row in rows.tolist()])
    common = process.cdist([own], heard, scorer=LCSseq.similarity)[0]
    worth = np.flatnonzero(common >= least)
    places = rows[worth].tolist()
    theirs = _weighty(
        [pool.seen[row] for row in places], [pool.heard[row] for row in places], weigh
    )
    twin = np.zeros(len(rows), np.bool_)
    if places:
        alike = process.cdist(
            [own], theirs, scorer=OSA.normalized_similarity, score_cutoff=HEARD_ALIKE - 0.01
        )[0]
        enough = np.array(list(map(len, theirs))) >= SHORTEST_ALIKE
        twin[worth] = (alike >= HEARD_ALIKE) & enough
    return twin


def _weighty(seen: Sequence[str], heard: Sequence[str], weigh: order.Weigh) -> list[str]:
    """The sounds of the words that distinguish, joined."""
    every = list(dict.fromkeys(" ".join(seen).split()))
    heavy = {
        word for word, weight in zip(every, weigh(every), strict=True) if weight >= DISTINCTIVE
    }
    found = []
    for reading, sound in zip(seen, heard, strict=True):
        parts, spoken = reading.split(), sound.split()
        if len(parts) == len(spoken):
            spoken = [heard for word, heard in zip(parts, spoken, strict=True) if word in heavy]
        found.append("".join(spoken))
    return found


def _with_translations(
    found: list[tuple[Record, float]],
    said: Sequence[str],
    marks: Still,
    nearby: frozenset[int],
) -> list[tuple[Record, float]]:
    """Marks that read like the name said in another language, put where their score belongs.
    ``found``: the highest score first."""
    if not said and len({record.id for record, _ in found}) == len(found):
        return found
    scored = {record.id: (record, score) for record, score in found}
    for name in said:
        pool = marks.pool(name, nearby, TWIN_CANDIDATES)
        every = np.arange(len(pool))
        for at in every[_twins(asked(name), pool, every)].tolist():
            record = pool.record(at)
            if record.id not in scored or scored[record.id][1] < MEANING_SHARE:
                scored[record.id] = record, MEANING_SHARE
    return sorted(scored.values(), key=lambda pair: -pair[1])


def classes_of(query: Query) -> frozenset[int]:
    """The classes to search: those chosen, else the best one or two its goods point at."""
    if query.classes:
        return frozenset(query.classes)
    suggested = suggest(query.goods, limit=2)
    return frozenset(
        item.nice_class for item in suggested if item.score >= 0.6 * suggested[0].score
    )
