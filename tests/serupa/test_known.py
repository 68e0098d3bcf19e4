import pytest
from tests.serupa.registers import small_register

from serupa import Query, Record, explain
from serupa.known import about, find_known, known_marks
from serupa.screening import screen

FOOD = frozenset({30})


def found(name, classes=FOOD):
    return [finding.record.name for finding in find_known(Query(name), classes)]


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("Adidas", "Adidas"),
        ("KOPI ADIDAS", "Adidas"),
        ("Starbuks", "Starbucks"),
        ("Shell", "Shell"),
        ("INDOMEI GORENG", "Indomie"),
        ("Indomi Jaya", "Indomie"),
        ("Aqua", "Aqua"),
        ("AQUWA", "Aqua"),
        ("ADIDES", "Adidas"),
        ("Samsong", "Samsung"),
        ("PIZA HUT ENAK", "Pizza Hut"),
        ("MIE GACOWAN", "Mie Gacoan"),
        ("Mie Gacowan Pedas", "Mie Gacoan"),
        ("KOPI KENAGAN SENJA", "Kopi Kenangan"),
        ("Beng Beng Jaya", "Beng-Beng"),
    ],
)
def test_a_well_known_mark_is_found_whatever_the_goods(name, mark):
    assert mark in found(name)


@pytest.mark.parametrize(
    "name",
    [
        *["Kopi Mini", "Keripik Mango", "Aqua Pet", "Teh dalam Botol", "Rejumbra", "", "☕"],
        *["Beng Siti", "Mi Goreng", "Kopi Kenari", "Hut Ke 80", "Bank Sampah"],
        *["Escape Kol", "Spora Comel"],
    ],
)
def test_ordinary_words_inside_a_name_are_no_well_known_mark(name):
    assert found(name) == []


@pytest.mark.parametrize(
    "name", ["PIZA HUT ENAK", "MIE GACOWAN", "KOPI KENAGAN SENJA", "AQUWA", "ADIDES"]
)
def test_a_misspelt_well_known_mark_stands_first_in_the_answer(name):
    first = screen(Query(name, (30, 43)), small_register()).findings[0]
    assert first.record.id.startswith("known-")
    assert first.band >= 3


def test_a_mark_of_the_register_that_is_well_known_too_keeps_what_that_protects():
    register = small_register(Record("P1", "PIZZA HUT", (43,), number="IDM1"))
    [first, *_] = explain(screen(Query("PIZA HUT ENAK", (43,)), register), "en").findings
    assert screen(Query("PIZA HUT ENAK", (43,)), register).findings[0].record.id == "P1"
    assert "21(1)(b)" in first.law
    assert any(line.startswith("Well-known mark") for line in first.reasons)
    far = screen(Query("PIZA HUT ENAK", (25,)), register)
    assert far.band == 3, "goods of another kind do not end what a well-known mark protects"
    assert "21(1)(c)" in explain(far, "en").findings[0].law


def test_the_letter_of_the_article_follows_the_goods():
    far = explain(screen(Query("Adidas", (30,)), small_register()), "en").findings[0]
    near = explain(screen(Query("Adidas", (28,)), small_register()), "en").findings[0]
    assert "21(1)(c)" in far.law
    assert "21(1)(b)" in near.law
    assert any("well-known" in line.casefold() for line in far.reasons)
    assert (far.band, near.band) == (3, 4)


def test_every_mark_has_a_source_and_the_list_says_what_it_is_not():
    assert len(known_marks()) > 200
    assert all(record.source for record in known_marks())
    assert "periksa kembali" in about()
