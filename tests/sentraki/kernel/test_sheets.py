import io
import tempfile
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from sentraki.kernel import sheets_child
from sentraki.kernel.errors import Invalid
from sentraki.kernel.sheets import (
    Cell,
    Row,
    find_header,
    normalise_heading,
    read_sheet,
    write_csv,
    write_xlsx,
)

KNOWN = {
    "name": {"nama usaha", "nama perusahaan"},
    "phone": {"no hp", "telepon"},
    "nik": {"nomor induk kependudukan"},
    "workers": {"jumlah tenaga kerja"},
}
SIGNS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20)
TABLES = st.lists(st.lists(SIGNS, min_size=3, max_size=3), min_size=1, max_size=6)


def _read(data: bytes, known=None, name: str = "berkas"):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sent"
        path.write_bytes(data)
        return read_sheet(path, name, known)


def _texts(sheet):
    return [row.texts() for row in sheet.rows]


def _book(*pages) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title, rows, state in pages:
        page = book.create_sheet(title)
        page.sheet_state = state
        for row in rows:
            page.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_usual_delimiter_is_found_out(delimiter):
    lines = ["Nama Usaha", "No HP", "Alamat"], ["Kopi Senja", "0812", "Jl. A"]
    text = "\n".join(delimiter.join(line) for line in lines)
    sheet = _read(text.encode())
    assert sheet.headers == lines[0]
    assert _texts(sheet) == [lines[1]]
    assert sheet.kind == "csv"


def test_the_delimiter_is_not_mistaken_for_decimal_commas():
    sheet = _read(b"nama;omzet\nA;1,5\nB;2,5\nC;3,5\n")
    assert _texts(sheet) == [["A", "1,5"], ["B", "2,5"], ["C", "3,5"]]


@pytest.mark.parametrize(
    ("codec", "note"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("utf-16", ["UTF-16"]),
        ("utf-16-le", ["UTF-16"]),
        ("utf-16-be", ["UTF-16"]),
        ("cp1252", ["Windows-1252"]),
    ],
)
def test_every_usual_encoding_is_found_out(codec, note):
    text = "nama usaha,pemilik\r\nCafé Senja,José\r\nKopi Émile,Zoé\r\n"
    sheet = _read(text.encode(codec))
    assert sheet.headers == ["nama usaha", "pemilik"]
    assert _texts(sheet) == [["Café Senja", "José"], ["Kopi Émile", "Zoé"]]
    assert [found.params["encoding"] for found in sheet.notes] == note


def test_bytes_that_only_latin_1_knows_are_read_as_such():
    sheet = _read("nama,kota\nCaf\xe9 \x81,X\n".encode("latin-1"))
    assert "Latin-1" in str(sheet.notes[0])


def test_quoted_line_breaks_delimiters_and_quotes_stay_in_their_cell():
    sheet = _read(b'nama,alamat\n"Panggang Ayam ""Bu\nEndang""","Jl. A, No. 1"\nB,C\n')
    assert _texts(sheet) == [['Panggang Ayam "Bu\nEndang"', "Jl. A, No. 1"], ["B", "C"]]
    assert [row.number for row in sheet.rows] == [2, 3]


def test_a_stray_quotation_mark_does_not_swallow_the_rest():
    rows = "".join(f"Usaha {n},Jalan {n}\n" for n in range(20))
    sheet = _read(f'nama,alamat\n"Kopi Senja,Jalan X\n{rows}'.encode())
    assert len(sheet.rows) == 21


@pytest.mark.parametrize("mark", ['"', ""])
def test_one_quoted_comma_in_every_row_makes_no_further_column(mark):
    lines = [f"{mark}nama{mark},{mark}produk{mark}"]
    lines += [f'{mark}Usaha {n}{mark},"Keripik {n}, Kue {n}"' for n in range(130)]
    sheet = _read("\n".join(lines).encode())
    assert sheet.headers == ["nama", "produk"]
    assert _texts(sheet)[7] == ["Usaha 7", "Keripik 7, Kue 7"]


def test_an_endless_cell_is_pointed_out():
    lines = "".join(f"baris {n}\n" for n in range(60))
    sheet = _read(f'nama,isi\nA,"{lines}"\nB,C\n'.encode())
    assert sheet.notes[0].params == {"row": 2}


def test_title_lines_blank_lines_and_empty_columns_are_left_aside():
    title = "DATA UMKM KOTA CONTOH,,,\nTahun 2026,,,\n,,,\n"
    text = title + "Nama Usaha,No HP,Kec,,\nA,0812,X,,\n\n,,\nB,0813,Y,,\n"
    sheet = _read(text.encode(), KNOWN)
    assert sheet.headers == ["Nama Usaha", "No HP", "Kec"]
    assert sheet.columns == {0: "name", 1: "phone"}
    assert [(row.number, row.texts()) for row in sheet.rows] == [
        (5, ["A", "0812", "X"]),
        (8, ["B", "0813", "Y"]),
    ]
    assert [row.texts() for row in sheet.title] == [["DATA UMKM KOTA CONTOH"], ["Tahun 2026"]]


def test_a_row_that_numbers_the_columns_is_left_aside():
    sheet = _read(b"nama,hp,alamat\n(1),(2),(3)\nA,0812,X\n")
    assert _texts(sheet) == [["A", "0812", "X"]]


def test_a_file_of_two_delimiters_is_read_as_it_was_before():
    text = "REKAP;;;,,,\nNo;Sektor;Kota A;Kota B,,,\n1;Kuliner, kue;5;6,,\n2;Batik;7;8,,,\n"
    sheet = _read(text.encode())
    assert sheet.headers == ["No", "Sektor", "Kota A", "Kota B"]
    assert _texts(sheet) == [["1", "Kuliner, kue", "5", "6"], ["2", "Batik", "7", "8"]]


def test_a_row_shifted_by_a_bare_comma_is_marked():
    sheet = _read(b"nama,kategori\nA,B\nToko (Sembako,Pulsa),Dagang\nC,D\nE,F\n")
    assert [row.is_shifted for row in sheet.rows] == [False, True, False, False]
    assert str(sheet.notes[0]) == "1 rows have more cells than there are headings."


def test_a_column_without_heading_is_kept_without_a_mark():
    sheet = _read(b"nama,kota\nA,B,4274\nC,D,17\n")
    assert sheet.headers == ["nama", "kota", ""]
    assert not any(row.is_shifted for row in sheet.rows)


def test_short_rows_are_filled_up():
    sheet = _read(b"nama,hp,kota\nA,0812,X\nB\nC,0813,Y\n", KNOWN)
    assert sheet.rows[1].texts() == ["B", "", ""]
    assert sheet.value(sheet.rows[1], "phone") == Cell()
    assert sheet.value(sheet.rows[1], "nothing") == Cell()


def test_scientific_notation_in_csv_counts_as_a_number():
    sheet = _read(b'nama,telp\nA,8.10000e+010\nB,0812\nC,"8,59E+11"\n')
    assert [row.cell(1).is_number for row in sheet.rows] == [True, False, True]


def test_numeric_cells_of_a_workbook_are_marked_and_dates_are_not():
    rows = [
        ["nik", "nama usaha", "no hp", "mulai", "omzet", "aktif"],
        [9971025708900001, "Kopi", 81234567890, date(2026, 8, 17), 1.5, True],
        ["9971025708900001", "Teh", "0812", datetime(2026, 8, 17, 9, 30), 2, False],
    ]
    sheet = _read(_book(("Data", rows, "visible")), KNOWN)
    assert sheet.kind == "xlsx"
    assert sheet.columns == {0: "nik", 1: "name", 2: "phone"}
    assert sheet.value(sheet.rows[0], "nik").is_number
    assert sheet.value(sheet.rows[1], "nik") == Cell("9971025708900001", False)
    assert sheet.rows[0].texts()[2:] == ["81234567890", "2026-08-17", "1.5", "TRUE"]
    assert sheet.rows[1].texts()[3:] == ["2026-08-17T09:30:00", "2", "FALSE"]
    assert [cell.is_number for cell in sheet.rows[0].cells[2:]] == [True, False, True, False]


def test_row_numbers_are_those_of_the_spreadsheet():
    rows = [[], [], ["DAFTAR"], [], ["nama usaha", "no hp"], ["A", "0812"], [], ["B", "0813"]]
    sheet = _read(_book(("Data", rows, "visible")), KNOWN)
    assert [row.number for row in sheet.rows] == [6, 8]


def test_the_first_visible_sheet_with_content_is_read_and_the_others_are_named():
    table = [["nama usaha", "no hp"], ["A", "0812"]]
    sheet = _read(
        _book(
            ("Rahasia", [["x", "y"], ["1", "2"]], "hidden"),
            ("Kosong", [], "visible"),
            ("Data", table, "visible"),
            ("Lain", table, "visible"),
        )
    )
    assert _texts(sheet) == [["A", "0812"]]
    assert str(sheet.notes[0]) == "Only the sheet Data was read. Not read: Lain."


def test_headings_are_recognised_with_typing_errors_case_and_remarks():
    rows = [
        Row(1, [Cell("DAFTAR NAMA USAHA")]),
        Row(
            2,
            [Cell("No."), Cell("NAMA_USAHA *"), Cell("No. HP (WA)"), Cell("jumlash_tenaga_kerja")],
        ),
        Row(3, [Cell("1"), Cell("Kopi"), Cell("0812"), Cell("3")]),
    ]
    heading = find_header(rows, KNOWN)
    assert heading is not None
    assert heading.position == 1
    assert heading.columns == {1: "name", 2: "phone", 3: "workers"}


def test_a_field_takes_the_one_column_that_fits_best():
    rows = [Row(1, [Cell("nama usahaa"), Cell("nama usaha"), Cell("kota")])]
    heading = find_header(rows, KNOWN)
    assert heading is not None
    assert heading.columns == {1: "name"}


def test_a_table_without_any_known_heading_is_told():
    rows = [Row(1, [Cell("kode_provinsi"), Cell("satuan")]), Row(2, [Cell("32"), Cell("UNIT")])]
    assert find_header(rows, KNOWN) is None
    assert find_header([], KNOWN) is None


def test_a_sheet_of_unknown_headings_is_still_a_table():
    sheet = _read(b"id,kode_provinsi,satuan\n1,32,UNIT\n", KNOWN)
    assert sheet.columns == {}
    assert sheet.headers == ["id", "kode_provinsi", "satuan"]


def test_a_table_of_numbers_alone_has_no_headings():
    with pytest.raises(Invalid, match="No row with headings"):
        _read(b"1,2,3\n4,5,6\n")


@pytest.mark.parametrize(
    ("text", "plain"),
    [("No. HP/WA *", "no hp wa"), ("namaUsaha", "nama usaha"), ("  NIK ", "nik"), ("é_1", "e 1")],
)
def test_headings_are_compared_in_a_plain_form(text, plain):
    assert normalise_heading(text) == plain


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", sheets_child.NO_CONTENT),
        (b"\n\n,,,\n", sheets_child.NO_CONTENT),
        (b"%PDF-1.7\n1 0 obj", sheets_child.NOT_READABLE),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", sheets_child.NOT_READABLE),
        (b"<html><table><tr><td>nama</td></tr></table>", sheets_child.NOT_READABLE),
        (b"PK\x03\x04 not an archive", sheets_child.NOT_READABLE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64, sheets_child.NOT_READABLE),
        (
            b"\xd0\xcf\x11\xe0" + b"\0" * 64 + "EncryptedPackage".encode("utf-16-le"),
            sheets_child.LOCKED,
        ),
    ],
)
def test_what_is_no_spreadsheet_is_refused_with_its_reason(data, reason):
    with pytest.raises(Invalid) as refusal:
        _read(data, name="daftar.xlsx")
    assert refusal.value.message == reason
    assert refusal.value.params["name"] == "daftar.xlsx"


def test_a_file_beyond_twenty_megabytes_is_refused_unread():
    with pytest.raises(Invalid, match="larger than 20 MB"):
        _read(b"a,b\n" * 5_000_001)


def test_too_many_rows_and_columns_are_refused():
    for data in (b"a,b\n" * 100_001, b",".join([b"x"] * 501)):
        with pytest.raises(Invalid, match="too many rows or columns"):
            _read(data)


@given(TABLES)
@settings(max_examples=200, deadline=None)
def test_written_csv_comes_back_as_it_was(rows):
    data = write_csv(["Nama", "Alamat", "Kota"], rows)
    found = sheets_child._text_table(data)[0]
    texts = [[text for text, _ in cells] for _, cells in found]
    assert texts[1:] == [[sheets_child._clean(cell) for cell in row] for row in rows]


@given(st.sampled_from("=+-@\t\r＝＋－＠"), SIGNS, st.sampled_from(["", " ", "  "]))
@settings(max_examples=200)
def test_no_written_cell_begins_like_a_formula(sign, rest, blanks):
    data = write_csv(["h"], [[blanks + sign + rest]]).decode("utf-8-sig")
    assert data.split("\r\n", 1)[1].startswith(("'", "\"'"))


def test_numbers_dates_and_nothing_are_written_plainly():
    values = [[-5, 1.5, Decimal("2.50"), True, date(2026, 8, 17), time(9, 30), None]]
    data = write_csv(list("abcdefg"), values).decode("utf-8-sig")
    assert data.splitlines()[1] == "-5,1.5,2.50,True,2026-08-17,09:30:00,"


def test_a_written_workbook_holds_text_as_text_and_no_formula():
    rows = [["=1+1", "9971025708900001", 7], ["@SUM(A1)", "-3", datetime(2026, 1, 1, tzinfo=UTC)]]
    data = write_xlsx(["rumus", "nik", "jumlah"], rows, title="Usaha")
    page = load_workbook(io.BytesIO(data))["Usaha"]
    cells = [cell for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert page["A2"].value == "=1+1"
    assert page["A2"].quotePrefix
    assert page["B2"].number_format == "@"
    assert page["C2"].value == 7
    assert page["C3"].value == "2026-01-01T00:00:00+00:00"
    assert _read(data).rows[0].texts() == ["=1+1", "9971025708900001", "7"]


def test_control_characters_are_left_out_and_endless_text_is_refused():
    assert load_workbook(io.BytesIO(write_xlsx(["a"], [["x\x00\x1fy"]]))).active["A2"].value == "xy"
    assert write_csv(["a"], [["x\x00y"]]).endswith(b"xy\r\n")
    with pytest.raises(ValueError, match="32,767"):
        write_xlsx(["a"], [["x" * 32_768]])


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_whatever_bytes_are_sent_are_rows_or_a_refusal(data):
    answer = sheets_child.parse((2).to_bytes(4, "big") + b"{}" + data)
    assert answer.startswith((b'{"refused"', b'{"kind"'))


@given(st.text(st.sampled_from('ab;,"\n\t|'), max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_mixture_of_delimiters_and_quotes_is_rows_or_a_refusal(text):
    answer = sheets_child.parse((2).to_bytes(4, "big") + b"{}" + text.encode())
    assert answer.startswith((b'{"refused"', b'{"kind"'))
