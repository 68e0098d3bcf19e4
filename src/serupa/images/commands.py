"""The verbs of ``serupa images``: build, add, search, explain."""

import argparse
import csv
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from serupa.images.engine import Engine, engine
from serupa.images.explain import draw
from serupa.images.index import GalleryError, Index, Mark
from serupa.images.pictures import PictureError, refusal
from serupa.images.reading import Reader
from serupa.images.search import search
from serupa.register import read_classes

BATCH = 64
"""Marks written at a time."""


def build(given: argparse.Namespace) -> int:
    """Make an index; print how many marks, how long, how large, and its fingerprint."""
    made = engine(given.kind)
    layout = made.layout
    with Index.create(given.index, kind=given.kind, engine=made.version, layout=layout) as index:
        return _fill(index, made, given.gallery)


def add(given: argparse.Namespace) -> int:
    """Append marks to an index; print the same."""
    with Index.open(given.index) as index:
        return _fill(index, fitting(index), given.gallery)


def fitting(index: Index) -> Engine:
    """The engine that filled an index. Raises ``GalleryError`` when it is another one."""
    made = engine(index.kind)
    if made.version != index.engine:
        raise GalleryError(f"{index.folder} was made by another engine; build it again")
    return made


def read_gallery(path: Path) -> Iterator[tuple[Mark, Path]]:
    """The marks of a CSV with the columns ``id`` and ``path``, and where their pictures lie.

    Optional: ``classes``, ``group``, ``state``. Paths are relative to the CSV's folder. Raises
    ``GalleryError`` for a missing column.
    """
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        for needed in ("id", "path"):
            if needed not in (rows.fieldnames or ()):
                raise GalleryError(f"{path.name}: there is no column '{needed}'")
        for row in rows:
            picture = (path.parent / row["path"]).resolve()
            classes = read_classes(row.get("classes") or "")
            group, state = row.get("group") or "", row.get("state") or ""
            yield Mark(row["id"], str(picture), classes, group, state), picture


def _fill(index: Index, made: Engine, gallery: Path) -> int:
    started, before, refused = time.perf_counter(), len(index), 0
    waiting = []
    with Reader() as reader:
        for mark, path in read_gallery(gallery):
            try:
                waiting.append((mark, made.mark(reader.file(path))))
            except (OSError, PictureError) as problem:
                refused += 1
                print(f"{mark.id}: {problem}", file=sys.stderr)
            if len(waiting) == BATCH:
                index.add(*zip(*waiting, strict=True))
                waiting.clear()
    if waiting:
        index.add(*zip(*waiting, strict=True))
    print(f"count {len(index)} (+{len(index) - before}, refused {refused})")
    print(f"seconds {time.perf_counter() - started:.1f}")
    print(f"bytes {index.size}")
    print(f"fingerprint {index.fingerprint}")
    return 0


def find(given: argparse.Namespace) -> int:
    """Look for every picture of a list; one JSON line each.

    A picture that cannot be read has no results and its ``problem`` in a sentence.
    """
    with (
        Index.open(given.index) as index,
        Reader() as reader,
        given.queries.open(encoding="utf-8-sig", newline="") as lines,
        given.out.open("w", encoding="utf-8") as told,
    ):
        made = fitting(index)
        rows = csv.DictReader(lines)
        if "query" not in (rows.fieldnames or ()):
            raise GalleryError(f"{given.queries.name}: there is no column 'query'")
        for row in rows:
            answer = _answer(index, made, reader, given.queries.parent / row["query"], given.top)
            print(json.dumps({"query": row["query"], **answer}), file=told)
    return 0


def _answer(index: Index, made: Engine, reader: Reader, path: Path, top: int) -> dict[str, object]:
    try:
        hits = search(index, made.asked(reader.file(path)), limit=top)
    except PictureError as problem:
        return {"results": [], "scores": [], "problem": str(problem)}
    except OSError:
        return {"results": [], "scores": [], "problem": refusal("absent", "id")}
    marks = index.marks(hit.place for hit in hits)
    return {
        "results": [mark.id for mark in marks],
        "scores": [round(hit.score, 4) for hit in hits],
    }


def explain(given: argparse.Namespace) -> int:
    """Draw the picture and a mark side by side, with what matched; print the sentences."""
    with Index.open(given.index) as index, Reader() as reader:
        made = fitting(index)
        _, mark = index.find(given.id)
        drawn = draw(made, reader.file(given.query), reader.file(Path(mark.path)), given.lang)
    drawn.picture.save(given.out, "PNG")
    for line in drawn.sentences:
        print(line)
    return 0
