import pytest

from serupa import Query, Record
from serupa.data import table
from serupa.names.meaning import concept, meaning, translations


def said(name, mark):
    return meaning(Query(name), Record("1", mark))


def test_the_two_words_that_mean_the_same_are_shown():
    found = said("BINTANG TIMUR", "STAR TIMUR")
    assert (found.signal, found.params) == ("meaning", {"a": "bintang", "b": "star"})


@pytest.mark.parametrize(
    ("name", "mark"),
    [("BINTANG", "BINTANG"), ("BINTANG TIMUR", "STAR"), ("LOIS", "LEVIS"), ("", "STAR")],
)
def test_names_that_share_no_whole_meaning_give_no_evidence(name, mark):
    assert said(name, mark) is None


def test_only_the_weightiest_known_word_is_said_otherwise():
    assert translations("Kopi Bintang", lambda word: 0.1 if word == "kopi" else 0.9) == (
        "kopi star",
        "kopi lintang",
        "kopi kartika",
    )
    assert translations("Kopi", lambda word: 0.1) == ()
    assert translations("Zemvola", lambda word: 1.0) == ()


def test_no_word_stands_for_two_concepts():
    every = [word for row in table("concepts") for word in row["words"].split()]
    assert len(every) == len(set(every))
    assert concept("star") == concept("bintang") == "bintang"
