import pytest
from hypothesis import given
from hypothesis import strategies as st

from serupa.bench.yardstick import TrigramIndex
from serupa.names.trigrams import jaccard

names = st.text("abcde 日", min_size=0, max_size=12).map(lambda text: " ".join(text.split()))


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
