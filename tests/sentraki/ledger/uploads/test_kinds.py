import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.hostile.building import pdf, picture, xlsx, zipped

from sentraki.ledger.uploads import Kind
from sentraki.ledger.uploads.kinds import sniff

SHEET = b"Nama;NIK\r\nKopi Senja;3374010101010001\r\n"


@pytest.mark.parametrize(
    ("data", "kind", "called"),
    [
        (picture("JPEG"), Kind.IMAGE, "JPG"),
        (picture("PNG"), Kind.IMAGE, "PNG"),
        (picture("WEBP"), Kind.IMAGE, "WebP"),
        (picture("GIF"), Kind.IMAGE, "GIF"),
        (pdf(), Kind.PDF, "PDF"),
        (b"\n\n" + pdf(), Kind.PDF, "PDF"),
        (xlsx(), Kind.SHEET, "XLSX"),
        (zipped({"word/document.xml": b""}), None, "DOCX"),
        (zipped({"a": b""}), None, "ZIP"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", None, "HEIC"),
        (b"<svg></svg>", None, "SVG"),
        (b"\xef\xbb\xbf <!DOCTYPE html>", None, "HTML"),
        (b"<?xml version='1.0'?><a/>", None, "XML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), None, "Office (doc/xls)"),
        (b"just words", None, ""),
    ],
)
def test_the_first_bytes_say_what_a_file_is(data, kind, called):
    sniffed = sniff(data, "foto.jpg")

    assert (sniffed.kind, sniffed.called) == (kind, called)


@pytest.mark.parametrize("name", ["data.csv", "DATA.TSV", "data.txt"])
def test_plain_text_is_a_sheet_only_under_a_sheets_name(name):
    assert sniff(SHEET, name).kind is Kind.SHEET
    assert sniff(SHEET, "foto.jpg").kind is None
    assert sniff(SHEET.decode().encode("utf-16"), name).kind is Kind.SHEET


@given(st.binary(max_size=300), st.text(max_size=20))
def test_any_bytes_are_of_some_kind_or_of_none(data, name):
    sniffed = sniff(data, name)

    assert sniffed.kind is None or sniffed.mime
