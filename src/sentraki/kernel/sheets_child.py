"""The inside of ``kernel.sheets``: bytes of a spreadsheet in, plain rows out, no Django.

:func:`parse` runs in the limited child of ``kernel.limited``. Its answer is a JSON object
with either ``refused`` (English text id) or ``kind``, ``notes`` and ``rows``; a row is its number
as a spreadsheet program shows it, its texts, and the places kept as numbers.
"""

import csv
import io
import json
import re
import statistics
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

import python_calamine

from sentraki.kernel.limited import unpack

MAX_PART = 20_000_000
MAX_TOTAL = 100_000_000
MAX_PARTS = 2_000
MAX_RATIO = 200
MAX_ROWS = 100_000
MAX_COLUMNS = 500
MAX_CELLS = 1_000_000
NOT_READABLE = "This is no spreadsheet we can read. Save it as XLSX or CSV and try again."
LOCKED = "This spreadsheet has a password. Save it without one and try again."
BOMB = "This spreadsheet unpacks to far more than its size. Save it anew as XLSX or CSV."
TOO_LONG = "This spreadsheet has too many rows or columns. Divide it and try again."
NO_CONTENT = "This spreadsheet is empty."
OTHER_SHEETS = "Only the sheet %(name)s was read. Not read: %(others)s."
OTHER_ENCODING = "The letters were read as %(encoding)s. Check words with accents."
OPEN_QUOTE = "The cell in row %(row)s runs over many lines. A quotation mark may be missing there."

_DELIMITERS = "\t;|,"
_SAMPLE = 2_000_000
_MANY_LINES = 40
_LOSSY = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE]\+?\d+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ESCAPED = re.compile(r"^'(?=\s*[=+\-@\t\r＝＋－＠])")
_OLE = b"\xd0\xcf\x11\xe0"

Cells = list[tuple[str, bool]]
Note = tuple[str, dict[str, Any]]


class Refused(Exception):
    """The file cannot be taken; the argument is the text id of the reason."""


def parse(frame: bytes) -> bytes:
    """Answer a frame whose body is the file with its rows; refusals are answers, too."""
    _, data = unpack(frame)
    csv.field_size_limit(MAX_PART)
    try:
        if data.startswith(b"PK\x03\x04"):
            kind, (rows, notes) = "xlsx", _workbook(data)
        else:
            kind, (rows, notes) = "csv", _text_table(data)
        lines = list(_pack(rows, notes))
    except Refused as refusal:
        return json.dumps({"refused": str(refusal)}).encode()
    head = json.dumps({"kind": kind, "notes": notes})[:-1]
    return f'{head}, "rows": [{",".join(lines)}]}}'.encode()


def _pack(rows: Iterable[tuple[int, Cells]], notes: list[Note]) -> Iterator[str]:
    """Each row that holds anything as a line of JSON, with the limits on amount."""
    total = lines = 0
    for number, cells in rows:
        while cells and not cells[-1][0]:
            cells.pop()
        if not cells:
            continue
        total, lines = total + len(cells), lines + 1
        if lines > MAX_ROWS or len(cells) > MAX_COLUMNS or total > MAX_CELLS:
            raise Refused(TOO_LONG)
        if any(text.count("\n") > _MANY_LINES for text, _ in cells):
            notes.append((OPEN_QUOTE, {"row": number}))
        texts = [text for text, _ in cells]
        numbers = [place for place, cell in enumerate(cells) if cell[1]]
        yield json.dumps([number, texts, numbers], ensure_ascii=False)
    if not lines:
        raise Refused(NO_CONTENT)


def _clean(text: str) -> str:
    """Without control characters, outer blanks, and the apostrophe our own export puts first."""
    bare = _CONTROL.sub("", text).replace("\xa0", " ").strip()
    return _ESCAPED.sub("", bare).lstrip()


# --- text tables


def _text_table(data: bytes) -> tuple[Iterable[tuple[int, Cells]], list[Note]]:
    if data.startswith(_OLE):
        raise Refused(LOCKED if "EncryptedPackage".encode("utf-16-le") in data else NOT_READABLE)
    text, encoding = _decode(data)
    head = text[:2000].lstrip().lower()
    if "\0" in text or head.startswith(("<", "%pdf", "{\\rtf")):
        raise Refused(NOT_READABLE)
    notes: list[Note] = []
    if encoding != "UTF-8":
        notes.append((OTHER_ENCODING, {"encoding": encoding}))
    text = _unwrap(text)
    delimiter, quoting = _dialect(text[:_SAMPLE])
    records = _records(text, delimiter, quoting)
    rows = (
        (number, [(_clean(cell), bool(_LOSSY.fullmatch(cell.strip()))) for cell in record])
        for number, record in enumerate(records, 1)
    )
    return rows, notes


def _decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding; every byte string has one."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), "UTF-16"
    sample = data[:4000]
    for codec, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if len(sample) > 3 and zeros.count(0) > 0.6 * len(zeros):
            return data.decode(codec, errors="replace"), "UTF-16"
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "Latin-1"


def _records(text: str, delimiter: str, quoting: int) -> Iterator[list[str]]:
    return csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quoting=quoting,  # type: ignore[arg-type]
    )


def _unwrap(text: str) -> str:
    """A semicolon table that was saved once more with commas, as it was before.

    Such a file ends most lines with empty comma cells, and its comma cells break the semicolon
    ones; joined again with commas they are the first file.
    """
    lines = [line for line in text[:_SAMPLE].splitlines() if line.strip()]
    wrapped = sum(line.endswith(",,") for line in lines)
    if not lines or lines[0].count(";") < 2 or wrapped * 2 < len(lines):
        return text
    records = _records(text, ",", csv.QUOTE_MINIMAL)
    return "\n".join(",".join(record).rstrip(",") for record in records)


def _dialect(sample: str) -> tuple[str, int]:
    """Delimiter and quoting under which most records have the same number of cells.

    Quotation marks count as such unless records are more even without them: ignored, they cut
    every cell that holds a delimiter, which may look even, too, and wider.
    """
    best, found = 0.0, (",", csv.QUOTE_MINIMAL)
    for delimiter in _DELIMITERS:
        if delimiter not in sample:
            continue
        share, width = _evenness(_records(sample, delimiter, csv.QUOTE_MINIMAL))
        bare, bare_width = _evenness(_records(sample, delimiter, csv.QUOTE_NONE))
        quoting = csv.QUOTE_MINIMAL
        if bare > share + 1e-9 and bare_width >= width:
            share, width, quoting = bare, bare_width, csv.QUOTE_NONE
        quality = share * (1 - 1 / width)
        if quality > best + 1e-9:
            best, found = quality, (delimiter, int(quoting))
    return found


def _evenness(records: Iterable[list[str]]) -> tuple[float, int]:
    """The share of records that have the most common number of cells, and that number."""
    widths = Counter(len(record) for record in records if any(map(str.strip, record)))
    if not widths:
        return 0.0, 1
    width = statistics.mode(widths.elements())
    return widths[width] / widths.total(), width


# --- workbooks


def check_archive(data: bytes) -> None:
    """Raise ``Refused`` for an archive that claims to unpack to more than a spreadsheet needs.

    Reads the central directory only: at most 2,000 parts, 20 MB a part, 100 MB together, 200 times
    its packed size; no encrypted parts, and parts may not share packed bytes.
    """
    ends = data.rfind(b"PK\x05\x06")
    if ends < 0 or int.from_bytes(data[ends + 10 : ends + 12], "little") > MAX_PARTS:
        raise Refused(BOMB if ends >= 0 else NOT_READABLE)
    if int.from_bytes(data[ends + 12 : ends + 16], "little") > MAX_PARTS * 1000:
        raise Refused(BOMB)
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Refused(NOT_READABLE) from None
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(LOCKED)
    unpacked = [part.file_size for part in parts]
    packed = [part.compress_size for part in parts]
    if (
        len(parts) > MAX_PARTS
        or sum(packed) > len(data)
        or any(big > MAX_RATIO * max(1, small) for big, small in zip(unpacked, packed, strict=True))
    ):
        raise Refused(BOMB)
    if max(unpacked, default=0) > MAX_PART or sum(unpacked) > MAX_TOTAL:
        raise Refused(TOO_LONG)
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise Refused(NOT_READABLE)


def _workbook(data: bytes) -> tuple[Iterable[tuple[int, Cells]], list[Note]]:
    """The rows of the first visible sheet that holds anything."""
    check_archive(data)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [
            meta.name
            for meta in book.sheets_metadata
            if meta.visible == python_calamine.SheetVisibleEnum.Visible
            and meta.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        filled = [name for name in shown if book.get_sheet_by_name(name).height]
        if not filled:
            raise Refused(NO_CONTENT)
        sheet = book.get_sheet_by_name(filled[0])
    except python_calamine.PasswordError:
        raise Refused(LOCKED) from None
    except python_calamine.CalamineError:
        raise Refused(NOT_READABLE) from None
    notes: list[Note] = []
    if len(filled) > 1:
        notes.append((OTHER_SHEETS, {"name": filled[0], "others": ", ".join(filled[1:])}))
    first = sheet.start[0] if sheet.start else 0
    rows = sheet.to_python(skip_empty_area=True)
    if len(rows) > MAX_ROWS * 2:
        raise Refused(TOO_LONG)
    return ((first + n, [_cell(value) for value in row]) for n, row in enumerate(rows, 1)), notes


def _cell(value: object) -> tuple[str, bool]:
    """A workbook's value as text, and whether it was kept as a number."""
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), False
    if isinstance(value, int):
        return str(value), True
    if isinstance(value, float):
        return (str(int(value)) if value.is_integer() else repr(value)), True
    if isinstance(value, datetime):
        is_day = (value.hour, value.minute, value.second) == (0, 0, 0)
        return (value.date() if is_day else value).isoformat(), False
    if isinstance(value, date):
        return value.isoformat(), False
    return _clean(str(value)), False
