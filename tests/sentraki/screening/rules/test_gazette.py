"""Lines of a gazette to applications: nothing guessed, nothing wrongly paired."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentraki.screening.rules.gazette import Line, Picture, Reader, read_cover

COVER = "BERITA RESMI MEREK SERI-A\nNo. 141/P-M/VII/A/2026\nDIUMUMKAN TANGGAL {}"
NUMBERS = [f"DID2026060{at:05d}" for at in range(1, 9)]


def read(*texts: str) -> Reader:
    reader = Reader()
    reader.page(3, [Line(text, 800 - 10 * at) for at, text in enumerate(texts)])
    return reader


def only(*texts: str):
    issue = read(*texts).issue()
    assert len(issue.entries) == 1, issue
    return issue.entries[0]


@pytest.mark.parametrize(
    "period",
    [
        "15 JULI 2026 - 15 SEPTEMBER 2026",
        "15 Juli 2026 s.d. 15 September 2026",
        "15 JULI 2026 S/D 15 SEPTEMBER 2026",
        "15 JULI 2026 – 15 SEPTEMBER 2026",
        "15 JULI 2026 sampai dengan 15 SEPTEMBER 2026",
        "15JULI2026-15SEPTEMBER2026",
    ],
)
def test_the_cover_gives_number_series_and_the_last_day_of_opposition(period):
    cover = read_cover(COVER.format(period))

    assert cover is not None
    assert (cover.number, cover.series) == ("141/P-M/VII/A/2026", "A")
    assert (cover.opens_on, cover.closes_on) == (date(2026, 7, 15), date(2026, 9, 15))


@pytest.mark.parametrize(
    "period",
    ["", "31 FEBRUARI 2026 - 15 MEI 2026", "15 SEPTEMBER 2026 - 15 JULI 2026", "15 JULY 2026"],
)
def test_a_cover_without_sound_days_is_none(period):
    assert read_cover(COVER.format(period)) is None


@pytest.mark.parametrize(
    ("line", "classes", "name"),
    [
        ("1 DID2026060001 15/07/2026 30, 43 KOPI SENJA", (30, 43), "KOPI SENJA"),
        ("1DID202606000115/07/202630,43KOPI SENJA", (30, 43), "KOPI SENJA"),
        ("12  DID2026060001  15/07/2026  30  212 MART", (30,), "212 MART"),
        ("12 DID2026060001 15/07/202630212 MART", (30,), "212 MART"),
        ("7. DID2026060001 15/07/2026 5", (5,), ""),
        ("1 DID2026060001 15/07/2026 30 KOPI SENJAHalaman 3 dari 60", (30,), "KOPI SENJA"),
        ("Halaman 3 dari 601 DID2026060001 15/07/2026 30 KOPI", (30,), "KOPI"),
        ("1 D I D 2 0 2 6 0 6 0 0 0 1  1 5 / 0 7 / 2 0 2 6  3 0  K O P I", (30,), "KOPI"),
    ],
)
def test_a_row_is_read_however_it_is_glued(line, classes, name):
    entry = only(line)

    assert entry.number == "DID2026060001"
    assert entry.received_on == date(2026, 7, 15)
    assert (entry.classes, entry.name) == (classes, name)


@pytest.mark.parametrize(
    "line",
    [
        "1 DID2026060001 31/02/2026 30 KOPI",
        "1 DID2026060001 15/07/2026 46 KOPI",
        "1 DID2026060001 15/07/2026 0 KOPI",
        "1 DID2026060001 15/07/2026 KOPI",
        "ada sesuatu yang lain",
    ],
)
def test_a_line_that_fits_nothing_is_reported_not_guessed(line):
    issue = read(line).issue()

    assert not issue.entries
    assert [unread.text for unread in issue.unread] == [line]


def test_a_name_that_runs_on_is_put_together():
    entry = only("1 DID2026060001 15/07/2026 30 KOPI SUSU GULA AREN", "CAP MATAHARI TERBIT")

    assert entry.name == "KOPI SUSU GULA AREN CAP MATAHARI TERBIT"


def test_details_add_owner_and_goods_to_the_row_of_the_list():
    reader = read("1 DID2026060001 15/07/2026 30, 43 KOPI")
    details = (
        "210 Nomor Permohonan : DID2026060001",
        "511 Kelas Barang/Jasa : 30, 43",
        "510 Uraian Barang/Jasa : === kopi bubuk; teh",
        "hijau === kedai kopi ===",
        "730 Nama dan Alamat Pemohon : PT CONTOH,",
        "Jalan Rekaan 1",
        "540 EtiketDID2026060001",
    )
    reader.page(4, [Line(text, 700 - 20 * at) for at, text in enumerate(details)])
    issue = reader.issue()

    assert issue.entries[0].owner == "PT CONTOH, Jalan Rekaan 1"
    assert issue.entries[0].goods == "kopi bubuk; teh hijau\nkedai kopi"
    assert not issue.unread


def detail_pages(shown: list[list[str]], *, before: str = "") -> Reader:
    """A detail page per application; ``shown`` are the keys of the pictures below each number."""
    reader = Reader()
    rows = [f"{at} {number} 15/07/2026 30 N{at}" for at, number in enumerate(NUMBERS, start=1)]
    reader.page(2, [Line(text, 800 - 10 * at) for at, text in enumerate(rows)])
    for at, keys in enumerate(shown):
        lines = [Line(f"210 Nomor Permohonan : {NUMBERS[at]}", 700),
                 Line(f"540 Etiket{NUMBERS[at]}", 600)]  # fmt: skip
        pictures = [Picture(key, 500 - 10 * n) for n, key in enumerate(keys)]
        if before and at == 0:
            pictures.append(Picture(before, 750))
        reader.page(3 + at, lines, pictures)
    return reader


def labels(reader: Reader) -> dict[str, str]:
    return {entry.number: entry.label for entry in reader.issue().entries if entry.label}


def test_one_picture_for_each_number_is_its_label():
    assert labels(detail_pages([[n] for n in NUMBERS])) == {n: n for n in NUMBERS}


def test_when_every_picture_stands_behind_the_next_number_none_is_kept():
    shifted = [[], *([n] for n in NUMBERS[:-2]), NUMBERS[-2:]]

    assert labels(detail_pages(shifted)) == {}


def test_a_picture_above_the_first_number_refuses_them_all():
    assert labels(detail_pages([[n] for n in NUMBERS], before="stray")) == {}


@given(
    st.lists(st.sampled_from([0, 1, 1, 1, 2]), min_size=len(NUMBERS), max_size=len(NUMBERS)),
    st.lists(st.booleans(), min_size=len(NUMBERS), max_size=len(NUMBERS)),
)
def test_no_picture_is_ever_given_to_another_number(counts, slips):
    """Pictures are missing, doubled, or slip behind the next number, one after another."""
    shown: list[list[str]] = [[] for _ in NUMBERS]
    for at, number in enumerate(NUMBERS):
        slips_on = slips[at] and counts[at] == 1 and at + 1 < len(NUMBERS)
        shown[at + slips_on] += [number] * counts[at]

    for number, key in labels(detail_pages(shown)).items():
        assert number == key


def test_a_letterhead_on_every_page_is_no_label():
    reader = Reader()
    rows = [f"{at} {number} 15/07/2026 30 N{at}" for at, number in enumerate(NUMBERS, start=1)]
    reader.page(2, [Line(text, 800 - 10 * at) for at, text in enumerate(rows)])
    for at, number in enumerate(NUMBERS):
        lines = [Line(f"210 Nomor : {number}", 700), Line(f"540 Etiket{number}", 600)]
        head = Picture(f"head-{at}", 800, "same", is_edge=True)
        reader.page(3 + at, lines, [head, Picture(number, 500, f"d{at}")])

    assert labels(reader) == {number: number for number in NUMBERS}


@given(st.lists(st.text(max_size=200), max_size=30))
def test_no_line_of_any_script_breaks_the_reader(texts):
    reader = Reader()
    reader.page(1, [Line(text, 0) for text in texts])
    reader.page(5, [Line(text, 0) for text in texts])

    assert reader.issue().cover is None
