"""The index on disk: one row of bytes a mark, mapped into memory; more marks are appended.

A row is one vector for the whole drawing and a few for its parts, each of length 1 and kept as
bytes (127 steps, 128 is zero). Some numbers of each vector lead: they stand apart from the rest, a
search reads only those for every mark, and the rest for the most promising ones.

Files: ``marks.sqlite`` (what each row is; its count is the truth), ``whole.u8`` and ``parts.u8``
(the leading numbers, mapped), ``rest.u8`` (read row by row: a page mapped for each of a few
thousand rows would soon hold all of the file in memory) and ``classes.u64`` (mapped when asked).
Vectors are written before the marks are committed, so a kill leaves a tail nobody reads.
"""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from serupa.images.extractor import Vectors

Bytes = NDArray[np.uint8]
Places = NDArray[np.int64]

_MORE = "add to it (serupa images add) or choose another folder"

STEPS = 127.0
"""Of a number of a unit vector; the largest rarely exceeds a half."""

SCALE = 2.0
"""Numbers are stretched by this before they become bytes; beyond ±0.5 they are cut."""


@dataclass(frozen=True)
class Layout:
    """How a row is made: ``whole`` numbers for the drawing, ``part`` for each of ``parts``.

    ``leads``: the numbers of the drawing the first pass reads, as pairs of first and end;
    ``part_lead``: how many of the first numbers of each part it reads.
    """

    whole: int
    part: int
    parts: int
    leads: Sequence[Sequence[int]]
    part_lead: int

    @property
    def leading(self) -> Places:
        """The numbers of the drawing the first pass reads."""
        return np.concatenate([np.arange(first, end) for first, end in self.leads])

    @property
    def others(self) -> list[tuple[int, int]]:
        """The numbers of the drawing between those, as pairs of first and end."""
        ends = [0, *(end for _, end in self.leads)]
        firsts = [*(first for first, _ in self.leads), self.whole]
        return [(end, first) for end, first in zip(ends, firsts, strict=True) if end < first]

    @property
    def widths(self) -> dict[str, int]:
        """The files of vectors and how many bytes a mark takes in each."""
        lead = len(self.leading)
        rest = self.whole - lead + self.parts * (self.part - self.part_lead)
        leads = {"whole.u8": lead, "parts.u8": self.parts * self.part_lead}
        return {**leads, "rest.u8": rest, "classes.u64": 8}


@dataclass(frozen=True)
class Mark:
    """One mark of the gallery. ``classes``: Nice classes; ``group``: marks of one owner, family
    of a motif, or whatever else belongs together; ``state``: of a motif's licence."""

    id: str
    path: str
    classes: tuple[int, ...] = ()
    group: str = ""
    state: str = ""


class GalleryError(ValueError):
    """An index that cannot be read or does not fit; the message says why."""


def to_bytes(vectors: Vectors) -> Bytes:
    """Unit vectors as bytes."""
    steps = np.rint(np.clip(vectors * SCALE, -1, 1) * STEPS)
    return np.asarray(steps + 128, np.uint8)


def from_bytes(stored: Bytes) -> Vectors:
    """Bytes as unit vectors, as near as the bytes are."""
    numbers = stored.astype(np.float32)
    numbers -= 128
    numbers /= STEPS * SCALE
    return numbers


_SCHEMA = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE marks (
    place INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,
    classes INTEGER NOT NULL,
    grouped TEXT NOT NULL,
    state TEXT NOT NULL
);
"""


class Index:
    """An index in a folder. Use :meth:`create` or :meth:`open`; close it or use it as a context."""

    def __init__(self, folder: Path, base: sqlite3.Connection) -> None:
        self.folder = folder
        self._base = base
        about = dict(base.execute("SELECT key, value FROM about").fetchall())
        self.kind = about["kind"]
        self.engine = about["engine"]
        self.layout = Layout(**json.loads(about["layout"]))
        self._mapped: dict[str, Bytes] | None = None

    @classmethod
    def create(cls, folder: Path, *, kind: str, engine: str, layout: Layout) -> "Index":
        """A new, empty index. Raises ``GalleryError`` when the folder holds one already."""
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / "marks.sqlite").exists():
            raise GalleryError(f"{folder} holds an index already; {_MORE}")
        base = sqlite3.connect(folder / "marks.sqlite")
        with base:
            base.executescript(_SCHEMA)
            rows = {"kind": kind, "engine": engine, "layout": json.dumps(layout.__dict__)}
            rows["fingerprint"] = hashlib.sha256(f"{kind} {engine}".encode()).hexdigest()
            base.executemany("INSERT INTO about VALUES (?, ?)", rows.items())
        for name in layout.widths:
            (folder / name).touch()
        return cls(folder, base)

    @classmethod
    def open(cls, folder: Path) -> "Index":
        """The index of a folder. Raises ``GalleryError`` when there is none."""
        if not (folder / "marks.sqlite").is_file():
            raise GalleryError(f"{folder} holds no index")
        try:
            return cls(folder, sqlite3.connect(folder / "marks.sqlite"))
        except TypeError:  # a layout of other numbers
            raise GalleryError(f"{folder} was made by another version; build it again") from None
        except (sqlite3.DatabaseError, KeyError, ValueError) as problem:
            raise GalleryError(f"{folder} holds no index that can be read: {problem}") from problem

    def __enter__(self) -> "Index":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self._mapped = None
        self._base.close()

    def __len__(self) -> int:
        return int(
            self._base.execute("SELECT COALESCE(MAX(place) + 1, 0) FROM marks").fetchone()[0]
        )

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hex) over everything added, in its order."""
        row = self._base.execute("SELECT value FROM about WHERE key = 'fingerprint'").fetchone()
        return str(row[0])

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(path.stat().st_size for path in self.folder.iterdir() if path.is_file())

    def add(self, marks: Sequence[Mark], rows: Sequence[tuple[Vectors, Vectors]]) -> None:
        """Append marks with their vectors: ``whole`` numbers, and parts × ``part``.

        All or none. Raises ``GalleryError`` for an id that is there already.
        """
        packed = self._packed(marks, rows)
        try:
            with self._base:
                self._base.execute("BEGIN IMMEDIATE")
                count = len(self)
                self._base.executemany(
                    "INSERT INTO marks VALUES (?, ?, ?, ?, ?, ?)",
                    [
                        (count + at, m.id, m.path, _mask(m.classes), m.group, m.state)
                        for at, m in enumerate(marks)
                    ],
                )
                digest = self.fingerprint
                for mark, *row in zip(marks, *packed.values(), strict=True):
                    text = b"".join(values.tobytes() for values in row)
                    digest = hashlib.sha256(f"{digest} {mark.id} ".encode() + text).hexdigest()
                self._base.execute(
                    "UPDATE about SET value = ? WHERE key = 'fingerprint'", (digest,)
                )
                for name, stored in packed.items():
                    _append(self.folder / name, count * self.layout.widths[name], stored)
        except sqlite3.IntegrityError:
            raise GalleryError("an id stands in the index already, or twice in the list") from None
        self._mapped = None

    def _packed(
        self, marks: Sequence[Mark], rows: Sequence[tuple[Vectors, Vectors]]
    ) -> dict[str, Bytes]:
        count, at, lead = len(rows), self.layout.part_lead, self.layout.leading
        whole = to_bytes(np.stack([row[0] for row in rows]))
        parts = to_bytes(np.stack([row[1] for row in rows]))
        rest = [np.delete(whole, lead, axis=1), parts[:, :, at:].reshape(count, -1)]
        masks = np.array([_mask(mark.classes) for mark in marks], "<u8")
        return {
            "whole.u8": whole[:, lead],
            "parts.u8": parts[:, :, :at].reshape(count, -1),
            "rest.u8": np.concatenate(rest, axis=1),
            "classes.u64": masks.view(np.uint8).reshape(count, 8),
        }

    def mapped(self) -> dict[str, Bytes]:
        """The rows in force, by file, ``rest.u8`` left out: n × the width of the file. Raises
        ``GalleryError`` where a file has lost rows."""
        count = len(self)
        if self._mapped is None or len(self._mapped["whole.u8"]) != count:
            for name, wide in self.layout.widths.items():
                file = self.folder / name
                if not file.is_file() or file.stat().st_size < count * wide:
                    raise GalleryError(f"{file} is cut short or gone; build the index again")
            self._mapped = {
                name: np.memmap(self.folder / name, np.uint8, "r", shape=(count, wide))
                if count and wide
                else np.zeros((count, wide), np.uint8)
                for name, wide in self.layout.widths.items()
                if name != "rest.u8"
            }
        return self._mapped

    def vectors(self, places: NDArray[np.int64]) -> tuple[Vectors, Vectors]:
        """The vectors of some rows: n × whole, and n × parts × part."""
        held, layout, count = self.mapped(), self.layout, len(places)
        at, rest = layout.part_lead, self._rest(places)
        whole = np.empty((count, layout.whole), np.uint8)
        cut = _spread(whole, layout.others, rest)
        _spread(whole, layout.leads, held["whole.u8"].take(places, axis=0))
        parts = np.empty((count, layout.parts, layout.part), np.uint8)
        parts[:, :, :at] = held["parts.u8"].take(places, axis=0).reshape(count, layout.parts, at)
        parts[:, :, at:] = rest[:, cut:].reshape(count, layout.parts, layout.part - at)
        return from_bytes(whole), from_bytes(parts)

    def _rest(self, places: NDArray[np.int64]) -> Bytes:
        wide = self.layout.widths["rest.u8"]
        with (self.folder / "rest.u8").open("rb") as file:
            number = file.fileno()
            read = [os.pread(number, wide, place) for place in (places * wide).tolist()]
        return np.frombuffer(b"".join(read), np.uint8).reshape(len(places), wide)

    def masks(self) -> NDArray[np.uint64]:
        """The classes of every row as bits 1-45, bit 0 for "not recorded"."""
        return self.mapped()["classes.u64"].reshape(-1).view("<u8")

    def marks(self, places: Iterable[int]) -> Iterator[Mark]:
        """The marks of some rows, in the order asked."""
        for place in places:
            row = self._base.execute(
                "SELECT * FROM marks WHERE place = ?", (int(place),)
            ).fetchone()
            yield _mark(row)

    def ids(self) -> list[str]:
        """The id of every row, in order."""
        return [row[0] for row in self._base.execute("SELECT id FROM marks ORDER BY place")]

    def find(self, mark_id: str) -> tuple[int, Mark]:
        """The row and the mark with an id. Raises ``GalleryError`` when there is none."""
        row = self._base.execute("SELECT * FROM marks WHERE id = ?", (mark_id,)).fetchone()
        if row is None:
            raise GalleryError(f"there is no mark '{mark_id}' in {self.folder}")
        return int(row[0]), _mark(row)


def _spread(target: Bytes, ranges: Sequence[Sequence[int]], columns: Bytes) -> int:
    """Put leading columns where they belong, range by range (much faster than number by number);
    how many they were."""
    used = 0
    for first, end in ranges:
        target[:, first:end] = columns[:, used : used + end - first]
        used += end - first
    return used


def _mark(row: tuple[int, str, str, int, str, str]) -> Mark:
    classes = tuple(number for number in range(1, 46) if row[3] >> number & 1)
    return Mark(row[1], row[2], classes, row[4], row[5])


def _mask(classes: Iterable[int]) -> int:
    mask = 0
    for number in classes:
        mask |= 1 << number
    return mask or 1


def _append(path: Path, offset: int, rows: Bytes) -> None:
    with path.open("r+b") as file:
        file.truncate(offset)
        file.seek(offset)
        file.write(rows.tobytes())
        file.flush()
        os.fsync(file.fileno())
