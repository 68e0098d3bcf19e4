"""Files in the package, their numbers, hashes and the package itself."""

import hashlib
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sentraki.cases.rules.samples import SOUND, paper

from sentraki.cases.rules.dossier import (
    Address,
    ClassGoods,
    DossierFacts,
    FeeScheme,
    build_zip,
    manifest,
    numbered,
)

STAMP = datetime(2026, 9, 15, 3, 4, 6, tzinfo=UTC)


def for_classes(*numbers: int, collective: bool = False) -> DossierFacts:
    classes = tuple(ClassGoods(number, ("x",)) for number in numbers)
    return replace(SOUND, classes=classes, is_collective=collective)


def test_files_are_numbered_in_the_forms_order_whatever_order_they_came_in() -> None:
    shuffled = replace(SOUND, papers=(paper("SIINas akun!", "image/png"), *SOUND.papers[::-1]))
    assert [name for name, _ in numbered(shuffled)] == [
        "01_etiket.jpg",
        "02_tanda_tangan.jpg",
        "03_surat_rekomendasi.pdf",
        "04_surat_pernyataan_umk.pdf",
        "05_ktp.pdf",
        "06_siinas_akun.png",
    ]


def test_a_paper_of_unknown_kind_and_type_still_gets_a_name() -> None:
    odd = replace(SOUND, papers=(paper("???", "application/x-odd"),))
    assert [name for name, _ in numbered(odd)] == ["01_lain.bin"]


def test_the_manifest_names_every_file_with_its_hash() -> None:
    made = {"permohonan.xml": b"<a/>", "berkas.pdf": b"%PDF"}
    listed = manifest(SOUND, made)
    assert listed["case"] == SOUND.case_code
    assert listed["made_on"] == "2026-09-15"
    assert [file["name"] for file in listed["files"]][-2:] == ["berkas.pdf", "permohonan.xml"]
    assert listed["files"][-1] == {
        "name": "permohonan.xml",
        "kind": "dossier",
        "mime": "application/xml",
        "bytes": 4,
        "sha256": hashlib.sha256(b"<a/>").hexdigest(),
    }
    assert listed["files"][0]["sha256"] == SOUND.papers[0].sha256
    assert json.loads(json.dumps(listed)) == listed


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        (for_classes(29), "Merek Dagang"),
        (for_classes(43), "Merek Jasa"),
        (for_classes(30, 43), "Merek Dagang & Jasa"),
        (for_classes(29, collective=True), "Merek Kolektif"),
    ],
)
def test_the_type_of_application_follows_the_classes(facts: DossierFacts, kind: str) -> None:
    assert facts.application_type == kind
    assert facts.form_name == f"{kind} - UMKM"


def test_the_general_tariff_is_named_as_the_form_names_it() -> None:
    assert replace(SOUND, scheme=FeeScheme.GENERAL).scheme_label == "Non UMKM"


def test_an_address_is_written_short_for_the_form_and_full_for_letters() -> None:
    address = SOUND.applicant.address
    assert address.short == "Jalan Contoh 1, RT 01 RW 02, Kelurahan Contoh"
    assert address.full == (
        "Jalan Contoh 1, RT 01 RW 02, Kelurahan Contoh, Kecamatan Ilir Barat, Kota Contoh, "
        "Sumatera Selatan 30111"
    )
    assert Address(street="Jalan A").full == "Jalan A"


names = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}", fullmatch=True)


@given(st.dictionaries(names, st.binary(max_size=200), max_size=6))
def test_a_package_is_the_same_again_and_gives_back_its_files(files: dict[str, bytes]) -> None:
    packed = build_zip(files, STAMP)
    turned = build_zip(dict(reversed(files.items())), STAMP)
    assert packed == turned
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files
        assert archive.namelist() == sorted(files)


def test_the_time_of_packing_is_written_and_never_before_1980() -> None:
    for stamp, written in (
        (STAMP, (2026, 9, 15, 3, 4, 6)),
        (datetime(1970, 1, 1, tzinfo=UTC), (1980, 1, 1, 0, 0, 0)),
    ):
        archive = zipfile.ZipFile(BytesIO(build_zip({"a": b""}, stamp)))
        assert archive.infolist()[0].date_time == written


@pytest.mark.parametrize("name", ["../a", "a/b", "", ".tersembunyi", "a\x00b", "/a", "x" * 101])
def test_a_name_with_a_path_in_it_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        build_zip({name: b""}, STAMP)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        build_zip({}, datetime(2026, 1, 1))
