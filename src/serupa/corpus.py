"""Corpus: what is searched. The public shape, a form in memory, and several joined into one.

Whatever keeps the marks (memory, a file mapped into memory, a database) answers the same five
questions: ``info``, ``candidates``, ``weigher``, ``add`` and ``withdraw``.
"""

import hashlib
import math
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from serupa import normalise
from serupa.data import table
from serupa.names.parts import Weigh
from serupa.register import read_register
from serupa.retrieve import TrigramIndex
from serupa.screening import screen
from serupa.types import CorpusInfo, Query, Record, Report

SMALLEST_POOL = 5_000
"""Word weights are reckoned as if a register had at least so many marks, so that a word is not
called common because a small register holds it once."""

FRESH_LIMIT = 2_000
"""Marks added one by one before the index is rebuilt whole."""


class Corpus(ABC):
    """A register of marks that can be searched and is honest about what it holds."""

    @staticmethod
    def from_records(
        records: Iterable[Record], *, name: str, date: str, licence: str = ""
    ) -> "MemoryCorpus":
        """A corpus in memory. ``date``: ISO date of the data. A later id replaces an earlier."""
        return MemoryCorpus(records, name=name, date=date, licence=licence)

    @staticmethod
    def read(
        path: Path | str, *, name: str = "", date: str = "", licence: str = ""
    ) -> "MemoryCorpus":
        """A corpus from CSV or JSONL, plain or ``.gz``. See ``register`` for columns and errors."""
        file = Path(path)
        records = read_register(file)
        return MemoryCorpus(records, name=name or file.name, date=date, licence=licence)

    @property
    @abstractmethod
    def info(self) -> CorpusInfo:
        """What is searched, at this moment."""

    @abstractmethod
    def candidates(
        self, name: str, classes: frozenset[int], limit: int
    ) -> Sequence[tuple[Record, float]]:
        """At most ``limit`` marks nearest to ``name`` with their rough likeness 0-1, best first,
        equals by id. Marks of ``classes`` or of no recorded class; all marks when empty."""

    @abstractmethod
    def weigher(self, classes: frozenset[int]) -> Weigh:
        """How much a word distinguishes among the marks of ``classes``."""

    @abstractmethod
    def add(self, record: Record) -> None:
        """Add a mark, or replace the one with the same id; found by the next search."""

    @abstractmethod
    def withdraw(self, record_id: str) -> None:
        """Take a mark out. Raises ``KeyError`` for an unknown id."""

    def screen(self, query: Query, *, limit: int = 20) -> Report:
        """The report for one name against this corpus."""
        return screen(query, self, limit=limit)


def class_mask(classes: Iterable[int]) -> int:
    """Classes as bits 1-45; bit 0 stands for "not recorded"."""
    mask = 0
    for number in classes:
        mask |= 1 << number
    return mask or 1


class _Segment:
    """An index over some marks that never changes; ``alive`` marks the ones still in force."""

    def __init__(self, records: list[Record]) -> None:
        self.records = records
        text = "\n".join([normalise.one_line(record.name) for record in records])
        visuals = normalise.visual_columns(text)
        sounds = normalise.sound_columns(visuals)
        empty = not records
        self.looks = TrigramIndex([] if empty else [column.split("\n") for column in visuals])
        self.sounds = TrigramIndex([] if empty else [column.split("\n") for column in sounds])
        self.masks = np.array([class_mask(record.classes) for record in records], dtype=np.uint64)
        self.alive = np.ones(len(records), dtype=np.bool_)
        self.rows = {record.id: row for row, record in enumerate(records)}
        self.words: dict[str, list[int]] = {}
        for row, line in enumerate(visuals[0].split("\n")):
            for word in line.split(" "):
                self.words.setdefault(word, []).append(row)

    def in_force(self) -> list[Record]:
        pairs = zip(self.records, self.alive.tolist(), strict=True)
        return [record for record, alive in pairs if alive]

    def near(self, name: str, wanted: int, limit: int) -> list[tuple[Record, float]]:
        likeness, inside = self.looks.scores(normalise.visual_readings(name))
        heard, heard_inside = self.sounds.scores(normalise.sound_readings(name))
        score = np.maximum(likeness, heard)
        whole = np.maximum(inside, heard_inside)
        score = np.maximum(score, np.where(whole >= 0.75, 0.7 * whole, 0.0))
        score[~self.in_scope(wanted)] = 0.0
        rows = np.flatnonzero(score > 0.0)
        if len(rows) > limit:
            edge = np.partition(score[rows], len(rows) - limit)[len(rows) - limit]
            rows = rows[score[rows] >= edge]
        found = [(self.records[row], float(score[row])) for row in rows.tolist()]
        return ranked(found)[:limit]

    def in_scope(self, wanted: int) -> NDArray[np.bool_]:
        if not wanted:
            return self.alive
        return np.asarray(self.alive & ((self.masks & np.uint64(wanted)) != 0), dtype=np.bool_)

    def counter(self, wanted: int) -> Callable[[str], int]:
        """How many marks of the classes hold a word; the empty word stands for all of them."""
        scope = self.in_scope(wanted)
        total = int(np.count_nonzero(scope))

        def count(word: str) -> int:
            rows = self.words.get(word)
            return int(np.count_nonzero(scope[rows])) if rows else 0

        return lambda word: count(word) if word else total


def ranked(found: Iterable[tuple[Record, float]]) -> list[tuple[Record, float]]:
    """Best first; equals by id, so that the order is the same on every machine."""
    return sorted(found, key=lambda pair: (-pair[1], pair[0].id))


class MemoryCorpus(Corpus):
    """A corpus held in memory: about 100,000 marks load in seconds and answer in milliseconds."""

    def __init__(
        self, records: Iterable[Record], *, name: str, date: str, licence: str = ""
    ) -> None:
        self._name, self._date, self._licence = name, date, licence
        self._main = _Segment(list({record.id: record for record in records}.values()))
        self._fresh = _Segment([])
        self._pending: dict[str, Record] = {}
        self._info: CorpusInfo | None = None
        self._lock = threading.RLock()

    def __len__(self) -> int:
        return sum(int(np.count_nonzero(segment.alive)) for segment in self._segments())

    def records(self) -> list[Record]:
        """Every mark in force, in no promised order."""
        return [record for segment in self._segments() for record in segment.in_force()]

    @property
    def info(self) -> CorpusInfo:
        if self._info is None:
            rows = self.records()
            self._info = CorpusInfo(
                self._name, self._date, len(rows), fingerprint(rows), self._licence
            )
        return self._info

    def candidates(
        self, name: str, classes: frozenset[int], limit: int
    ) -> Sequence[tuple[Record, float]]:
        wanted = class_mask(classes) | 1 if classes else 0
        found = [pair for part in self._segments() for pair in part.near(name, wanted, limit)]
        return ranked(found)[:limit]

    def weigher(self, classes: frozenset[int]) -> Weigh:
        wanted = class_mask(classes) | 1 if classes else 0
        counters = [segment.counter(wanted) for segment in self._segments()]
        pool = max(SMALLEST_POOL, sum(count("") for count in counters))
        known: dict[str, float] = {}

        def weigh(word: str) -> float:
            if word not in known:
                times = sum(count(word) for count in counters)
                rarity = 1.0 - math.log(1 + times) / math.log(1 + pool)
                known[word] = max(0.05, min(rarity, listed_weight(word, classes)))
            return known[word]

        return weigh

    def add(self, record: Record) -> None:
        with self._lock:
            self._remove(record.id)
            self._pending[record.id] = record
            self._info = None

    def withdraw(self, record_id: str) -> None:
        with self._lock:
            if not self._remove(record_id):
                raise KeyError(record_id)
            self._info = None

    def _remove(self, record_id: str) -> bool:
        if self._pending.pop(record_id, None):
            return True
        for segment in (self._main, self._fresh):
            row = segment.rows.get(record_id)
            if row is not None and segment.alive[row]:
                segment.alive[row] = False
                return True
        return False

    def _segments(self) -> tuple[_Segment, ...]:
        with self._lock:
            if self._pending:
                fresh = [*self._fresh.in_force(), *self._pending.values()]
                if len(fresh) > FRESH_LIMIT:
                    self._main = _Segment([*self._main.in_force(), *fresh])
                    fresh = []
                self._fresh = _Segment(fresh)
                self._pending = {}
            return (self._main, self._fresh) if self._fresh.records else (self._main,)


class Corpora(Corpus):
    """Several corpora searched as one; every answer still names each of them."""

    def __init__(self, parts: Sequence[Corpus]) -> None:
        """Raises ``ValueError`` when there is nothing to search. New marks go to the first."""
        if not parts:
            raise ValueError("at least one corpus is needed")
        self._parts = tuple(parts)

    @property
    def info(self) -> CorpusInfo:
        infos = tuple(part.info for part in self._parts)
        if len(infos) == 1:
            return infos[0]
        joined = "\n".join(sorted(info.fingerprint for info in infos))
        return CorpusInfo(
            " + ".join(info.name for info in infos),
            min(info.date for info in infos),
            sum(info.size for info in infos),
            hashlib.sha256(joined.encode()).hexdigest(),
            parts=infos,
        )

    def candidates(
        self, name: str, classes: frozenset[int], limit: int
    ) -> Sequence[tuple[Record, float]]:
        found = [pair for part in self._parts for pair in part.candidates(name, classes, limit)]
        return ranked(found)[:limit]

    def weigher(self, classes: frozenset[int]) -> Weigh:
        weighers = [part.weigher(classes) for part in self._parts]
        return lambda word: min(weigh(word) for weigh in weighers)

    def add(self, record: Record) -> None:
        self._parts[0].add(record)

    def withdraw(self, record_id: str) -> None:
        for part in self._parts:
            try:
                return part.withdraw(record_id)
            except KeyError:
                continue
        raise KeyError(record_id)


_LISTED = {"wish": 0.3, "title": 0.3, "general": 0.3, "quality": 0.2, "place": 0.25}


def listed_weight(word: str, classes: frozenset[int]) -> float:
    """The most a word may weigh by the list of common words; 1 when it is not on it."""
    row = _WEAK.get(word)
    if row is None:
        return 1.0
    where = frozenset(int(number) for number in row["classes"].split(";") if number)
    if where and classes and not where & classes:
        return 1.0
    return _LISTED.get(row["group"], 0.1)


_WEAK = {row["word"]: row for row in table("weak_words")}


def fingerprint(records: Iterable[Record]) -> str:
    """SHA-256 (hex) over the rows in canonical form, whatever their order."""
    rows = sorted(
        "\x1f".join(
            (
                *(r.id, r.name, ";".join(map(str, r.classes)), r.status, r.number, r.source),
                *(r.filed_on, r.registered_on, r.owner),
            )
        )
        for r in records
    )
    return hashlib.sha256("\x1e".join(rows).encode("utf-8", "surrogatepass")).hexdigest()
