"""Stairs go down only: the contracts of pyproject.toml hold, and each of them can bite."""

import shutil
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import grimp
import pytest
from tests.house.walls import HOUSE, ROOT, SRC

# (file, line to plant, contract that must be broken)
PLANTED = [
    ("sentraki/kernel/planted.py", "import sentraki.cases", "floors"),
    ("sentraki/parties/planted.py", "import sentraki.screening", "floors"),
    ("sentraki/portal/planted.py", "import sentraki.desk", "floors"),
    ("sentraki/cases/rules/planted.py", "import sentraki.cases.services", "inside-a-room"),
    ("sentraki/kernel/workflow.py", "import django", "pure"),
    ("serupa/planted.py", "import django", "pure"),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter over the sources in ``folder``."""
    tool = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [str(tool), "--no-cache", "--config", str(folder / "pyproject.toml")],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(folder / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", folder)
    wanted = shutil.ignore_patterns("__pycache__", "static", "templates", "*.html", "data")
    shutil.copytree(SRC, folder / "src", ignore=wanted)
    return folder


def test_the_contracts_hold(copy: Path) -> None:
    result = lint(copy)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("file", "line", "contract"), PLANTED)
def test_a_planted_violation_is_caught(copy: Path, file: str, line: str, contract: str) -> None:
    target = copy / "src" / file
    before = target.read_text("utf-8") if target.exists() else None
    target.parent.mkdir(exist_ok=True)
    target.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
    try:
        result = lint(copy)
    finally:
        target.unlink() if before is None else target.write_text(before, encoding="utf-8")
    names = {"floors": "Floors", "inside-a-room": "Inside a room", "pure": "Pure"}
    broken = [row for row in result.stdout.splitlines() if row.endswith("BROKEN")]
    assert any(row.startswith(names[contract]) for row in broken), result.stdout


def test_no_two_rooms_need_each_other() -> None:
    graph = grimp.build_graph("serupa", "sentraki", include_external_packages=False, cache_dir=None)
    rooms = sorted(f"sentraki.{p.name}" for p in HOUSE.iterdir() if (p / "__init__.py").exists())
    pairs = combinations([*rooms, "serupa"], 2)
    circles = [
        (one, other)
        for one, other in pairs
        if graph.chain_exists(one, other, as_packages=True)
        and graph.chain_exists(other, one, as_packages=True)
    ]
    assert circles == []
