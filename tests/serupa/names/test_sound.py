import pytest
from hypothesis import given
from hypothesis import strategies as st

from serupa import Query, Record
from serupa.names.sound import difference, sound


def test_both_readings_and_the_difference_are_shown():
    found = sound(Query("KARDINAR"), Record("1", "CARDINAL"))
    assert found.key == "reason.sound"
    assert found.params == {"a": "kardinar", "b": "kardinal", "diff": '"r"/"l"'}


def test_twins_by_ear_have_full_strength():
    found = sound(Query("TJAP DJEMPOL"), Record("1", "Cap Jempol"))
    assert (found.strength, found.key, found.params) == (
        1.0,
        "reason.sound.same",
        {"a": "cap jempol"},
    )


def test_the_same_words_in_another_order_say_so():
    assert sound(Query("SENJA KOPI"), Record("1", "KOPI SENJA")).key == "reason.sound.order"


def test_names_that_sound_apart_are_no_evidence():
    assert sound(Query("KOPI"), Record("1", "LAMPU")) is None
    assert sound(Query(""), Record("1", "LAMPU")) is None


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("legi", "legit", '"t"'),
        ("kopi senja", "kopi senjang kita", '"ng kita"'),
        ("abon mak lilis", "abun pak lulus", '"abon mak lilis"/"abun pak lulus"'),
    ],
)
def test_the_difference_is_letters_or_when_there_are_many_words(one, other, said):
    assert difference(one, other) == said


@given(st.text(max_size=25), st.text(max_size=25))
def test_the_strength_is_the_same_both_ways(one, other):
    there = sound(Query(one), Record("1", other))
    back = sound(Query(other), Record("1", one))
    assert (there and there.strength) == (back and back.strength)
