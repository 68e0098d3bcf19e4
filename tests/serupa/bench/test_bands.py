import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.serupa.registers import DEMO, RECORDS, SHARED

from serupa.bench import Pair, read_pairs, run
from serupa.bench.bands import fitted, names_of_nobody
from serupa.register import read_register
from serupa.score import edges, unrelated, yields
from serupa.types import Query, Record

SHARED_PAIRS = SHARED / "data" / "confusable-pairs" / "pairs.csv"
COMPOSED = SHARED / "data" / "register_skala" / "register_sintetis_1jt.csv.gz"


def test_identical_names_are_not_counted_as_found():
    pairs = [Pair("LOWA", "Lowa", (25,), True), Pair("LOWA BARU", "LOWA", (25,), True)]
    measured = run(RECORDS, pairs)
    assert (measured.marks, measured.pairs, measured.recall_10) == (len(RECORDS) + 2, 1, 1.0)
    assert measured.bands == {4: 1, 3: 0, 2: 0, 1: 0}


def test_a_mark_out_of_reach_is_counted_as_missed():
    many = [Record(f"m{at}", f"qqq {at}", (1,)) for at in range(500)]
    measured = run([*RECORDS, *many], [Pair("QQQQ", "ZZZZ", (1,), True)])
    assert (measured.recall_50, measured.plain_50, measured.bands[1]) == (0.0, 0.0, 1)


def test_nothing_to_ask_gives_a_bench_of_nothing():
    assert run(RECORDS, []).p50_ms == 0.0


def test_a_mark_of_the_same_name_that_was_not_planted_is_not_the_one_found():
    register = [Record("1", "LOWA", ())]
    assert run(register, [Pair("LOWA BARU", "LOWA", (25,), True)]).bands[4] == 1


def test_pairs_that_share_a_mark_are_one_dispute():
    pairs = [
        Pair("LOWA BARU", "LOWA", (25,), True),
        Pair("QQQQ", "ZZZZ", (1,), True),
        Pair("Lowa Baru", "BARUNA", (25,), True),
    ]
    assert (run(RECORDS, pairs).pairs, run(RECORDS, pairs).disputes) == (3, 2)


def test_the_dispute_that_is_put_in_a_band_has_no_part_in_the_edges():
    alone = Pair("LOWANDI", "LOWA MIRANA", (25,), True)
    measured = run(RECORDS, [alone])
    assert (measured.in_force[4], measured.bands[4]) == (0, 1)  # no other: the lowest edges


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_fitted_edges_never_cross_and_do_not_depend_on_the_order(scores):
    very, similar, slightly = fitted(scores)
    assert very >= similar >= slightly
    assert fitted(scores[::-1]) == (very, similar, slightly)


def test_a_name_of_nobody_is_composed_and_written_like_no_mark():
    composed = [
        Record(str(at), name, (30,), more=(("asal", kind),))
        for at, (name, kind) in enumerate(
            [("SENJA", "sintetis"), ("LOWA", "sintetis"), ("ABC", "nyata_id")]
        )
    ]
    assert names_of_nobody(composed, [Record("1", "lowa", ())]) == [Query("SENJA", (30,))]


@pytest.mark.shared
def test_the_stated_yields_are_those_measured_without_the_dispute():
    register = list(read_register(DEMO))
    nobody = names_of_nobody(read_register(COMPOSED), register)
    measured = run(register, read_pairs(SHARED_PAIRS), nobody=nobody)
    assert measured.edges == edges()
    assert measured.bands == {item.band: item.n for item in yields()}
    assert measured.nobody == {item.band: item.n for item in unrelated()}
    assert measured.recall_10 >= 0.75
    assert measured.recall_50 >= 0.8
