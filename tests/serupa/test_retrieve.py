import pytest
from hypothesis import given
from hypothesis import strategies as st

from serupa.retrieve import TrigramIndex, jaccard, trigrams

names = st.text("abcde 日", min_size=0, max_size=12).map(lambda text: " ".join(text.split()))


def test_trigrams_pad_each_word_as_postgresql_does():
    assert trigrams("cat") == {"  c", " ca", "cat", "at "}
    assert trigrams("a b") == {"  a", " a ", "  b", " b "}


@given(names, names)
def test_the_jaccard_is_symmetric_and_stays_between_nothing_and_all(one, other):
    value = jaccard(one, other)
    assert value == jaccard(other, one)
    assert 0.0 <= value <= 1.0
    assert (jaccard(one, one) == 1.0) == bool(one)


@given(st.lists(names, max_size=6), names)
def test_the_index_says_what_the_names_themselves_say(known, asked):
    scores, inside = TrigramIndex([known]).scores([asked])
    assert list(scores) == pytest.approx([jaccard(asked, name) for name in known])
    whole = [share for share, name in zip(inside, known, strict=True) if name and name == asked]
    assert whole == pytest.approx([1.0] * len(whole))


def test_the_best_pair_of_readings_counts_for_a_mark():
    index = TrigramIndex([["kopi senja", "teh"], ["kopisenja", ""]])
    scores, _ = index.scores(["kopisenja", "xyz"])
    assert scores[0] == pytest.approx(1.0)
    assert scores[1] == 0.0
