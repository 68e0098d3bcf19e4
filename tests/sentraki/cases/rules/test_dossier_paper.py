"""The dossier on paper."""

from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
from tests.sentraki.cases.rules.samples import SOUND, picture

from sentraki.cases.rules.dossier import NO_TRANSLATION, ClassGoods, DossierFacts
from sentraki.cases.rules.dossier_paper import LABEL_FILE, TEMPLATE, dossier_data
from sentraki.cases.rules.st96 import read_back, to_xml
from sentraki.ledger.rendering import render_pdf


def render(facts: DossierFacts) -> bytes:
    files = {LABEL_FILE: picture()} if facts.label else {}
    stamp = datetime(2026, 9, 15, tzinfo=UTC)
    return render_pdf(TEMPLATE, dossier_data(facts), stamp=stamp, files=files)


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_values_carry_their_codes_and_files_their_hashes() -> None:
    text = "".join(pages(render(SOUND)))
    assert "(731) Nama pemohon Ayu Lestari" in text
    assert "(511) Kelas 29 kerupuk ikan; abon ikan" in text
    assert "Biaya Rp500.000 (IDR 500000)" in text
    assert all(paper.sha256 in text for paper in SOUND.papers)


def test_the_checklist_says_in_words_what_is_done() -> None:
    text = "".join(pages(render(SOUND)))
    assert "sudah Label final" in text
    assert "belum PDKI sudah dicari · besok" in text


def test_empty_values_are_left_out() -> None:
    text = "".join(pages(render(replace(SOUND, colours="", description=" "))))
    assert "Unsur warna" not in text
    assert "Uraian label" not in text


def test_a_mark_without_foreign_words_says_so_everywhere() -> None:
    facts = replace(SOUND, translation=NO_TRANSLATION)
    assert "(566) Terjemahan tidak ada kata asing" in "".join(pages(render(facts)))
    assert "translation" not in read_back(to_xml(facts))


def test_a_collective_mark_and_several_applicants_are_named() -> None:
    facts = replace(
        SOUND, is_collective=True, applicant=replace(SOUND.applicant, others=("Budi", "Siti"))
    )
    text = "".join(pages(render(facts)))
    assert "(551) Kategori ST.96 Collective trademark" in text
    assert "(731) Pemohon 3 Siti" in text


def test_a_dossier_without_label_papers_and_checklist_can_be_shown() -> None:
    text = "".join(pages(render(replace(SOUND, papers=(), checklist=()))))
    assert "Tidak ada berkas." in text
    assert "Daftar periksa" not in text


def test_very_long_goods_run_over_pages_and_lose_nothing() -> None:
    terms = tuple(f"barang nomor {n}" for n in range(600))
    found = pages(render(replace(SOUND, classes=(ClassGoods(29, terms),))))
    assert len(found) > 1
    text = " ".join("".join(found).split())
    assert all(f"barang nomor {n};" in text for n in (0, 250, 598))


def test_the_same_facts_give_the_same_file() -> None:
    assert render(SOUND) == render(SOUND)
