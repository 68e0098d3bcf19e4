import pytest

from serupa.names.pair import pair_of
from serupa.names.parts import dominant, faded
from serupa.normalise import read

COMMON = {"kopi", "sambal", "jaya", "enak"}


def weigh(word):
    return 0.1 if word in COMMON else 0.9


def found(one, other):
    return dominant(read(one), weigh)(pair_of(one, other))


@pytest.mark.parametrize(
    ("query", "record", "key"),
    [
        ("LOWA SIMPLY MORE", "LOWA", "reason.dominant.whole"),
        ("KOPI SENJA JAYA", "SENJA ENAK", "reason.dominant"),
        ("SENSE", "MARLBORO SENSE", "reason.dominant.inside"),
        ("HOREKA PLAZA", "HOREKA EXTRAVAGANZA", "reason.dominant.part"),
        ("NEWLOIS", "LOIS", "reason.dominant.fused"),
        ("LOIS", "NEWLOIS", "reason.dominant.fused"),
        ("HOREKAMALL", "HOREKA EXTRAVAGANZA", "reason.dominant.fused"),
        ("KOPI SENJA", "KOPI", "reason.dominant.common"),
    ],
)
def test_the_part_in_common_is_named_for_what_it_is(query, record, key):
    assert found(query, record).key == key


@pytest.mark.parametrize(
    ("query", "record"),
    [
        ("KOPI ANGIN", "KOPI BULAN"),
        ("KOPI SENJA", "SENJA KOPI"),
        ("TIGERCAT", "CAT"),
        ("MAK IJAH", "MMAG"),
        ("", "KOPI"),
        ("KOPI", ""),
    ],
)
def test_common_words_tiny_words_and_the_very_same_words_are_no_dominant_part(query, record):
    assert found(query, record) is None


def test_whole_counts_more_than_shared_and_shared_more_than_fused():
    whole = found("LOWA BARU", "LOWA").strength
    shared = found("LOWA BARU", "LOWA LAMA").strength
    fused = found("LOWABARU", "LOWA").strength
    assert whole > shared > fused


def test_a_word_shared_by_ear_alone_counts_less_than_one_written_the_same():
    assert (
        found("STARBUKS KITA", "STARBUCKS").strength < found("STARBUCKS KITA", "STARBUCKS").strength
    )


def test_the_shared_word_is_marked_in_both_names():
    item = found("Kopi Senja Jaya", "PT SENJA")
    assert (item.query_spans, item.record_spans) == (((5, 10),), ((3, 8),))


def test_common_words_are_faded():
    assert faded(pair_of("KOPI ANGIN", "KOPI BULAN"), weigh) < 0.15
    assert faded(pair_of("KOPI JAYA", "KOPI ENAK"), weigh) > 0.3
    assert faded(pair_of("", "KOPI"), weigh) == 0.0
