"""Kills: a writer is killed at random moments, and every time the index is read anew.

A child process makes one version after another: changes, tidying, whole builds. It tells the number
of each version that is done. The parent kills it (SIGKILL) after a random time and opens the index:
it must be the last version told or the one being made, whole: its marks, its fingerprint, and what
it answers. What a loss of power does is not tried here; files are synced before they are named.
"""

import os
import random
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path

from serupa.corpus import Corpus, MemoryCorpus
from serupa.index.build import builders_of_records
from serupa.index.store import Change, Store
from serupa.types import Record

MARKS = 60
"""Marks of the register that is changed; each version changes three of them."""

SECONDS = 0.12
"""A writer lives at most so long."""

_NAME, _DATE = "kills", "2026-11-01"


@dataclass(slots=True)
class Kills:
    """What was found: how many kills, how many left the last version told and how many a newer
    one, what the writer was doing, and what was wrong (empty when all is well)."""

    kills: int = 0
    last: int = 0
    newer: int = 0
    during: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def try_kills(folder: Path, times: int, seed: int = 51197) -> Kills:
    """Kill a writer ``times`` times in ``folder``, which must be empty."""
    chance = random.Random(seed)
    found = Kills()
    _make(folder, 0, _expected(0))
    told = 0
    while found.kills < times:
        told = max(told, _killed_writer(folder, told, chance.uniform(0.0, SECONDS)))
        found.kills += 1
        doing = _doing(told + 1)
        found.during[doing] = found.during.get(doing, 0) + 1
        version, problem = _read(folder, told)
        if problem:
            found.wrong.append(problem)
            return found
        found.last += version == told
        found.newer += version > told
        told = version
    return found


def _killed_writer(folder: Path, version: int, seconds: float) -> int:
    """The last version a writer told to be done before it was killed."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:  # nothing here may return
        try:
            while True:
                version += 1
                _advance(folder, version)
                os.write(writer, version.to_bytes(8, "little"))
        finally:
            os._exit(1)
    os.close(writer)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read()
    return int.from_bytes(said[-8:], "little")


def _doing(version: int) -> str:
    return "build" if version % 5 == 0 else "tidy" if version % 7 == 0 else "change"


def _advance(folder: Path, version: int) -> None:
    if _doing(version) == "build":
        _make(folder, version, _expected(version))
        return
    corpus = Corpus.open(folder)
    if _doing(version) == "tidy":
        corpus.tidy()
    corpus.change(_changes(version))


def _make(folder: Path, version: int, records: dict[str, Record]) -> None:
    Store(folder).build(builders_of_records(records.values()), _NAME, _DATE)


def _changes(version: int) -> list[Change]:
    """What a version changes: its own number, one mark anew, one more withdrawn and back."""
    chance = random.Random(version)
    name = " ".join(chance.choice(_WORDS) for _ in range(chance.randint(1, 3)))
    changes: list[Change] = [Record("version", f"versi {version}")]
    changes.append(Record(f"m{version % MARKS}", name, (1 + version % 45,)))
    if version > MARKS:
        gone = f"m{(version + MARKS // 2) % MARKS}"
        changes += [gone, Record(gone, f"{name} {version}", (30, 43))]
    return changes


_WORDS = [
    "kopi",
    "senja",
    "batik",
    "laras",
    "bintang",
    "timur",
    "melati",
    "rasa",
    "nusantara",
    "jaya",
    "gayo",
    "kriya",
]


def _expected(version: int) -> dict[str, Record]:
    """The marks of a version."""
    marks: dict[str, Record] = {}
    for step in range(max(0, version - 2 * MARKS), version + 1):
        for change in _changes(step):
            if isinstance(change, Record):
                marks[change.id] = change
            else:
                marks.pop(change, None)
    return marks


def _read(folder: Path, told: int) -> tuple[int, str]:
    """The version found, and what is wrong with it."""
    try:
        corpus = Corpus.open(folder)
        records = {record.id: record for record in corpus.records()}
    except (OSError, ValueError) as problem:
        return told, f"after version {told}: {type(problem).__name__}: {problem}"
    version = int(records["version"].name.removeprefix("versi "))
    if version not in (told, told + 1):
        return version, f"version {version} was found, not {told} or the next"
    expected = MemoryCorpus(_expected(version).values(), name=_NAME, date=_DATE)
    if corpus.info != expected.info or records != _expected(version):
        return version, f"version {version} does not have the marks it should have"
    for asked in ("kopi senja", records[f"m{version % MARKS}"].name):
        if corpus.candidates(asked, frozenset(), 2 * MARKS) != expected.candidates(
            asked, frozenset(), 2 * MARKS
        ):
            return version, f'version {version} answers "{asked}" wrongly'
    return version, ""
