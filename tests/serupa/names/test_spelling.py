from hypothesis import given
from hypothesis import strategies as st

from serupa import Query, Record
from serupa.names.spelling import identical, spelling


def test_the_letters_in_common_are_counted_and_placed():
    found = spelling(Query("Sari Legi"), Record("1", "SARILEGIT"))
    assert found.params == {"n": 8, "m": 9}
    assert found.query_spans == ((0, 4), (5, 9))
    assert found.record_spans == ((0, 8),)


def test_accents_and_signs_do_not_move_the_marks():
    found = spelling(Query("C@fé-Öna"), Record("1", "cafe ona"))
    assert found.strength == 1.0
    assert found.query_spans == ((0, 4), (5, 8))


def test_names_far_apart_are_no_evidence():
    assert spelling(Query("KOPI"), Record("1", "LAMPU")) is None
    assert spelling(Query(""), Record("1", "LAMPU")) is None


def test_identity_overlooks_spaces_signs_and_legal_form():
    assert identical(Query("Kopi-Senja"), Record("1", "PT KOPISENJA")).strength == 1.0
    assert identical(Query("☕"), Record("1", "☕")) is not None
    assert identical(Query("KOPI"), Record("1", "KOPO")) is None
    assert identical(Query(""), Record("1", "")) is None


@given(st.text(max_size=25), st.text(max_size=25))
def test_the_strength_is_the_same_both_ways(one, other):
    there = spelling(Query(one), Record("1", other))
    back = spelling(Query(other), Record("1", one))
    assert (there and there.strength) == (back and back.strength)
