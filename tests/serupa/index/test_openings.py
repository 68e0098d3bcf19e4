"""Marks that begin with a word of the name and go on where it ends are among those compared."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from serupa import Record
from serupa.corpus import MemoryCorpus
from serupa.index.build import segment_of
from serupa.index.openings import LETTERS, code_of, opened, telling, words_of
from serupa.index.segment import Segment

words = st.text("abko\u00e9", min_size=1, max_size=7)
lines = st.lists(words, min_size=1, max_size=4).map(" ".join)


def segment(names):
    return segment_of([Record(f"m{at}", name) for at, name in enumerate(names)])


def readings(found):
    return [found.reading(row)[0].encode() for row in range(found.size)]


@given(st.lists(lines, min_size=1, max_size=12))
def test_what_stands_for_a_beginning_is_that_of_its_letters_and_0_for_short_marks(names):
    found = segment(names)
    told = found.arrays["openings"].tolist()
    assert told == [code_of(one) if len(one) >= LETTERS else 0 for one in readings(found)]


@given(lines, st.lists(lines, min_size=1, max_size=12))
def test_marks_begin_with_a_word_where_their_letters_do(name, names):
    found = segment([*names, name])
    rows = np.arange(found.size)
    text, first, _ = found.texts_of(rows)
    written = found.reading(int(rows[-1]))[0].encode()
    places, begun = telling(written, found.arrays["openings"], most=found.size)
    values = opened(written, places, text, first, np.full(found.size, 8, np.float32))
    for (begin, end), own in zip(places.T.tolist(), values, strict=True):
        word = written[begin:end]
        for row, seen in enumerate(readings(found)):
            rest = seen[len(word) : len(word) + 1]
            expected = (1 if rest in (b"", b" ") else 2) + len(word) / 8
            assert own[row] == (expected if seen.startswith(word) else 0)
            assert begun[row] or not own[row]


def test_words_of_few_letters_and_those_most_marks_begin_with_single_nothing_out():
    codes = segment(["KOPI SATU", "KOPI DUA", "KOPITIAM", "POLOPLAST"]).arrays["openings"]
    assert words_of(b"teh kopi polo") == [(4, 8), (9, 13)]
    assert telling(b"teh kopi polo", codes, most=3)[0].T.tolist() == [[4, 8], [9, 13]]
    assert telling(b"teh kopi polo", codes, most=2)[0].T.tolist() == [[9, 13]]


def crowd():
    """A register in which many marks have more letters of WATER POLO than POLOPLASTINDO."""
    two = [f"{a}{b}" for a in "bcdefghijkmnqrstuvxyz" for b in "aeiouklmnrst"]
    names = [name for one in two for name in (f"WATER {one}", f"{one} POLO", f"{one}E POLO")]
    return [Record(f"c{at}", name, (16,)) for at, name in enumerate(names)]


def test_a_mark_that_a_word_of_the_name_begins_is_compared_among_many_nearer_in_letters():
    records = [*crowd(), Record("older", "POLOPLASTINDO", (16,))]
    corpus = MemoryCorpus(records, name="", date="")
    pool = corpus.pool("WATER POLO", frozenset((16,)), 400)
    assert "older" in pool.ids(np.arange(len(pool)))


def test_an_index_of_before_beginnings_were_kept_answers_the_same():
    kept = segment([record.name for record in crowd()] + ["POLOPLASTINDO"])
    before = {name: array for name, array in kept.arrays.items() if name != "openings"}
    assert (Segment(before).arrays["openings"] == kept.arrays["openings"]).all()
