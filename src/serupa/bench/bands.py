"""Bands: in which band the earlier mark of a decided dispute falls, on a small register.

The labelled file is a CSV with the columns ``mark_newer``, ``mark_older``, ``nice_classes``
(separated by ``;``, may be empty) and ``outcome`` (``similar`` or ``not_similar``). The older
marks are planted in the register; the newer ones are asked for.

The edges of the bands were set while looking at these disputes, so a count with the edges in force
flatters. What is stated is therefore counted by leaving one dispute out at a time: the edges are
fitted on all others (``fitted``) and the one left out is put in a band by those.
"""

import math
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from serupa.bench.field import NEVER
from serupa.bench.pairs import Pair
from serupa.bench.yardstick import TrigramIndex
from serupa.corpus import MemoryCorpus
from serupa.goods import related_classes
from serupa.normalise import one_line, visual
from serupa.score import Edges, judge
from serupa.score import edges as in_force
from serupa.screening import classes_of, compare
from serupa.types import Query, Record

STATED = (0.30, 0.45, 0.70)
"""Shares of the disputes decided as similar that bands 4, 4-3 and 4-2 are to hold."""

_STEPS = tuple(step / 20 for step in range(4, 20))
"""Edges tried, the lowest first."""

NOBODY, SEED = 300, 51197
"""Names of nobody asked for, and how they are drawn."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What was measured. Recalls are shares 0-1 of the similar pairs, identical ones left out.

    ``plain_*`` is the same register ranked by trigram Jaccard of the written names alone, the
    yardstick. Of the similar pairs, how many got band 4, 3, 2 and 1: ``in_force`` by the edges in
    force, ``bands`` by edges fitted without their dispute, with the standard errors of their shares
    (``errors``, disputes drawn as wholes). ``edges``: fitted on all. ``nobody``: the same of names
    that have no older mark.
    """

    marks: int
    pairs: int
    disputes: int
    recall_10: float
    recall_50: float
    plain_10: float
    plain_50: float
    edges: Edges
    in_force: dict[int, int]
    bands: dict[int, int]
    errors: dict[int, float]
    bands_not_similar: dict[int, int]
    nobody: dict[int, int]
    p50_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class _Judged:
    """One pair: the place of its older mark, its score, and its band by any edges."""

    pair: Pair
    place: int
    score: float
    band: Callable[[Edges], int]


def run(
    records: Iterable[Record],
    pairs: Sequence[Pair],
    *,
    own_classes: bool = True,
    nobody: Sequence[Query] = (),
) -> Bench:
    """Plant the older marks among ``records`` and look for them by the newer ones.

    ``own_classes``: search in the classes of the pair and those related, else everywhere.
    ``nobody``: names without an older mark, see ``names_of_nobody``.
    """
    register = list(records)
    planted = [Record(f"pair-{at:04}", pair.older, pair.classes) for at, pair in enumerate(pairs)]
    plain = _Plain([*register, *planted])
    corpus = MemoryCorpus([*register, *planted], name="bench", date="")
    judged: list[_Judged] = []
    spent: list[float] = []
    asked = [(number, pair) for number, pair in enumerate(pairs) if not pair.is_identical]
    for number, pair in asked:
        query = Query(pair.newer, pair.classes if own_classes else ())
        started = time.perf_counter()
        found = compare(query, corpus)
        spent.append((time.perf_counter() - started) * 1000)
        same = {f"pair-{at:04}" for at, other in enumerate(pairs) if other.older == pair.older}
        place = next((at for at, f in enumerate(found, 1) if f.record.id in same), NEVER)
        judged.append(_judged(pair, place, query, planted[number], corpus))
    similar = [one for one in judged if one.pair.is_similar]
    disputes = _disputes(similar)
    bands = _left_out(disputes)
    ranks = [one.place for one in similar]
    plain_ranks = [
        plain.place(one.pair, one.pair.classes if own_classes else ()) for one in similar
    ]
    return Bench(
        len(corpus),
        len(similar),
        len(disputes),
        _share(ranks, 10),
        _share(ranks, 50),
        _share(plain_ranks, 10),
        _share(plain_ranks, 50),
        fitted([one.score for one in similar]),
        _counts([one.band(in_force()) for one in similar]),
        _counts([band for dispute in bands for band in dispute]),
        _errors(bands),
        _counts([one.band(in_force()) for one in judged if not one.pair.is_similar]),
        _counts([max((f.band for f in compare(query, corpus)), default=1) for query in nobody]),
        round(_quantile(spent, 0.5), 1),
        round(_quantile(spent, 0.99), 1),
    )


def fitted(scores: Sequence[float]) -> Edges:
    """The edges by which scores come nearest to the shares in ``STATED``; the lowest of equals."""

    def share(edge: float) -> float:
        return sum(score >= edge for score in scores) / max(1, len(scores))

    very, similar, slightly = (
        min(_STEPS, key=lambda edge: (round(abs(share(edge) - stated), 9), edge))
        for stated in STATED
    )
    return very, similar, slightly


def names_of_nobody(composed: Iterable[Record], register: Iterable[Record]) -> list[Query]:
    """``NOBODY`` names drawn from composed marks that no mark of a register is written like."""
    held = {visual(one_line(mark.name)) for mark in register}
    free = [
        Query(mark.name, mark.classes)
        for mark in composed
        if dict(mark.more).get("asal") == "sintetis" and visual(one_line(mark.name)) not in held
    ]
    return random.Random(SEED).sample(free, min(NOBODY, len(free)))


def _judged(pair: Pair, place: int, query: Query, older: Record, corpus: MemoryCorpus) -> _Judged:
    classes = classes_of(query)
    weigh = corpus.weigher(related_classes(classes))

    def band(edges: Edges) -> int:
        return judge(query, older, classes, weigh, edges).band if place < NEVER else 1

    score = judge(query, older, classes, weigh).score if place < NEVER else 0.0
    return _Judged(pair, place, score, band)


def _disputes(judged: Sequence[_Judged]) -> list[list[_Judged]]:
    """Pairs that share a mark belong to one dispute."""
    found: list[list[_Judged]] = []
    for one in judged:
        mine = _marks([one])
        joined = [group for group in found if _marks(group) & mine]
        found = [group for group in found if group not in joined]
        found.append([*(other for group in joined for other in group), one])
    return found


def _marks(group: Sequence[_Judged]) -> set[str]:
    return {visual(name) for one in group for name in (one.pair.newer, one.pair.older)}


def _left_out(disputes: Sequence[Sequence[_Judged]]) -> list[list[int]]:
    """The bands of each dispute by edges fitted on all others."""
    bands = []
    for at, dispute in enumerate(disputes):
        rest = [one.score for group in (*disputes[:at], *disputes[at + 1 :]) for one in group]
        bands.append([one.band(fitted(rest)) for one in dispute])
    return bands


def _errors(bands: Sequence[Sequence[int]]) -> dict[int, float]:
    """Standard errors of the share of each band, the pairs of a dispute not independent."""
    size = max(1, sum(map(len, bands)))
    errors: dict[int, float] = {}
    for band in (4, 3, 2, 1):
        share = sum(dispute.count(band) for dispute in bands) / size
        apart = sum((dispute.count(band) - share * len(dispute)) ** 2 for dispute in bands)
        errors[band] = round(math.sqrt(apart) / size, 3)
    return errors


class _Plain:
    """The yardstick: trigram Jaccard of the names as written, in the same classes."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = records
        text = visual("\n".join(one_line(record.name) for record in records))
        self.index = TrigramIndex([text.split("\n")])

    def place(self, pair: Pair, classes: Iterable[int]) -> int:
        scores = self.index.scores([visual(one_line(pair.newer))])[0]
        wanted = related_classes(classes)
        if wanted:
            for row, record in enumerate(self.records):
                if record.classes and not wanted & set(record.classes):
                    scores[row] = 0.0
        older = [row for row, record in enumerate(self.records) if record.name == pair.older]
        best = max(float(scores[row]) for row in older)
        return int((scores > best).sum()) + 1 if best > 0 else NEVER


def _share(ranks: Sequence[int], top: int) -> float:
    return round(sum(rank <= top for rank in ranks) / max(1, len(ranks)), 3)


def _counts(bands: Sequence[int]) -> dict[int, int]:
    return {band: bands.count(band) for band in (4, 3, 2, 1)}


def _quantile(values: Sequence[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0
