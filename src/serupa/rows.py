"""Tables in and out: CSV rows with their line numbers, and files that appear whole or not."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from serupa.index.files import written_whole
from serupa.register import (
    AFTER_LAST,
    LAST_ROW,
    UNCLOSED,
    RegisterError,
    delimiter_of,
    explained,
    no_column,
    opened,
    read_classes,
    too_many_cells,
    why_unread,
)


def read_rows(path: Path, needed: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV, plain or ``.gz``, each with the line it ends on; missing cells are empty.
    Columns are found by their headings and parted by a comma, ``;``, a tab or ``|``.

    Raises ``RegisterError`` for a missing column, a row with more cells than columns, a quote that
    nothing closes, text not in UTF-8, or a damaged ``.gz``; ``OSError``.
    """
    with explained(path), opened(path) as lines:
        heading = lines.readline()
        delimiter = delimiter_of(heading)
        every = chain([heading], lines, [delimiter.join(LAST_ROW)])
        rows = csv.reader(every, delimiter=delimiter)
        before = 0
        try:
            columns = [column.strip() for column in next(rows, [])]
            for column in needed:
                if column not in columns:
                    raise RegisterError(no_column(column, columns if heading else []), 1)
            before = rows.line_num
            for row in rows:
                if row == LAST_ROW:
                    return
                begun, before = before + 1, rows.line_num
                if AFTER_LAST in "".join(row[-1:]):
                    raise RegisterError(UNCLOSED, begun)
                if not row:
                    continue
                if any(row[len(columns) :]):
                    raise RegisterError(too_many_cells(len(row), len(columns)), rows.line_num)
                padded = [*row[: len(columns)], *[""] * (len(columns) - len(row))]
                yield rows.line_num, dict(zip(columns, padded, strict=True))
        except csv.Error as problem:
            raise RegisterError(why_unread(problem), before + 1) from problem


def classes_in(row: dict[str, str], line: int, path: Path) -> tuple[int, ...]:
    """The classes of a row; none where it has no such column. Raises ``RegisterError``."""
    try:
        return read_classes(row.get("classes", ""))
    except ValueError as problem:
        raise RegisterError(str(problem), line, path) from problem


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write a CSV, or leave what was there when a row cannot be made; how many rows there are.

    Half a surrogate pair, which UTF-8 does not have, is written as its escape.
    """
    count = 0
    with written_whole(path) as raw:
        stream = io.TextIOWrapper(raw, "utf-8", errors="backslashreplace", newline="")
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(columns)
        for row in rows:
            table.writerow(row)
            count += 1
        stream.detach()  # flushes, and leaves the file to be made durable
    return count
