"""The folder of an index: a manifest, segments, and a log of the changes since.

Whatever dies and whenever: the manifest is replaced in one step and names only files that are
already whole and on the disk, and a change is one frame of the log with its length and checksum,
so a reader sees either all of it or nothing. One process writes at a time (a lock on a file);
readers take no lock and notice a change by the size of the log or the manifest's own.

A frame: four bytes of length, four of CRC-32, then JSON with the changes and the sum after them.
"""

import contextlib
import errno
import fcntl
import json
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serupa.collector import no_collection
from serupa.index.build import Builder
from serupa.index.files import Broken, check_arrays, map_arrays, write_arrays, written_whole
from serupa.index.holdings import FRESH_LIMIT, Holdings
from serupa.index.readings import READ_BY
from serupa.index.scope import Alive
from serupa.index.segment import Segment
from serupa.types import Record

MANIFEST = "manifest.json"
LOCK = "lock"
FORMAT = 4
_TRIES = 20

Change = Record | str
"""A mark to add, or the id of one to withdraw."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index consists of. ``total`` and ``marks``: before the changes of ``log``;
    ``read_by``: ``READ_BY`` when it was built, empty before there was any."""

    name: str
    date: str
    licence: str = ""
    generation: int = 0
    segments: tuple[str, ...] = ()
    withdrawn: str = ""
    log: str = ""
    total: tuple[int, ...] = (0, 0, 0, 0)
    marks: int = 0
    read_by: str = ""

    @property
    def files(self) -> set[str]:
        """The names of every file the index needs."""
        return {MANIFEST, LOCK, self.withdrawn, self.log, *self.segments} - {""}


@dataclass(slots=True)
class Opened:
    """An index as read from its folder, up to byte ``read`` of the log."""

    manifest: Manifest
    stamp: tuple[int, int, int]
    holdings: Holdings
    read: int = 0


@dataclass(slots=True)
class Store:
    """A folder with an index. Every method may raise ``OSError`` and ``Broken``."""

    folder: Path
    _segments: dict[str, Segment] = field(default_factory=dict)

    def open(self) -> Opened:
        """The newest version. Raises ``FileNotFoundError`` where there is no index."""
        for attempt in range(_TRIES):
            try:
                stamp = self.stamp()
                opened = self._read(_manifest(self.folder), stamp)
                self.catch_up(opened)
                return opened
            except FileNotFoundError as missing:
                # Replaced while it was being read: the next manifest names files that are there.
                if not (self.folder / MANIFEST).exists():
                    told = "there is no index here (serupa index build makes one)"
                    raise FileNotFoundError(errno.ENOENT, told, str(self.folder)) from None
                if attempt == _TRIES - 1:
                    lacking = Path(str(missing.filename)).name
                    raise Broken(f"{lacking} of the index {self.folder} is missing") from missing
        raise AssertionError("unreachable")

    def stamp(self) -> tuple[int, int, int]:
        """Changes whenever the manifest does."""
        found = os.stat(f"{self.folder}/{MANIFEST}")
        return found.st_ino, found.st_mtime_ns, found.st_size

    def is_behind(self, opened: Opened) -> bool:
        """Whether somebody has changed the index since."""
        if self.stamp() != opened.stamp:
            return True
        try:
            log = f"{self.folder}/{opened.manifest.log}"
            return os.stat(log).st_size != opened.read
        except FileNotFoundError:
            return True

    def catch_up(self, opened: Opened) -> None:
        """Apply the changes of the log that were not yet read."""
        with (self.folder / opened.manifest.log).open("rb") as stream:
            stream.seek(opened.read)
            fresh = stream.read()
        for frame, size in _frames(fresh):
            for change in frame["changes"]:
                _apply(opened.holdings, change)
            expected = tuple(frame["total"]), frame["marks"]
            if (tuple(opened.holdings.total.tolist()), opened.holdings.marks) != expected:
                raise Broken("the log does not fit the marks")
            opened.read += size

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else writes meanwhile."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / LOCK).open("ab") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def newest(self, opened: Opened) -> Opened:
        """``opened`` with every change since, or the version that has replaced it."""
        if self.stamp() == opened.stamp:
            try:
                self.catch_up(opened)
                return opened
            except FileNotFoundError:
                pass  # replaced just now
        return self.open()

    def build(self, builders: Iterable[Builder], name: str, date: str, licence: str = "") -> Opened:
        """Make a new index of what the builders hold, in place of any older one in the folder."""
        with self.locked(), no_collection():
            old = _replaced(self.folder)
            if old.files - {MANIFEST, LOCK}:
                self._sweep(old)
            names: list[str] = []
            segments: list[Segment] = []
            for number, builder in enumerate(builders):
                names.append(f"segment-{old.generation + 1:06}-{number:03}.arrays")
                write_arrays(self.folder / names[-1], builder.build().arrays)
                segments.append(Segment(map_arrays(self.folder / names[-1])))
            self._segments = dict(zip(names, segments, strict=True))
            fresh = Manifest(name, date, licence, old.generation, read_by=READ_BY)
            return self._publish(fresh, Holdings.of(segments))

    def check(self) -> int:
        """Read every byte of the newest version. Raises ``Broken`` where one is not as written.

        How many bytes at the end of the log are no whole change: left by a writer that died, or by
        damage to what comes last. The next change removes them.
        """
        opened = self.open()
        for name in (*opened.manifest.segments, opened.manifest.withdrawn):
            if name:
                check_arrays(self.folder / name)
        return self._left_over(opened)

    def is_dated(self) -> bool:
        """Whether its marks were read by earlier rules: built anew, more would be found."""
        return _manifest(self.folder).read_by != READ_BY

    def size(self) -> int:
        """Bytes of the files of the newest version."""
        return sum((self.folder / name).stat().st_size for name in _manifest(self.folder).files)

    def change(self, opened: Opened, changes: Sequence[Change]) -> Opened:
        """Make changes as one version. Call with the lock and nothing unread.

        Raises ``KeyError`` for the withdrawal of an unknown id and ``ValueError`` for a new one
        that cannot be kept; then nothing is changed.
        """
        tried = opened.holdings.copy()
        for what in changes:
            if isinstance(what, Record):
                tried.put(what)
            elif not tried.drop(what):
                raise KeyError(what)
        if len(tried.fresh) > FRESH_LIMIT:
            tried.seal()
            return self._publish(opened.manifest, tried)
        self._append(opened, changes, tried)
        return opened

    def tidy(self, opened: Opened) -> Opened:
        """Put small segments together. Call with the lock and nothing unread."""
        tried = opened.holdings.copy()
        return self._publish(opened.manifest, tried) if tried.merge() else opened

    def _left_over(self, opened: Opened) -> int:
        """Bytes of the log after its last whole change. Raises ``Broken`` where more came after
        what is damaged: a writer that dies leaves the end torn, never the middle."""
        with (self.folder / opened.manifest.log).open("rb") as stream:
            stream.seek(opened.read)
            rest = stream.read()
        size = int.from_bytes(rest[:4], "little")
        if size and len(rest) > 8 + size:
            raise Broken(f"{opened.manifest.log} is damaged and holds later changes")
        return len(rest)

    def _append(self, opened: Opened, changes: Sequence[Change], after: Holdings) -> None:
        self._left_over(opened)
        plain = [
            {"add": what.to_dict()} if isinstance(what, Record) else {"withdraw": what}
            for what in changes
        ]
        frame = {"changes": plain, "total": after.total.tolist(), "marks": after.marks}
        raw = json.dumps(frame).encode()
        raw = len(raw).to_bytes(4, "little") + zlib.crc32(raw).to_bytes(4, "little") + raw
        with (self.folder / opened.manifest.log).open("r+b") as stream:
            stream.truncate(opened.read)  # what a writer left when it died in the middle
            stream.seek(opened.read)
            stream.write(raw)
            stream.flush()
            os.fsync(stream.fileno())
        opened.holdings = after
        opened.read += len(raw)

    def _publish(self, manifest: Manifest, holdings: Holdings) -> Opened:
        """Make what is held, without fresh marks, the current version."""
        generation = manifest.generation + 1
        known = {id(segment): name for name, segment in self._segments.items()}
        names: list[str] = []
        gone: dict[str, NDArray[Any]] = {}
        for number, (segment, alive) in enumerate(holdings.parts):
            name = known.get(id(segment), f"segment-{generation:06}-{number:03}.arrays")
            if id(segment) not in known:
                write_arrays(self.folder / name, segment.arrays)
            names.append(name)
            if alive is not None:
                gone[name] = np.flatnonzero(~alive).astype(np.uint32)
        fresh = replace(
            manifest,
            generation=generation,
            segments=tuple(names),
            withdrawn=f"withdrawn-{generation:06}.arrays" if gone else "",
            log=f"changes-{generation:06}.log",
            total=tuple(holdings.total.tolist()),
            marks=holdings.marks,
        )
        if gone:
            write_arrays(self.folder / fresh.withdrawn, gone)
        with written_whole(self.folder / fresh.log):
            pass
        with written_whole(self.folder / MANIFEST) as stream:
            stream.write(_manifest_bytes(fresh))
        self._sweep(fresh)
        return self.open()

    def _sweep(self, manifest: Manifest) -> None:
        """Remove what no version needs: of older versions, and of writers that died."""
        for file in self.folder.iterdir():
            if file.name not in manifest.files and _OURS.fullmatch(file.name):
                file.unlink(missing_ok=True)

    def _read(self, manifest: Manifest, stamp: tuple[int, int, int]) -> Opened:
        known = {
            name: self._segments.get(name) or Segment(map_arrays(self.folder / name))
            for name in manifest.segments
        }
        self._segments = known
        gone = map_arrays(self.folder / manifest.withdrawn) if manifest.withdrawn else {}
        parts: list[tuple[Segment, Alive]] = []
        for name, segment in known.items():
            alive: Alive = None
            if name in gone:
                alive = np.ones(segment.size, dtype=np.bool_)
                alive[gone[name]] = False
            parts.append((segment, alive))
        total = np.array(manifest.total, dtype=np.uint64)
        return Opened(manifest, stamp, Holdings(parts, total, manifest.marks))


def _apply(holdings: Holdings, change: dict[str, Any]) -> None:
    if "add" in change:
        holdings.again(Record.from_dict(change["add"]))
    else:
        holdings.drop(change["withdraw"])


def _frames(raw: bytes) -> Iterable[tuple[dict[str, Any], int]]:
    """The whole frames of a log with their sizes; a broken one ends it."""
    at = 0
    while at + 8 <= len(raw):
        size = int.from_bytes(raw[at : at + 4], "little")
        content = raw[at + 8 : at + 8 + size]
        is_whole = zlib.crc32(content).to_bytes(4, "little") == raw[at + 4 : at + 8]
        if not size or len(content) < size or not is_whole:
            return
        yield json.loads(content), 8 + size
        at += 8 + size


_KEPT = r"(?:segment-\d{6,}-\d{3,}\.arrays|withdrawn-\d{6,}\.arrays|changes-\d{6,}\.log)"
_OURS = re.compile(rf"{_KEPT}|\.(?:{_KEPT}|{re.escape(MANIFEST)})\.\d+\.part")
"""Names only the index gives: whatever else lies in its folder belongs to somebody."""

_GENERATION = re.compile(r"(?<=-)\d{6,}")


def _manifest_bytes(manifest: Manifest) -> bytes:
    content = {slot: getattr(manifest, slot) for slot in Manifest.__slots__}
    text = json.dumps({"format": FORMAT, **content}, ensure_ascii=False, indent=1)
    return json.dumps(
        {"crc32": zlib.crc32(text.encode()), "manifest": text}, ensure_ascii=False
    ).encode()


def _replaced(folder: Path) -> Manifest:
    """What stands in the folder. Where it cannot be read, as from another version, nothing, but
    numbered after every file there: none is written over before the new index is whole."""
    try:
        return _manifest(folder)
    except (FileNotFoundError, Broken):
        names = (file.name for file in folder.iterdir() if _OURS.fullmatch(file.name))
        numbers = (int(number) for name in names for number in _GENERATION.findall(name))
        return Manifest("", "", generation=max(numbers, default=0))


def _manifest(folder: Path) -> Manifest:
    raw = (folder / MANIFEST).read_bytes()
    try:
        outer = json.loads(raw)
        text = outer["manifest"]
        content = json.loads(text)
        intact = zlib.crc32(text.encode()) == outer["crc32"] and content.pop("format") == FORMAT
    except (ValueError, KeyError, TypeError) as problem:
        raise Broken(f"{MANIFEST} is damaged") from problem
    if not intact:
        raise Broken(f"{MANIFEST} is damaged or of another version")
    content["segments"] = tuple(content["segments"])
    content["total"] = tuple(content["total"])
    return Manifest(**content)
