"""What a file is by its first bytes; what its name claims counts for plain text only."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import filetype


class Kind(StrEnum):
    """The kinds of file a form can accept."""

    IMAGE = "image"
    PDF = "pdf"
    SHEET = "sheet"


IMAGE_OR_PDF = frozenset({Kind.IMAGE, Kind.PDF})


@dataclass(frozen=True, slots=True)
class Sniffed:
    """``kind`` is None when no form accepts it; ``called`` is what to call it to a person.

    ``pillow`` names the one Pillow format that may open a picture; ``called`` is empty when the
    bytes are of no known kind.
    """

    kind: Kind | None
    called: str
    mime: str = ""
    pillow: str = ""


PICTURES: Mapping[str, Sniffed] = MappingProxyType(
    {
        "image/jpeg": Sniffed(Kind.IMAGE, "JPG", "image/jpeg", "JPEG"),
        "image/png": Sniffed(Kind.IMAGE, "PNG", "image/png", "PNG"),
        "image/apng": Sniffed(Kind.IMAGE, "PNG", "image/png", "PNG"),
        "image/webp": Sniffed(Kind.IMAGE, "WebP", "image/webp", "WEBP"),
        "image/gif": Sniffed(Kind.IMAGE, "GIF", "image/gif", "GIF"),
    }
)
PDF = Sniffed(Kind.PDF, "PDF", "application/pdf")
XLSX = Sniffed(
    Kind.SHEET, "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)
CSV = Sniffed(Kind.SHEET, "CSV", "text/csv")
PHONE_ONLY = "HEIC"
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
_HEAD = 1024
_TEXT_NAMES = (".csv", ".tsv", ".txt")


def sniff(data: bytes, name: str = "") -> Sniffed:
    """Say what ``data`` is. ``name`` only decides whether plain text is meant as CSV."""
    head = data[:_HEAD]
    guess = filetype.guess(data[:8192])
    if guess is not None and guess.mime in PICTURES:
        return PICTURES[guess.mime]
    if b"%PDF-" in head:
        return PDF
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return Sniffed(None, PHONE_ONLY)
    if head.startswith(b"PK\x03\x04"):
        return _archive(data)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return Sniffed(None, "Office (doc/xls)")
    if guess is not None:
        return Sniffed(None, guess.extension.upper())
    return _text(head, name)


def _archive(data: bytes) -> Sniffed:
    """Tell office files from other archives by the part names every such file carries."""
    if b"xl/workbook" in data:
        return XLSX
    if b"word/document" in data:
        return Sniffed(None, "DOCX")
    return Sniffed(None, "ZIP")


def _text(head: bytes, name: str) -> Sniffed:
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(b"<"):
        if b"<svg" in start:
            return Sniffed(None, "SVG")
        return Sniffed(None, "HTML" if b"<html" in start or b"<!doctype" in start else "XML")
    if name.lower().endswith(_TEXT_NAMES) and (wide or b"\0" not in head):
        return CSV
    return Sniffed(None, "")
