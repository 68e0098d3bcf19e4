"""Spreadsheets in and out. Reading happens in the limited child; nothing is repaired in silence.

A cell knows whether the spreadsheet kept it as a number: such a NIK or phone may have lost its
leading zeros or its last digits, so whoever reads it flags it.
"""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from rapidfuzz import fuzz, process

from sentraki.kernel.errors import Invalid
from sentraki.kernel.limited import pack, run_limited

MAX_BYTES = 20_000_000
TOO_LARGE = "This spreadsheet is larger than %(limit)s MB. Divide it and try again."
NO_HEADINGS = "No row with headings was found. Write the headings in one row above the data."
WIDER_ROWS = "%(count)s rows have more cells than there are headings."
_MEMORY_MB = 768
_SECONDS = 20
_DEEPEST_HEADING = 40
_ALIKE = 86
_FORMULA = tuple("=+-@\t\r＝＋－＠")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LONGEST_CELL = 32_767
_LONGEST_HEADING = 80
_NUMBER = re.compile(r"[+-]?[\d.,]*\d[\d.,]*%?")

Value = str | int | float | Decimal | bool | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class Cell:
    """``text`` without outer blanks; ``is_number`` when the spreadsheet kept a number.

    In CSV only scientific notation (``8.1e+10``) counts: it shows that digits were lost.
    """

    text: str = ""
    is_number: bool = False


_NO_CELL = Cell()


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``number`` is the one a spreadsheet program shows beside it.

    ``is_shifted`` says that it has more cells than there are headings.
    """

    number: int
    cells: list[Cell]
    is_shifted: bool = False

    def cell(self, column: int) -> Cell:
        """The cell in a column counted from zero; an empty one beyond the end."""
        return self.cells[column] if 0 <= column < len(self.cells) else _NO_CELL

    def texts(self) -> list[str]:
        """Every cell's text."""
        return [cell.text for cell in self.cells]


@dataclass(frozen=True)
class Note:
    """Something a person should know about the reading: English text id and its params."""

    message: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


@dataclass(frozen=True)
class Heading:
    """The row with the headings: its ``position`` in the rows given, and column → field."""

    position: int
    columns: dict[int, str]


@dataclass(frozen=True)
class Sheet:
    """A table: headings (empty text for a column without one) and the rows below them.

    ``columns`` maps column places to the caller's field names, as far as headings were recognised;
    ``title`` holds the rows above the headings; ``kind`` is ``csv`` or ``xlsx``; ``number`` is the
    row number of the headings.
    """

    headers: list[str]
    rows: list[Row]
    notes: list[Note]
    kind: str
    columns: dict[int, str] = field(default_factory=dict)
    title: list[Row] = field(default_factory=list)
    number: int = 1

    def value(self, row: Row, name: str) -> Cell:
        """The cell of ``row`` in the column recognised as ``name``; an empty one without it."""
        for column, known in self.columns.items():
            if known == name:
                return row.cell(column)
        return _NO_CELL


def read_sheet(path: Path, name: str, known: Mapping[str, set[str]] | None = None) -> Sheet:
    """Read the CSV or XLSX file at ``path``, called ``name`` by whoever sent it.

    Delimiter, encoding, line breaks inside cells, title lines and blank lines are found out.
    ``known`` maps field names to ways of writing their headings (see :func:`find_header`); without
    it, or when it fits no row, the heading row is guessed by its shape and ``columns`` is empty.
    At most 20 MB, 100,000 rows and a million cells; a workbook's sheet at most 20 MB unpacked,
    which is some 300,000 filled cells.
    Raises ``Invalid`` (reason as text id, ``params["name"]``) for what is no readable spreadsheet,
    ``limited.LimitExceeded`` or ``limited.ChildFailed`` for what breaks the reader.
    """
    if path.stat().st_size > MAX_BYTES:
        raise Invalid(TOO_LARGE, name=name, limit=MAX_BYTES // 1_000_000)
    answer = json.loads(
        run_limited(
            "sentraki.kernel.sheets_child:parse",
            pack({}, path.read_bytes()),
            memory_mb=_MEMORY_MB,
            seconds=_SECONDS,
        )
    )
    if "refused" in answer:
        raise Invalid(answer["refused"], name=name)
    rows = [
        Row(number, [Cell(text, place in set(numeric)) for place, text in enumerate(texts)])
        for number, texts, numeric in answer["rows"]
    ]
    heading = find_header(rows, known) if known else None
    position = _by_shape(rows) if heading is None else heading.position
    if position is None:
        raise Invalid(NO_HEADINGS, name=name)
    return _table(rows, position, heading, answer)


def _table(rows: list[Row], position: int, heading: Heading | None, answer: Any) -> Sheet:
    """Cut the rows at the heading, and make them as wide as most of them are."""
    headers = rows[position].texts()
    body = [row for row in rows[position + 1 :] if not _counts_columns(row)]
    widths = sorted(len(row.cells) for row in body)
    typical = widths[len(widths) // 2] if widths else 0
    headers += [""] * (typical - len(headers))
    body = [
        Row(
            row.number,
            row.cells + [_NO_CELL] * (len(headers) - len(row.cells)),
            len(row.cells) > len(headers),
        )
        for row in body
    ]
    notes = [Note(message, params) for message, params in answer["notes"]]
    shifted = sum(row.is_shifted for row in body)
    if shifted:
        notes.append(Note(WIDER_ROWS, {"count": shifted}))
    columns = heading.columns if heading else {}
    above, number = rows[:position], rows[position].number
    return Sheet(headers, body, notes, answer["kind"], columns, above, number)


def find_header(rows: Sequence[Row], known: Mapping[str, set[str]]) -> Heading | None:
    """The row among the first forty whose cells match most of the ``known`` headings.

    ``known`` maps a field to the ways its heading is written; case, accents, punctuation, remarks
    in brackets and small typing errors do not matter. A field takes the one column that fits best.
    ``None`` when no row of at least two cells (one, in a sheet of one column) holds any of them.
    """
    widest = max((_filled(row) for row in rows[:_DEEPEST_HEADING]), default=0)
    synonyms = {
        normalise_heading(way): name for name, ways in known.items() for way in {name, *ways}
    }
    best: tuple[float, Heading] | None = None
    for position, row in enumerate(rows[:_DEEPEST_HEADING]):
        matched = _match(row, synonyms)
        columns = {column: name for column, (name, _) in matched.items()}
        weight = sum(score for _, score in matched.values())
        wide = _filled(row) >= min(2, widest)
        if columns and wide and (best is None or weight > best[0]):
            best = weight, Heading(position, columns)
    return best[1] if best else None


def normalise_heading(text: str) -> str:
    """A heading reduced to small letters and digits: ``"No. HP/WA *"`` gives ``no hp wa``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain)
    return " ".join(re.findall(r"[a-z0-9]+", spaced.lower()))


def _match(row: Row, synonyms: Mapping[str, str]) -> dict[int, tuple[str, float]]:
    """Column → (field, likeness 0-100); the best likeness first, one column per field."""
    found: list[tuple[float, int, str]] = []
    for column, cell in enumerate(row.cells):
        if len(cell.text) > _LONGEST_HEADING:
            continue
        for text in {cell.text, re.sub(r"\(.*?\)", "", cell.text)}:
            hits = process.extract(
                normalise_heading(text), list(synonyms), scorer=fuzz.ratio, score_cutoff=_ALIKE
            )
            found += [(score, column, synonyms[way]) for way, score, _ in hits]
    matched: dict[int, tuple[str, float]] = {}
    for score, column, name in sorted(found, key=lambda hit: (-hit[0], hit[1])):
        if column not in matched and name not in {taken for taken, _ in matched.values()}:
            matched[column] = name, score
    return matched


def _by_shape(rows: Sequence[Row]) -> int | None:
    """The first row that looks like headings: wide enough, all words, nothing twice."""
    filled = [_filled(row) for row in rows[: _DEEPEST_HEADING * 2]]
    widths = sorted(width for width in filled if width > 1) or filled
    typical = widths[len(widths) // 2]
    for position, row in enumerate(rows[:_DEEPEST_HEADING]):
        texts = [cell.text for cell in row.cells if cell.text]
        wide = len(texts) >= max(2, 0.6 * typical) or (len(texts) == typical == 1)
        words = not any(cell.is_number or _NUMBER.fullmatch(cell.text) for cell in row.cells)
        if wide and words and len(set(texts)) == len(texts):
            return position
    return None


def _filled(row: Row) -> int:
    return sum(bool(cell.text) for cell in row.cells)


def _counts_columns(row: Row) -> bool:
    """Whether a row only numbers the columns (1, 2, 3 ...), as many official tables do."""
    texts = [text.strip("()") for text in row.texts()]
    return len(texts) > 2 and texts == [str(place) for place in range(1, len(texts) + 1)]


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """A CSV file (UTF-8 with byte-order mark, commas, CRLF) no spreadsheet program will compute.

    Text that begins like a formula gets an apostrophe in front, which :func:`read_sheet` takes away
    again; numbers, dates and times are written as such (ISO 8601).
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([_harmless(header) for header in headers])
    for row in rows:
        writer.writerow([_harmless(value) for value in row])
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8")


def write_xlsx(
    headers: Sequence[str], rows: Iterable[Sequence[Value]], *, title: str = "Data"
) -> bytes:
    """A workbook of one sheet called ``title``, headings bold and frozen.

    Text is stored as text and stays text when it is edited, so a NIK keeps its digits and a formula
    is only shown. Control characters are left out; text beyond 32,767 signs raises ``ValueError``.
    """
    lines = [[_plain(value) for value in row] for row in rows]
    book = Workbook(write_only=True)
    page = book.create_sheet(title)
    page.freeze_panes = "A2"
    for place, header in enumerate(headers, 1):
        page.column_dimensions[get_column_letter(place)].width = max(12, min(40, len(header) + 4))
    page.append([_workbook_cell(page, _plain(header), bold=True) for header in headers])
    for line in lines:
        page.append([_workbook_cell(page, value) for value in line])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _harmless(value: Value) -> str:
    if isinstance(value, str):
        text = _ILLEGAL.sub("", value)
        danger = any(bare.startswith(_FORMULA) for bare in (text.lstrip(" "), text.lstrip()))
        return f"'{text}" if danger else text
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value)


def _plain(value: Value) -> Value:
    """The value as a workbook can hold it; text that is too long raises ``ValueError``."""
    if isinstance(value, datetime) and value.tzinfo:
        return value.isoformat(timespec="seconds")
    if isinstance(value, str):
        value = _ILLEGAL.sub("", value)
        if len(value) > _LONGEST_CELL:
            raise ValueError("a workbook cell holds at most 32,767 signs")
    return value


def _workbook_cell(page: Any, value: Value, *, bold: bool = False) -> Any:
    cell: Any = WriteOnlyCell(page, value=value)  # type: ignore[arg-type]  # dates, too
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = True
    if bold:
        cell.font = Font(bold=True)
    return cell
