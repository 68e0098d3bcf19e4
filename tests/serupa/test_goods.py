import pytest
from hypothesis import given
from hypothesis import strategies as st

from serupa.data import notes, table
from serupa.goods import LABEL, Relation, related_classes, relation, suggest, summaries

CLASSES = st.lists(st.integers(1, 45), max_size=4)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("keripik singkong pedas", 29),
        ("keripik pisang rasa coklat", 29),
        ("kerupuk udang", 30),
        ("rengginang", 30),
        ("kopi bubuk robusta dalam kemasan", 30),
        ("kedai kopi di pinggir jalan", 43),
        ("sambal bawang botol", 30),
        ("bawang goreng", 29),
        ("abon ikan tuna", 29),
        ("jamu kunyit asam serbuk", 5),
        ("teh herbal daun kelor", 30),
        ("wedang uwuh", 32),
        ("kain batik tulis", 24),
        ("baju batik wanita", 25),
        ("jasa membatik", 40),
        ("tas anyaman pandan", 18),
        ("keranjang anyaman bambu", 21),
        ("kursi rotan", 20),
        ("tikar pandan", 27),
        ("sabun herbal", 3),
        ("lilin aromaterapi", 4),
        ("frozen food ayam", 29),
        ("siomay dan dimsum", 30),
        ("reseller skincare", 35),
        ("toko online baju anak", 35),
        ("katering pernikahan", 43),
        ("tanaman hias", 31),
        ("bunga kering", 26),
        ("laundry kiloan", 37),
        ("bengkel sepeda motor", 37),
        ("jasa rias pengantin", 44),
        ("konveksi kaos", 40),
        ("aplikasi android untuk kasir", 9),
        ("les privat matematika", 41),
        ("paket wisata ke Bromo", 39),
        ("koperasi simpan pinjam", 36),
        ("mebel kayu jati", 20),
        ("perhiasan perak", 14),
        ("mainan kayu anak", 28),
        ("pupuk organik cair", 1),
    ],
)
def test_the_words_of_the_market_lead_to_the_class(sentence, expected):
    best = suggest(sentence)[0]
    assert best.nice_class == expected
    assert best.label == LABEL == "usulan"
    assert best.words
    assert best.origin


def test_words_of_the_official_goods_list_help_where_ours_are_silent():
    found = suggest("cardigan rajutan")
    assert found[0].nice_class == 25
    assert any("KBKI" in origin for origin in found[0].origin)


def test_a_sentence_without_a_known_word_suggests_nothing():
    assert suggest("qwrtz plmkn") == ()
    assert suggest("") == ()


@given(st.text(max_size=200))
def test_any_sentence_gives_classes_in_falling_order(sentence):
    found = suggest(sentence)
    assert [item.score for item in found] == sorted((i.score for i in found), reverse=True)
    assert all(1 <= item.nice_class <= 45 for item in found)


@given(CLASSES, CLASSES)
def test_how_near_two_sets_of_classes_are_does_not_depend_on_the_side(mine, theirs):
    there, back = relation(mine, theirs), relation(theirs, mine)
    if mine and theirs:
        assert there is back
        assert (there is Relation.FAR) == (not related_classes(mine) & set(theirs))
    else:
        assert there in (Relation.OPEN, Relation.UNKNOWN)


@pytest.mark.parametrize(
    ("mine", "theirs", "near"),
    [
        ([30], [30, 43], Relation.SAME),
        ([30], [43], Relation.RELATED),
        ([25], [24], Relation.RELATED),
        ([25], [18], Relation.RELATED),
        ([29], [30], Relation.RELATED),
        ([30], [12], Relation.FAR),
        ([30], [], Relation.UNKNOWN),
        ([], [30], Relation.OPEN),
    ],
)
def test_coffee_is_near_the_coffee_shop_and_far_from_the_car(mine, theirs, near):
    assert relation(mine, theirs) is near


def test_every_class_has_its_few_words():
    assert sorted(summaries()) == list(range(1, 46))


@pytest.mark.parametrize(
    "name",
    ["related_classes", "market_words", "kbki_words", "class_summaries", "weak_words"],
)
def test_every_list_says_where_it_comes_from_and_when(name):
    assert "2026" in notes(name)
    assert table(name)


def test_the_lists_name_only_classes_that_exist():
    for name, column in (("market_words", "class"), ("kbki_words", "class")):
        assert {int(row[column]) for row in table(name)} <= set(range(1, 46))
    for row in table("related_classes"):
        assert {int(row["class"]), int(row["related"])} <= set(range(1, 46))
