import pytest
from hypothesis import given
from hypothesis import strategies as st

from serupa.goods.reading import forms, items


def told(sentence):
    return [(" ".join(item.words), item.follows) for item in items(sentence)]


def test_a_sentence_is_read_as_the_things_it_lists():
    assert told("Sabun, sampo dan lulur. Kursus menjahit") == [
        ("sabun", False),
        ("sampo", True),
        ("lulur", True),
        ("kursus menjahit", False),
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("anak2", "anak"),
        ("oleh-oleh", "oleh oleh"),
        ("layang2", "layang layang"),
        ("kripik telo", "kripik singkong"),
        ("brambang goreng", "bawang merah goreng"),
    ],
)
def test_doubled_and_regional_words_are_read_in_their_plain_form(written, read):
    assert told(written) == [(read, False)]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("menjahit", "jahit"),
        ("menyablon", "sablon"),
        ("kerajinannya", "kerajinan"),
        ("kosmetikk", "kosmetik"),
        ("maknan", "makanan"),
    ],
)
def test_a_word_stands_for_its_stem_or_its_near_spelling(word, meant):
    assert meant in forms(word)


def test_an_s_is_cut_only_where_it_makes_an_english_plural():
    assert forms("pedas") == ("pedas",)
    assert forms("kukus") == ("kukus",)
    assert "cookie" in forms("cookies")


def test_a_good_word_is_never_taken_for_a_misspelling():
    assert forms("mata") == ("mata",)
    assert forms("kantor") == ("kantor",)


@given(st.text(max_size=500))
def test_any_text_has_items_of_words(sentence):
    for item in items(sentence):
        assert item.words
        assert all(word and " " not in word for word in item.words)
