"""The dossier as a paper for people: the same values as the XML, with INID codes (WIPO ST.60)."""

from collections.abc import Iterator, Mapping
from typing import Any

from sentraki.cases.rules.dossier import MARK_TYPE_LABELS, NO_TRANSLATION, DossierFacts, numbered
from sentraki.cases.rules.st96 import (
    FEATURES,
    LANGUAGE,
    label_name,
    mark_categories,
    significant,
    terms_text,
)
from sentraki.cases.rules.text import one_line
from sentraki.kernel.wording import date_id, number_id, rupiah

TEMPLATE = "dossier"
LABEL_FILE = "label.jpg"

_Row = tuple[str, str, str]


def dossier_data(facts: DossierFacts) -> Mapping[str, Any]:
    """What the template ``dossier`` is filled with (JSON values).

    The label's picture is expected as ``label.jpg`` when the facts have a label.
    """
    return {
        "office": one_line(facts.office),
        "case_code": one_line(facts.case_code),
        "made_on": date_id(facts.made_on),
        "label": LABEL_FILE if facts.label is not None else "",
        "sections": [
            {"title": title, "rows": [_row(*row) for row in rows if one_line(row[2])]}
            for title, rows in sections(facts)
        ],
        "checklist": [
            {"label": one_line(p.label), "done": p.done, "note": one_line(p.note)}
            for p in facts.checklist
        ],
        "files": [
            {"name": name, "label": one_line(paper.label), "mime": paper.mime,
             "size": f"{number_id(paper.size)} byte", "sha256": paper.sha256}
            for name, paper in numbered(facts)
        ],
    }  # fmt: skip


def sections(facts: DossierFacts) -> list[tuple[str, list[_Row]]]:
    """The values in order: titles with rows of (INID code, label, value); empty values stay."""
    return [
        ("Permohonan", list(_application(facts))),
        ("Merek", list(_mark(facts))),
        ("Kelas dan barang atau jasa", [
            ("511", f"Kelas {chosen.number}", terms_text(chosen.terms)) for chosen in facts.classes
        ]),
        ("Pemohon", list(_applicant(facts))),
    ]  # fmt: skip


def _row(code: str, label: str, value: str) -> Mapping[str, str]:
    return {"code": code, "label": label, "value": one_line(value)}


def _application(facts: DossierFacts) -> Iterator[_Row]:
    yield "", "Kode berkas", facts.case_code
    yield "", "Jenis permohonan", facts.form_name
    yield "", "Kantor pendaftaran", facts.registration_office
    yield "", "Bahasa", LANGUAGE
    yield "", "Biaya", f"{rupiah(facts.amount)} (IDR {facts.amount})"


def _mark(facts: DossierFacts) -> Iterator[_Row]:
    collective = "551" if facts.is_collective else "550"
    yield "550", "Tipe merek", f"{MARK_TYPE_LABELS[facts.mark_type]} ({FEATURES[facts.mark_type]})"
    for category in mark_categories(facts):
        yield collective, "Kategori ST.96", category
    yield "540", "Merek", facts.mark_name
    yield "540", "Unsur kata", significant(facts)
    yield "540", "Berkas label", label_name(facts)
    yield "571", "Uraian label", facts.description
    yield "591", "Unsur warna", facts.colours
    none = facts.translation == NO_TRANSLATION
    yield "566", "Terjemahan", "tidak ada kata asing" if none else facts.translation
    yield "561", "Pengucapan", facts.transliteration
    yield "526", "Disclaimer", facts.disclaimer


def _applicant(facts: DossierFacts) -> Iterator[_Row]:
    applicant = facts.applicant
    address = applicant.address
    yield "731", "Nama pemohon", applicant.name
    yield "731", "Nomor identitas", applicant.identity
    for number, name in enumerate(applicant.others, start=2):
        yield "731", f"Pemohon {number}", name
    yield "731", "Jalan", address.street
    yield "731", "Kelurahan/desa", address.village
    yield "731", "Kecamatan", address.district
    yield "731", "Kabupaten/kota", address.city
    yield "731", "Provinsi", address.province
    yield "731", "Kode pos", address.postcode
    yield "731", "Negara", address.country
    yield "731", "Kewarganegaraan", applicant.nationality
    yield "", "Surel", applicant.email
    yield "", "Nomor HP", applicant.phone
