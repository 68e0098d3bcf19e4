from serupa.names.pair import changes_of, common_of, pair_of, pairs_of
from serupa.normalise import read


def test_a_pair_holds_the_best_of_the_readings_of_both():
    pair = pair_of("TJAP DJEMPOL", "Cap Jempol")
    assert pair.sounds == (1.0, "cap jempol", "cap jempol")
    assert 0 < pair.looks < 1


def test_names_without_letters_have_no_readings_to_compare():
    pair = pair_of("", "KOPI")
    assert (pair.looks, pair.sounds, common_of(pair)) == (0.0, None, (0, 4, (), ()))


def test_the_letters_in_common_are_counted_and_placed():
    assert common_of(pair_of("Sari Legi", "SARILEGIT")) == (8, 9, ((0, 4), (5, 9)), ((0, 8),))


def test_the_places_that_differ_are_counted_and_placed():
    assert changes_of("abon", "abun") == [1, 2, 3, 2, 3]
    assert changes_of("kopi", "kopi") == [0]


def test_several_pairs_are_those_made_one_by_one():
    names = ("KOPI SENJA", "SENJAKALA", "")
    pairs = pairs_of(read("KOPI"), list(map(read, names)), lambda word: 0.5)
    assert pairs == [pair_of("KOPI", name) for name in names]
