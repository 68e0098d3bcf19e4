import gc

import pytest
from tests.serupa.registers import RECORDS

from serupa import Corpus, Query
from serupa.collector import no_collection
from serupa.screening import compare


@pytest.fixture
def runs():
    """How often the collector has run since."""
    found = []

    def note(phase, _info):
        if phase == "start":
            found.append(phase)

    gc.callbacks.append(note)
    yield found
    gc.callbacks.remove(note)


def test_nothing_is_collected_while_it_lasts_and_the_collector_works_again_afterwards(runs):
    gc.collect()
    runs.clear()
    with no_collection():
        kept = [[at] for at in range(5_000)]
        assert (runs, len(kept)) == ([], 5_000)
        with no_collection():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off():
    gc.disable()
    try:
        with no_collection():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_an_answer_is_not_interrupted_and_a_failing_one_leaves_the_collector_on(runs):
    corpus = Corpus.from_records(RECORDS, name="r", date="2026-11-30")
    compare(Query("LOWA"), corpus)
    gc.collect()
    runs.clear()
    found = compare(Query("LOWA BARU", (25,)), corpus)
    assert (runs, bool(found)) == ([], True)
    with pytest.raises(AttributeError):
        compare(None, corpus)
    assert gc.isenabled()
