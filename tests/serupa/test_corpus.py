import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.serupa.registers import DEMO, RECORDS, kept_in, small_register

from serupa import Corpora, Corpus, Query, Record
from serupa.corpus import listed_weight
from serupa.index.holdings import FRESH_LIMIT


def fingerprint(records):
    return Corpus.from_records(records, name="", date="").info.fingerprint


@pytest.fixture(params=["memory", "folder"])
def register(request, tmp_path):
    """Makes the small register, in memory or in a folder: both must answer the same."""

    def make(*more):
        return small_register(*more) if request.param == "memory" else kept_in(tmp_path, *more)

    return make


def names(corpus, name, classes=frozenset()):
    return [record.name for record, _ in corpus.candidates(name, frozenset(classes), 5)]


def test_the_info_says_what_was_searched_and_how_old_it_is(register):
    info = register().info
    assert (info.name, info.date, info.size) == ("register uji", "2026-11-01", len(RECORDS))
    assert len(info.fingerprint) == 64


def test_what_changes_while_an_answer_is_made_is_in_the_next_one(register):
    one, other = register(), Corpus.from_records(RECORDS, name="", date="")
    for corpus in (one, Corpora([one]), Corpora([other, one])):
        still = corpus.still()
        one.add(Record("late", "BINTANG SELATAN", (30,)))
        pools = [each.pool("bintang selatan", frozenset(), 20) for each in (still, corpus)]
        assert ["late" in [pool.record(at).id for at in range(len(pool))] for pool in pools] == [
            False,
            True,
        ]
        one.withdraw("late")


@given(st.permutations(RECORDS))
def test_the_fingerprint_does_not_depend_on_the_order(shuffled):
    assert fingerprint(shuffled) == fingerprint(RECORDS)


def test_the_fingerprint_changes_with_any_field():
    changed = [Record("a1", "KOPI SENJA", (30,), "berakhir"), *RECORDS[1:]]
    assert fingerprint(changed) != fingerprint(RECORDS)


def test_an_added_mark_is_found_at_once_and_a_withdrawn_one_no_longer(register):
    corpus = register()
    before = corpus.info.fingerprint
    corpus.add(Record("n1", "BINTANG TIMUR", (30,)))
    assert names(corpus, "Bintang Timur", {30})[0] == "BINTANG TIMUR"
    assert corpus.info.size == len(RECORDS) + 1
    corpus.withdraw("n1")
    assert "BINTANG TIMUR" not in names(corpus, "Bintang Timur", {30})
    assert corpus.info.fingerprint == before
    with pytest.raises(KeyError):
        corpus.withdraw("n1")


def test_a_mark_added_and_withdrawn_before_any_search_is_gone(register):
    corpus = register()
    corpus.add(Record("n1", "BINTANG TIMUR", (30,)))
    corpus.withdraw("n1")
    assert len(corpus) == len(RECORDS)


def test_a_mark_added_again_replaces_the_earlier_one(register):
    corpus = register()
    corpus.add(Record("a1", "KOPI FAJAR", (30,)))
    found = names(corpus, "kopi fajar", {30})
    assert found[0] == "KOPI FAJAR"
    assert "KOPI SENJA" not in found
    assert len(corpus) == len(RECORDS)


def test_many_additions_are_folded_into_the_index(register):
    corpus = register()
    for number in range(FRESH_LIMIT + 1):
        corpus.add(Record(f"n{number}", f"merek{number}", (9,)))
    assert names(corpus, "merek77", {9})[0] == "merek77"
    corpus.add(Record("last", "paling akhir", (9,)))
    assert names(corpus, "paling akhir", {9})[0] == "paling akhir"
    assert len(corpus) == len(RECORDS) + FRESH_LIMIT + 2


def test_the_class_filter_lets_through_the_classes_and_those_not_recorded(register):
    corpus = register()
    assert "LOIS" not in names(corpus, "lois", {30})
    assert "LOIS" in names(corpus, "lois", {25})
    assert "LOIS" in names(corpus, "lois")
    assert "PELANGI NUSA" in names(corpus, "pelangi", {30})


def test_equal_scores_come_in_the_order_of_their_ids(register):
    twins = [Record(key, "SAMA SAJA", (30,)) for key in ("z", "b", "m")]
    corpus = register(*twins)
    found = [record.id for record, _ in corpus.candidates("sama saja", frozenset({30}), 2)]
    assert found == ["b", "m"]


def test_a_common_word_weighs_less_than_a_rare_one_and_only_in_its_classes(register):
    weigh = register().weigher(frozenset({30}))
    assert weigh("kopi") < 0.2 < 0.8 < weigh("senja")
    assert listed_weight("kopi", frozenset({12})) == 1.0
    assert listed_weight("jaya", frozenset({12})) < 0.5


def test_an_empty_corpus_finds_nothing_and_says_so():
    corpus = Corpus.from_records([], name="kosong", date="2026-11-01")
    report = corpus.screen(Query("KOPI SENJA", (30,)))
    assert (report.findings, report.band, report.corpus.size) == ((), 1, 0)


def test_several_corpora_answer_as_one_and_keep_their_names():
    other = Corpus.from_records([Record("b1", "SENJA KALA", (30,))], name="lain", date="2026-01-01")
    both = Corpora([small_register(), other])
    assert {"KOPI SENJA", "SENJA KALA"} <= set(names(both, "senja", {30}))
    assert both.info.size == len(RECORDS) + 1
    assert both.info.date == "2026-01-01"
    assert [part.name for part in both.info.parts] == ["register uji", "lain"]
    assert both.weigher(frozenset({30}))("kopi") < 0.2
    both.add(Record("n1", "BINTANG", (30,)))
    both.withdraw("b1")
    assert both.info.size == len(RECORDS) + 1
    with pytest.raises(KeyError):
        both.withdraw("nobody")
    with pytest.raises(ValueError, match="at least one"):
        Corpora([])
    assert Corpora([other]).info == other.info


def test_the_demo_register_loads_and_answers():
    corpus = Corpus.read(DEMO, date="2026-11-22")
    assert corpus.info.size > 50_000
    assert names(corpus, "hangat", {30})
