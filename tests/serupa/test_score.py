import pytest

from serupa import Query, Record
from serupa.score import judge, version, weights, yields

NEAR = frozenset({30})


def weigh(word):
    return 0.1 if word in {"kopi", "sambal"} else 0.9


def band(name, record, classes=(30,), own=NEAR):
    found = judge(Query(name, tuple(own)), Record("1", record, classes), own, weigh)
    return found.band if found else 1


@pytest.mark.parametrize(
    ("name", "record", "expected"),
    [
        ("KOPI SENJA", "Kopi Senja", 4),
        ("KOPI", "KOPI", 4),
        ("CAP JEMPOL", "TJAP DJEMPOL", 4),
        ("SOEKSES", "Sukses", 4),
        ("KOPIQ", "Kopi Ku", 4),
        ("LOWA BARU", "LOWA", 4),
    ],
)
def test_the_same_the_old_spelling_and_an_added_word_are_very_similar(name, record, expected):
    assert band(name, record) == expected


def test_the_same_words_in_another_order_are_at_least_similar():
    assert band("KOPI SENJA", "SENJA KOPI") >= 3


def test_a_fused_word_is_one_band_lower_than_the_word_standing_alone():
    assert band("NEWLOIS", "LOIS") < band("NEW LOIS", "LOIS")


@pytest.mark.parametrize(("name", "record"), [("KOPI ANGIN", "KOPI"), ("SAMBAL A", "SAMBAL B")])
def test_a_common_word_alone_never_makes_the_top_band(name, record):
    assert band(name, record) <= 2


def test_unrelated_names_are_in_the_lowest_band():
    assert band("KEMBANG ANGLING", "LAMPU TERANG") == 1


@pytest.mark.parametrize(
    ("classes", "own", "highest"),
    [((43,), NEAR, 4), ((), NEAR, 3), ((12,), NEAR, 2), ((30,), frozenset(), 3)],
)
def test_the_goods_set_how_high_even_the_same_name_may_rise(classes, own, highest):
    assert band("KOPI SENJA", "KOPI SENJA", classes, own) == highest


def test_every_finding_says_something_about_the_goods_when_a_class_was_chosen():
    found = judge(Query("SENJA", (30,)), Record("1", "SENJA", (12,)), NEAR, weigh)
    assert found.evidence[-1].key == "reason.goods.far"
    assert [item.signal for item in found.evidence].count("spelling") == 0


def test_the_weights_carry_their_date_and_their_measured_yields():
    assert weights()["date"].year >= 2026
    assert str(weights()["date"]) in version()
    measured = yields()
    assert [item.band for item in measured] == [4, 3, 2, 1]
    assert sum(item.n for item in measured) == measured[0].m > 0
