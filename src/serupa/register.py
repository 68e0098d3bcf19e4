"""Reading a register from a file: CSV (any of , ; tab |), JSON lines or XML, plain or gzipped.

Needed are the name and the id or the application number; see ``HEADINGS`` for the spellings met in
exports. Every other column is kept under its own heading. Rows come in batches of columns, so a
register larger than the memory can be read.
"""

import contextlib
import csv
import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Any, BinaryIO, TextIO, cast

from serupa.joined import joined
from serupa.register_xml import XmlError, read_marks
from serupa.types import Record

HEADINGS = {
    "id": ("id", "record_id", "kode"),
    "name": (
        "name", "nama", "nama_merek", "merek", "merk", "nama_merk", "mark", "mark_name",
        "trademark", "trademark_name", "brand", "brand_name", "etiket", "judul",
    ),
    "classes": (
        "classes", "class", "kelas", "kelas_nice", "kelas_barang", "kelas_barang_jasa",
        "kelas_barang/jasa", "kode_kelas", "nice_class", "nice_classes", "nice",
    ),
    "status": (
        "status", "status_merek", "status_permohonan", "status_kini", "mark_status", "tm_status",
    ),
    "number": (
        "number", "nomor_permohonan", "no_permohonan", "no._permohonan", "application_number",
        "application_no", "nomor_pendaftaran", "no_pendaftaran", "registration_number", "nomor",
    ),
    "source": ("source", "sumber"),
    "filed_on": (
        "filed_on", "tanggal_penerimaan", "tgl_penerimaan", "tanggal_permohonan", "tgl_permohonan",
        "filing_date", "application_date", "tanggal_pengajuan",
    ),
    "registered_on": (
        "registered_on", "tanggal_pendaftaran", "tgl_pendaftaran", "registration_date",
    ),
    "owner": ("owner", "pemilik", "nama_pemilik", "pemohon", "nama_pemohon", "applicant", "holder"),
}  # fmt: skip
"""Our column and the headings it has in exports, lower case with _ for blanks; first one wins."""

DATES = ("filed_on", "registered_on")
BATCH = 20_000
"""Rows read at once."""

AFTER_LAST = "\x1fend of table\x1f"
LAST_ROW = [AFTER_LAST, AFTER_LAST]
"""A row put after the last one: where a quote that nothing closes swallows it, it is one cell."""

UNCLOSED = 'a quote (") opens here or above and is not closed: close or remove it'


class RegisterError(ValueError):
    """A register file that cannot be read; ``line`` counts from 1, 0 for the file as a whole.
    ``path``: the file, where it is known; the message leaves it to whoever shows it."""

    def __init__(self, message: str, line: int = 0, path: Path | None = None) -> None:
        super().__init__(f"line {line}: {message}" if line else message)
        self.line, self.path = line, path


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows as columns of equal length. ``masks``: classes as bits 1-45, bit 0 for "not recorded".

    ``details``: every other column with its values, ours under our names.
    """

    ids: Sequence[str]
    names: Sequence[str]
    masks: Sequence[int]
    details: Sequence[tuple[str, Sequence[str]]] = ()


def read_register(path: Path) -> Iterator[Record]:
    """The records of a file. Raises ``RegisterError`` for a missing column or a bad row."""
    for batch in read_batches(path):
        yield from records_of(batch)


def read_batches(path: Path) -> Iterator[Batch]:
    """The rows of a file in batches, a mark with a row for each class as one (see ``joined``).

    Raises ``RegisterError`` and ``OSError``.
    """
    with explained(path):
        yield from joined(_as_written(path))


def _as_written(path: Path) -> Iterator[Batch]:
    name = path.name.removesuffix(".gz")
    if name.endswith((".jsonl", ".ndjson")):
        with opened(path) as lines:
            yield from _from_jsonl(lines)
    elif name.endswith(".xml"):
        with raw_stream(path) as stream:
            yield from _from_xml(stream)
    else:
        yield from _from_csv(path)


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns what a file may raise while it is read into a ``RegisterError`` that names it."""
    try:
        yield
    except RegisterError as problem:
        problem.path = path
        raise
    except XmlError as problem:
        raise RegisterError(str(problem), problem.line, path) from problem
    except UnicodeDecodeError as problem:
        told = "this is no text in UTF-8: save it as CSV UTF-8"
        raise RegisterError(told, path=path) from problem
    except (EOFError, zlib.error, gzip.BadGzipFile) as problem:
        told = f"the compressed file is damaged, fetch or pack it again: {problem}"
        raise RegisterError(told, path=path) from problem


def opened(path: Path) -> TextIO:
    """The text of a file, plain or gzipped, without its byte order mark."""
    return io.TextIOWrapper(raw_stream(path), encoding="utf-8-sig", newline="")


def raw_stream(path: Path) -> BinaryIO:
    """The bytes of a file, plain or gzipped. Raises ``RegisterError`` for a pipe or a device."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise RegisterError("this is a pipe or a device: save it as a file first", path=path)
    with path.open("rb") as stream:
        zipped = stream.read(2) == b"\x1f\x8b"
    if not zipped:
        return path.open("rb")
    return io.BufferedReader(cast(io.RawIOBase, gzip.open(path)), 1 << 20)


def records_of(batch: Batch) -> Iterator[Record]:
    """The rows of a batch as records."""
    known = {column: values for column, values in batch.details if column in _OURS}
    others = [(column, values) for column, values in batch.details if column not in _OURS]
    for at, (record_id, name, mask) in enumerate(
        zip(batch.ids, batch.names, batch.masks, strict=True)
    ):
        yield Record(
            record_id,
            name,
            tuple(number for number in range(1, 46) if mask >> number & 1),
            **{column: values[at] for column, values in known.items()},
            more=tuple((column, values[at]) for column, values in others if values[at]),
        )


def _from_csv(path: Path) -> Iterator[Batch]:
    with opened(path) as lines:
        table = Table(lines)
        places = _places(table.columns)
        done = 0
        try:
            for cells in table.read():
                if table.overfull:
                    at, many = table.overfull
                    told = too_many_cells(many, len(table.columns))
                    raise RegisterError(told, _line_of(path, done + at))
                try:
                    yield _batch({key: cells[at] for key, at in places.items()})
                except _BadRow as bad:
                    raise RegisterError(str(bad), _line_of(path, done + bad.row)) from bad
                done += len(cells[0])
        except csv.Error as problem:
            raise RegisterError(why_unread(problem), _last_begun(path)) from problem
        if not table.is_whole:
            raise RegisterError(UNCLOSED, _last_begun(path))


class Table:
    """A CSV read in columns. ``is_whole``: it was read to its end, and no quote swallowed that.
    ``overfull``: of what ``read`` gave last, the first row (from 0) that says something in more
    cells than there are columns, and in how many."""

    def __init__(self, lines: TextIO) -> None:
        heading = lines.readline()
        self._delimiter = delimiter_of(heading)
        cells = next(csv.reader([heading], delimiter=self._delimiter), [])
        self.columns = [column.strip() for column in cells]
        if not self.columns:
            raise RegisterError("the file is empty")
        self._end = self._delimiter.join(LAST_ROW)
        self._lines = chain(lines, [self._end])
        self.is_whole = False
        self.overfull: tuple[int, int] | None = None

    def rows(self) -> Any:
        """Every row as the csv module reads it, the one after the last as well."""
        return csv.reader(self._lines, delimiter=self._delimiter)

    def read(self, at_once: int = BATCH) -> Iterator[Sequence[Sequence[str]]]:
        """The columns of ``at_once`` rows after another; rows without any cell are left out, cells
        that are missing are empty, those beyond the columns are cut (see ``overfull``). Raises
        ``csv.Error``."""
        while some := list(islice(self._lines, at_once)):
            cells = self._plain(some) or self._quoted(some)
            if cells[0]:
                yield cells

    def _plain(self, lines: Sequence[str]) -> Sequence[Sequence[str]] | None:
        """The columns of lines that are a row each, all with as many cells; None for others."""
        width = len(self.columns)
        is_last = lines[-1] == self._end
        plain = list(lines[:-1] if is_last else lines)
        quoted = [at for at, line in enumerate(plain) if '"' in line]
        if width == 1 or len(quoted) * 3 > len(plain):
            return None
        some = [*(plain[at] for at in quoted), self._end]
        *rows, last = csv.reader(some, delimiter=self._delimiter)
        if last != LAST_ROW or len(rows) != len(quoted) or {*map(len, rows)} - {width}:
            return None  # a quote goes on in the next line, or a row is of another length
        for at in quoted:
            plain[at] = self._delimiter * (width - 1) + "\n"
        text = "".join(plain).replace("\r\n", "\n").removesuffix("\n")
        cuts = {*map(str.count, text.split("\n"), repeat(self._delimiter))}
        if "\r" in text or cuts != {width - 1}:
            return None
        self.is_whole = is_last
        cells = text.replace("\n", self._delimiter).split(self._delimiter)
        columns = [cells[at::width] for at in range(width)]
        for at, row in zip(quoted, rows, strict=True):
            for column, cell in zip(columns, row, strict=True):
                column[at] = cell
        return columns

    def _quoted(self, lines: Sequence[str]) -> Sequence[Sequence[str]]:
        """The columns of as many rows as there are lines, or of all that are left; every row takes
        a line or more, so it takes these lines and those a quote holds together with them."""
        width = len(self.columns)
        rows = csv.reader(chain(lines, self._lines), delimiter=self._delimiter)
        taken = list(islice(rows, len(lines)))
        if taken and taken[-1] == LAST_ROW:
            self.is_whole = bool(taken.pop())
        chunk = [row for row in taken if row]
        if {*map(len, chunk)} - {width}:
            beyond = ((at, len(row)) for at, row in enumerate(chunk) if any(row[width:]))
            self.overfull = next(beyond, None)
            chunk = [(row + [""] * width)[:width] for row in chunk]
        return list(zip(*chunk, strict=True)) or [()] * width


def why_unread(problem: csv.Error) -> str:
    """What to say of it: a cell without end is a quote without end."""
    if "field larger" not in str(problem):
        return str(problem)
    return f"{UNCLOSED}; or shorten the cell, {csv.field_size_limit():,} letters is the most"


def too_many_cells(many: int, columns: int) -> str:
    """What to say of a row that is longer than the heading."""
    return f"{many} values for {columns} columns: put quotes around what has a comma or ; in it"


def no_column(wanted: str, columns: Sequence[str]) -> str:
    """What to say of a heading without a column that is needed."""
    if not any(columns):
        return "the file is empty"
    there = ", ".join(columns)
    if not there.isprintable():
        return f"there is no column '{wanted}' and this is no CSV in UTF-8: save it as CSV UTF-8"
    return f"there is no column '{wanted}'; there are: {there[:200]}"


def _last_begun(path: Path) -> int:
    """The line on which the last row that was read, or could not be, begins."""
    begun = 2
    with opened(path) as lines:
        rows = Table(lines).rows()
        after: int = rows.line_num
        with contextlib.suppress(csv.Error):
            for _row in rows:
                begun, after = after + 2, rows.line_num
            return begun
    return after + 2


def delimiter_of(heading: str) -> str:
    """What parts the columns of a CSV, by its first line: a comma, ``;``, a tab or ``|``."""
    return max(",;\t|", key=heading.count)


def _places(columns: Sequence[str]) -> dict[str, int]:
    """Our columns, then all others, each with its place. Raises ``RegisterError``."""
    folded = [re.sub(r"\s+", "_", column.casefold()) for column in columns]
    places: dict[str, int] = {}
    for ours, spellings in HEADINGS.items():
        found = next((folded.index(one) for one in spellings if one in folded), None)
        if found is not None and found not in places.values():
            places[ours] = found
    if "id" not in places and "number" in places:
        places["id"] = places["number"]
    for needed in ("id", "name"):
        if needed not in places:
            raise RegisterError(no_column(needed, columns))
    used = set(places.values())
    others = {name: at for at, name in enumerate(columns) if at not in used and name}
    return {**others, **places}


def _line_of(path: Path, wanted: int) -> int:
    """The line of row ``wanted`` (from 0, empty lines not counted): rows may span lines."""
    with opened(path) as lines:
        rows = Table(lines).rows()
        filled = (rows.line_num + 1 for row in rows if row)
        return next(islice(filled, wanted, None), 0)


def _from_jsonl(lines: TextIO) -> Iterator[Batch]:
    numbered = ((at, line) for at, line in enumerate(lines, start=1) if line.strip())
    while taken := list(islice(numbered, BATCH)):
        rows: list[dict[str, str]] = []
        for at, line in taken:
            try:
                rows.append(_flat(json.loads(line)))
            except (ValueError, RecursionError) as problem:
                raise RegisterError(f"not JSON: {problem}", at) from problem
            except TypeError as problem:
                raise RegisterError(str(problem), at) from problem
        columns = {column for row in rows for column in row}
        ordered = [column for column in (*HEADINGS, *sorted(columns)) if column in columns]
        try:
            yield _batch(
                {column: [row.get(column, "") for row in rows] for column in dict.fromkeys(ordered)}
            )
        except _BadRow as bad:
            raise RegisterError(str(bad), taken[bad.row][0]) from bad


def _from_xml(stream: BinaryIO) -> Iterator[Batch]:
    marks = (mark for mark in read_marks(stream) if mark[1]["name"])  # pictures have no words
    while taken := list(islice(marks, BATCH)):
        columns = ("id", "name", "classes", *(key for key in _OURS_ORDER if key in taken[0][1]))
        try:
            yield _batch({column: [row[column] for _, row in taken] for column in columns})
        except _BadRow as bad:
            raise RegisterError(str(bad), taken[bad.row][0]) from bad


def _flat(values: Any) -> dict[str, str]:
    if not isinstance(values, dict) or "id" not in values or "name" not in values:
        raise TypeError("an object with 'id' and 'name' is needed")
    classes = values.get("classes", "")
    if not isinstance(classes, str | list):
        raise TypeError('classes are a list of numbers or a text as "30;43"')
    if isinstance(classes, list):
        values["classes"] = ";".join(map(str, classes))
    return {str(key): str(value) for key, value in values.items() if value is not None}


class _BadRow(ValueError):
    """``row`` counts from 0 within its batch."""

    def __init__(self, message: str, row: int) -> None:
        super().__init__(message)
        self.row = row


def _batch(columns: dict[str, Sequence[str]]) -> Batch:
    ids, names = columns["id"], columns["name"]
    if "" in ids:
        raise _BadRow("the id is empty", list(ids).index(""))
    if "\n" in "".join(ids):
        broken = next(at for at, one in enumerate(ids) if "\n" in one)
        raise _BadRow("the id goes over several lines", broken)
    details = [
        (column, _iso_dates(values) if column in DATES else values)
        for column, values in columns.items()
        if column not in ("id", "name", "classes")
    ]
    return Batch(ids, names, _masks(columns.get("classes"), len(ids)), details)


def _masks(written: Sequence[str] | None, size: int) -> list[int]:
    if written is None:
        return [1] * size
    if len(_MASKS) > 200_000:
        _MASKS.clear()
    for text in set(written) - _MASKS.keys():
        try:
            mask = 0
            for number in read_classes(text):
                mask |= 1 << number
        except ValueError as problem:
            raise _BadRow(str(problem), list(written).index(text)) from problem
        _MASKS[text] = mask or 1
    return list(map(_MASKS.__getitem__, written))


_MASKS: dict[str, int] = {}
"""Written classes and their bits: a register repeats a few thousand spellings a million times."""


_BETWEEN_CLASSES = re.compile(r"[\s;,|/&]+(?:(?:dan|and)[\s;,|/&]+)?")
_CLASS_WORDS = re.compile(r"\b(?:kelas|class(?:es)?|kls|nice|kl)\b[\s.:]*", re.IGNORECASE)


def read_classes(text: str) -> tuple[int, ...]:
    """Nice classes written as "30", "30;43", "30, 43" or "Kelas 30 dan 43". Raises ``ValueError``
    for other text."""
    parts = [part for part in _BETWEEN_CLASSES.split(_CLASS_WORDS.sub(" ", text)) if part]
    if not all(part.isdecimal() for part in parts) or (not parts and re.search(r"\w", text)):
        raise ValueError(f"classes are numbers as in 30;43, not {text[:40]!r}")
    numbers = {int(part) for part in parts}
    for number in numbers:
        if not 1 <= number <= 45:
            raise ValueError(f"Nice classes go from 1 to 45, not {number}")
    return tuple(sorted(numbers))


_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def _iso_dates(texts: Sequence[str]) -> list[str]:
    dates = {text: _iso_date(text) for text in set(texts)}
    return list(map(dates.__getitem__, texts))


def _iso_date(text: str) -> str:
    """Dates as Indonesian exports write them (day first) as ISO; any other text as it is."""
    found = _DAY_FIRST.fullmatch(text.strip())
    if not found:
        return text
    day, month, year = found.groups()
    return f"{year}-{int(month):02}-{int(day):02}"


_OURS = frozenset(HEADINGS)
_OURS_ORDER = [column for column in HEADINGS if column not in ("id", "name", "classes")]
