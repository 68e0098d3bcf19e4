"""A gazette kept as a table: one application a row, headings found out."""

import hashlib
import re
from datetime import date, datetime
from pathlib import Path

from sentraki.kernel.sheets import Sheet, read_sheet
from sentraki.screening.rules.gazette import (
    LONGEST_NAME,
    MOST_CLASSES,
    Entry,
    Issue,
    Unread,
)

HEADINGS: dict[str, set[str]] = {
    "number": {"nomor permohonan", "no permohonan", "application number", "nomor"},
    "received_on": {"tanggal penerimaan", "tgl penerimaan", "tanggal permohonan", "filing date"},
    "classes": {"kelas", "kelas barang jasa", "nice class", "class", "classes"},
    "name": {"merek", "nama merek", "etiket", "mark", "trademark"},
    "owner": {"pemilik", "pemohon", "nama pemohon", "nama pemilik", "owner", "applicant"},
    "goods": {"uraian barang jasa", "barang jasa", "jenis barang jasa", "goods", "uraian"},
}
_NUMBER = re.compile(r"[A-Z]{1,4}\d{6,16}")
_DAYS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y")


def kind_of(source: Path, name: str) -> str | None:
    """``xlsx`` or ``csv`` by content and name, ``None`` for anything else."""
    with source.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK\x03\x04"):
        return "xlsx" if name.lower().endswith(".xlsx") else None
    is_text = b"\x00" not in head
    return "csv" if is_text and name.lower().endswith((".csv", ".txt")) else None


def sha256_of(source: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_table(source: Path, name: str) -> Issue:
    """The applications of a CSV or XLSX file; rows without number, day or class are reported.

    Raises what ``kernel.sheets.read_sheet`` raises. A table has no cover and no pictures.
    """
    sheet = read_sheet(source, name, HEADINGS)
    entries: dict[str, Entry] = {}
    unread: list[Unread] = []
    for row in sheet.rows:
        told = {field: sheet.value(row, field).text.strip() for field in HEADINGS}
        entry = _entry(told)
        if entry is None:
            if any(told.values()):
                unread.append(Unread(row.number, " · ".join(filter(None, told.values()))))
        else:
            entries[entry.number] = _merged(entries.get(entry.number), entry)
    return Issue(None, tuple(entries.values()), (*unread, *_notes(sheet)), 0, 0, 0)


def _notes(sheet: Sheet) -> tuple[Unread, ...]:
    return tuple(Unread(0, str(note)) for note in sheet.notes)


def _entry(told: dict[str, str]) -> Entry | None:
    number = re.sub(r"\s+", "", told["number"]).upper()
    received = _day(told["received_on"])
    classes = tuple(sorted({int(part) for part in re.findall(r"\d+", told["classes"])}))
    if not _NUMBER.fullmatch(number) or received is None or not classes:
        return None
    if classes[0] < 1 or classes[-1] > MOST_CLASSES:
        return None
    return Entry(
        number, received, classes, told["name"][:LONGEST_NAME], told["owner"][:255], told["goods"]
    )


def _merged(known: Entry | None, entry: Entry) -> Entry:
    """One application over several rows, one for each class."""
    if known is None:
        return entry
    classes = tuple(sorted({*known.classes, *entry.classes}))
    goods = "\n".join(dict.fromkeys(filter(None, (known.goods, entry.goods))))
    return Entry(
        known.number, known.received_on, classes, known.name, known.owner or entry.owner, goods
    )


def _day(text: str) -> date | None:
    for pattern in _DAYS:
        try:
            return datetime.strptime(text[:10], pattern).date()
        except ValueError:
            continue
    return None
