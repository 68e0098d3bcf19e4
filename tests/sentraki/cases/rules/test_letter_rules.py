"""The recommendation letter: five contents, one mark, one filing, one year."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sentraki.cases.rules.samples import picture

from sentraki.cases.rules.dossier import ClassGoods
from sentraki.cases.rules.letter_rules import (
    LONGEST_GOODS,
    LONGEST_LINE,
    LONGEST_TITLE,
    TEMPLATE,
    LetterUse,
    Signatory,
    UmkLetter,
    letter_problems,
    valid_until,
)
from sentraki.ledger.rendering import qr_svg, render_pdf
from sentraki.parties.rules import Scale

LETTER = UmkLetter(
    letterhead=("PEMERINTAH KOTA CONTOH", "DINAS KOPERASI DAN UKM", "Jalan Contoh Nomor 1"),
    signatory=Signatory("Nama Pejabat", "Kepala Dinas", "Dinas Koperasi dan UKM", "1234"),
    applicant_name="Ayu Lestari",
    applicant_address="Jalan Contoh 1, Kota Contoh 30111",
    mark_name="KEMPLANG CIK AYU",
    classes=(ClassGoods(29, ("kerupuk ikan", "abon ikan")),),
    place="Contoh",
    nib="0000000000000",
)
SIGNED = replace(
    LETTER, number="001/REK-UMK/IX/2026", dated_on=date(2026, 9, 15), seal_code="7K4M-2XQ9"
)
SOUND = LetterUse(may_issue=True, label_is_final=True, goods_are_final=True)


def codes(letter: UmkLetter = LETTER, **changes: Any) -> list[str]:
    return [problem.code for problem in letter_problems(letter, replace(SOUND, **changes))]


def pdf_text(letter: UmkLetter) -> str:
    files = {"label.jpg": picture()}
    if letter.seal_code:
        files["qr.svg"] = qr_svg("https://ki.contoh.id/verifikasi/7K4M-2XQ9")
    stamp = datetime(2026, 9, 15, tzinfo=UTC)
    document = pypdfium2.PdfDocument(render_pdf(TEMPLATE, letter.data(), stamp=stamp, files=files))
    try:
        assert len(document) == 1
        return " ".join(document[0].get_textpage().get_text_range().split())
    finally:
        document.close()


def test_a_sound_letter_may_be_signed() -> None:
    assert codes() == []


def test_the_page_has_the_five_contents_and_its_limits() -> None:
    text = pdf_text(SIGNED)
    for content in (
        "Nama : Nama Pejabat",
        "Jabatan : Kepala Dinas",
        "Unit organisasi : Dinas Koperasi dan UKM",
        "Nama pemohon : Ayu Lestari",
        "Alamat : Jalan Contoh 1, Kota Contoh 30111",
        "NIB : 0000000000000",
        "Barang : kerupuk ikan, abon ikan (kelas 29)",
        "KEMPLANG CIK AYU",
        "Nomor: 001/REK-UMK/IX/2026",
        "Contoh, 15 September 2026",
        "satu merek dalam satu permohonan yang diajukan sampai 31 Desember 2026",
        "7K4M-2XQ9",
        "Stempel ini bukan tanda tangan elektronik",
    ):
        assert content in text


def test_a_draft_can_be_shown_before_it_is_signed() -> None:
    assert "Draf. Belum ditandatangani" in pdf_text(LETTER)


@pytest.mark.parametrize(
    ("letter", "code"),
    [
        (replace(LETTER, signatory=Signatory("", "Kepala", "Dinas")), "signatory"),
        (replace(LETTER, signatory=Signatory("Nama", " ", "Dinas")), "signatory"),
        (replace(LETTER, signatory=Signatory("Nama", "Kepala", "")), "signatory"),
        (replace(LETTER, applicant_name=""), "applicant_name"),
        (replace(LETTER, applicant_address="\t"), "applicant_address"),
        (replace(LETTER, mark_name=""), "mark_name"),
        (replace(LETTER, label=""), "label"),
        (replace(LETTER, classes=()), "goods"),
        (replace(LETTER, classes=(ClassGoods(46, ("x",)),)), "goods"),
        (replace(LETTER, classes=(ClassGoods(29, (" ",)),)), "goods"),
        (replace(LETTER, scale=Scale.MEDIUM), "scale"),
        (replace(LETTER, scale=Scale.UNKNOWN), "scale"),
        (replace(LETTER, applicant_address="x" * (LONGEST_LINE + 1)), "length"),
        (replace(LETTER, place="x" * (LONGEST_TITLE + 1)), "length"),
        (replace(LETTER, classes=(ClassGoods(1, ("x" * LONGEST_GOODS,)),)), "length"),
    ],
)
def test_what_is_missing_is_named(letter: UmkLetter, code: str) -> None:
    assert codes(letter) == [code]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"may_issue": False}, "issuer"),
        ({"label_is_final": False}, "label_final"),
        ({"goods_are_final": False}, "goods_final"),
        ({"marks": 2}, "one_mark"),
        ({"marks": 0}, "one_mark"),
        ({"used_for": "cases.filing:1", "filing": "cases.filing:2"}, "one_filing"),
        ({"used_for": "cases.filing:1"}, "one_filing"),
        ({"is_revoked": True}, "revoked"),
        ({"filed_on": date(2026, 9, 20)}, "unsigned"),
        ({"signed_on": date(2025, 12, 31), "filed_on": date(2026, 1, 2)}, "same_year"),
        ({"signed_on": date(2026, 9, 20), "filed_on": date(2026, 9, 15)}, "same_year"),
    ],
)
def test_a_letter_is_for_one_mark_in_one_filing_of_its_year(
    changes: dict[str, Any], code: str
) -> None:
    assert codes(**changes) == [code]


def test_a_letter_may_be_used_on_its_last_day_and_again_for_the_same_filing() -> None:
    filing = "cases.filing:1"
    use = {"signed_on": date(2026, 1, 1), "filed_on": date(2026, 12, 31)}
    assert codes(**use, used_for=filing, filing=filing) == []


@given(st.dates(), st.dates())
def test_a_letter_never_reaches_into_another_year(signed: date, filed: date) -> None:
    fits = "same_year" not in codes(signed_on=signed, filed_on=filed)
    assert fits is (signed <= filed and signed.year == filed.year)


@given(st.dates())
def test_validity_ends_with_the_year(day: date) -> None:
    assert valid_until(day) == date(day.year, 12, 31)


@pytest.mark.parametrize(
    ("numbers", "label"), [((1, 34), "Barang"), ((35,), "Jasa"), ((30, 43), "Barang dan jasa")]
)
def test_goods_and_services_are_named_by_class(numbers: tuple[int, ...], label: str) -> None:
    letter = replace(LETTER, classes=tuple(ClassGoods(n, ("x",)) for n in numbers))
    assert letter.goods_label == label


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_letter_within_its_limits_always_has_clean_lines(name: str, address: str) -> None:
    data = replace(LETTER, applicant_name=name, applicant_address=address).data()
    assert "\n" not in data["applicant"]["name"] + data["applicant"]["address"]
