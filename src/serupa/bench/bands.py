"""Bands: in which band the earlier mark of a decided dispute falls, on a small register.

The labelled file is a CSV with the columns ``mark_newer``, ``mark_older``, ``nice_classes``
(separated by ``;``, may be empty) and ``outcome`` (``similar`` or ``not_similar``). The older
marks are planted in the register; the newer ones are asked for.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from serupa.bench.pairs import Pair
from serupa.bench.yardstick import TrigramIndex
from serupa.corpus import MemoryCorpus
from serupa.goods import related_classes
from serupa.normalise import one_line, visual
from serupa.screening import compare
from serupa.types import Query, Record

NEVER = 10**9
"""The place of a mark that was not found."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What was measured. Recalls are shares 0-1 of the similar pairs, identical ones left out.

    ``plain_*`` is the same register ranked by trigram Jaccard of the written names alone, the
    yardstick. ``bands``: of the similar pairs, how many got band 4, 3, 2 and 1.
    """

    marks: int
    pairs: int
    recall_10: float
    recall_50: float
    plain_10: float
    plain_50: float
    bands: dict[int, int]
    bands_not_similar: dict[int, int]
    p50_ms: float
    p99_ms: float


def run(records: Iterable[Record], pairs: Sequence[Pair], *, own_classes: bool = True) -> Bench:
    """Plant the older marks among ``records`` and look for them by the newer ones.

    ``own_classes``: search in the classes of the pair and those related, else everywhere.
    """
    register = list(records)
    planted = [Record(f"pair-{at:04}", pair.older, pair.classes) for at, pair in enumerate(pairs)]
    corpus = MemoryCorpus([*register, *planted], name="bench", date="")
    plain = _Plain([*register, *planted])
    asked = [pair for pair in pairs if not pair.is_identical]
    ranks: list[int] = []
    plain_ranks: list[int] = []
    spent: list[float] = []
    bands: dict[bool, list[int]] = {True: [], False: []}
    for pair in asked:
        query = Query(pair.newer, pair.classes if own_classes else ())
        started = time.perf_counter()
        found = compare(query, corpus)
        spent.append((time.perf_counter() - started) * 1000)
        place = next((at for at, f in enumerate(found, 1) if f.record.name == pair.older), NEVER)
        bands[pair.is_similar].append(found[place - 1].band if place < NEVER else 1)
        if pair.is_similar:
            ranks.append(place)
            plain_ranks.append(plain.place(pair, query.classes))
    return Bench(
        len(corpus),
        len(ranks),
        _share(ranks, 10),
        _share(ranks, 50),
        _share(plain_ranks, 10),
        _share(plain_ranks, 50),
        _counts(bands[True]),
        _counts(bands[False]),
        round(_quantile(spent, 0.5), 1),
        round(_quantile(spent, 0.99), 1),
    )


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
