"""`./sentraki` recovers, explains itself and sums up honestly."""

import importlib.util
import shutil
import socket
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from tests.house.walls import ROOT


def load(path: Path) -> ModuleType:
    """The script as a module; its verbs do not run."""
    loader = SourceFileLoader("sentraki_script", str(path))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A checkout that needs no packages: the script, empty locks, a manage.py that says hello."""
    shutil.copy(ROOT / "sentraki", tmp_path)
    (tmp_path / "requirements").mkdir()
    for name in ("run", "postgres", "images", "words", "fast", "test", "bench"):
        (tmp_path / "requirements" / f"{name}.txt").write_text("# nothing\n")
    (tmp_path / "manage.py").write_text("print('hello')\n")
    return tmp_path


def call(folder: Path, *words: str) -> str:
    """Run the script there; returns everything it says."""
    done = subprocess.run(
        [sys.executable, str(folder / "sentraki"), *words],
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.slow
def test_the_bench_of_names_runs_without_anything_set_by_hand(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("mark_newer,mark_older,nice_classes,outcome\n")
    words = ["--pairs", str(pairs), "--no-peers", "--only", "kills", "--kills", "1"]
    assert "kills=1" in call(ROOT, "serupa", "bench", "names", *words)


@pytest.mark.slow
def test_an_installation_that_was_cut_short_is_started_again(bare: Path) -> None:
    half = bare / ".venv"
    (half / "bin").mkdir(parents=True)
    (half / "bin" / "python").write_text("#!/bin/false\n")
    (half / ".sentraki-installing").touch()
    first = call(bare, "manage", "anything")
    assert "cut short" in first
    assert first.endswith("hello\n")
    assert call(bare, "manage", "anything") == "hello\n"
    (bare / "requirements" / "run.txt").write_text("# another lock\n")
    assert "Installing the packages" in call(bare, "manage", "anything")


def test_a_lock_without_hashes_is_not_installed(bare: Path) -> None:
    (bare / "requirements" / "run.txt").write_text("filetype==1.2.0\n")
    said = call(bare, "manage", "anything")
    assert "Hashes are required" in said
    assert "hello" not in said
    assert (bare / ".venv" / ".sentraki-installing").exists()


def test_a_taken_port_is_explained_at_once(bare: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        said = call(bare, "run", "--port", str(other.getsockname()[1]))
    assert "is taken. Try: ./sentraki run --port" in said
    assert not (bare / ".venv").exists()


def test_an_unknown_verb_lists_the_known_ones(bare: Path) -> None:
    assert "./sentraki run " in call(bare, "fly")


def test_a_changed_file_changes_the_fingerprint(bare: Path) -> None:
    script = load(bare / "sentraki")
    (bare / "src").mkdir()
    (bare / "src" / "a.py").write_text("1")
    before = script.fingerprint(bare / "src")
    assert script.fingerprint(bare / "src") == before
    (bare / "src" / "a.py").write_text("2")
    assert script.fingerprint(bare / "src") != before


@pytest.mark.parametrize(
    ("code", "skips", "notes", "required", "status"),
    [
        (0, [], [], set(), 0),
        (1, [], [], set(), 1),
        (5, [], [], set(), 0),
        (0, ["tests/a::b: shared: not there"], ["browser: Chromium is missing"], set(), 0),
        (0, [], ["browser: Chromium is missing"], {"browser"}, 1),
        (0, ["tests/a::b: why"], [], {"browser", "postgres", "shared"}, 1),
    ],
)
def test_the_summary_names_every_skip_and_judges(
    bare: Path,
    capsys: pytest.CaptureFixture[str],
    code: int,
    skips: list[str],
    notes: list[str],
    required: set[str],
    status: int,
) -> None:
    script = load(bare / "sentraki")
    lane = SimpleNamespace(name="sqlite", code=code, closing="3 passed in 0.10s", skips=skips)
    assert script.close([lane], notes, required, 1.0) == status
    said = capsys.readouterr().out
    assert "3 passed in 0.10s" in said
    assert all(line.split("[")[0] in said for line in [*skips, *notes])
    assert ("Tests passed" in said) == (status == 0)
