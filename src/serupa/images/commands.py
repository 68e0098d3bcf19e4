"""The verbs of ``serupa images``: build, add, search, explain."""

import argparse
import io
import json
import sys
import time
from pathlib import Path

from serupa.images.engine import Engine, engine
from serupa.images.explain import draw
from serupa.images.index import GalleryError, Index
from serupa.images.lists import read_gallery, read_queries, row_problem
from serupa.images.pictures import PictureError, refusal
from serupa.images.reading import Reader
from serupa.images.search import search
from serupa.images.shapes import Picture
from serupa.images.words import phrase, read_words
from serupa.index.files import written_whole

BATCH = 64
"""Marks written at a time."""


def build(given: argparse.Namespace) -> int:
    """Make an index; print how many marks, how long, how large, and its fingerprint."""
    made = engine(given.kind)
    with _fresh(given.index, made) as index:
        return _fill(index, made, given.gallery)


def _fresh(folder: Path, made: Engine) -> Index:
    """A new index; what an earlier try left behind is used when no mark got into it."""
    if (folder / "marks.sqlite").is_file():
        left = Index.open(folder)
        if not len(left) and left.engine == made.version:
            return left
        left.close()
    return Index.create(folder, kind=made.kind, engine=made.version, layout=made.layout)


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


def _fill(index: Index, made: Engine, gallery: Path) -> int:
    """2 when there were rows and none of them could be used, else 0."""
    started, before = time.perf_counter(), len(index)
    known, refused = set(index.ids()), 0
    waiting = []
    with Reader() as reader:
        for row in read_gallery(gallery):
            problem, mark = row.problem, row.mark
            if mark is not None and mark.id in known:
                problem, mark = "twice", None
            told = row_problem(problem, "id") if problem else ""
            try:
                if mark is not None:
                    waiting.append((mark, made.mark(_picture(reader, row.picture))))
            except PictureError as refusal:
                told, mark = str(refusal), None
            refused += mark is None
            if told:
                print(f"{gallery.name}:{row.line} {row.name}: {told}", file=sys.stderr)
            if len(waiting) == BATCH:
                index.add(*zip(*waiting, strict=True))
                waiting.clear()
    if waiting:
        index.add(*zip(*waiting, strict=True))
    fresh = len(index) - before
    print(f"count {len(index)} (+{fresh}, refused {refused})")
    print(f"seconds {time.perf_counter() - started:.1f}")
    print(f"bytes {index.size}")
    print(f"fingerprint {index.fingerprint}")
    return 2 if refused and not fresh else 0


def _picture(reader: Reader, path: Path) -> Picture:
    try:
        if path.is_file():
            return reader.file(path)
    except PictureError:
        raise
    except (OSError, ValueError):  # it may not be read, or no system takes such a path
        pass
    raise PictureError("absent")  # or a folder, or a pipe that would be waited for


def find(given: argparse.Namespace) -> int:
    """Look for every picture of a list; one JSON line each, or the old file where it fails.

    A picture that cannot be read has no results and its ``problem`` in a sentence.
    """
    if given.top < 1:
        raise ValueError("--top is at least 1")
    given.out.parent.mkdir(parents=True, exist_ok=True)
    with (
        Index.open(given.index) as index,
        Reader() as reader,
        written_whole(given.out) as raw,
    ):
        told = io.TextIOWrapper(raw, "utf-8", errors="backslashreplace")
        made = fitting(index)
        for query, path in read_queries(given.queries):
            answer = _answer(index, made, reader, path, given)
            print(json.dumps({"query": query, **answer}), file=told)
        told.detach()
    return 0


def _answer(
    index: Index, made: Engine, reader: Reader, path: Path, given: argparse.Namespace
) -> dict[str, object]:
    try:
        picture = _picture(reader, path)
        lines = read_words(picture) if given.words else ()
        asked = made.asked(picture, [line.box for line in lines])
    except PictureError as problem:
        return {"results": [], "scores": [], "problem": str(problem)}
    hits = search(index, asked, limit=given.top)
    marks = index.marks(hit.place for hit in hits)
    told: dict[str, object] = {
        "results": [mark.id for mark in marks],
        "scores": [round(hit.score, 4) for hit in hits],
    }
    return {**told, "words": phrase(lines)} if given.words else told


def explain(given: argparse.Namespace) -> int:
    """Draw the picture and a mark side by side, with what matched; print the sentences."""
    with Index.open(given.index) as index, Reader() as reader:
        made = fitting(index)
        _, mark = index.find(given.id)
        pictures = []
        for path in (given.query, Path(mark.path)):
            try:
                pictures.append(_picture(reader, path))
            except PictureError as problem:
                raise ValueError(f"{path}: {refusal(problem.key, given.lang)}") from problem
        drawn = draw(made, pictures[0], pictures[1], given.lang)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    drawn.picture.save(given.out, "PNG")
    for line in drawn.sentences:
        print(line)
    return 0
