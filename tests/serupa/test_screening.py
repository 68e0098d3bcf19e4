import json
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.serupa.registers import small_register

from serupa import Corpus, Query, Record, Report, rank, screen
from serupa.explain import sentence
from serupa.normalise import visual_readings
from serupa.screening import classes_of, nearest

REGISTER = small_register()
TEXTS = st.text(max_size=40) | st.text("ꦏꦺꦴꦥꦶقهوة日本☕a k", max_size=12)


@given(TEXTS, st.lists(st.integers(1, 45), max_size=3))
def test_no_name_in_any_script_stops_a_screening(name, classes):
    report = screen(Query(name, tuple(classes), name), REGISTER)
    assert report.band == max((finding.band for finding in report.findings), default=1)
    assert Report.from_dict(report.to_dict()) == report


@pytest.mark.parametrize("name", ["k" * 100_000, "a " * 50_000, "\ud800x", "9" * 5_000, "\n\0\n"])
def test_no_length_and_no_broken_text_makes_a_screening_slow(name):
    started = time.process_time()
    report = screen(Query(name, (30,), name, name), REGISTER)
    assert time.process_time() - started < 1.0
    assert json.loads(json.dumps(report.to_dict()))["query"]["name"] == name


@given(TEXTS.filter(visual_readings))
@example("@W")
def test_the_identical_name_in_the_same_class_is_very_similar_and_stands_first(name):
    corpus = Corpus.from_records(
        [Record("same", name, (30,)), Record("else", "LAIN SEKALI", (30,))], name="x", date=""
    )
    report = screen(Query(name, (30,)), corpus)
    assert report.band == 4
    of_register = [item for item in report.findings if item.record.id in ("same", "else")]
    assert of_register[0].record.id == "same"  # a well-known mark may stand before: AW, A&W


@pytest.mark.parametrize(
    ("name", "classes", "band"),
    [
        ("Cap Jempol", (30,), 4),
        ("GUCHI", (25,), 4),
        ("Kembang Angling", (30,), 1),
        ("SAMBAL MAK NYAK", (30,), 1),
        ("Kopi Senja", (12,), 2),
    ],
)
def test_the_band_of_a_report_is_that_of_its_nearest_mark(name, classes, band):
    assert screen(Query(name, classes), REGISTER).band == band


def test_the_same_question_on_the_same_register_gives_the_same_report():
    again = small_register()
    query = Query("SENJA KOPI", (30,))
    assert screen(query, REGISTER) == screen(query, again)


def test_without_classes_the_goods_choose_them():
    assert classes_of(Query("X", (), "keripik singkong")) == {29}
    assert classes_of(Query("X", (12,), "keripik singkong")) == {12}
    assert classes_of(Query("X")) == frozenset()
    assert screen(Query("KOPI SENJA", (), "kopi bubuk"), REGISTER).band == 4
    assert screen(Query("KOPI SENJA"), REGISTER).band == 3


def test_an_added_shop_word_leaves_the_nearest_mark_first():
    for name in ("Warung Kopi Senja", "Cap Kopi Senja", "CV Kopi Senja"):
        report = screen(Query(name, (30,)), REGISTER)
        assert report.findings[0].record.name == "KOPI SENJA"
        assert report.band >= 3


def test_a_name_near_another_is_told_what_to_drop_and_what_to_replace():
    changes = screen(Query("LOIS ZARMENO", (25,)), REGISTER).changes
    assert [change.key for change in changes] == ["change.drop", "change.replace"]
    assert changes[0].params == {"word": "lois"}


def test_no_more_findings_come_than_asked_for():
    many = [Record(f"m{n}", f"SENJA {n}", (30,)) for n in range(10, 40)]
    assert len(screen(Query("SENJA", (30,)), small_register(*many), limit=7).findings) == 7


def reports(*names):
    return [screen(Query(name, (25,)), REGISTER) for name in names]


def test_of_five_names_the_least_similar_is_recommended():
    choice = rank(reports("LOIS", "Gucci", "LOIS JAYA", "Rejumbra", "GUCHI"))
    assert choice.order[0] == choice.recommended == 3
    assert (choice.key, choice.params) == ("pick.advice", {"name": "Rejumbra"})


def test_no_name_is_recommended_when_all_are_similar():
    assert rank(reports("LOIS", "Gucci", "LOIS JAYA", "GUCHI", "Lois")).key == "pick.none"
    assert rank(reports("LOIS", "Gucci")).key == "pick.none.some"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Rejumbra", "pick.advice.one"),
        ("LOIS", "pick.none.one"),
        ("Batik Pekalongan", "pick.review.one"),
    ],
)
def test_one_name_is_not_compared_with_other_choices(name, key):
    choice = rank(reports(name))
    assert choice.key == key
    for lang, others in (("id", ("pilihan Anda", "paling sedikit")), ("en", ("least", "choices"))):
        said = sentence(choice.key, choice.params, lang)
        assert not any(words in said for words in others)


def test_a_name_with_a_word_for_the_officer_is_not_recommended():
    choice = rank(reports("Batik Pekalongan", "LOIS"))
    assert (choice.key, choice.recommended, choice.order) == ("pick.review", None, (0, 1))


def test_equal_names_keep_the_order_they_were_given_in():
    assert rank(reports("Zemvola", "Rejumbra")).order == (0, 1)
    with pytest.raises(ValueError, match="at least one"):
        rank([])


def test_a_main_word_that_sounds_nearly_the_same_stands_before_a_short_word_inside_it():
    corpus = small_register(Record("star", "STAR", (30,)), Record("k", "KOPI KAPAL", (30,)))
    report = screen(Query("Starbuk Kopi", (30,)), corpus)
    marks = [mark.id for mark, _ in nearest(Query("Starbuk Kopi", (30,)), corpus)]
    assert marks.index("a6") < marks.index("star")
    assert next(f.band for f in report.findings if f.record.id == "a6") >= 3
