import json
import os
import signal
import subprocess
import sys

import pytest
from tests.serupa.registers import RECORDS, ROOT

from serupa.cli import main
from serupa.names.order import SIGNALS
from serupa.score import version


@pytest.fixture
def register(tmp_path):
    path = tmp_path / "marks.csv"
    rows = [f"{r.id},{r.name},{';'.join(map(str, r.classes))}" for r in RECORDS]
    path.write_text("id,name,classes\n" + "\n".join(rows), encoding="utf-8")
    return path


def check(register, *more):
    return main(["check", *more, "--corpus", str(register), "--date", "2026-11-01"])


def test_check_says_what_resembles_a_name(register, capsys):
    assert check(register, "KOPI SENJA", "--class", "30") == 0
    told = capsys.readouterr().out
    assert "KOPI SENJA: Sangat mirip" in told
    assert "marks.csv, 8 merek, per 1 November 2026" in told


def test_check_recommends_one_of_several_names(register, capsys):
    assert check(register, "LOIS", "Zemvola", "--class", "25", "--lang", "en") == 0
    assert 'Suggestion: go on with "Zemvola"' in capsys.readouterr().out


def test_check_prints_warnings_and_changes(register, capsys):
    assert check(register, "LOIS Palembang", "--class", "25") == 0
    told = capsys.readouterr().out
    assert "Perlu ditinjau petugas" in told
    assert '> Ganti kata "lois"' in told


@pytest.mark.parametrize("date", ["2026-13-01", "29-11-2026", "20261129", "kemarin"])
def test_a_date_that_is_none_is_refused(register, capsys, date):
    with pytest.raises(SystemExit, match="2"):
        main(["check", "KOPI", "--corpus", str(register), "--date", date])
    assert "a date as 2026-11-29 is needed" in capsys.readouterr().err


def test_warnings_stand_under_the_name_they_are_about(register, capsys):
    assert check(register, "Rejumbra", "Batik Palembang", "--class", "25") == 0
    told = capsys.readouterr().out.splitlines()
    heads = [at for at, line in enumerate(told) if line[:1].strip() and ": " in line]
    assert told.index("  Perlu ditinjau petugas") > heads[1]
    cures = [line for line in told if "kata buatan Anda" in line]
    assert len(cures) == 1


def test_check_gives_json_that_is_the_report(register, capsys):
    assert check(register, "LOIS", "--class", "25", "--json") == 0
    (report,) = json.loads(capsys.readouterr().out)
    assert report["band"] == 4
    assert report["corpus"]["size"] == len(RECORDS)


def test_bench_measures_on_a_labelled_file(register, tmp_path, capsys):
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(
        "mark_newer,mark_older,nice_classes,outcome\n"
        "NEWTERA,TERA,25,similar\nLOWA BARU,LOWA,25,similar\nIKEMA,IKEA,20,not_similar\n"
    )
    parts = [word for part in ("found", "without", "bands") for word in ("--only", part)]
    given = ["bench", "names", "--pairs", str(pairs), "--register", str(register), *parts]
    assert main([*given, "--no-peers", "--json"]) == 0
    measured = json.loads(capsys.readouterr().out)
    assert measured["pairs"] == 2
    assert measured["found"]["serupa"]["own"]["all"]["at_10"] == 1.0
    assert set(measured["found"]) == {"serupa", "pg_trgm formula"}
    assert set(measured["without"]) == {"none", *SIGNALS}
    assert main([*given, "--no-peers"]) == 0
    assert "own classes, Indonesia" in capsys.readouterr().out
    page = tmp_path / "pairs.md"
    assert main([*given, "--explain-out", str(page)]) == 0
    assert "## " in page.read_text(encoding="utf-8")


def test_one_bench_shows_speed_watch_and_killed_writers_as_well(register, tmp_path, capsys):
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("mark_newer,mark_older,nice_classes,outcome\nLOWA BARU,LOWA,25,similar\n")
    given = ["bench", "names", "--pairs", str(pairs), "--register", str(register), "--kills", "2"]
    parts = [word for part in ("speed", "kills", "watch") for word in ("--only", part)]
    assert main([*given, *parts, "--json"]) == 0
    measured = json.loads(capsys.readouterr().out)
    assert measured["kills"]["kills"] == 2
    assert measured["speed"]["size"]["marks"] == len(RECORDS)
    assert measured["watch"]["protected"] + measured["watch"]["new"] <= len(RECORDS)


@pytest.mark.parametrize(
    "wrong",
    [["check", "X", "--corpus", "nowhere.csv"], ["check", "X", "--class", "99", "--corpus", "-"]],
)
def test_what_cannot_be_read_is_said_and_not_thrown(wrong, capsys):
    assert main(wrong) == 2
    assert capsys.readouterr().err.startswith("serupa: ")


def test_what_a_terminal_cannot_show_is_told_by_its_escape(register):
    done = subprocess.run(
        [sys.executable, "-m", "serupa", "check", "KOPÍ", "--corpus", register],
        env={"PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "1"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "KOP\\xcd: " in done.stdout


def test_a_reader_who_has_seen_enough_is_no_error(register):
    told, reading = os.pipe()
    os.close(told)
    with os.fdopen(reading, "wb") as nobody:
        done = subprocess.run(
            [sys.executable, "-m", "serupa", "check", "KOPI", "--corpus", register],
            env={"PYTHONPATH": str(ROOT / "src")}, stdout=nobody, stderr=subprocess.PIPE,
            check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (128 + signal.SIGPIPE, b"")


def test_a_command_that_is_stopped_says_so_by_its_status_alone(register, monkeypatch, capsys):
    def stopped(*_given, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr("serupa.cli.check.Corpora", stopped)
    assert main(["check", "KOPI", "--corpus", str(register)]) == 130
    assert capsys.readouterr().err == ""


def test_the_version_is_that_of_the_rules_every_report_names(capsys):
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out.strip() == version()


def test_it_runs_as_a_module():
    done = subprocess.run(
        [sys.executable, "-m", "serupa", "classify", "kopi bubuk"],
        cwd=ROOT / "src", capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith("30")
