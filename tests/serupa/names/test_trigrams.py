from hypothesis import given
from hypothesis import strategies as st

from serupa.names.trigrams import jaccard, trigrams

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
