import pytest
from tests.serupa.registers import DEMO, RECORDS, SHARED

from serupa.bench import Pair, read_pairs, run
from serupa.register import read_register
from serupa.score import yields

SHARED_PAIRS = SHARED / "data" / "confusable-pairs" / "pairs.csv"


def test_identical_names_are_not_counted_as_found():
    pairs = [Pair("LOWA", "Lowa", (25,), True), Pair("LOWA BARU", "LOWA", (25,), True)]
    measured = run(RECORDS, pairs)
    assert (measured.marks, measured.pairs, measured.recall_10) == (len(RECORDS) + 2, 1, 1.0)
    assert measured.bands == {4: 1, 3: 0, 2: 0, 1: 0}


def test_a_mark_out_of_reach_is_counted_as_missed():
    measured = run(RECORDS, [Pair("QQQQ", "ZZZZ", (1,), True)])
    assert (measured.recall_50, measured.plain_50, measured.bands[1]) == (0.0, 0.0, 1)


def test_nothing_to_ask_gives_a_bench_of_nothing():
    assert run(RECORDS, []).p50_ms == 0.0


@pytest.mark.shared
def test_the_stated_yields_are_those_measured_on_decided_disputes():
    measured = run(read_register(DEMO), read_pairs(SHARED_PAIRS))
    assert measured.bands == {item.band: item.n for item in yields()}
    assert measured.recall_10 >= 0.75
    assert measured.recall_50 >= 0.8
