"""What is written down by a program and kept in the repository is fresh."""

import io
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils.module_loading import import_string
from tests.house.walls import HOUSE, ROOT

from sentraki.config.drawings import draw, flows
from sentraki.config.locks import MODELS, declared, licences, notices, pins, problems
from sentraki.config.schedule import SCHEDULE
from serupa.images import words


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, stdout=io.StringIO())


def test_the_drawn_workflows_are_fresh() -> None:
    assert (ROOT / "docs" / "workflows.md").read_text(encoding="utf-8") == draw()


def test_there_are_flows_to_draw() -> None:
    assert len(list(flows())) >= 2


def test_the_locks_are_complete_and_hashed() -> None:
    assert problems(ROOT) == []


def test_the_notices_name_what_we_build_on() -> None:
    assert (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8") == notices(ROOT)


def test_every_package_of_every_lock_is_named_with_its_licence() -> None:
    page = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| (\S+) \| (\S+) \| \S", page, re.MULTILINE))
    known = licences(ROOT)
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        for package, version in pins(lock.parent, lock.stem).items():
            assert (package, version) in rows, f"{package} of {lock.name}"
            assert declared(package, version) in ("", known[package][1]), package
    assert "see the package" not in page


def test_the_models_that_read_words_are_named() -> None:
    assert set(MODELS) == set(words.MODELS)


def test_the_licence_is_the_one_that_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "AGPL-3.0-or-later"
    assert (
        sha256((ROOT / "LICENSE").read_bytes()).hexdigest()
        == "8486a10c4393cee1c25392769ddd3b2d6c242d6ec7928e1414efff7dfb2f07ef"
    )


def test_every_vendored_file_is_the_one_in_its_manifest() -> None:
    for manifest in [*HOUSE.rglob("MANIFEST.json"), *(ROOT / "tests").rglob("MANIFEST.json")]:
        for row in json.loads(manifest.read_text(encoding="utf-8")):
            if "sha256" not in row:
                continue  # a notice for many files, or for what was compiled into another
            content = (manifest.parent / row["file"]).read_bytes()
            assert sha256(content).hexdigest() == row["sha256"], row["file"]


def test_everything_on_the_schedule_exists() -> None:
    jobs = [import_string(entry.run) for entry in SCHEDULE]
    assert [job for job in jobs if not callable(getattr(job, "call", job))] == []
    names = [entry.name for entry in SCHEDULE]
    assert len(set(names)) == len(names)


def test_every_verb_of_the_script_is_listed_with_a_line() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "sentraki")], capture_output=True, text=True, check=True
    )
    listed = re.findall(r"^  \./sentraki (\w+) +\S", done.stdout, re.MULTILINE)
    assert {"run", "test", "check", "demo", "manage", "serupa", "tick", "doctor", "lock"} <= set(
        listed
    )


@pytest.mark.slow
def test_the_wheel_carries_what_the_house_reads(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="hatchling is part of the test set")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted - packed == set()
