"""Archives and office files: bombs, odd names, macros. No picture field takes any of them."""

import io
import struct
import tarfile
import zipfile
from collections.abc import Iterator

from tests.hostile.building import SCRIPT, picture, xlsx, zipped
from tests.hostile.corpus import Hostile, refuse
from tests.hostile.texts import LAUGHS

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def files() -> Iterator[Hostile]:
    """All archives and office files."""
    yield from _zips()
    yield from workbooks()
    yield from _office()
    yield refuse("tar-gz", "a.tar.gz", _tar())
    yield refuse("rar", "a.jpg", b"Rar!\x1a\7\1\0" + bytes(100))
    yield refuse("seven-zip", "a.jpg", b"7z\xbc\xaf\x27\x1c\0\4" + bytes(100))
    yield refuse("zip-called-pdf", "a.pdf", zipped({"a.txt": b"x"}))


def _zips() -> Iterator[Hostile]:
    nested = b"isi"
    for _ in range(30):
        nested = zipped({"a.zip": nested})
    yield refuse("zip-nested", "a.zip", nested)
    yield refuse("zip-overlapping", "a.zip", _overlapping())
    yield refuse(
        "zip-hundred-thousand",
        "a.zip",
        lambda: zipped(((f"{n}", b"") for n in range(100_000)), zipfile.ZIP_STORED),
    )
    yield refuse("zip-leaves-folder", "a.zip", zipped({"../../../tmp/x.html": SCRIPT}))
    yield refuse("zip-absolute", "a.zip", zipped({"/etc/cron.d/x": b"* * * * * root id"}))
    yield refuse("zip-direction-name", "a.zip", zipped({"a\u202egpj.exe": b"MZ"}))
    yield refuse("zip-null-name", "a.zip", zipped({"aXb.jpg": b"x"}).replace(b"aXb", b"a\0b"))
    yield refuse("zip-link", "a.zip", _link())
    yield refuse("zip-bomb", "a.zip", lambda: zipped({"nol": bytes(100_000_000)}))
    yield refuse("zip-cut-off", "a.zip", zipped({"a": picture("JPEG")})[:-30])


def _overlapping() -> bytes:
    """Two hundred directory entries that all point at one compressed part."""
    data = zipped({"a": bytes(1_000_000)})
    start = data.index(b"PK\1\2")
    end = data.index(b"PK\5\6")
    entry = data[start:end]
    tail = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 200, 200, 200 * len(entry), start, 0)
    return data[:start] + entry * 200 + tail


def _link() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("foto.jpg")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def _tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        link = tarfile.TarInfo("foto.jpg")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return out.getvalue()


def workbooks() -> Iterator[Hostile]:
    """Spreadsheets; the importer must survive them, too."""
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
    laughs = LAUGHS + strings + b"&m;</t></si></sst>"
    quadratic = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + b"a" * 100_000 + b'">]>' + strings
    )
    outside = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        + strings
        + b"&e;</t></si></sst>"
    )
    yield refuse("xlsx-laughs", "a.xlsx", xlsx({STRINGS: laughs}))
    yield refuse("xlsx-laughs-in-sheet", "a.xlsx", xlsx({SHEET: laughs}))
    yield refuse("xlsx-laughs-in-workbook", "a.xlsx", xlsx({"xl/workbook.xml": laughs}))
    yield refuse("xlsx-quadratic", "a.xlsx", xlsx({STRINGS: quadratic + b"&a;" * 50_000}))
    yield refuse("xlsx-outside", "a.xlsx", xlsx({STRINGS: outside}))
    yield refuse("xlsx-bomb", "a.xlsx", lambda: xlsx({SHEET: b"<worksheet>" + b" " * 300_000_000}))
    yield refuse("xlsx-many-bombs", "a.xlsx", lambda: _workbook_of(9, bytes(9_000_000)))
    yield refuse("xlsx-many-parts", "a.xlsx", lambda: _workbook_of(20_000, b""))
    yield refuse("xlsx-macro", "a.xlsm", xlsx({"xl/vbaProject.bin": OLE + bytes(500)}))
    yield refuse("xlsx-called-jpg", "a.jpg", xlsx())
    yield refuse("xlsx-cut-off", "a.xlsx", xlsx()[:-200])
    yield refuse("xlsx-no-sheet", "a.xlsx", xlsx({SHEET: b""}))
    yield refuse("xlsx-far-cell", "a.xlsx", xlsx({SHEET: _far_cell()}))


def _workbook_of(parts: int, content: bytes) -> bytes:
    return xlsx({f"xl/media/{number}.xml": content for number in range(parts)})


def _far_cell() -> bytes:
    return (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )


def _office() -> Iterator[Hostile]:
    word = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
    yield refuse("docx", "a.docx", zipped(word))
    yield refuse("docx-macro", "a.docm", zipped(word | {"word/vbaProject.bin": OLE}))
    yield refuse("docx-called-pdf", "a.pdf", zipped(word))
    yield refuse(
        "docx-laughs", "a.docx", zipped(word | {"word/document.xml": LAUGHS + b"<x>&m;</x>"})
    )
    yield refuse("docx-bomb", "a.docx", lambda: zipped({"word/document.xml": bytes(200_000_000)}))
    yield refuse("xls-macro", "a.xls", OLE + bytes(2000) + b"_VBA_PROJECT")
    yield refuse("doc-called-jpg", "a.jpg", OLE + bytes(5000))
    yield refuse("rtf", "a.rtf", rb"{\rtf1{\object\objocx{\*\objdata 0105}}}")
    yield refuse("mail", "a.eml", b"From: a@b\nSubject: x\n\nisi")
