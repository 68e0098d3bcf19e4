"""A register kept as a workbook is loaded like a CSV."""

import csv
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from sentraki.screening import registers, services
from sentraki.screening.models import CorpusSource
from sentraki.screening.workbooks import readable

pytestmark = pytest.mark.django_db
HEADING = ["No. Permohonan", "Nama Merek", "Kelas", "Tanggal Penerimaan", "Status"]
FACTS = ["--slug", "uji", "--name", "Daftar uji", "--date", "2026-11-01", "--licence", "rekaan"]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path, monkeypatch):
    settings.CORPORA = tmp_path / "corpora"
    monkeypatch.setattr(registers, "_LOADED", registers._Loaded())


def saved(path: Path, rows) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_workbook_with_a_title_is_loaded_and_searched(tmp_path):
    rows = [
        ["Unduhan PDKI"],
        [],
        HEADING,
        ["DID1", "SENJA\nBIRU", 30, date(2020, 3, 1), "Didaftar"],
        ["DID2", "KAPAL LAYANG", "Kelas 30, 43", date(2021, 4, 2), "Ditolak"],
    ]
    call_command("registers", "load", str(saved(tmp_path / "daftar.xlsx", rows)), *FACTS)
    source = CorpusSource.objects.get(slug="uji")
    assert (source.rows, source.counts) == (2, {"Didaftar": 1, "Ditolak": 1})
    found = services.check(names=["Senja Biru"]).reports[0].findings[0].record
    assert (found.name, found.classes, found.filed_on) == ("SENJA BIRU", (30,), "2020-03-01")


def test_bad_rows_of_a_workbook_come_back_with_their_row_counted_from_the_headings(tmp_path):
    rows = [
        HEADING,
        ["DID1", "SENJA BIRU", 30],
        [],
        ["DID2", "DUA", "tiga puluh"],
        ["", "TANPA NOMOR", 30],
        ["DID3", "KAPAL", 43],
    ]
    path, rejected = saved(tmp_path / "daftar.xlsx", rows), tmp_path / "rejected.csv"
    call_command("registers", "load", str(path), *FACTS, "--rejected", str(rejected))
    with rejected.open(encoding="utf-8", newline="") as file:
        assert [(row["line"], row["Nama Merek"]) for row in csv.DictReader(file)] == [
            ("4", "DUA"),
            ("5", "TANPA NOMOR"),
        ]
    assert CorpusSource.objects.get(slug="uji").rows == 2


def test_what_is_no_workbook_is_told_in_a_sentence(tmp_path):
    path = tmp_path / "daftar.xlsx"
    path.write_bytes(b"PK\x03\x04 and then nothing")
    with pytest.raises(CommandError, match="no spreadsheet we can read"):
        call_command("registers", "load", str(path), *FACTS)
    path = saved(tmp_path / "lain.xlsx", [["Nama", "Alamat"], ["A", "B"]])
    with pytest.raises(CommandError, match="there is no column 'id'"):
        call_command("registers", "load", str(path), *FACTS)
    assert not CorpusSource.objects.exists()


def test_other_files_are_left_as_they_are(tmp_path):
    path = tmp_path / "daftar.csv"
    with readable(path) as same:
        assert same == path
