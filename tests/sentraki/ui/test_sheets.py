"""Bytes that are shipped: the two sheets, the scripts, the vendored code."""

import hashlib
import json
import re
from pathlib import Path

import brotli
import pytest

ROOT = Path(__file__).parents[3]
STATIC = ROOT / "src/sentraki/ui/static/ui"
KILOBYTE = 1024


def packed(*paths: Path) -> int:
    return sum(len(brotli.compress(path.read_bytes())) for path in paths)


@pytest.mark.parametrize(("name", "limit"), [("sentraki", 16), ("seal", 3)])
def test_a_sheet_stays_within_its_budget(name: str, limit: int):
    assert packed(STATIC / f"css/{name}.css") <= limit * KILOBYTE


@pytest.mark.parametrize("name", ["sentraki", "seal"])
def test_a_sheet_fetches_nothing_and_carries_no_map(name: str):
    text = (STATIC / f"css/{name}.css").read_text()
    assert not re.findall(r"url\((?!#)|@import|@font-face|sourceMappingURL|https?://", text)


def test_a_form_page_with_every_script_stays_within_twenty_kilobytes():
    scripts = [*(STATIC / "js").glob("*.js"), STATIC / "vendor/htmx.min.js"]
    assert packed(*scripts) <= 20 * KILOBYTE


def test_no_own_script_evaluates_text():
    for path in (STATIC / "js").glob("*.js"):
        assert not re.findall(r"\beval\(|new Function|document\.write", path.read_text()), path.name


@pytest.mark.parametrize("folder", [STATIC / "vendor", ROOT / "tests/vendor"])
def test_vendored_code_is_byte_for_byte_what_the_manifest_says(folder: Path):
    rows = json.loads((folder / "MANIFEST.json").read_text())
    told = {row["file"]: row["sha256"] for row in rows}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.js")
    }
    assert found == told
    assert all(row["version"] and row["licence"] for row in rows)


def test_green_is_spent_on_registered_things_only():
    text = (STATIC / "css/sentraki.css").read_text()
    users = re.findall(r"([^{}]+)\{[^{}]*var\(--daun-700\)", text)
    assert users
    assert all(re.search(r"registered|is-reg", selector) for selector in users)
