"""Rows that cannot be read are given back with the reason, and the others are searched."""

import csv
import gzip
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.screening import registers, services
from sentraki.screening.models import CorpusSource
from sentraki.screening.sieve import AT_ONCE, load_without

pytestmark = pytest.mark.django_db
HEADING = "No. Permohonan;Nama Merek;Kelas;Status;Pemilik\n"
FACTS = {"name": "Daftar uji", "as_of": date(2026, 11, 1), "licence": "rekaan"}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path, monkeypatch):
    settings.CORPORA = tmp_path / "corpora"
    monkeypatch.setattr(registers, "_LOADED", registers._Loaded())


def load(folder: Path, text: str, name: str = "export.csv"):
    path = folder / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    by = Viewer.system("test")
    source, many = load_without(path, folder / "rejected.csv", slug="uji", by=by, **FACTS)
    with (folder / "rejected.csv").open(encoding="utf-8", newline="") as file:
        back = list(csv.DictReader(file))
    assert len(back) == many
    return source, back


@pytest.mark.parametrize("name", ["export.csv", "export.csv.gz"])
def test_bad_rows_come_back_with_line_and_reason_and_the_others_are_searched(tmp_path, name):
    rows = [
        "DID1;KAPAL LAYANG;30;Didaftar;Rekaan",
        "DID2;DUA;kelas tiga puluh;Didaftar;Rekaan",
        'DID3;"TIGA\nBARIS";30;Didaftar;Rekaan',
        ";TANPA NOMOR;30;Didaftar;Rekaan",
        "",
        "DID5;LIMA;99;Didaftar;Rekaan",
        "DID6;ENAM;30;Didaftar;Rekaan;Lebih",
        '"DID\n7";TUJUH;30;Didaftar;Rekaan',
        "DID8;SENJA BIRU;30;Ditolak;Rekaan",
    ]
    source, back = load(tmp_path, HEADING + "\n".join(rows) + "\n", name)

    assert (source.rows, source.counts) == (3, {"Didaftar": 2, "Ditolak": 1})
    assert [(row["line"], row["Nama Merek"]) for row in back] == [
        ("3", "DUA"),
        ("6", "TANPA NOMOR"),
        ("8", "LIMA"),
        ("9", "ENAM"),
        ("11", "TUJUH"),
    ]
    assert back[0]["why"] == "classes are numbers as in 30;43, not 'kelas tiga puluh'"
    assert all(row["why"] and not row["why"].startswith("line") for row in back)
    assert services.check(names=["Senja Biru"]).reports[0].findings[0].record.name == "SENJA BIRU"


def test_bad_rows_are_found_wherever_they_stand_in_a_longer_file(tmp_path):
    bad = {0, AT_ONCE - 1, AT_ONCE, AT_ONCE + 7, 2 * AT_ONCE}
    rows = [f"D{at};NAMA {at};{'x' if at in bad else 30};;" for at in range(2 * AT_ONCE + 1)]
    source, back = load(tmp_path, HEADING + "\n".join(rows))

    assert {int(row["line"]) - 2 for row in back} == bad
    assert source.rows == len(rows) - len(bad)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a;b\n1;2\n", "no column"),
        (HEADING + 'D1;"KAPAL;30;;\nD2;SENJA;30;;\n', "not closed"),
        (HEADING + "D1;KAPAL;x;;\n", "no mark"),
        ("", "empty"),
    ],
)
def test_what_is_wrong_with_the_file_as_a_whole_is_refused_as_before(tmp_path, text, why):
    with pytest.raises(Invalid, match=why):
        load(tmp_path, text)
    assert not CorpusSource.objects.exists()


def test_other_kinds_of_file_and_the_register_itself_are_refused(tmp_path):
    with pytest.raises(Invalid, match="only the rows of a CSV"):
        load(tmp_path, "{}", "export.jsonl")
    with pytest.raises(Invalid, match="register itself"):
        load(tmp_path, HEADING, "rejected.csv")


def test_the_command_says_how_many_rows_it_rejected(tmp_path, capsys):
    path, back = tmp_path / "export.csv", tmp_path / "rejected.csv"
    path.write_text(HEADING + "D1;KAPAL;30;;\nD2;SENJA;x;;\n", encoding="utf-8")
    words = ["--slug", "uji", "--name", "Daftar uji", "--date", "2026-11-01", "--licence", "rekaan"]
    with pytest.raises(CommandError, match="line 3"):
        call_command("registers", "load", str(path), *words)
    call_command("registers", "load", str(path), *words, "--rejected", str(back))

    told = capsys.readouterr()
    assert "uji: 1 marks" in told.out
    assert "1 rows rejected" in told.err
    assert back.read_text(encoding="utf-8").splitlines()[1].startswith("3,")
