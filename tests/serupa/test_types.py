import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serupa import Change, CorpusInfo, Evidence, Finding, Ground, Query, Record, Report

texts = st.text(max_size=30)
classes = st.lists(st.integers(1, 45), max_size=4).map(tuple)
params = st.dictionaries(st.sampled_from(["a", "b", "n"]), texts | st.integers(0, 99), max_size=3)
spans = st.lists(st.tuples(st.integers(0, 9), st.integers(10, 19)), max_size=3).map(tuple)
evidence = st.builds(Evidence, texts, st.floats(0, 1), texts, params, spans, spans)
records = st.builds(Record, texts, texts, classes, texts, texts, texts, texts, texts, texts)
findings = st.builds(
    Finding, records, st.floats(0, 1), st.integers(1, 4), st.lists(evidence, max_size=3).map(tuple)
)
grounds = st.builds(
    Ground, texts, st.lists(texts, max_size=2).map(tuple), texts, texts, params, texts, texts
)
infos = st.builds(CorpusInfo, texts, texts, st.integers(0, 10**6), texts, texts)
joined = st.builds(
    CorpusInfo, texts, texts, st.integers(0), texts, texts, st.lists(infos, max_size=2).map(tuple)
)
reports = st.builds(
    Report,
    st.builds(Query, texts, classes, texts, texts),
    st.lists(findings, max_size=3).map(tuple),
    st.lists(grounds, max_size=2).map(tuple),
    st.integers(1, 4),
    joined,
    st.lists(st.builds(Change, texts, params), max_size=2).map(tuple),
    texts,
)


@given(reports)
def test_a_frozen_report_reads_back_the_same(report):
    assert Report.from_dict(json.loads(json.dumps(report.to_dict()))) == report


@pytest.mark.parametrize("number", [0, 46, -1])
def test_a_class_outside_the_nice_classes_is_refused(number):
    with pytest.raises(ValueError, match="1 to 45"):
        Query("KOPI", (number,))
    with pytest.raises(ValueError, match="1 to 45"):
        Record("1", "KOPI", (number,))


def test_old_reports_without_later_fields_still_read():
    info = {"name": "x", "date": "", "size": 0, "fingerprint": ""}
    kept = {"query": {"name": "A"}, "findings": [], "grounds": [], "band": 1, "corpus": info}
    assert Report.from_dict(kept) == Report(Query("A"), (), (), 1, CorpusInfo("x", "", 0, ""))
