from hypothesis import given
from hypothesis import strategies as st

from serupa.names.pair import pair_of
from serupa.names.spelling import identical, spelling


def test_the_letters_in_common_are_counted_and_placed():
    found = spelling(pair_of("Sari Legi", "SARILEGIT"))
    assert found.params == {"n": 8, "m": 9}
    assert found.query_spans == ((0, 4), (5, 9))
    assert found.record_spans == ((0, 8),)


def test_accents_and_signs_do_not_move_the_marks():
    found = spelling(pair_of("C@fé-Öna", "cafe ona"))
    assert found.strength == 1.0
    assert found.query_spans == ((0, 4), (5, 8))


def test_names_far_apart_are_no_evidence():
    assert spelling(pair_of("KOPI", "LAMPU")) is None
    assert spelling(pair_of("", "LAMPU")) is None


def test_identity_overlooks_spaces_signs_and_legal_form():
    assert identical(pair_of("Kopi-Senja", "PT KOPISENJA")).strength == 1.0
    assert identical(pair_of("☕", "☕")) is not None
    assert identical(pair_of("KOPI", "KOPO")) is None
    assert identical(pair_of("", "")) is None


@given(st.text(max_size=25), st.text(max_size=25))
def test_the_strength_is_the_same_both_ways(one, other):
    there = spelling(pair_of(one, other))
    back = spelling(pair_of(other, one))
    assert (there and there.strength) == (back and back.strength)
