"""Reading a register from a file: CSV (any of , ; tab) or JSON lines, plain or gzipped.

Columns: ``id`` and ``name``; optional ``classes`` (separated by ``;``), ``status``, ``number``,
``source``, ``filed_on``, ``registered_on``, ``owner``. Unknown columns are passed over.
"""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from serupa.types import Record


class RegisterError(ValueError):
    """A register file that cannot be read; ``line`` counts from 1, 0 for the file as a whole."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(f"line {line}: {message}" if line else message)
        self.line = line


def read_register(path: Path) -> Iterator[Record]:
    """The records of a file. Raises ``RegisterError`` for a missing column or a bad row."""
    raw = path.read_bytes()
    if raw[:2] == b"\x1f\x8b":
        raw = gzip.decompress(raw)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise RegisterError(f"not UTF-8: {problem}") from problem
    name = path.name.removesuffix(".gz")
    return _from_jsonl(text) if name.endswith((".jsonl", ".ndjson")) else _from_csv(text)


def _from_csv(text: str) -> Iterator[Record]:
    heading = text.partition("\n")[0]
    delimiter = max(",;\t", key=heading.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = [column.strip() for column in next(rows, [])]
    for needed in ("id", "name"):
        if needed not in columns:
            raise RegisterError(f"there is no column '{needed}'")
    places = {key: columns.index(key) for key in _COLUMNS if key in columns}
    for line, row in enumerate(rows, start=2):
        if row:
            cells = {key: row[at] for key, at in places.items() if at < len(row)}
            yield _record(cells, line)


def _from_jsonl(text: str) -> Iterator[Record]:
    for line, row in enumerate(text.splitlines(), start=1):
        if not row.strip():
            continue
        try:
            values = json.loads(row)
        except ValueError as problem:
            raise RegisterError(f"not JSON: {problem}", line) from problem
        if not isinstance(values, dict) or "id" not in values or "name" not in values:
            raise RegisterError("an object with 'id' and 'name' is needed", line)
        yield _record({key: values[key] for key in _COLUMNS if key in values}, line)


_COLUMNS = (
    "id", "name", "classes", "status", "number", "source", "filed_on", "registered_on", "owner",
)  # fmt: skip


def _record(cells: dict[str, Any], line: int) -> Record:
    written = cells.pop("classes", "")
    try:
        classes = read_classes(written) if isinstance(written, str) else tuple(map(int, written))
        return Record(classes=classes, **{key: str(value) for key, value in cells.items()})
    except (TypeError, ValueError) as problem:
        raise RegisterError(str(problem), line) from problem


def read_classes(text: str) -> tuple[int, ...]:
    """Nice classes written as "30", "30;43" or "30, 43". Raises ``ValueError`` for other text."""
    numbers = {int(part) for part in text.replace(";", ",").split(",") if part.strip()}
    for number in numbers:
        if not 1 <= number <= 45:
            raise ValueError(f"Nice classes go from 1 to 45, not {number}")
    return tuple(sorted(numbers))
