"""Lists of pictures: the CSV of a gallery and that of queries, read as people write them.

Separated by ``,``, ``;``, tab or ``|``, with or without a byte-order mark, headings in any case.
Paths are relative to the folder of the list. A row that cannot be used does not stop the others.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from serupa.data import settings
from serupa.images.index import GalleryError, Mark
from serupa.register import (
    AFTER_LAST,
    LAST_ROW,
    UNCLOSED,
    delimiter_of,
    no_column,
    read_classes,
    why_unread,
)


def row_problem(key: str, lang: str) -> str:
    """What is wrong with a row and what follows, in Indonesian or English."""
    return str(settings("images")["row"][key][lang])


@dataclass(frozen=True)
class Wanted:
    """A row of a gallery: its mark and where its picture lies. ``problem``: the key of a sentence;
    with a mark it is only to be told, without one the row cannot be used."""

    line: int
    name: str
    mark: Mark | None
    picture: Path
    problem: str = ""


def read_gallery(path: Path) -> Iterator[Wanted]:
    """The rows of a CSV with the columns ``id`` and ``path``; an id twice is a problem of the
    second row. Classes that cannot be read count as not recorded: the mark is still compared.

    Optional: ``classes``, ``group``, ``state``. Raises ``GalleryError`` for a missing column.
    """
    met: set[str] = set()
    for line, row in read_rows(path, ("id", "path")):
        picture = beside(path, row["path"])
        problem = "twice" if row["id"] in met else _unusable(row)
        if problem:
            yield Wanted(line, row["id"], None, picture, problem)
            continue
        met.add(row["id"])
        try:
            classes = read_classes(row.get("classes", ""))
        except ValueError:
            classes, problem = (), "classes"
        group, state = row.get("group", ""), row.get("state", "")
        mark = Mark(row["id"], str(picture), classes, group, state)
        yield Wanted(line, mark.id, mark, picture, problem)


def _unusable(row: dict[str, str]) -> str:
    for needed in ("id", "path"):
        if not row[needed]:
            return f"no_{needed}"
    try:
        "".join(row.values()).encode()
    except UnicodeEncodeError:
        return "letters"
    return ""


def read_queries(path: Path) -> Iterator[tuple[str, Path]]:
    """Each query as it is written and where its picture lies. Raises ``GalleryError``."""
    for _, row in read_rows(path, ("query",)):
        yield row["query"], beside(path, row["query"])


def read_rows(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV with the line they end on: every heading in small letters, no cell missing.

    Raises ``GalleryError`` for a missing column and for what is no CSV.
    """
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
        heading = lines.readline()
        separator = delimiter_of(heading)
        try:
            names = next(csv.reader([heading], delimiter=separator), [])
            columns = [name.strip().casefold() for name in names]
            for name in needed:
                if name not in columns:
                    raise GalleryError(f"{path.name}: {no_column(name, names)}")
            begun = 2
            rows = csv.reader(chain(lines, [separator.join(LAST_ROW)]), delimiter=separator)
            for row in rows:
                if row == LAST_ROW:
                    return
                if AFTER_LAST in "".join(row[-1:]):
                    raise GalleryError(f"{path.name}, line {begun}: {UNCLOSED}")
                begun = rows.line_num + 2
                cells = [cell.strip() for cell in row] + [""] * (len(columns) - len(row))
                if any(cells):
                    yield rows.line_num + 1, dict(zip(columns, cells, strict=False))
        except csv.Error as problem:
            raise GalleryError(f"{path.name}, line {begun}: {why_unread(problem)}") from problem


def beside(path: Path, written: str) -> Path:
    """Where a path written in a list leads; ``\\`` stands for ``/`` where that leads to a file."""
    plain = (path.parent / written).absolute()
    turned = path.parent / written.replace("\\", "/")
    try:
        return turned.absolute() if "\\" in written and turned.is_file() else plain
    except ValueError:  # a byte that no path has
        return plain
