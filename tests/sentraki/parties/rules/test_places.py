"""Names of places in a sheet."""

import pytest

from sentraki.parties.rules.places import Place, PlaceBook

PROVINCES = [
    Place("16", "Sumatera Selatan"), Place("34", "Daerah Istimewa Yogyakarta"),
    Place("35", "Jawa Timur"), Place("33", "Jawa Tengah"),
]  # fmt: skip
REGENCIES = [
    Place("16.71", "Kota Palembang"), Place("35.13", "Kabupaten Probolinggo"),
    Place("35.74", "Kota Probolinggo"), Place("35.29", "Kabupaten Sumenep"),
    Place("33.72", "Kota Surakarta"),
]  # fmt: skip
CITY = [Place("35.74.03", "Mayangan"), Place("35.74.04", "Kanigaran")]
ISLAND = [
    Place("35.29.01", "Kota Sumenep"), Place("35.29.22", "Ra'as"),
    Place("35.29.16", "Batang Batang"),
]  # fmt: skip
VILLAGES = [Place("35.74.03.1001", "Mayangan"), Place("35.74.04.1002", "Kebonsari Kulon")]


def city(own="35.74"):
    return PlaceBook(own, PROVINCES, REGENCIES, CITY, VILLAGES)


def codes(located):
    return located.region_code, located.district_code, located.village_code


def why(located):
    return [(reason.code, reason.params.get("field")) for reason in located.reasons]


def test_a_district_and_village_of_the_own_city_are_found_in_capitals():
    found = city().locate({"district": "MAYANGAN", "village": "mayangan"})
    assert (codes(found), why(found)) == (("35.74", "35.74.03", "35.74.03.1001"), [])


def test_a_village_alone_tells_its_district():
    found = city().locate({"village": "Kel. Kebonsari Kulon"})
    assert codes(found) == ("35.74", "35.74.04", "35.74.04.1002")


@pytest.mark.parametrize("text", ["Kota Sumenep", "Kec. Kota Sumenep", "raas", "Batang-Batang"])
def test_spelling_of_districts_does_not_matter(text):
    book = PlaceBook("35.29", PROVINCES, REGENCIES, ISLAND)
    assert book.locate({"district": text}).district_code


def test_another_regency_or_province_is_outside():
    assert why(city().locate({"regency": "SURAKARTA"})) == [("place.other", "regency")]
    assert why(city().locate({"province": "jawa tengah"})) == [("place.other", "province")]
    assert why(city().locate({"province": "Daerah Istimewa Yogjakarta"})) == [
        ("place.other", "province")
    ]


def test_a_city_and_its_regency_share_a_name_and_the_own_one_is_meant():
    assert why(city().locate({"regency": "Probolinggo"})) == []


def test_a_province_asks_which_of_two_and_takes_the_full_name():
    province = PlaceBook("35", PROVINCES, REGENCIES, [*CITY, *ISLAND])
    assert why(province.locate({"regency": "Probolinggo"})) == [("place.ambiguous", "regency")]
    assert province.locate({"regency": "Kota Probolinggo"}).region_code == "35.74"
    assert codes(province.locate({"district": "Kanigaran"}))[:2] == ("35.74", "35.74.04")


def test_a_city_in_the_column_of_districts_is_noted_and_left_out():
    found = PlaceBook("33.72", PROVINCES, REGENCIES, []).locate({"district": "Surakarta"})
    assert (codes(found), why(found)) == (("33.72", "", ""), [("place.city", "district")])


def test_an_unknown_district_is_a_flag_and_a_number_a_note():
    assert why(city().locate({"district": "Antah Berantah"})) == [("place.unknown", "district")]
    assert why(city().locate({"district": "105"})) == [("place.number", "district")]


def test_a_region_alone_is_recognised():
    assert city().is_region("Jawa Timur")
    assert city().is_region("surakarta")
    assert not city().is_region("Jl. Surakarta 4")
    assert not city().is_region("")
