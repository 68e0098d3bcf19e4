"""Archives that claim to be workbooks: what is refused before anything is unpacked."""

import io
import random
import struct
import tempfile
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from sentraki.kernel.errors import Refusal
from sentraki.kernel.sheets import read_sheet
from sentraki.kernel.sheets_child import (
    BOMB,
    LOCKED,
    NOT_READABLE,
    TOO_LONG,
    Refused,
    check_archive,
)

WORKBOOK = "xl/workbook.xml"


def _archive(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _workbook(cell: str = "A1") -> bytes:
    book = Workbook()
    book.active["A1"], book.active["B1"] = "nama", "kota"
    book.active["A2"], book.active["B2"] = "Kopi", "Palembang"
    stream = io.BytesIO()
    book.save(stream)
    if cell == "A1":
        return stream.getvalue()
    with zipfile.ZipFile(stream) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'r="B2"', f'r="{cell}"'.encode())
    return _archive(parts)


def _refusal(data: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        check_archive(data)
    return str(refusal.value)


def test_an_honest_workbook_passes():
    check_archive(_workbook())


def test_a_part_of_more_than_twenty_megabytes_is_refused():
    parts = {WORKBOOK: b"<x/>", "big": b"ab" * 10_000_001}
    assert _refusal(_archive(parts, zipfile.ZIP_STORED)) == TOO_LONG


def test_more_than_a_hundred_megabytes_together_are_refused():
    noise = random.Random(1).randbytes(1_000)
    parts = {
        f"part{n}": b"".join(noise + bytes([i % 256]) * 9 for i in range(18_000)) for n in range(6)
    }
    assert _refusal(_archive({WORKBOOK: b"<x/>", **parts})) == TOO_LONG


def test_a_part_that_grows_more_than_two_hundred_times_is_refused():
    assert _refusal(_archive({WORKBOOK: b"<x/>", "zeros": b"0" * 2_000_000})) == BOMB


def test_more_than_two_thousand_parts_are_refused():
    parts = {f"p{n}": b"" for n in range(2_000)}
    assert _refusal(_archive({WORKBOOK: b"<x/>", **parts})) == BOMB


def test_a_directory_that_lies_about_its_length_is_refused():
    data = bytearray(_archive({WORKBOOK: b"<x/>", **{f"p{n}": b"" for n in range(2_100)}}))
    ends = data.rfind(b"PK\x05\x06")
    data[ends + 8 : ends + 12] = struct.pack("<HH", 3, 3)
    assert _refusal(bytes(data)) == BOMB


def test_a_directory_of_many_megabytes_is_refused_before_it_is_read():
    data = bytearray(_workbook())
    ends = data.rfind(b"PK\x05\x06")
    data[ends + 12 : ends + 16] = struct.pack("<I", 90_000_000)
    assert _refusal(bytes(data)) == BOMB


def test_parts_that_share_their_bytes_are_refused():
    noise = bytes((n * 7919) % 251 for n in range(50_000))
    data = _archive({WORKBOOK: b"<x/>", "a": noise, "b": noise}, zipfile.ZIP_STORED)
    middle = data.index(noise, data.index(noise) + 1) - 31
    directory = data.index(b"PK\x01\x02")
    cut = data[:middle] + data[directory:]
    ends = cut.rfind(b"PK\x05\x06")
    moved = cut[: ends + 16] + struct.pack("<I", middle) + cut[ends + 20 :]
    assert _refusal(moved) == BOMB


def test_an_archive_with_a_password_is_told_apart():
    data = bytearray(_archive({WORKBOOK: b"<x/>"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert _refusal(bytes(data)) == LOCKED


@pytest.mark.parametrize(
    "data",
    [_archive({"word/document.xml": b"<x/>"}), b"PK\x03\x04", _archive({WORKBOOK: b"<x/>"})[:-9]],
    ids=["a letter", "a stump", "cut off"],
)
def test_an_archive_that_is_no_workbook_is_refused(data):
    assert _refusal(data) == NOT_READABLE


@pytest.mark.parametrize(
    "data",
    [
        _archive({WORKBOOK: b"<x/>"}),
        _archive({WORKBOOK: b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'}),
        _workbook("XFD1048576"),
        _workbook("nowhere"),
    ],
    ids=["an empty workbook", "an outer entity", "a cell at the far end", "a cell nowhere"],
)
def test_a_workbook_that_breaks_the_reader_is_refused_in_words(data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sent.xlsx"
        path.write_bytes(data)
        with pytest.raises(Refusal):
            read_sheet(path, "sent.xlsx")
