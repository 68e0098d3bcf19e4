from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentraki.kernel import numbers
from sentraki.kernel.errors import Invalid
from sentraki.kernel.numbers import (
    check_djki_number,
    check_nib,
    check_nik,
    check_postcode,
    check_registration_number,
)

TODAY = date(2026, 11, 22)
BIRTHS = st.dates(date(1930, 1, 1), date(2026, 11, 1))


def _nik(born: date, *, female: bool, serial: int = 1, region: str = "997102") -> str:
    return f"{region}{born.day + 40 * female:02}{born:%m%y}{serial:04}"


@given(BIRTHS, st.booleans(), st.integers(1, 9999), st.sampled_from(["997102", "001234"]))
@settings(max_examples=200)
def test_a_nik_tells_birth_and_sex_without_a_warning(born, female, serial, region):
    nik = _nik(born, female=female, serial=serial, region=region)
    found = check_nik(nik, birth_on=born, today=TODAY)
    assert found.digits == nik
    assert (found.is_female, found.warnings, found.is_synthetic) == (female, (), True)
    assert found.birth_on is not None
    assert (found.birth_on.day, found.birth_on.month) == (born.day, born.month)
    assert found.birth_on <= TODAY


def test_a_nik_tells_where_it_was_first_given():
    found = check_nik("1671 0257 0890 0001", today=TODAY)
    assert found.region == "16.71.02"
    assert found.birth_on == date(1990, 8, 17)
    assert not found.is_synthetic


@pytest.mark.parametrize(
    ("nik", "warnings"),
    [
        ("9971023102900001", (numbers.NIK_NO_DATE,)),
        ("9971028108900001", (numbers.NIK_NO_DATE,)),
        ("9971020013900001", (numbers.NIK_NO_DATE,)),
        ("9971021708900000", (numbers.NIK_NO_SERIAL,)),
        ("9971024000000000", (numbers.NIK_NO_DATE, numbers.NIK_NO_SERIAL)),
    ],
)
def test_doubtful_niks_are_taken_with_a_warning(nik, warnings):
    assert check_nik(nik, today=TODAY).warnings == warnings


def test_a_birth_date_that_differs_is_a_warning():
    found = check_nik("9971025708900001", birth_on=date(1990, 8, 18), today=TODAY)
    assert found.warnings == (numbers.NIK_OTHER_DATE,)
    assert check_nik("9971025708900001", birth_on=date(1990, 8, 17)).warnings == ()


def test_a_nik_from_a_numeric_cell_is_flagged_and_not_repaired():
    found = check_nik("9971025708900000", was_number=True, today=TODAY)
    assert found.digits == "9971025708900000"
    assert found.warnings == (numbers.NIK_NUMERIC, numbers.NIK_NO_SERIAL)


@pytest.mark.parametrize(
    ("typed", "count"),
    [("", 0), ("997102570890000", 15), ("99710257089000011", 17), ("99710257O8900001", 15)],
)
def test_a_nik_of_another_length_is_refused_with_the_count(typed, count):
    with pytest.raises(Invalid) as refusal:
        check_nik(typed)
    assert refusal.value.params == {"typed": count}
    assert str(refusal.value) == f"A NIK has 16 digits. You typed {count}."


@given(st.text(max_size=40))
@settings(max_examples=300)
def test_whatever_is_typed_as_a_nik_is_sixteen_digits_or_refused(typed):
    try:
        found = check_nik(typed, today=TODAY)
    except Invalid:
        return
    assert len(found.digits) == 16
    assert found.digits.isascii()
    assert found.digits.isdigit()


def test_an_nib_has_thirteen_digits():
    assert check_nib("1234 5678 9012 3") == "1234567890123"
    with pytest.raises(Invalid, match="You typed 12"):
        check_nib("123456789012")


def test_a_postcode_has_five_digits():
    assert check_postcode(" 30113 ") == "30113"
    for typed in ("3011", "00113", "ABCDE", "301133"):
        with pytest.raises(Invalid, match="5 digits"):
            check_postcode(typed)


@pytest.mark.parametrize(
    ("typed", "kind", "year"),
    [
        ("DID2020010182", "goods", 2020),
        ("jid 2024 000001", "services", 2024),
        ("KID2025123456", "collective", 2025),
        ("R102019000077", "renewal", 2019),
        ("MTIB2021000003", "madrid", 2021),
    ],
)
def test_an_application_number_tells_kind_and_year(typed, kind, year):
    found = check_djki_number(typed)
    assert (found.kind, found.year, found.warnings) == (kind, year, ())


@pytest.mark.parametrize("typed", ["D00 2003 123", "XID2020010182", "DID1820010182", "520398"])
def test_an_unusual_application_number_is_taken_with_a_warning(typed):
    found = check_djki_number(typed)
    assert found.text == typed.replace(" ", "")
    assert (found.kind, found.year, found.warnings) == ("", None, (numbers.DJKI_UNUSUAL,))


def test_a_registration_number_is_idm_and_nine_digits():
    assert check_registration_number("idm 000123456").warnings == ()
    assert check_registration_number("IDM123").warnings == (numbers.REGISTRATION_UNUSUAL,)


@pytest.mark.parametrize("typed", ["", "   ", "1" * 41])
def test_no_number_at_all_is_refused(typed):
    with pytest.raises(Invalid):
        check_djki_number(typed)
    with pytest.raises(Invalid):
        check_registration_number(typed)


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_whatever_is_typed_as_a_djki_number_is_kept_or_refused(typed):
    try:
        found = check_djki_number(typed)
    except Invalid:
        return
    assert found.text == "".join(typed.split()).upper()
    assert bool(found.kind) != bool(found.warnings)
