"""The application as ST.96 XML says what the paper says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import ParseError

import pypdfium2
import pytest
from defusedxml.common import DefusedXmlException
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.sentraki.cases.rules.samples import SOUND, invented, picture

from sentraki.cases.rules import st96, st96_checks
from sentraki.cases.rules.dossier import Address, Applicant, ClassGoods, DossierFacts, MarkType
from sentraki.cases.rules.dossier_paper import dossier_data
from sentraki.cases.rules.st96 import read_back, to_xml
from sentraki.cases.rules.text import one_line
from sentraki.ledger.rendering import render_pdf

STAMP = datetime(2026, 9, 15, tzinfo=UTC)
SEEDS = range(100)


@cache
def loaded(folder: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(folder / "st96" / "TrademarkApplication_V6_0.xsd")))


@pytest.fixture
def complaint(shared_data: Path) -> Callable[[bytes], str]:
    """What the official schema says against an XML; empty when it is valid."""
    schema = loaded(shared_data)

    def ask(xml: bytes) -> str:
        return "" if schema.validate(etree.fromstring(xml)) else str(schema.error_log.last_error)

    return ask


def bare(text: str) -> str:
    return "".join(text.split())


def pdf_text(facts: DossierFacts) -> str:
    files = {"label.jpg": picture()} if facts.label else {}
    pdf = render_pdf("dossier", dossier_data(facts), stamp=STAMP, files=files)
    document = pypdfium2.PdfDocument(pdf)
    try:
        return bare("".join(page.get_textpage().get_text_range() for page in document))
    finally:
        document.close()


@pytest.mark.shared
@pytest.mark.parametrize("seed", SEEDS)
def test_a_sound_application_is_valid_xml(seed: int, complaint: Callable[[bytes], str]) -> None:
    facts = invented(seed)
    assert st96_checks.problems(facts) == []
    assert complaint(to_xml(facts)) == ""


@pytest.mark.parametrize("seed", SEEDS)
def test_the_paper_says_what_the_xml_says(seed: int) -> None:
    facts = invented(seed)
    printed = pdf_text(facts)
    absent = {k: v for k, v in read_back(to_xml(facts)).items() if bare(v) not in printed}
    assert absent == {}


LABELS = {
    "mark_name": "(540)Merek",
    "significant": "(540)Unsur kata",
    "description": "(571)Uraian label",
    "colours": "(591)Unsur warna",
    "translation": "(566)Terjemahan",
    "transliteration": "(561)Pengucapan",
    "disclaimer": "(526)Disclaimer",
    "applicant.1": "(731)Nama pemohon",
    "street": "(731)Jalan",
    "postcode": "(731)Kode pos",
    "phone": "Nomor HP",
}


@pytest.mark.parametrize("seed", SEEDS[:20])
def test_each_value_stands_beside_its_own_code_on_paper(seed: int) -> None:
    facts = invented(seed)
    printed = pdf_text(facts)
    read = read_back(to_xml(facts))
    for key, label in LABELS.items():
        if key in read:
            assert bare(label) + bare(read[key]) in printed
    for chosen in facts.classes:
        assert bare(f"(511)Kelas {chosen.number}" + read[f"goods.{chosen.number}"]) in printed


def test_what_is_written_reads_back() -> None:
    read = read_back(to_xml(SOUND))
    assert read == {
        "form": "Merek Dagang - UMKM",
        "registration_office": "ID",
        "case_code": "PLB-7K4M-2XQ9",
        "language": "id",
        "category.1": "Trademark",
        "feature": "Combined",
        "mark_name": "Kemplang Cik Ayu",
        "significant": "KEMPLANG CIK AYU",
        "translation": "Kemplang: kerupuk ikan",
        "label": "01_etiket.jpg",
        "colours": "Cokelat, putih",
        "description": "Lingkaran di atas tulisan",
        "goods.29": "kerupuk ikan; abon ikan",
        "applicant.1": "Ayu Lestari",
        "street": "Jalan Contoh 1, RT 01 RW 02",
        "village": "Kelurahan Contoh",
        "district": "Ilir Barat",
        "city": "Kota Contoh",
        "province": "Sumatera Selatan",
        "postcode": "30111",
        "country": "ID",
        "nationality": "ID",
        "email": "ayu@contoh.id",
        "phone": "+6281234567890",
        "amount": "500000",
        "document.1": "02_tanda_tangan.jpg",
        "document.2": "03_surat_rekomendasi.pdf",
        "document.3": "04_surat_pernyataan_umk.pdf",
        "document.4": "05_ktp.pdf",
    }


def test_the_same_facts_give_the_same_bytes() -> None:
    assert to_xml(invented(7)) == to_xml(invented(7))


def test_without_papers_no_documents_are_listed() -> None:
    read = read_back(to_xml(replace(SOUND, papers=())))
    assert "document.1" not in read
    assert "label" not in read


@pytest.mark.parametrize(
    ("numbers", "collective", "categories"),
    [
        ((29,), False, ["Trademark"]),
        ((43,), False, ["Service mark"]),
        ((30, 43), False, ["Trademark", "Service mark"]),
        ((24,), True, ["Collective trademark"]),
        ((24, 40), True, ["Collective trademark", "Collective service mark"]),
        ((), False, ["Mark"]),
        ((), True, ["Collective mark"]),
    ],
)
def test_the_category_follows_the_classes(
    numbers: tuple[int, ...], collective: bool, categories: list[str]
) -> None:
    classes = tuple(ClassGoods(number, ("sesuatu",)) for number in numbers)
    facts = replace(SOUND, classes=classes, is_collective=collective)
    assert st96.mark_categories(facts) == categories


@given(
    name=st.text(min_size=1, max_size=255),
    street=st.text(max_size=255),
    terms=st.lists(st.text(max_size=60), max_size=4),
)
@settings(max_examples=150)
def test_any_text_comes_back_cleaned_and_nothing_breaks(
    name: str, street: str, terms: list[str]
) -> None:
    address = replace(SOUND.applicant.address, street=street)
    facts = replace(
        SOUND,
        mark_name=name,
        applicant=replace(SOUND.applicant, address=address),
        classes=(ClassGoods(30, tuple(terms)),),
    )
    read = read_back(to_xml(facts))
    assert read.get("mark_name", "") == one_line(name)
    assert read.get("street", "") == one_line(street)
    assert read.get("goods.30", "") == st96.terms_text(tuple(terms))


@pytest.mark.shared
@given(data=st.data())
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_sound_text_stays_valid(complaint: Callable[[bytes], str], data: st.DataObject) -> None:
    text = st.text(min_size=1, max_size=255).filter(one_line)
    facts = replace(
        SOUND,
        mark_name=data.draw(text),
        description=data.draw(text),
        translation=data.draw(text),
        transliteration=data.draw(text),
        disclaimer=data.draw(text),
        applicant=Applicant(
            name=data.draw(text),
            address=Address(
                street=data.draw(text), city=data.draw(text), province=data.draw(text),
                postcode="30111",
            ),
            email=data.draw(text),
            phone=data.draw(text),
        ),
    )  # fmt: skip
    assert complaint(to_xml(facts)) == ""


@pytest.mark.shared
@pytest.mark.parametrize("mark_type", list(MarkType))
def test_every_type_of_mark_is_valid(
    mark_type: MarkType, complaint: Callable[[bytes], str]
) -> None:
    assert complaint(to_xml(replace(SOUND, mark_type=mark_type))) == ""
    assert complaint(to_xml(replace(SOUND, mark_type=mark_type, mark_name=""))) == ""


@pytest.mark.shared
@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (replace(SOUND, classes=(ClassGoods(46, ("barang",)),)), "class_number"),
        (replace(SOUND, classes=()), "class_missing"),
        (replace(SOUND, applicant=replace(SOUND.applicant, name="")), "applicant_name"),
        (replace(SOUND, registration_office="XX"), "office"),
        (replace(SOUND, papers=SOUND.papers[1:]), "label_missing"),
    ],
    ids=["class 46", "no class", "no applicant", "office XX", "no label"],
)
def test_we_reject_what_the_schema_lets_pass(
    facts: DossierFacts, code: str, complaint: Callable[[bytes], str]
) -> None:
    assert complaint(to_xml(facts)) == ""
    assert code in [problem.code for problem in st96_checks.problems(facts)]


@pytest.mark.shared
def test_the_project_example_reads_back(shared_data: Path) -> None:
    example = (shared_data / "st96" / "contoh-umkm-merek-dagang.xml").read_bytes()
    read = read_back(example)
    assert read["mark_name"] == "Kriyuk Cisadane"
    assert read["goods.29"] == "keripik singkong"
    assert read["applicant.1"] == "Contoh Pemohon"


@pytest.mark.parametrize(
    "hostile",
    [
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
    ],
)
def test_xml_with_a_document_type_is_refused(hostile: bytes) -> None:
    with pytest.raises(DefusedXmlException):
        read_back(hostile)


def test_text_that_is_no_xml_is_refused() -> None:
    with pytest.raises(ParseError):
        read_back(b"bukan xml")
