import pytest
from hypothesis import given
from hypothesis import strategies as st

from serupa.data import notes, table
from serupa.goods import LABEL, classify, suggest, summaries


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
        ("bunga plastik", 26),
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
    found = suggest("kumis palsu untuk pentas")
    assert found[0].nice_class == 26
    assert any("KBKI" in origin for origin in found[0].origin)


def test_a_sentence_without_a_known_word_suggests_nothing():
    assert suggest("qwrtz plmkn") == ()
    assert suggest("") == ()


@given(st.text(max_size=200))
def test_any_sentence_gives_classes_in_falling_order(sentence):
    found = suggest(sentence)
    assert [item.score for item in found] == sorted((i.score for i in found), reverse=True)
    assert all(1 <= item.nice_class <= 45 for item in found)


def test_every_class_has_its_few_words():
    assert sorted(summaries()) == list(range(1, 46))


@pytest.mark.parametrize(
    "name",
    [
        *("related_classes", "market_words", "kbki_words", "class_summaries", "weak_words"),
        *("respellings", "context_words", "service_words", "class_questions"),
    ],
)
def test_every_list_says_where_it_comes_from_and_when(name):
    assert "2026" in notes(name)
    assert table(name)


def test_the_lists_name_only_classes_that_exist():
    for name, column in (("market_words", "class"), ("kbki_words", "class")):
        assert {int(row[column]) for row in table(name)} <= set(range(1, 46))
    for row in table("related_classes"):
        assert {int(row["class"]), int(row["related"])} <= set(range(1, 46))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("sabun kopi", 3),
        ("kaos bergambar kopi", 25),
        ("leather wallet", 18),
        ("scented candle", 4),
        ("Toko buku dan alat tulis", 35),
        ("sewa tenda dan kursi", 43),
        ("sewa baju adat", 45),
        ("servis kulkas", 37),
        ("keripik pisang untuk toko oleh-oleh", 29),
        ("Produksi dan penjualan keripik singkong", 29),
        ("krupuk udang sidoarjo", 30),
        ("maknan ringan beku dari ikan", 29),
        ("bajuu anak2", 25),
        ("penjahitan seragam", 40),
    ],
)
def test_the_head_the_trade_and_free_spelling_are_read(sentence, expected):
    assert suggest(sentence)[0].nice_class == expected


@pytest.mark.parametrize(
    ("sentence", "pair"),
    [
        ("kopi", {30, 43}),
        ("batik", {24, 25}),
        ("mie ayam", {30, 43}),
        ("aplikasi", {9, 42}),
        ("sablon", {25, 40}),
    ],
)
def test_where_two_classes_fit_one_question_is_put(sentence, pair):
    question = classify(sentence).question
    assert question is not None
    assert {option.nice_class for option in question.options} == pair
    assert question.ask_id != question.ask_en
    assert all(option.say_id and option.say_en for option in question.options)


@pytest.mark.parametrize(
    "sentence",
    ["kopi bubuk kemasan", "kedai kopi", "kain batik", "baju batik", "bakso beku isi 50"],
)
def test_a_sentence_that_decides_is_not_questioned(sentence):
    assert classify(sentence).question is None


def test_two_things_are_two_classes_and_no_question():
    found = classify("sabun mandi dan lilin aromaterapi")
    assert {item.nice_class for item in found.suggestions[:2]} == {3, 4}
    assert found.question is None


def test_what_it_is_not_does_not_count():
    assert {item.nice_class for item in suggest("kopi bubuk, bukan kafe")} == {30}


def test_without_a_known_word_it_asks_what_is_sold():
    found = classify("qwrtz plmkn")
    assert found.suggestions == ()
    assert found.question is not None
    assert found.question.options == ()


@given(st.text(max_size=3000))
def test_the_same_sentence_always_gives_the_same_answer(sentence):
    assert classify(sentence) == classify(sentence)


@pytest.mark.parametrize("name", ["market_words", "respellings", "context_words"])
def test_a_list_holds_each_row_once(name):
    rows = [tuple(row.values()) for row in table(name)]
    assert len(set(rows)) == len(rows)


def test_every_question_stands_between_two_classes_and_speaks_both_languages():
    for row in table("class_questions"):
        assert 1 <= int(row["one"]) <= 45
        assert 1 <= int(row["other"]) <= 45
        assert all(row.values())
