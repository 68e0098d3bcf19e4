"""What is made of many marks together is what is made of each alone."""

from collections import Counter

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from serupa import Record, normalise
from serupa.index.build import segment_of
from serupa.index.packing import hashes_of
from serupa.index.segment import class_mask
from serupa.index.trigrams import trigrams_of
from serupa.index.words import ALL, counts_of

WORDS = [
    "kopi", "ku", "q8", "k0e", "qu", "Kupu2", "tjap", "oe", "q", "czar", "1", "c3", "x", "é", "ah",
    "be", "ce", "ii", "IV", "PT", "2x", "night", "soerabaja", "O'Neil", "B.C.A", "gr8", "☕", "ꦧꦠꦶꦏ꧀",
    "القرض", "الجزائري", "Ünïcode", "日本", "ΩMEGA", "ẞ", "3D", "KOPI", "Kopi",
]  # fmt: skip
names = st.lists(st.sampled_from(WORDS) | st.text(max_size=12), max_size=7).map(" ".join)
registers = st.lists(names | st.text(max_size=40), max_size=8)


def segment(register, classes=()):
    return segment_of([Record(f"m{at}", name, classes) for at, name in enumerate(register)])


def in_order(segment):
    """The row of each mark, in the order in which they were given."""
    return [segment.row_of(f"m{at}") for at in range(segment.size)]


def alone(name):
    seen = normalise.spaced(normalise.one_line(name))
    heard = normalise.native(seen)
    return seen, heard, normalise.sound_columns((seen, "", ""))[1] or heard


@given(registers)
@example(["tjap njai", "a ii", "be ce a", "x", "", "x القرض", "kazyon القرض"])
def test_names_folded_by_their_words_read_as_they_do_alone(register):
    found = segment(register)
    assert [found.reading(row) for row in in_order(found)] == [*map(alone, register)]


@given(registers)
@example(["Kopi SENJA di 3D", "KOPI senja", "kopi\nsenja", "a" * 300, "A B c D E f", "ΩMEGA kopi"])
def test_every_name_comes_back_as_it_was_written(register):
    found = segment(register)
    rows = in_order(found)
    assert [found.record(row).name for row in rows] == register


@given(registers)
def test_posting_lists_hold_the_trigrams_of_all_readings_and_no_others(register):
    found = segment(register)
    ends = np.append(found.starts, len(found.postings))[1:]
    assert (found.counts.sum(axis=1) > 0).all()
    held = {
        (int(key), int(row))
        for key, start, end in zip(found.arrays["vocabulary"], found.starts, ends, strict=True)
        for row in found.postings[start:end]
    }
    expected = set()
    for row in range(found.size):
        seen, heard, abroad = (set(trigrams_of(one)) for one in found.reading(row))
        expected |= {(key, row) for key in seen | heard | abroad}
        assert found.union_sizes[row] == min(255, len(seen | heard | abroad))
        assert found.seen_sizes[row] == min(255, len(seen))
        assert found.heard_sizes[row] in (0, min(255, len(heard)))
        assert found.foreign_sizes[row] in (0, min(255, len(abroad)))
    assert held == expected
    assert len(found.postings) == len(held)


@given(registers)
def test_sounds_are_the_hashes_of_what_is_heard_without_blanks(register):
    found = segment(register)
    heard = [found.reading(row)[1].replace(" ", "") for row in found.arrays["sound_rows"].tolist()]
    assert hashes_of(heard).tolist() == found.arrays["sounds"].tolist()
    assert sorted(found.arrays["sounds"].tolist()) == found.arrays["sounds"].tolist()


classes = st.lists(st.integers(1, 45), max_size=3, unique=True).map(tuple)


@given(st.lists(st.tuples(st.lists(st.sampled_from(["a", "b", "kopi"]), max_size=4), classes)))
def test_words_are_counted_in_every_class_of_a_mark(marks):
    found = segment_of(
        [Record(f"m{at}", " ".join(some), own) for at, (some, own) in enumerate(marks)]
    )
    table = found.arrays["word_counts"]
    for number in (0, 1, 30, 45, ALL):
        counted = Counter(
            word
            for some, own in marks
            if number == ALL or class_mask(own) >> number & 1
            for word in some
        )
        times = counts_of(table, ["a", "b", "kopi"], [number]).tolist()
        assert times == [0 if counted[one] < 2 else counted[one] for one in ("a", "b", "kopi")]


shaped = st.builds(
    "{}{:0{}}".format,
    st.sampled_from(["S", "DID20", "", "%J-"]),
    st.integers(0, 1_200),
    st.integers(1, 6),
)
kinds = st.lists(shaped) | st.lists(st.text(min_size=1, max_size=9, alphabet="S0123456789é"))


@given(kinds)
@example(["S0000001", "Z00000002", "S0000003", "Z90000002"])
@example(["7", "12", "012", "999999999999999999", "a", "9" * 20])
def test_ids_come_back_whatever_they_are(ids):
    found = segment_of([Record(one, "kopi") for one in ids])
    assert sorted(found.ids_of(np.arange(found.size))) == sorted(set(ids))
    assert [found.id(row) for row in range(found.size)] == found.ids_of(np.arange(found.size))
    assert all(found.id(found.row_of(one)) == one for one in ids)
    for other in (
        "S1",
        "S01",
        "DID2000",
        "7",
        "S99999999999999999999",
        "",
        *[f"{one}0" for one in ids],
    ):
        assert found.row_of(other) is None or other in ids


def test_ids_that_ascend_need_no_column_of_their_order():
    records = [Record(f"S{at:05}", "kopi", (1 + at % 45,)) for at in range(4_000)]
    for some, is_left_out in ((records, True), (records[::-1], False)):
        found = segment_of(some)
        assert ("id_order" not in found.arrays) == is_left_out
        assert [found.id(found.row_of(one.id)) for one in some] == [one.id for one in some]
        assert found.row_of("S04000") is None


def test_ids_of_a_few_kinds_are_numbers_and_ids_of_many_are_text():
    few = segment_of([Record(one, "kopi") for one in ("S0000001", "Z00000002", "J-7")])
    assert few.arrays["id_numbers"].dtype == np.uint32
    many = segment_of([Record(f"{at}x", "kopi") for at in range(9)])
    assert "ids" in many.arrays


def test_names_of_mixed_cases_take_no_more_than_their_reading():
    mixed = ["Agus KONVEKSI jaya", "KOPI Senja di 3D Timur", "kopi"]
    assert not len(segment(mixed).arrays["others"])
    assert len(segment(["Agus-KONVEKSI", "a B c D e F"]).arrays["other_rows"]) == 2
