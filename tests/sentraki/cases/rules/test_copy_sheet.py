"""The copy sheet follows DJKI's form."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.sentraki.cases.rules.samples import SOUND, invented

from sentraki.cases.rules.copy_sheet import CopyField, copy_sheet, read_fields
from sentraki.cases.rules.dossier import NO_TRANSLATION, ClassGoods, DossierFacts
from sentraki.cases.rules.st96_checks import LIMITS

TABLE = Path(__file__).resolve().parents[4] / "data" / "eform_fields.csv"
FIELDS = read_fields(TABLE.read_text(encoding="utf-8"))


def values(facts: DossierFacts) -> dict[str, str]:
    return {f.label: f.value for section in copy_sheet(facts, FIELDS) for f in section.fields}


def test_screens_come_in_the_forms_order() -> None:
    sheet = copy_sheet(SOUND, FIELDS)
    assert [section.title for section in sheet] == [
        "Umum", "Data pemohon", "Data merek", "Data kelas", "Dokumen lampiran", "Billing",
    ]  # fmt: skip
    assert [section.step for section in sheet] == [1, 2, 5, 6, 7, 8]


def test_values_are_ready_to_paste() -> None:
    assert values(SOUND) == {
        "Tipe Permohonan": "Merek Dagang",
        "Jenis Permohonan": "UMKM",
        "Jumlah Kelas": "1",
        "Nomor KTP": "0071026001010001",
        "Nama Pemohon": "Ayu Lestari",
        "Kewarganegaraan": "Indonesia",
        "Jenis Pemohon": "Perorangan",
        "Negara": "Indonesia",
        "Provinsi": "Sumatera Selatan",
        "Kabupaten/Kota": "Kota Contoh",
        "Kecamatan": "Ilir Barat",
        "Alamat": "Jalan Contoh 1, RT 01 RW 02, Kelurahan Contoh",
        "Kode Pos": "30111",
        "Nomor HP": "+6281234567890",
        "Email": "ayu@contoh.id",
        "Tipe Merek": "Merek Kata dan Lukisan",
        "Label Merek": "01_etiket.jpg",
        "Merek": "Kemplang Cik Ayu",
        "Deskripsi Label Merek": "Lingkaran di atas tulisan",
        "Unsur warna dalam Label Merek": "Cokelat, putih",
        "Terjemahan jika istilah asing": "Kemplang: kerupuk ikan",
        "Kelas": "29",
        "Uraian Barang/Jasa (kelas 29)": "abon ikan",
        "Jenis Dokumen": "ktp: 05_ktp.pdf",
        "Jumlah Pembayaran": "500000",
    }


def test_every_term_and_applicant_has_its_own_field() -> None:
    facts = replace(
        SOUND,
        classes=(ClassGoods(29, ("a", "b")), ClassGoods(43, ("c",))),
        applicant=replace(SOUND.applicant, others=("Budi", "Siti"), is_body=True),
    )
    sheet = copy_sheet(facts, FIELDS)
    goods = [(f.label, f.value) for f in sheet[3].fields if f.label.startswith("Uraian")]
    assert goods == [
        ("Uraian Barang/Jasa (kelas 29)", "a"),
        ("Uraian Barang/Jasa (kelas 29)", "b"),
        ("Uraian Barang/Jasa (kelas 43)", "c"),
    ]
    assert values(facts)["Nama Pemohon (pemohon lain) (3)"] == "Siti"
    assert values(facts)["Jenis Pemohon"] == "Badan Hukum"


def test_a_mark_without_foreign_words_names_the_box_to_tick() -> None:
    found = values(replace(SOUND, translation=NO_TRANSLATION))
    assert found["Terjemahan jika istilah asing"] == "Tidak Ada Terjemahan"


def test_a_foreign_applicant_keeps_the_code_of_the_country() -> None:
    applicant = replace(SOUND.applicant, nationality="MY")
    abroad = replace(applicant, address=replace(applicant.address, country="MY"))
    found = values(replace(SOUND, applicant=abroad))
    assert (found["Kewarganegaraan"], found["Negara"]) == ("MY", "MY")


def test_titles_and_notes_follow_the_language_and_labels_do_not() -> None:
    english = copy_sheet(SOUND, FIELDS, "en")
    assert english[1].title == "Applicant"
    assert english[1].fields[1] == CopyField(
        "Nama Pemohon", "Ayu Lestari", 255, "As on the identity card.", "belum dikonfirmasi"
    )


def test_every_row_says_that_nobody_confirmed_it() -> None:
    assert {row.notice for row in FIELDS} == {"belum dikonfirmasi"}


def test_a_value_over_the_limit_is_marked() -> None:
    assert CopyField("Merek", "x" * 256, 255).is_too_long
    assert not CopyField("Merek", "x" * 255, 255).is_too_long
    assert not CopyField("Kelas", "x" * 999).is_too_long


@pytest.mark.parametrize("seed", range(20))
def test_a_sound_dossier_never_exceeds_the_form(seed: int) -> None:
    sheet = copy_sheet(invented(seed), FIELDS)
    assert not [field for section in sheet for field in section.fields if field.is_too_long]


def test_the_checks_know_the_limits_of_the_table() -> None:
    by_field = {row.field: row.limit for row in FIELDS}
    pairs = {"applicant.name": "applicant_name", "applicant.address": "address_short"}
    pairs |= {f"applicant.{name}": name for name in ("email", "phone", "others")}
    assert {name: limit for name, (limit, _) in LIMITS.items()} == {
        name: by_field[pairs.get(name, name)] for name in LIMITS
    }


def test_an_unknown_field_in_the_table_is_refused() -> None:
    header, first = TABLE.read_text(encoding="utf-8").splitlines()[:2]
    with pytest.raises(ValueError, match="no such value"):
        read_fields(f"{header}\n{first.replace('application_type', 'horoscope')}\n")
