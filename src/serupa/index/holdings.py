"""Holdings: segments that never change, the rows of them no longer in force, and fresh marks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from serupa import fast
from serupa.fast.known import Counts, Known, Listed, Rare
from serupa.fast.texts import Texts, together
from serupa.index import fingerprint
from serupa.index.asked import Asked
from serupa.index.build import builders_of_records, segment_of
from serupa.index.pool import Pool
from serupa.index.scope import Alive
from serupa.index.search import Found, nearest
from serupa.index.segment import Rows, Segment, class_mask
from serupa.index.words import ALL, counts_of
from serupa.types import Record

FRESH_LIMIT = 1_000
"""Fresh marks before they become a segment of their own."""

FEW_PARTS = 6
"""More segments than this in memory are put together."""

MOST_KNOWN = 200_000
"""Words whose weights are kept at hand for each set of classes."""

SMALL = 200_000
MOSTLY = 0.75
"""Segments of fewer marks, or with a smaller share of them in force, are worth building anew."""


class View:
    """Everything in force at one moment. It never changes; marks may come in meanwhile."""

    def __init__(self, parts: Sequence[tuple[Segment, Alive]]) -> None:
        self.parts = tuple(parts)
        self._keepers = [segment for segment, _ in parts]
        self._marks = sum(segment.size for segment in self._keepers)
        self._weights: dict[frozenset[int], dict[str, float]] = {}
        self._known: dict[frozenset[int], Known] = {}
        self._in: dict[frozenset[int], int] = {}

    @cached_property
    def _sizes(self) -> dict[int, int]:
        """Marks of each class, 0 for "not recorded", -1 for all; as many as were built in."""
        sizes: dict[int, int] = {-1: 0}
        for segment, _ in self.parts:
            sizes[-1] += segment.size
            for number, size in segment.class_sizes.items():
                sizes[number] = sizes.get(number, 0) + size
        return sizes

    def size(self, classes: frozenset[int]) -> int:
        """Marks of ``classes`` or of no recorded class; a mark of two classes counts twice."""
        size = self._in.get(classes)
        if size is None:
            wanted = (0, *classes) if classes else (-1,)
            size = self._in[classes] = sum(self._sizes.get(number, 0) for number in wanted)
        return size

    @cached_property
    def _tables(self) -> list[tuple[NDArray[np.uint64], NDArray[np.uint32]]]:
        return [segment.word_counts for segment, _ in self.parts]

    def known_weights(self, classes: frozenset[int]) -> dict[str, float]:
        """Weights of words among the marks of ``classes`` that were reckoned before, to be added
        to."""
        known = self._weights.setdefault(classes, {})
        if len(known) > MOST_KNOWN:
            known = self._weights[classes] = {}
        return known

    def known(self, classes: frozenset[int], rare: Callable[[int], Rare], listed: Listed) -> Known:
        """The same for the compiled loops. ``rare``: of so many marks, the weight of a word that
        some of them hold, unless it is ``listed``."""
        known = self._known.get(classes)
        if known is None or known.many > MOST_KNOWN:
            counts = Counts(self._tables, _counted(classes), rare(self.size(classes)), listed)
            known = self._known[classes] = Known(counts)
        return known

    def word_counts(self, words: Sequence[str], classes: frozenset[int]) -> list[int]:
        """How many marks of ``classes`` (of all when empty) hold each word."""
        wanted = _counted(classes)
        nothing = np.zeros(len(words), dtype=np.int64)
        found: list[int] = sum(
            (counts_of(table, words, wanted) for table, _ in self._tables), nothing
        ).tolist()
        return found

    def pool(self, query: Asked, wanted: int, limit: int, far: int = 0) -> Pool:
        """The ``limit`` nearest marks of ``wanted`` (classes as bits, 0 for all), some more of them
        heard nearly like the name or with a word of it, and ``far`` of all others."""
        found, having, rare = nearest(self.parts, query, wanted, limit, far)
        best = found.arranged(*self._numbers(found), far)
        parts = found.parts[best.order]
        columns, masks = self._told(parts, best.rows)
        return Pool(
            columns[0],
            columns[1],
            columns[2],
            masks,
            best.near,
            best.rough,
            best.sure,
            best.shared,
            best.sizes,
            query.keys,
            having,
            self._marks,
            rare,
            self._keepers,
            parts,
            best.rows,
        )

    def _told(
        self, parts: NDArray[np.int64], rows: Rows
    ) -> tuple[Sequence[Sequence[str]], NDArray[np.uint64]]:
        """The three readings of marks, each as a column, and their classes as bits."""
        loops = fast.loops()
        if loops is not None:
            texts, masks = self._texts(loops, parts, rows)
            return texts.columns(), masks
        masks = np.empty(len(rows), np.uint64)
        columns: list[list[str]] = [[""] * len(rows) for _ in range(3)]
        for segment, here in self._by_part(parts):
            masks[here] = segment.mask(rows[here])
            read = segment.readings_of(rows[here])
            if isinstance(here, slice):
                return read, masks
            for column, values in zip(columns, read, strict=True):
                for at, value in zip(here.tolist(), values, strict=True):
                    column[at] = value
        return columns, masks

    def _texts(
        self, loops: fast.Loops, parts: NDArray[np.int64], rows: Rows
    ) -> tuple[Texts, NDArray[np.uint64]]:
        if len(self.parts) == 1:
            text, spans, masks = loops.readings.gathered(*self._keepers[0].shown, rows)
            return Texts(text, spans), masks
        each: list[Texts] = [Texts(np.zeros(0, np.uint8), np.zeros((6, 0), np.int64))]
        masks, places = np.empty(len(rows), np.uint64), [np.zeros(0, np.int64)]
        for segment, here in self._by_part(parts):
            text, spans, mask = loops.readings.gathered(*segment.shown, rows[here])
            if isinstance(here, slice):
                return Texts(text, spans), mask
            masks[here] = mask
            each.append(Texts(text, spans))
            places.append(here)
        return together(each).taken(np.argsort(np.concatenate(places))), masks

    def _by_part(
        self, parts: NDArray[np.int64]
    ) -> Iterator[tuple[Segment, NDArray[np.int64] | slice]]:
        """Each segment marks are in, with their places; a slice where it has them all."""
        for number, (segment, _) in enumerate(self.parts):
            here = parts == number if len(self.parts) > 1 else None
            if here is None or (len(here) and here.all()):
                yield segment, slice(None)
            elif here.any():
                yield segment, np.flatnonzero(here)

    def _numbers(self, found: Found) -> tuple[NDArray[Any], NDArray[np.int64]]:
        """Numbers that stand as ids do, and where those of the marks found stand among them; of
        the marks kept at least."""
        if len(self.parts) == 1 and "width" in self._keepers[0].head["ids"]:
            return self._keepers[0].plain("id_numbers"), found.rows
        parts, rows = found.parts[found.kept], found.rows[found.kept]
        numbers, where = np.zeros(len(found.rows), np.uint64), np.arange(len(found.rows))
        used = list(self._by_part(parts))
        first = used[0][0].head["ids"] if used else {}
        if "width" in first and all(one.head["ids"] == first for one, _ in used):
            for segment, here in used:
                numbers[found.kept[here]] = segment.plain("id_numbers")[rows[here]]
            return numbers, where
        ids = np.empty(len(rows), dtype=np.object_)
        for segment, here in used:
            ids[here] = segment.ids_of(rows[here])
        numbers[found.kept[sorted(range(len(ids)), key=ids.__getitem__)]] = np.arange(len(ids))
        return numbers, where


def _counted(classes: frozenset[int]) -> list[int]:
    """The classes whose marks are counted: with those not recorded, or all."""
    return sorted({0, *classes}) if classes else [ALL]


class Holdings:
    """Marks that come and go. Not safe for two threads at once; the views it gives are."""

    def __init__(
        self, parts: Iterable[tuple[Segment, Alive]], total: fingerprint.Sum, marks: int
    ) -> None:
        self.parts = list(parts)
        self.fresh: dict[str, Record] = {}
        self.total, self.marks = total, marks
        self._view: View | None = None

    @classmethod
    def of(cls, segments: Sequence[Segment]) -> Self:
        """Marks of a register built in several segments: a later id replaces an earlier one."""
        total = fingerprint.nothing()
        for segment in segments:
            total = total + np.array(segment.head["sum"], dtype=np.uint64)
        holdings = cls([(one, None) for one in segments], total, sum(one.size for one in segments))
        for part, row in repeated(segments):
            holdings._take(part, row)
        return holdings

    @property
    def fingerprint(self) -> str:
        """Of the marks in force now."""
        return fingerprint.written(self.total, self.marks)

    def copy(self) -> "Holdings":
        """The same marks; changing one leaves the other as it is."""
        copy = Holdings(self.parts, self.total, self.marks)
        copy.fresh = dict(self.fresh)
        return copy

    def view(self) -> View:
        """What is in force now."""
        if self._view is None:
            fresh: list[tuple[Segment, Alive]] = []
            if self.fresh:
                fresh.append((segment_of(list(self.fresh.values())), None))
            self._view = View([*self.parts, *fresh])
        return self._view

    def find(self, record_id: str) -> Record | None:
        """The mark in force with this id."""
        if record_id in self.fresh:
            return self.fresh[record_id]
        place = self._place(record_id)
        return self.parts[place[0]][0].record(place[1]) if place else None

    def put(self, record: Record) -> None:
        """Add a mark, or replace the one with the same id. Raises ``ValueError`` for an id that is
        empty or goes over several lines: no segment could be made of it."""
        if not record.id or "\n" in record.id:
            raise ValueError(f"an id is one line of text, not {record.id!r}")
        self.again(record)

    def again(self, record: Record) -> None:
        """``put`` of a mark that was put before, as a log tells it: nothing is asked of it."""
        self.drop(record.id)
        self.fresh[record.id] = record
        self._count(record, 1)

    def drop(self, record_id: str) -> bool:
        """Take a mark out; False when there is none with this id."""
        fresh = self.fresh.pop(record_id, None)
        if fresh is not None:
            self._count(fresh, -1)
            return True
        place = self._place(record_id)
        if place is not None:
            self._take(*place)
        return place is not None

    def seal(self) -> None:
        """Make a segment of the fresh marks."""
        if self.fresh:
            self.parts.append((segment_of(list(self.fresh.values())), None))
            self.fresh = {}
            self._view = None

    def merge(self) -> bool:
        """Put small segments, and those of which much is withdrawn, into one. False: no need."""
        self.seal()
        worth = [
            alive is not None and np.count_nonzero(alive) < MOSTLY * segment.size
            for segment, alive in self.parts
        ]
        small = [segment.size < SMALL for segment, _ in self.parts]
        chosen = [at for at in range(len(worth)) if worth[at] or small[at]]
        if len(chosen) < 2 and not any(worth):
            return False
        gone = Holdings([self.parts[at] for at in chosen], self.total, self.marks)
        kept = [part for at, part in enumerate(self.parts) if at not in chosen]
        built = builders_of_records(gone.in_force())
        self.parts = [*kept, *((one.build(), None) for one in built)]
        self._view = None
        return True

    def settle(self) -> None:
        """Keep searching fast where marks come in without end."""
        if len(self.fresh) > FRESH_LIMIT:
            self.seal()
        if len(self.parts) > FEW_PARTS:
            self.merge()

    def in_force(self) -> list[Record]:
        """Every mark in force, in no promised order."""
        kept = [
            segment.record(row)
            for segment, alive in self.parts
            for row in (range(segment.size) if alive is None else np.flatnonzero(alive).tolist())
        ]
        return [*kept, *self.fresh.values()]

    def _take(self, part: int, row: int) -> None:
        segment, alive = self.parts[part]
        left = np.ones(segment.size, dtype=np.bool_) if alive is None else alive.copy()
        left[row] = False
        self.parts[part] = segment, left
        self._count(segment.record(row), -1)

    def _count(self, record: Record, times: int) -> None:
        text = fingerprint.record_text(record, class_mask(record.classes))
        one = fingerprint.summed([text])
        self.total = self.total + one if times > 0 else self.total - one
        self.marks += times
        self._view = None

    def _place(self, record_id: str) -> tuple[int, int] | None:
        for part, (segment, alive) in enumerate(self.parts):
            row = segment.row_of(record_id)
            if row is not None and (alive is None or alive[row]):
                return part, row
        return None


def repeated(segments: Sequence[Segment]) -> list[tuple[int, int]]:
    """Segment and row of every mark whose id stands in a later segment again."""
    if len(segments) < 2:
        return []
    hashes = np.concatenate([segment.id_hashes() for segment in segments])
    starts = np.cumsum([0, *(segment.size for segment in segments)])
    order = np.argsort(hashes, kind="stable")
    twins = np.flatnonzero(np.diff(hashes[order]) == 0)
    suspects = np.unique(order[np.concatenate([twins, twins + 1])])
    parts = np.searchsorted(starts, suspects, side="right") - 1
    last: dict[str, tuple[int, int]] = {}
    found: list[tuple[int, int]] = []
    for part, row in zip(parts.tolist(), (suspects - starts[parts]).tolist(), strict=True):
        record_id = segments[part].id(row)
        if record_id in last:
            found.append(last[record_id])
        last[record_id] = part, row
    return found
