import pytest

from serupa import Corpus, Query, Record
from serupa.data import table
from serupa.names.meaning import concept, meaning, translations
from serupa.names.pair import pair_of


def said(name, mark):
    return meaning(pair_of(name, mark))


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
        "coffee star",
    )
    assert translations("Kopi", lambda word: 0.1) == ()
    assert translations("Zemvola", lambda word: 1.0) == ()


def test_a_name_said_whole_in_the_other_language_is_found_in_any_order():
    register = [Record("1", "MOON GODDESS", (3,)), Record("2", "PERAK KANCIL", (3,))]
    register += [Record(f"m{at}", f"TOKO {at}", (3,)) for at in range(500)]
    corpus = Corpus.from_records(register, name="r", date="2026-11-30")
    for name, mark in (("DEWI REMBULAN", "MOON GODDESS"), ("SILVER MOUSEDEER", "PERAK KANCIL")):
        found = corpus.screen(Query(name, (3,))).findings
        assert [one.record.name for one in found if one.evidence[0].signal == "meaning"] == [mark]


def test_no_word_stands_for_two_concepts():
    every = [word for row in table("concepts") for word in row["words"].split()]
    assert len(every) == len(set(every))
    assert concept("star") == concept("bintang") == "bintang"
