"""DJKI's letters taken apart: no word is lost, the points are the letter's, articles and dates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentraki.cases.rules import office_letter as rules
from sentraki.cases.rules.office_letter import Dates, take_apart

LETTER = """Jakarta, 16 Mei 2025
Perihal: Pemberitahuan usulan penolakan

1. Nomor permohonan: DID2024012345
2. Nama merek: "Sambal Mak Ijah"

Setelah diperiksa, permohonan tersebut tidak dapat didaftar karena:

1. Mempunyai persamaan pada pokoknya dengan merek "Mak Ijah" nomor IDM 000123456
   untuk barang sejenis (Pasal 21 ayat (1) huruf a UU 20/2016).
2. Hanya menyebut barangnya (Pasal 20 huruf b dan huruf e).
3. Tidak memiliki daya pembeda, Pasal 20 huruf e:
   a. umum
   b. biasa
4. Diajukan dengan iktikad tidak baik, Pasal 21 ayat (3).

Apabila Saudara berkeberatan, tanggapan diajukan paling lambat tanggal 21 Agustus 2025.

Direktur Merek dan Indikasi Geografis"""
MARKS = {
    "dots": [f"{n}." for n in range(1, 9)],
    "brackets": [f"{n})" for n in range(1, 9)],
    "both": [f"({n})" for n in range(1, 9)],
    "letters": [f"{c}." for c in "abcdefgh"],
    "letters)": [f"{c})" for c in "abcdefgh"],
    "roman": ["I.", "II.", "III.", "IV.", "V.", "VI.", "VII.", "VIII."],
    "dash": ["-"] * 8,
    "words": ["Pertama,", "Kedua,", "Ketiga,", "Keempat,", "Kelima,", "Keenam,", "Ketujuh,",
              "Kedelapan,"],
    "points": [f"Poin {n}:" for n in range(1, 9)],
}  # fmt: skip
reasons = st.lists(
    st.sampled_from(
        ["merek ini menyesatkan", "tidak memiliki daya pembeda", "sama dengan merek lain",
         "nama umum menurut Pasal 20 huruf f", "Pasal 21 ayat (1) huruf a"]
    ), min_size=2, max_size=8,
)  # fmt: skip


def words(*parts: str) -> list[str]:
    return " ".join(parts).split()


@given(st.text(max_size=400) | st.lists(st.sampled_from(LETTER.split("\n")), max_size=30)
       .map("\n".join))  # fmt: skip
def test_no_word_of_any_letter_is_lost_or_invented(letter):
    taken = take_apart(letter)
    assert words(taken.lead, *taken.points, taken.closing) == words(letter)
    assert all(point.strip() for point in taken.points)
    assert bool(taken.points) == bool(letter.strip())


@pytest.mark.parametrize("style", MARKS)
@given(said=reasons)
def test_a_list_of_reasons_in_any_style_gives_as_many_points(style, said):
    lines = [f"{mark} {text}" for mark, text in zip(MARKS[style], said, strict=False)]
    taken = take_apart("Dengan hormat,\n\n" + "\n".join(lines) + "\n\nDemikian disampaikan.")

    assert [words(point) for point in taken.points] == [words(line) for line in lines]
    assert taken.closing == "Demikian disampaikan."


@given(said=reasons)
def test_a_list_run_together_on_one_line_is_cut_too(said):
    letter = " ".join(f"{n}. {text}" for n, text in enumerate(said, start=1))
    assert len(take_apart(letter).points) == len(said)


@given(st.lists(st.text(st.characters(codec="ascii", exclude_categories=["C"]), min_size=1)))
def test_parting_and_joining_undo_one_another(parts):
    clean = [part.strip() for part in parts if part.strip()]
    assert rules.parted("\n\n".join(clean)) == clean


def test_the_four_reasons_are_the_points_and_not_the_numbered_head():
    taken = take_apart(LETTER)

    assert [point[:2] for point in taken.points] == ["1.", "2.", "3.", "4."]
    assert "Mak Ijah" in taken.points[0]
    assert "biasa" in taken.points[2]
    assert taken.lead.startswith("Jakarta")
    assert taken.closing.startswith("Apabila Saudara")


def test_paragraphs_that_name_articles_are_points_where_there_is_no_list():
    taken = take_apart("Pembuka.\n\nPasal 20 huruf e.\nLagi.\n\nPasal 21 ayat (3).\n\nDemikian.")
    assert taken.points == ("Pasal 20 huruf e.\nLagi.", "Pasal 21 ayat (3).")
    assert (taken.lead, taken.closing) == ("Pembuka.", "Demikian.")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Pasal 21 ayat (1) huruf a dan b serta Pasal 20 huruf c, d dan e",
         ("21-1-a", "21-1-b", "20-c", "20-d", "20-e")),
        ("pasal 20", ("20",)),
        ("Pasal 21 ayat (1) dan ayat (3)", ("21-1", "21-3")),
        ("Pasal 21(1)a", ("21-1-a",)),
        ("Pasal 20 a quo tidak berlaku", ("20",)),
        ("Pasal 20 huruf b dan/atau huruf e", ("20-b", "20-e")),
        ("Pasal 20 huruf e dan yang lain", ("20-e",)),
        ("tidak ada", ()),
    ],
)  # fmt: skip
def test_articles_are_read_as_letters_write_them(text, codes):
    assert rules.grounds_of(text) == codes


def test_words_stand_in_for_an_article_nobody_named():
    vocabulary = {"20-e": ("daya pembeda",), "21-3": ("iktikad tidak baik",)}
    assert rules.grounds_of("Tidak memiliki Daya Pembeda", vocabulary) == ("20-e",)
    assert rules.grounds_of("Pasal 21 ayat (3): tanpa daya pembeda", vocabulary) == ("21-3",)


def test_cited_marks_are_numbers_and_quoted_names_but_never_the_own_one():
    text = "dengan “Mak Ijah” IDM 000123456 dan J002019012345, bukan “Sambal Mak Ijah”"
    assert rules.cited_in(text, "SAMBAL MAK IJAH") == ("IDM000123456", "J002019012345", "Mak Ijah")


@pytest.mark.parametrize(
    ("letter", "dates"),
    [
        (LETTER, Dates(date(2025, 5, 16), date(2025, 8, 21))),
        ("Tanggal: 03/02/2026\nbatas waktu 3-4-2026", Dates(date(2026, 2, 3), date(2026, 4, 3))),
        ("tertanggal 30 Februari 2026", Dates(None, None)),
        ("pada 5 Mei 2026", Dates(None, None)),
    ],
)
def test_dates_are_read_only_where_the_letter_says_which_they_are(letter, dates):
    assert rules.dates_of(letter) == dates


@given(st.lists(st.sampled_from(["", "  ", "Sudah dijawab.", "Isi [gap] dulu", "[x]"]), max_size=9))
def test_a_point_is_open_while_it_is_empty_or_a_gap_is_left(answers):
    wanted = [n for n, text in enumerate(answers, start=1) if text != "Sudah dijawab."]
    assert list(rules.unanswered(answers)) == wanted
