import pytest
from hypothesis import given
from hypothesis import strategies as st

from serupa.names.pair import changes_of, pair_of
from serupa.names.sound import difference, sound


def test_both_readings_and_the_difference_are_shown():
    found = sound(pair_of("KARDINAR", "CARDINAL"))
    assert found.key == "reason.sound"
    assert found.params == {"a": "kardinar", "b": "kardinal", "diff": '"r"/"l"'}


def test_twins_by_ear_have_full_strength():
    found = sound(pair_of("TJAP DJEMPOL", "Cap Jempol"))
    assert (found.strength, found.key, found.params) == (
        1.0,
        "reason.sound.same",
        {"a": "cap jempol"},
    )


def test_the_same_words_in_another_order_say_so():
    assert sound(pair_of("SENJA KOPI", "KOPI SENJA")).key == "reason.sound.order"


def test_names_that_sound_apart_are_no_evidence():
    assert sound(pair_of("KOPI", "LAMPU")) is None
    assert sound(pair_of("", "LAMPU")) is None


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("legi", "legit", '"t"'),
        ("kopi senja", "kopi senjang kita", '"ng kita"'),
        ("abon mak lilis", "abun pak lulus", '"abon mak lilis"/"abun pak lulus"'),
    ],
)
def test_the_difference_is_letters_or_when_there_are_many_words(one, other, said):
    assert difference(one, other, changes_of(one, other)) == said


@given(st.text(max_size=25), st.text(max_size=25))
def test_the_strength_is_the_same_both_ways(one, other):
    there = sound(pair_of(one, other))
    back = sound(pair_of(other, one))
    assert (there and there.strength) == (back and back.strength)
