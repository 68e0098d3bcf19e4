import random

from tests.serupa.registers import RECORDS

from serupa.bench.watch import look_alike, watched
from serupa.normalise import visual


def test_a_planted_look_alike_is_another_name_of_the_same_letters_or_words():
    chance = random.Random(1)
    made = [look_alike("Kopi Senja", kind, chance) for kind in range(6)]
    assert all(name != "Kopi Senja" for name in made)
    assert sorted(visual(made[4]).split()) == ["kopi", "senja"]
    assert made[3] == "KopiSenja"


def test_new_and_protected_marks_are_drawn_apart_and_the_same_each_time():
    first, again = watched(RECORDS), watched(RECORDS)
    assert first.protected + first.new == len(RECORDS)
    assert (first.false_alarms, first.found, first.missed) == (
        again.false_alarms,
        again.found,
        again.missed,
    )
    assert first.found[2] >= first.found[3] >= first.found[4]
