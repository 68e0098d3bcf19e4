"""What is searched: registers from files, the own register, and what answers say of them."""

import gzip
import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from tests.serupa.registers import as_built_before

from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.errors import Denied, Invalid
from sentraki.ledger.models import Entry
from sentraki.screening import registers, services
from sentraki.screening.models import CorpusSource, MarkRecord
from sentraki.screening.sieve import load_without

pytestmark = pytest.mark.django_db
SYSTEM = Viewer.system("test")
HEADING = "No. Permohonan;Nama Merek;Kelas;Status;Tanggal Permohonan;Pemilik\n"
ROW = "DID2023000001;KAPAL LAYANG;30;Didaftar;01/02/2023;Pemilik Rekaan\n"
FACTS = {"name": "Daftar uji", "as_of": date(2026, 11, 1), "licence": "rekaan"}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path, monkeypatch):
    settings.CORPORA = tmp_path / "corpora"
    monkeypatch.setattr(registers, "_LOADED", registers._Loaded())


def export(folder: Path, *rows: str) -> Path:
    path = folder / "export.csv"
    path.write_text(HEADING + "".join(rows), encoding="utf-8")
    return path


def names_found(name: str) -> list[str]:
    report = services.check(names=[name]).reports[0]
    return [finding.record.name for finding in report.findings]


def load(path: Path, **more):
    return registers.load_register(path, **({"slug": "uji", "by": SYSTEM} | FACTS | more))


def test_a_loaded_export_is_searched_and_named_with_its_date_and_size(tmp_path):
    source = load(export(tmp_path, ROW, ROW.replace("01;KAPAL LAYANG", "02;SENJA BIRU")))

    assert (source.rows, source.counts) == (2, {"Didaftar": 2})
    assert names_found("Kapal Layang") == ["KAPAL LAYANG"]
    part = services.corpus_info().parts[1]
    assert (part.name, part.date, part.size) == ("Daftar uji", "2026-11-01", 2)


def test_a_newer_version_takes_the_place_of_the_older(tmp_path, django_capture_on_commit_callbacks):
    load(export(tmp_path, ROW))
    assert names_found("Kapal Layang")

    with django_capture_on_commit_callbacks(execute=True):
        load(export(tmp_path, ROW.replace("KAPAL LAYANG", "SENJA BIRU")))

    assert names_found("Kapal Layang") == []
    assert names_found("Senja Biru") == ["SENJA BIRU"]
    assert len(list((tmp_path / "corpora").iterdir())) == 1


def test_the_same_file_again_changes_nothing_but_the_words(tmp_path):
    first = load(export(tmp_path, ROW))
    again = load(export(tmp_path, ROW), name="Daftar uji, nama baru")

    assert (again.pk, again.sha256, again.folder) == (first.pk, first.sha256, first.folder)
    assert names_found("Kapal Layang") == ["KAPAL LAYANG"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("a;b\n1;2\n", "no column"),
        (HEADING + ROW.replace(";30;", ";99;"), "line 2"),
        (HEADING + ROW.replace("DID2023000001", ""), "line 2"),
        (HEADING, "no mark"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_leaves_the_older_version(tmp_path, content, why):
    load(export(tmp_path, ROW))
    bad = tmp_path / "bad.csv"
    bad.write_text(content, encoding="utf-8")

    with pytest.raises(Invalid, match=why):
        load(bad)

    assert names_found("Kapal Layang") == ["KAPAL LAYANG"]
    assert CorpusSource.objects.get().rows == 1
    assert len(list((tmp_path / "corpora").iterdir())) == 1


def test_xml_of_something_else_does_not_empty_a_register(tmp_path):
    load(export(tmp_path, ROW))
    page = tmp_path / "page.xml"
    page.write_text("<html><body>PDKI</body></html>", encoding="utf-8")

    with pytest.raises(Invalid, match="no mark"):
        load(page)

    assert names_found("Kapal Layang") == ["KAPAL LAYANG"]


def load_rows(path: Path):
    return load_without(path, path.with_name("back.csv"), slug="uji", by=SYSTEM, **FACTS)


@pytest.mark.parametrize("read", [load, load_rows])
def test_a_small_file_that_unpacks_to_one_endless_line_is_refused(tmp_path, read):
    bomb = tmp_path / "bomb.csv.gz"
    with gzip.open(bomb, "wb", compresslevel=1) as file:
        for _ in range(300):
            file.write(bytes(1_000_000))

    tracemalloc.start()
    try:
        with pytest.raises(Invalid, match="no end"):
            read(bomb)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_folder_that_cannot_be_written_is_told_as_such(tmp_path, settings):
    settings.CORPORA.write_text("a file where the folder should be", encoding="utf-8")

    with pytest.raises(Invalid, match="cannot be written"):
        load(export(tmp_path, ROW))

    assert not CorpusSource.objects.exists()


@pytest.mark.parametrize("words", [{"name": " "}, {"name": "x" * 121}, {"licence": "x" * 201}])
def test_a_name_or_licence_no_answer_can_tell_is_refused(tmp_path, words):
    with pytest.raises(Invalid, match="Every answer tells"):
        load(export(tmp_path, ROW), **words)


@pytest.mark.parametrize("slug", ["", "../x", "A", "a b", "a" * 41, "a/b"])
def test_a_short_name_that_could_leave_the_folder_is_refused(tmp_path, slug):
    with pytest.raises(Invalid):
        load(export(tmp_path, ROW), slug=slug)


def test_nobody_but_the_program_itself_loads_or_drops(tmp_path):
    admin = Viewer(Role.ADMIN, person_id=1, office_id=1, regions=("16.71",), second_factor=True)
    with pytest.raises(Denied):
        load(export(tmp_path, ROW), by=admin)
    load(export(tmp_path, ROW))
    with pytest.raises(Denied):
        registers.drop_register("uji", by=admin)


def test_a_dropped_register_is_searched_no_longer(tmp_path, django_capture_on_commit_callbacks):
    load(export(tmp_path, ROW))
    with django_capture_on_commit_callbacks(execute=True):
        registers.drop_register("uji", by=SYSTEM)

    assert names_found("Kapal Layang") == []
    assert list((tmp_path / "corpora").iterdir()) == []
    assert [entry.verb for entry in Entry.objects.order_by("index")] == [
        "corpus.load",
        "corpus.drop",
    ]
    with pytest.raises(Invalid, match="uji"):
        registers.drop_register("uji", by=SYSTEM)


def test_a_lost_index_is_told_by_the_doctor_and_not_named_in_answers(tmp_path):
    source = load(export(tmp_path, ROW))
    registers.index_folder(source).joinpath("manifest.json").unlink()

    assert "uji" in registers.check_indexes()[0]
    assert [part.name for part in services.corpus_info().parts] == []


def test_an_index_cut_short_is_told_as_not_searched_and_a_new_load_mends_it(tmp_path):
    source = load(export(tmp_path, ROW))
    segment = next(registers.index_folder(source).glob("segment-*"))
    segment.write_bytes(segment.read_bytes()[:200])

    assert "uji has no index here" in registers.check_indexes()[0]
    assert [one.is_searched for one in registers.sources()] == [True, False]
    assert names_found("Kapal Layang") == []

    load(export(tmp_path, ROW))
    assert registers.check_indexes() == []
    assert names_found("Kapal Layang") == ["KAPAL LAYANG"]


def test_an_index_with_a_wrong_byte_is_told_by_the_doctor(tmp_path):
    segment = next(registers.index_folder(load(export(tmp_path, ROW))).glob("segment-*"))
    content = bytearray(segment.read_bytes())
    content[-1] ^= 1
    segment.write_bytes(content)

    assert "uji is damaged" in registers.check_indexes()[0]


def test_an_index_of_earlier_rules_is_searched_and_told_by_the_doctor(tmp_path):
    as_built_before(registers.index_folder(load(export(tmp_path, ROW))))

    assert "uji was read by earlier rules" in registers.check_indexes()[0]
    assert names_found("Kapal Layang") == ["KAPAL LAYANG"]

    load(export(tmp_path, ROW))
    assert registers.check_indexes() == []


def test_what_a_broken_off_load_left_is_told_by_the_doctor(tmp_path, settings):
    load(export(tmp_path, ROW))
    (settings.CORPORA / ("lain-" + "0" * 16)).mkdir()
    (settings.CORPORA / "gazette-labels").mkdir()

    told = registers.check_indexes()
    assert len(told) == 1
    assert "belongs to no register" in told[0]


def test_the_own_register_follows_what_is_registered_changed_and_undone(tmp_path):
    def remember(ref, name):
        return services.remember_mark(
            ref=ref, name=name, classes="30", number="", status="registered", registered_on=None
        )

    remember("cases.right:1", "Kapal Layang")
    assert names_found("Kapal Layang") == ["Kapal Layang"]
    remember("cases.right:2", "Senja Biru")
    assert names_found("Senja Biru") == ["Senja Biru"]
    remember("cases.right:1", "Kabut Pagi")
    assert names_found("Kapal Layang") == []
    services.forget_mark("cases.right:2")
    assert names_found("Senja Biru") == []
    assert names_found("Kabut Pagi") == ["Kabut Pagi"]
    assert MarkRecord.objects.count() == 1


def test_the_command_loads_lists_and_drops(tmp_path, capsys):
    words = ["--slug", "uji", "--name", "Daftar uji", "--date", "2026-11-01", "--licence", "rekaan"]
    call_command("registers", "load", str(export(tmp_path, ROW)), *words)
    assert "uji: 1 marks of 2026-11-01" in capsys.readouterr().out

    call_command("registers", "drop", "uji")
    assert capsys.readouterr().out == ""
    with pytest.raises(CommandError, match="uji"):
        call_command("registers", "drop", "uji")
    with pytest.raises(CommandError, match="not there"):
        call_command("registers", "load", str(tmp_path / "nothing.csv"), *words)


def test_the_command_tells_of_marks_that_stand_in_several_rows(tmp_path, capsys):
    again, other = ROW.replace(";30;", ";43;"), ROW.replace("01;KAPAL", "02;KAPAL")
    load(export(tmp_path, ROW, other, again))
    call_command("registers")
    assert "1 rows repeat the number of an earlier row" in capsys.readouterr().out

    load(export(tmp_path, ROW, again, other))
    call_command("registers")
    assert "repeat" not in capsys.readouterr().out
