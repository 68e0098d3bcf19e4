"""Rows of a sheet of businesses, whatever stands in them."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sentraki.kernel.sheets import Cell, Row
from sentraki.parties.rules.import_fields import BUSINESS_FIELDS
from sentraki.parties.rules.import_rows import BusinessReader
from sentraki.parties.rules.matching import Effect, Register
from sentraki.parties.rules.places import Place, PlaceBook
from sentraki.parties.rules.reasons import BUSINESS, Level, weight

BOOK = PlaceBook(
    "16.71",
    [Place("16", "Sumatera Selatan"), Place("35", "Jawa Timur")],
    [Place("16.71", "Kota Palembang")],
    [Place("16.71.01", "Ilir Barat Dua")],
)
WORDS = {"scale": {"mikro": "micro"}, "subsector": {"kuliner": "culinary"}}
FIELDS = [spec.name for spec in BUSINESS_FIELDS]


def reader(*fields):
    return BusinessReader(fields, dict(enumerate(fields)), WORDS, BOOK, date(2026, 11, 22))


def read(**cells):
    row = Row(7, [cell if isinstance(cell, Cell) else Cell(cell) for cell in cells.values()])
    return reader(*cells).read(row)


def why(reading):
    return [reason.code for reason in reading.reasons]


def test_a_row_without_any_name_is_rejected():
    assert why(read(trade_name="-", activity="Menjual kue")) == ["name.missing"]


def test_a_nameless_business_goes_by_its_owner_with_a_flag():
    assert why(read(trade_name="", owner_name="Ani")) == ["name.owner"]


def test_a_row_that_slipped_is_rejected_whole():
    row = Row(9, [Cell("Toko Rahmat (Sembako"), Cell("Pulsa"), Cell("Kuliner")], is_shifted=True)
    reading = reader("trade_name", "category").read(row)
    assert (why(reading), reading.values) == (["row.shifted"], {})


def test_headings_once_more_and_totals_are_no_businesses():
    again = Row(20, [Cell("TRADE_NAME"), Cell("activity")])
    total = Row(21, [Cell("Jumlah"), Cell("19")])
    both = reader("trade_name", "activity").read_all([again, total])
    assert [why(reading) for reading in both] == [["row.headings"], ["row.total"]]


def test_an_address_that_is_only_a_region_is_left_out_or_lies_elsewhere():
    assert why(read(trade_name="A", street="Sumatera Selatan")) == ["street.place"]
    assert why(read(trade_name="A", street="jawa timur")) == ["place.other"]


def test_a_category_we_know_is_the_subsector_and_any_other_the_activity():
    assert read(trade_name="A", category="KULINER").values["subsector"] == "culinary"
    assert read(trade_name="A", category="Jasa").values["activity"] == "Jasa"


def test_words_we_do_not_know_are_left_out_with_a_flag():
    reading = read(trade_name="A", scale="lumayan")
    assert (why(reading), reading.values) == (["choice.unknown"], {"trade_name": "A"})


def test_one_phone_of_three_owners_is_nobodys():
    rows = [Row(n, [Cell(f"Usaha {n}"), Cell(f"Pemilik {n}"), Cell("081234567890")])
            for n in range(2, 5)]  # fmt: skip
    three = reader("trade_name", "owner_name", "phone").read_all(rows)
    two = reader("trade_name", "owner_name", "phone").read_all(rows[:2])
    assert [why(reading) for reading in three] == [["phone.shared"]] * 3
    assert not any("phone" in reading.values for reading in three)
    assert all(reading.values["phone"] == "+6281234567890" for reading in two)


CELLS = st.builds(Cell, st.one_of(st.text(max_size=40), st.from_regex(r"[0-9]{10,17}")),
                  st.booleans())  # fmt: skip


@given(
    st.lists(st.sampled_from(FIELDS), min_size=1, max_size=8, unique=True),
    st.lists(st.tuples(st.lists(CELLS, max_size=9), st.booleans()), max_size=12),
)
def test_any_table_of_text_gets_one_verdict_per_row_and_never_falls(fields, table):
    rows = [Row(n, cells, shifted) for n, (cells, shifted) in enumerate(table, 2)]
    readings = reader(*fields).read_all(rows)
    register = Register()
    plans = [register.decide(reading) for reading in readings]
    assert [plan.reading.number for plan in plans] == [row.number for row in rows]
    for plan in plans:
        rejected = weight(plan.reasons, BUSINESS) is Level.REJECT
        assert rejected is (plan.effect is Effect.NONE)
