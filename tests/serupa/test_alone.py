"""The library by itself: installed from its wheel, without Django and without this checkout."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from tests.serupa.registers import ROOT

NEEDED = ("numpy", "rapidfuzz")
LOOK = """
import sys; sys.path.insert(0, sys.argv[1])
import serupa
from serupa.cli import main
assert "django" not in sys.modules and "sentraki" not in sys.modules
open("m.csv", "w").write("id,name,classes\\n1,KOPI SENJA,30\\n")
assert main(["index", "build", "--register", "m.csv", "--out", "idx"]) == 0
assert main(["check", "Kopi Sendja", "--classes", "30", "--index", "idx"]) == 0
assert main(["classify", "kopi bubuk"]) == 0
"""


def test_importing_the_engine_brings_in_only_what_a_search_needs():
    spared = ["argparse", "PIL", "multiprocessing", "serupa.cli", "serupa.images", "serupa.bench"]
    look = f"import serupa, sys; print([name for name in {spared} if name in sys.modules])"
    given = {"PYTHONPATH": str(ROOT / "src")}
    told = subprocess.check_output([sys.executable, "-c", look], env=given, text=True)
    assert told.strip() == "[]"


@pytest.mark.slow
def test_the_engine_installs_and_runs_without_django(tmp_path):
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    quiet = ["--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run([*pip, "wheel", *quiet, "-w", tmp_path, ROOT], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    subprocess.run([*pip, "install", *quiet, "--target", site, wheel], check=True)
    for name in NEEDED:
        folder = Path(importlib.util.find_spec(name).origin).parent
        for part in (folder, folder.with_name(f"{name}.libs")):
            if part.exists():
                (site / part.name).symlink_to(part)
    # -I and -S: neither this checkout nor anything else that is installed here.
    look = [sys.executable, "-I", "-S", "-c", LOOK, str(site)]
    done = subprocess.run(look, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "KOPI SENJA" in done.stdout
