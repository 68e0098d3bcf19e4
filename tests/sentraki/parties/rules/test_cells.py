"""Single cells: a clean value, or none and the reason; never an exception."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentraki.kernel.sheets import Cell
from sentraki.parties.rules import cells

TODAY = date(2026, 11, 22)
ANY = st.builds(Cell, st.text(), st.booleans())


def code(read):
    value, reasons = read
    return value, [reason.code for reason in reasons]


@pytest.mark.parametrize("text", ["", "-", " -- ", "n/a", "NULL", "Tidak ada", "belum ada", "."])
def test_many_ways_to_say_nothing_are_nothing(text):
    assert cells.text_of(Cell(text)) == ""


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Cell("0812-3456-7890"), ("+6281234567890", [])),
        (Cell("81234567890", True), ("+6281234567890", [])),
        (Cell("8.00000e+010", True), ("", ["phone.number"])),
        (Cell("0000-000000"), ("", ["phone.unreadable"])),
        (Cell("0812 3456 7890 / 0813 3456 7890"), ("", ["phone.unreadable"])),
        (Cell("-"), ("", [])),
        (Cell("0", True), ("", [])),
    ],
)
def test_a_phone_is_read_or_flagged_never_guessed(cell, expected):
    assert code(cells.read_phone(cell)) == expected


def test_a_nik_kept_as_a_number_is_flagged_and_not_taken_even_with_sixteen_digits():
    assert code(cells.read_nik(Cell("3371014101800001", True), TODAY)) == ("", ["nik.number"])
    assert code(cells.read_nik(Cell("3.37101E+15", True), TODAY)) == ("", ["nik.number"])


def test_a_nik_as_text_is_taken_and_an_odd_birth_date_only_noted():
    assert code(cells.read_nik(Cell("0071 0141 0180 0001"), TODAY)) == ("0071014101800001", [])
    assert code(cells.read_nik(Cell("0071019999990001"), TODAY))[1] == ["nik.doubtful"]
    value, reasons = cells.read_nik(Cell("12345"), TODAY)
    assert (value, reasons[0].packed()) == ("", ["nik.length", {"typed": 5}])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("17/08/2026", date(2026, 8, 17)),
        ("17-8-2026", date(2026, 8, 17)),
        ("17 Agustus 2026", date(2026, 8, 17)),
        ("2026-08-17T10:00", date(2026, 8, 17)),
        ("2026/08/17 12:07", date(2026, 8, 17)),
        ("31/02/2026", None),
        ("17/08/26", None),
        ("44562", None),
        ("kemarin", None),
    ],
)
def test_days_are_read_day_first_and_never_with_half_a_year(text, expected):
    assert cells.parse_day(text) == expected


def test_a_year_alone_makes_no_day_and_the_future_is_left_out():
    assert code(cells.read_day(Cell("2019"), "started_on", TODAY)) == ("", ["date.year"])
    assert code(cells.read_day(Cell("01/01/2031"), "started_on", TODAY)) == ("", ["date.future"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("JL. CONTOH RT 8 RW. 2", ("JL. CONTOH", "008/002")),
        ("Jl. Melati No. 3, RT.03/RW.09 Kel. Baru", ("Jl. Melati No. 3 Kel. Baru", "003/009")),
        ("Perum CONTOH Rt 270/Rw 090", ("Perum CONTOH", "270/090")),
        ("Jl. Artha 7", ("Jl. Artha 7", "")),
    ],
)
def test_rt_and_rw_leave_the_street(text, expected):
    assert cells.split_address(text) == expected


def test_products_divide_outside_brackets_only_and_once_each():
    text = "MACAM-MACAM IKAN (KEMBUNG, PARI), Dendeng; dendeng\n1. Petis, -"
    assert cells.split_products(Cell(text)) == [
        "MACAM-MACAM IKAN (KEMBUNG, PARI)",
        "Dendeng",
        "Petis",
    ]


@given(ANY)
def test_no_cell_makes_a_reader_fall(cell):
    reads = [
        cells.read_phone(cell),
        cells.read_nik(cell, TODAY),
        cells.read_nib(cell),
        cells.read_npwp(cell),
        cells.read_postcode(cell),
        cells.read_email(cell),
        cells.read_day(cell, "started_on", TODAY),
        cells.read_choice(cell, "scale", {"mikro": "micro"}),
    ]
    assert all(isinstance(value, str) for value, _ in reads)
    assert all(len(part) <= 255 for part in cells.split_products(cell))
    cells.split_address(cells.text_of(cell))
