import re
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentraki.kernel.errors import Invalid
from sentraki.kernel.wording import (
    date_en,
    date_id,
    mask_nik,
    mask_phone,
    number_id,
    phone_e164,
    phone_pretty,
    rupiah,
    rupiah_in_words,
    time_id,
    title_case_name,
    wa_link,
    weekday_id,
)

WORDS = {
    "nol": 0,
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "sembilan": 9,
}
SCALES = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}


def _read(words: str) -> int:
    """The number somebody reads out of Indonesian words; written apart from the code on purpose."""
    total = part = digit = 0
    for word in words.split():
        if word in WORDS:
            digit = WORDS[word]
        elif word in ("sepuluh", "sebelas"):
            part += 10 if word == "sepuluh" else 11
        elif word in ("seratus", "seribu"):
            part, total = (part + 100, total) if word == "seratus" else (part, total + 1000)
        elif word == "belas":
            part, digit = part + 10 + digit, 0
        elif word in ("puluh", "ratus"):
            part, digit = part + digit * (10 if word == "puluh" else 100), 0
        else:
            total, part, digit = total + (part + digit) * SCALES[word], 0, 0
    return total + part + digit


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "nol rupiah"),
        (11, "sebelas rupiah"),
        (17, "tujuh belas rupiah"),
        (20, "dua puluh rupiah"),
        (100, "seratus rupiah"),
        (1_000, "seribu rupiah"),
        (1_500, "seribu lima ratus rupiah"),
        (111_000, "seratus sebelas ribu rupiah"),
        (500_000, "lima ratus ribu rupiah"),
        (1_800_000, "satu juta delapan ratus ribu rupiah"),
        (1_001_000, "satu juta seribu rupiah"),
        (2_000_000_001, "dua miliar satu rupiah"),
        (3_000_000_000_000, "tiga triliun rupiah"),
        (-5, "minus lima rupiah"),
    ],
)
def test_rupiah_is_written_out_as_letters_want_it(amount, words):
    assert rupiah_in_words(amount) == words


@given(st.integers(0, 10**15 - 1))
@settings(max_examples=500)
def test_the_words_can_be_read_back_as_the_same_amount(amount):
    assert _read(rupiah_in_words(amount).removesuffix(" rupiah")) == amount


def test_an_amount_beyond_trillions_is_refused():
    with pytest.raises(ValueError, match="too large"):
        rupiah_in_words(10**15)


def test_money_and_numbers_have_dots():
    assert rupiah(500_000) == "Rp500.000"
    assert rupiah(-1_250_000) == "-Rp1.250.000"
    assert number_id(12_661) == "12.661"


def test_days_and_times_are_written_for_people():
    day = date(2026, 8, 17)
    assert date_id(day) == "17 Agustus 2026"
    assert date_en(day) == "17 August 2026"
    assert weekday_id(day) == "Senin"
    assert time_id(datetime(2026, 6, 17, 3, 42, tzinfo=UTC)) == "10.42 WIB"
    assert time_id(datetime(2026, 6, 17, 3, 42, tzinfo=UTC), "WIT") == "12.42 WIT"


@pytest.mark.parametrize(
    "typed",
    [
        "081234567890",
        "0812 3456 7890",
        "0812-3456-7890",
        "6281234567890",
        "+62 812 3456 7890",
        "81234567890",
        "(0812) 3456.7890",
    ],
)
def test_one_number_is_read_however_it_is_typed(typed):
    assert phone_e164(typed) == "+6281234567890"


def test_fixed_lines_and_foreign_numbers_are_read_too():
    assert phone_e164("0711 352 282") == "+62711352282"
    assert phone_e164("+60 12-345 6789") == "+60123456789"


@pytest.mark.parametrize("typed", ["", "0812", "8.12346E+10", "tidak ada", "0" * 30, "0812" * 30])
def test_what_nobody_can_be_called_by_is_refused_in_words(typed):
    with pytest.raises(Invalid, match="10 to 13 digits"):
        phone_e164(typed)


@given(st.text(max_size=60))
@settings(max_examples=300)
def test_whatever_is_typed_is_a_number_or_refused(typed):
    try:
        phone = phone_e164(typed)
    except Invalid:
        return
    assert re.fullmatch(r"\+[1-9]\d{5,14}", phone)
    assert phone_e164(phone) == phone


@given(st.integers(10**7, 10**10 - 1))
@settings(max_examples=200)
def test_a_pretty_number_is_the_same_number(subscriber):
    phone = phone_e164(f"081{subscriber}")
    assert phone_e164(phone_pretty(phone)) == phone


def test_numbers_are_pretty_at_home_and_abroad():
    assert phone_pretty("+6281234567890") == "0812 3456 7890"
    assert phone_pretty("+60123456789") == "+60 12-345 6789"


def test_masks_leave_what_the_owner_recognises():
    assert mask_phone("+6281234567417") == "0812••••417"
    assert mask_phone("+60123456789") == "+601••••789"
    assert mask_phone("0812") == "••••"
    assert mask_nik("3602025708900001") == "3602**********01"
    assert mask_nik("36020257089") == "*" * 16


@given(st.text(max_size=80))
@settings(max_examples=200)
def test_a_chat_link_carries_its_text_unharmed(text):
    link = urlsplit(wa_link("0812 3456 7890", text))
    assert (link.scheme, link.netloc, link.path) == ("https", "wa.me", "/6281234567890")
    assert parse_qs(link.query).get("text", [""]) == [text]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("SITI NUR'AINI BINTI AHMAD", "Siti Nur'aini binti Ahmad"),
        ("  budi   santoso ", "Budi Santoso"),
        ("KOTA PALEMBANG", "Kota Palembang"),
        ("DKI JAKARTA", "DKI Jakarta"),
        ("PT MAJU JAYA", "PT Maju Jaya"),
        ("BIN AHMAD", "Bin Ahmad"),
        ("PANGKAL-PINANG", "Pangkal-Pinang"),
        ("MacDonald Sirait", "MacDonald Sirait"),
        ("", ""),
    ],
)
def test_names_in_capitals_are_written_as_usual(typed, written):
    assert title_case_name(typed) == written


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_writing_a_name_changes_no_letter_but_its_case(name):
    assert title_case_name(name).casefold() == " ".join(name.split()).casefold()
