import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.serupa.registers import small_register

from serupa import Query, Record, Report, explain, screen, sentence
from serupa.data import settings
from serupa.explain import foremost, marked, yield_of
from serupa.score import yields

REGISTER = small_register()
NEVER_ID = r"\b(aman|bebas|pasti|dijamin|peluang diterima|persen)\b"
NEVER_EN = r"\b(safe|clear|available|guaranteed|approved)\b"


def test_the_four_bands_speak_in_the_agreed_words():
    assert [sentence(f"band.{band}") for band in (4, 3, 2, 1)] == [
        "Sangat mirip",
        "Mirip",
        "Sedikit mirip",
        "Belum ditemukan yang mirip",
    ]


def test_the_lowest_band_says_what_was_searched_and_that_it_is_not_complete():
    told = explain(screen(Query("Rejumbra", (30,)), REGISTER))
    assert told.band_text == (
        "Tidak ditemukan yang mirip dalam data kami per 1 November 2026 (8 merek). "
        "Data ini tidak lengkap; petugas tetap memeriksa PDKI."
    )
    assert told.searched == "Yang dibandingkan: register uji, 8 merek, per 1 November 2026."
    assert told.warning_head == ""


def test_a_twin_is_explained_in_indonesian():
    told = explain(screen(Query("Cap Jempol", (30,)), REGISTER))
    assert told.band_word == "Sangat mirip"
    assert told.findings[0].reasons == (
        "Tulisan: 8 dari 11 huruf sama dan urutannya sama.",
        "Bunyi: keduanya dibaca cap jempol.",
        'Unsur dominan: "jempol" sama. Kata lainnya umum, jadi kurang membedakan.',
        "Barang: sama atau sejenis (kelas 30).",
    )
    assert told.findings[0].law == (
        "UU 20/2016 Pasal 21 ayat (1) huruf a: persamaan pada pokoknya."
    )
    assert told.findings[0].market.startswith("Di pasar:")
    assert told.disclaimer == "Ini bantuan membaca, bukan putusan. DJKI yang memutuskan."


def test_a_date_nobody_can_read_is_told_as_it_was_written():
    about = {"name": "R", "size": 1}
    for written in ("2026-\u00b2-01", "2026-13-01", "kemarin"):
        assert written in sentence("searched.in", {**about, "date": written})


def test_a_twin_is_explained_in_english():
    told = explain(screen(Query("Kopi Senja", (12, 30)), REGISTER), "en")
    assert told.band_word == "Very similar"
    assert "Spelling: 9 of 9 letters are the same, in the same order." in told.findings[0].reasons
    assert told.findings[0].law == "Law 20/2016 Article 21(1)(a): similarity in principle."


def test_goods_of_another_kind_name_both_classes_and_no_article():
    told = explain(screen(Query("Sambal Bu Rudy", (12, 6)), REGISTER))
    assert told.findings[0].reasons[-1] == (
        "Barang: berbeda (kelas 6 dan 12, kelas 30). "
        "Itu mengurangi kemiripan, tetapi tidak selalu cukup."
    )
    assert told.findings[0].law == ""


def test_a_class_that_is_not_recorded_is_said_to_be_so():
    told = explain(screen(Query("Pelangi Nusa", (30,)), REGISTER))
    assert "tidak tercatat" in told.findings[0].reasons[-1]


def test_the_common_letters_can_be_marked_in_both_names():
    found = explain(screen(Query("Lois Jaya", (25,)), REGISTER)).findings[0]
    assert found.query_parts == (("Lois", True), (" Jaya", False))
    assert found.record_parts == (("LOIS", True),)


@given(st.text(max_size=20), st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=4))
def test_a_marked_name_is_still_the_same_name(text, spans):
    ordered = tuple((min(span), max(span)) for span in spans)
    assert "".join(part for part, _ in marked(text, ordered)) == text


def test_warnings_stand_with_their_cure_in_both_languages():
    report = screen(Query("Kopi Gayo Asli", (30,)), REGISTER)
    for lang, head in (("id", "Perlu ditinjau petugas"), ("en", "An officer should look at this")):
        told = explain(report, lang)
        assert told.warning_head == head
        assert {warning.kind for warning in told.warnings} >= {"gi", "quality"}
        assert all(warning.text and warning.cure for warning in told.warnings)


def all_texts(lang):
    return [entry[lang] for group in settings("texts").values() for entry in group.values()]


def test_both_languages_fill_the_same_places():
    for group in settings("texts").values():
        for entry in group.values():
            places = [sorted(re.findall(r"{(\w+)}", entry[lang])) for lang in ("id", "en")]
            assert places[0] == places[1]


@pytest.mark.parametrize(("lang", "never"), [("id", NEVER_ID), ("en", NEVER_EN)])
def test_nothing_is_ever_promised(lang, never):
    allowed = "Kami tidak memberi angka peluang diterima."
    for text in all_texts(lang):
        assert not re.search(never, text.replace(allowed, ""), re.IGNORECASE)


def test_the_searched_sentence_writes_dates_and_numbers_as_people_do():
    values = {"name": "X", "size": 12661, "date": "2026-06-17"}
    assert "12.661 merek, per 17 Juni 2026" in sentence("searched.in", values, "id")
    assert "12,661 marks, as of 17 June 2026" in sentence("searched.in", values, "en")
    assert "per kapan saja" in sentence("searched.in", {**values, "date": "kapan saja"}, "id")
    assert "per tanggal yang tidak tercatat" in sentence(
        "searched.in", {**values, "date": ""}, "id"
    )


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_band_says_how_it_did_on_decided_disputes_and_how_many_names_are_in_it(lang):
    report = small_register().screen(Query("GUCHI", (18,)))
    counted = report.searched
    assert counted is not None
    said = explain(report, lang).measured
    for number in (yields()[4 - report.band].n, counted.read, counted.bands[4 - report.band]):
        assert str(number) in said
    assert counted.bands[4 - report.band] >= 1
    assert sum(counted.bands) == counted.read
    assert Report.from_dict(report.to_dict()) == report


def test_a_report_kept_from_before_the_count_reads_and_writes_as_it_was():
    kept = small_register().screen(Query("GUCHI", (18,))).to_dict()
    del kept["searched"]
    assert Report.from_dict(kept).to_dict() == kept
    assert explain(Report.from_dict(kept)).measured == yield_of(4)


def test_the_first_finding_told_is_one_that_gave_the_name_its_band():
    register = small_register(Record("S1", "SENJA KOPIKU", (30,)), Record("S2", "SENYAWA", (30,)))
    report = screen(Query("Kopi Senja", (30,)), register)
    turned = replace(report, findings=report.findings[::-1])
    assert turned.findings[0].band < turned.band
    told = foremost(explain(turned), turned)
    assert told[0][1].band == report.band
    assert [one.band for _, one in told] == sorted(
        (one.band for one in report.findings), reverse=True
    )
    assert all(text.name == one.record.name for text, one in told)
