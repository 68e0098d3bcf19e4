"""Rules no ranking may break, whatever else it is good at: tried on names of the demo register."""

import subprocess
import sys
from functools import cache
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.serupa.registers import DEMO

from serupa import Corpus, Query, explain
from serupa.normalise import core, visual, words
from serupa.register import read_register
from serupa.screening import nearest

CLASSES = (29, 30, 43)
RECORDS = [record for record in islice(read_register(DEMO), 0, None, 20) if visual(record.name)]
NAMES = st.sampled_from([record for record in RECORDS if len(visual(record.name)) > 3])
SHOP_WORDS = st.sampled_from(["Toko", "Warung", "Kedai", "Cap", "CV", "PT", "Merek"])


@cache
def corpus():
    return Corpus.from_records(RECORDS, name="part of the demo", date="2026-11-22")


def place(name, record, classes=()):
    """Where the mark's reading stands in the answer; equal readings count as the mark itself."""
    readings = [visual(mark.name) for mark, _ in nearest(Query(name, classes), corpus())]
    return readings.index(visual(record.name)) + 1


def written_otherwise(name):
    return st.sampled_from([name.upper(), name.lower(), f" {name}. ", name.replace(" ", "  ")])


@settings(max_examples=60, deadline=None)
@given(st.data(), NAMES)
def test_a_name_that_reads_the_same_stands_first(data, record):
    asked = data.draw(written_otherwise(record.name))
    assert place(asked, record) == 1
    assert place(asked, record, record.classes) == 1


@settings(max_examples=60, deadline=None)
@given(NAMES.filter(lambda record: core(visual(record.name))), SHOP_WORDS)
def test_a_shop_word_in_front_costs_at_most_three_places(record, word):
    assert place(f"{word} {record.name}", record) <= place(record.name, record) + 3


@settings(max_examples=60, deadline=None)
@given(st.data(), NAMES.filter(lambda record: 1 < len(words(record.name)) < 6))
def test_words_in_another_order_stay_among_the_first_ten(data, record):
    turned = data.draw(st.permutations([word.seen for word in words(record.name)]))
    assert place(" ".join(turned), record) <= 10


@settings(max_examples=40, deadline=None)
@given(NAMES, st.sampled_from([(), CLASSES]))
def test_every_mark_shown_names_its_reasons_in_both_languages(record, classes):
    report = corpus().screen(Query(record.name, classes), limit=20)
    assert report.findings
    for lang in ("id", "en"):
        for finding, text in zip(report.findings, explain(report, lang).findings, strict=True):
            about_names = [item for item in finding.evidence if item.signal != "goods"]
            assert len(about_names) >= 1
            assert len(text.reasons) == len(finding.evidence)
            assert all(said and "{" not in said for said in text.reasons)


def test_the_order_is_the_same_in_every_process():
    asked = "from tests.serupa.test_sanity import *; import hashlib; " + (
        "told = [[(m.id, s) for m, s in nearest(Query(n), corpus())] for n in"
        " ('Kopi Senja', 'Bintang Timur', 'TRUE1', 'Makmur Jaya')]; "
        "print(hashlib.sha256(repr(told).encode()).hexdigest())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", asked],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


@pytest.mark.parametrize("name", ["a" * 300_000, "a b " * 80_000, "ꦏꦺꦴꦥꦶ" * 40_000, "9" * 100_000])
def test_of_an_endless_name_only_a_beginning_is_compared(name):
    assert nearest(Query(name), corpus()) == nearest(Query(name[:200]), corpus())


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.lists(st.integers(1, 45), max_size=3))
def test_scores_fall_and_lie_between_0_and_1_for_any_text(name, classes):
    scores = [score for _, score in nearest(Query(name, tuple(classes)), corpus())]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
