"""Corpus: what is searched. The public shape, a form in memory, and several joined into one.

Whatever keeps the marks (memory, a file mapped into memory, a database) answers the same five
questions: ``info``, ``pool``, ``weights``, ``add`` and ``withdraw``.
"""

import hashlib
import math
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from serupa import fast
from serupa.data import table
from serupa.fast.known import Known, Listed, Rare
from serupa.index.asked import asked
from serupa.index.build import builders_of_records
from serupa.index.holdings import Holdings, View
from serupa.index.pool import Pool, joined
from serupa.index.segment import class_mask
from serupa.index.store import Change, Opened, Store
from serupa.names.order import Weigh as WeighAll
from serupa.names.pair import Weigh
from serupa.register import read_register
from serupa.screening import Still, screen
from serupa.types import CorpusInfo, Query, Record, Report

SMALLEST_POOL = 5_000
"""Word weights are reckoned as if a register had at least so many marks, so that a word is not
called common because a small register holds it once."""


class Weighing:
    """How much words distinguish: the least that any of several registers says. ``registers``:
    each with the weights it has told the compiled loops."""

    def __init__(self, registers: Sequence[tuple[WeighAll, Known]]) -> None:
        self.registers = registers

    def __call__(self, words: Sequence[str]) -> list[float]:
        each = [one(words) for one, _ in self.registers]
        return list(map(min, *each)) if len(each) > 1 else list(each[0])


class Corpus(ABC):
    """A register of marks that can be searched and is honest about what it holds."""

    @staticmethod
    def from_records(
        records: Iterable[Record], *, name: str, date: str, licence: str = ""
    ) -> "MemoryCorpus":
        """A corpus in memory. ``date``: ISO date of the data. A later id replaces an earlier."""
        return MemoryCorpus(records, name=name, date=date, licence=licence)

    @staticmethod
    def open(folder: Path | str) -> "FolderCorpus":
        """The index in a folder (``serupa index build``). Raises ``OSError`` and ``Broken``."""
        return FolderCorpus(Path(folder))

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
    def pool(self, name: str, classes: frozenset[int], limit: int, far: int = 0) -> Pool:
        """At most ``limit`` marks to compare with ``name``, of ``classes`` or of no recorded class
        (of any when empty), and besides at most ``far`` of other classes heard exactly like it."""

    @abstractmethod
    def size(self, classes: frozenset[int]) -> int:
        """Marks of ``classes`` or of no recorded class (all when empty), of two classes twice;
        those withdrawn since the register was built still count."""

    def candidates(
        self, name: str, classes: frozenset[int], limit: int
    ) -> Sequence[tuple[Record, float]]:
        """The marks of ``pool`` with their rough likeness 0-1, best first, equals by id."""
        found = self.pool(name, classes, limit)
        return [(found.record(at), float(found.rough[at])) for at in range(len(found))][:limit]

    @abstractmethod
    def weights(self, words: Sequence[str], classes: frozenset[int]) -> list[float]:
        """How much each word distinguishes among the marks of ``classes``, 0.05 to 1."""

    def weighing(self, classes: frozenset[int]) -> WeighAll:
        """``weights`` for as many calls as one answer needs, from one moment's marks."""
        return lambda words: self.weights(words, classes)

    def still(self) -> Still:
        """The marks as they are now: what changes while an answer is made is in the next one."""
        return self

    def weigher(self, classes: frozenset[int]) -> Weigh:
        """``weights`` for one word at a time; each word is looked up once."""
        known: dict[str, float] = {}

        def weigh(word: str) -> float:
            if word not in known:
                known[word] = self.weights([word], classes)[0]
            return known[word]

        return weigh

    @abstractmethod
    def add(self, record: Record) -> None:
        """Add a mark, or replace the one with the same id; found by the next search.

        Raises ``ValueError`` for an id that is empty or goes over several lines.
        """

    @abstractmethod
    def withdraw(self, record_id: str) -> None:
        """Take a mark out. Raises ``KeyError`` for an unknown id."""

    def screen(self, query: Query, *, limit: int = 20, variants: bool = False) -> Report:
        """The report for one name against this corpus."""
        return screen(query, self, limit=limit, variants=variants)


class _Viewed(ABC):
    """What is asked of the marks of a view."""

    @abstractmethod
    def view(self) -> View:
        """Everything in force now; it stays as it is while it is searched."""

    def size(self, classes: frozenset[int]) -> int:
        return self.view().size(classes)

    def pool(self, name: str, classes: frozenset[int], limit: int, far: int = 0) -> Pool:
        wanted = class_mask(classes) | 1 if classes else 0
        return self.view().pool(asked(name), wanted, limit, far)

    def weights(self, words: Sequence[str], classes: frozenset[int]) -> list[float]:
        return self._weights(self.view(), words, classes)

    def weighing(self, classes: frozenset[int]) -> WeighAll:
        view = self.view()

        def weigh(words: Sequence[str]) -> list[float]:
            return self._weights(view, words, classes)

        return Weighing([(weigh, view.known(classes, _rare, _LISTED_WORDS))])

    def weigher(self, classes: frozenset[int]) -> Weigh:
        view = self.view()
        known = view.known_weights(classes)

        def weigh(word: str) -> float:
            found = known.get(word)
            return self._weights(view, (word,), classes)[0] if found is None else found

        return weigh

    @staticmethod
    def _weights(view: View, words: Sequence[str], classes: frozenset[int]) -> list[float]:
        known = view.known_weights(classes)
        fresh = list(set(words).difference(known))
        if fresh:
            loops, rare = fast.loops(), _rare(view.size(classes))
            counts = (
                view.word_counts(fresh, classes)
                if loops is None
                else view.known(classes, _rare, _LISTED_WORDS).times(loops, fresh)
            )
            weights = {times: rare(times) for times in set(counts)}
            known.update(zip(fresh, map(weights.__getitem__, counts), strict=True))
            for word in filter(_LISTED.__contains__, fresh):
                known[word] = min(known[word], listed_weight(word, classes))
        return list(map(known.__getitem__, words))


class _Moment(_Viewed):
    """The marks of one view."""

    def __init__(self, view: View) -> None:
        self._view = view

    def view(self) -> View:
        return self._view


class _HoldingCorpus(_Viewed, Corpus):
    """What a corpus in memory and one in a folder have in common: a view to search."""

    @abstractmethod
    def records(self) -> list[Record]:
        """Every mark in force, in no promised order."""

    def still(self) -> Still:
        return _Moment(self.view())


@lru_cache(maxsize=256)
def _rare(marks: int) -> Rare:
    """How much a word distinguishes that so many of the marks hold."""
    return Rare(math.log(max(SMALLEST_POOL, marks)))


class MemoryCorpus(_HoldingCorpus):
    """A corpus held in memory: a hundred thousand marks load in two seconds."""

    def __init__(
        self, records: Iterable[Record], *, name: str, date: str, licence: str = ""
    ) -> None:
        self._name, self._date, self._licence = name, date, licence
        self._holdings = Holdings.of([one.build() for one in builders_of_records(records)])
        self._lock = threading.RLock()

    def __len__(self) -> int:
        return self._holdings.marks

    def records(self) -> list[Record]:
        with self._lock:
            return self._holdings.in_force()

    @property
    def info(self) -> CorpusInfo:
        with self._lock:
            size, digest = self._holdings.marks, self._holdings.fingerprint
        return CorpusInfo(self._name, self._date, size, digest, self._licence)

    def view(self) -> View:
        with self._lock:
            self._holdings.settle()
            return self._holdings.view()

    def add(self, record: Record) -> None:
        with self._lock:
            self._holdings.put(record)

    def withdraw(self, record_id: str) -> None:
        with self._lock:
            if not self._holdings.drop(record_id):
                raise KeyError(record_id)


class FolderCorpus(_HoldingCorpus):
    """A corpus in a folder, mapped into memory. Changes by other processes are seen by the next
    search; changes made here are on the disk when the call returns."""

    def __init__(self, folder: Path) -> None:
        self._store = Store(folder)
        self._opened = self._store.open()
        self._lock = threading.RLock()

    def __len__(self) -> int:
        return self._newest().holdings.marks

    def records(self) -> list[Record]:
        with self._lock:
            return self._newest().holdings.in_force()

    @property
    def info(self) -> CorpusInfo:
        with self._lock:
            opened = self._newest()
            told, held = opened.manifest, opened.holdings
            return CorpusInfo(told.name, told.date, held.marks, held.fingerprint, told.licence)

    def view(self) -> View:
        with self._lock:
            return self._newest().holdings.view()

    def add(self, record: Record) -> None:
        self.change([record])

    def withdraw(self, record_id: str) -> None:
        self.change([record_id])

    def change(self, changes: Sequence[Change]) -> None:
        """Several changes as one version: all of them or none.

        Raises ``KeyError`` for an unknown id to withdraw, ``ValueError`` as :meth:`add` does.
        """
        with self._lock, self._store.locked():
            self._opened = self._store.change(self._newest(), changes)

    def tidy(self) -> None:
        """Put small segments together, so that searching stays fast after many changes."""
        with self._lock, self._store.locked():
            self._opened = self._store.tidy(self._newest())

    def _newest(self) -> Opened:
        if self._store.is_behind(self._opened):
            self._opened = self._store.newest(self._opened)
        return self._opened


class _Together:
    """Several corpora, as they are at one moment, as one."""

    def __init__(self, parts: Sequence[Still]) -> None:
        self._parts = parts

    def pool(self, name: str, classes: frozenset[int], limit: int, far: int = 0) -> Pool:
        return joined([part.pool(name, classes, limit, far) for part in self._parts], limit, far)

    def weighing(self, classes: frozenset[int]) -> WeighAll:
        parts = [part.weighing(classes) for part in self._parts]
        return Weighing(
            [
                one
                for part in parts
                for one in (part.registers if isinstance(part, Weighing) else [(part, Known())])
            ]
        )


class Corpora(Corpus):
    """Several corpora searched as one; every answer still names each of them."""

    def __init__(self, parts: Sequence[Corpus]) -> None:
        """Raises ``ValueError`` when there is nothing to search. New marks go to the first."""
        if not parts:
            raise ValueError("at least one corpus is needed")
        self._parts = tuple(parts)

    @property
    def parts(self) -> tuple[Corpus, ...]:
        """The corpora joined."""
        return self._parts

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

    def pool(self, name: str, classes: frozenset[int], limit: int, far: int = 0) -> Pool:
        return self.still().pool(name, classes, limit, far)

    def weights(self, words: Sequence[str], classes: frozenset[int]) -> list[float]:
        each = [part.weights(words, classes) for part in self._parts]
        return [min(weights) for weights in zip(*each, strict=True)]

    def weighing(self, classes: frozenset[int]) -> WeighAll:
        return self.still().weighing(classes)

    def still(self) -> Still:
        return _Together([part.still() for part in self._parts])

    def size(self, classes: frozenset[int]) -> int:
        return sum(part.size(classes) for part in self._parts)

    def add(self, record: Record) -> None:
        self._parts[0].add(record)

    def withdraw(self, record_id: str) -> None:
        for part in self._parts:
            try:
                return part.withdraw(record_id)
            except KeyError:
                continue
        raise KeyError(record_id)


def listed_weight(word: str, classes: frozenset[int]) -> float:
    """The most a word may weigh by the list of common words; 1 when it is not on it."""
    found = _LISTED.get(word)
    if found is None:
        return 1.0
    weight, where = found
    return 1.0 if where and classes and where.isdisjoint(classes) else weight


def _listed() -> dict[str, tuple[float, frozenset[int]]]:
    """The list: of each word the most it weighs, and the classes in which it counts, none for
    all."""
    groups = {"wish": 0.3, "title": 0.3, "general": 0.3, "quality": 0.2, "place": 0.25}
    return {
        row["word"]: (
            groups.get(row["group"], 0.1),
            frozenset(int(number) for number in row["classes"].split(";") if number),
        )
        for row in table("weak_words")
    }


_LISTED = _listed()
_LISTED_WORDS = Listed(
    {
        word: (weight, sum(1 << number for number in where))
        for word, (weight, where) in _LISTED.items()
    }
)
