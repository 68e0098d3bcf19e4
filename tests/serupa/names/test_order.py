from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from serupa import Corpus, Record
from serupa.index.asked import asked
from serupa.names.order import SIGNALS, mean_of_reach, scores, values
from serupa.screening import nearest
from serupa.types import Query

NAMES = ["lois", "lois jaya", "newlois", "kopi senja", "senja kopi", "lampu terang", "true 1"]


def weigh(words):
    return [0.1 if word in {"kopi", "jaya"} else 0.9 for word in words]


def pool_of(name, marks):
    records = [Record(f"{at:04}", mark) for at, mark in enumerate(marks)]
    corpus = Corpus.from_records(records, name="marks", date="")
    return corpus.pool(name, frozenset(), len(marks))


def order_of(name, marks=NAMES):
    pool = pool_of(name, marks)
    found = scores(asked(name), pool, np.arange(len(pool)), weigh)
    return [pool.name(at) for at in np.argsort(-found, kind="stable").tolist()]


def test_a_mark_standing_whole_inside_the_name_comes_before_a_fused_one():
    assert order_of("LOIS BARU")[:2] == ["lois", "lois jaya"]


def test_the_same_words_in_another_order_come_next_after_the_same_name():
    assert order_of("Kopi Senja")[:2] == ["kopi senja", "senja kopi"]


def test_a_digit_read_aloud_in_english_is_heard():
    assert order_of("TRUEONE")[0] == "true 1"


def test_consonants_tell_how_much_of_them_stays_whatever_the_vowels():
    pool = pool_of("SANTOVIT", ["sentafit", "santovin", "oo aa"])
    heard = values(asked("SANTOVIT"), pool, weigh)[SIGNALS.index("consonants")]
    told = {pool.name(at): value for at, value in enumerate(heard.tolist())}
    assert told == {"sentafit": 1.0, "santovin": pytest.approx(0.8), "oo aa": 0.0}


def test_a_name_of_few_consonants_says_nothing_by_them():
    pool = pool_of("OASE", ["oasis", "osa"])
    assert values(asked("OASE"), pool, weigh)[SIGNALS.index("consonants")].tolist() == [0, 0]


def test_a_mark_heard_alike_only_as_a_foreign_word_is_looked_at_among_thousands():
    ends = product("bdghklmnprst", "aeiou", "bdghklmnprst", "aeiou")
    marks = [f"cylken{''.join(end)}" for end in ends]
    records = [Record(str(at), name) for at, name in enumerate([*marks, "SILQUENA"])]
    corpus = Corpus.from_records(records, name="marks", date="")
    found = [record.name for record, _ in nearest(Query("CYLKENA"), corpus)]
    assert "SILQUENA" in found[:10]


def test_one_value_reached_by_one_mark_alone_counts_more_than_two_reached_by_all():
    table = np.array([[0.9, 0.1, 0.1], [0.5, 0.5, 0.5], [0.5, 0.5, 0.5]], np.float32)
    assert mean_of_reach(table).argmax() == 0
    assert mean_of_reach(table).tolist() == [
        np.float32((1 + 2 / 3) / 3),
        np.float32(1 / 3),
        np.float32(1 / 3),
    ]


def test_an_empty_pool_has_no_scores():
    assert scores(asked("LOIS"), pool_of("LOIS", []), np.arange(0), weigh).shape == (0,)


@given(st.text(max_size=30), st.lists(st.text(max_size=20), min_size=1, max_size=8))
def test_every_signal_has_a_value_for_every_mark_of_any_script(name, marks):
    pool = pool_of(name, [*marks, name])
    table = values(asked(name), pool, weigh)
    assert table.shape == (len(SIGNALS), len(pool))
    assert np.isfinite(table).all()


def test_a_pool_too_large_to_compare_closely_keeps_the_nearest_first():
    many = [f"nama {number} lain" for number in range(700)] + ["lois"]
    assert order_of("LOIS", many)[0] == "lois"
