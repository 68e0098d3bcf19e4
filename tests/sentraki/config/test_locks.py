"""A lock that cannot be trusted is named."""

from pathlib import Path

import pytest

from sentraki.config.locks import notices, problems, write_licences

GOOD = "django==5.2.19 \\\n    --hash=sha256:" + "a" * 64 + "\n    # via -r x\n"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    folder = tmp_path / "requirements"
    folder.mkdir()
    (folder / "run.in").write_text("# why\nDjango>=5.2,<5.3  # framework\n")
    (folder / "postgres.in").write_text("-r run.in\n")
    (folder / "images.in").write_text("-r postgres.in\n")
    (folder / "test.in").write_text("-r images.in\n")
    (folder / "bench.in").write_text("-r test.in\n")
    (folder / "words.in").write_text("reader==3.1\n")
    for name in ("run", "postgres", "images", "test", "bench"):
        (folder / f"{name}.txt").write_text(GOOD)
    (folder / "fast.in").write_text("")
    (folder / "fast.txt").write_text("")
    (folder / "words.txt").write_text(GOOD.replace("django==5.2.19", "reader==3.1"))
    (folder / "licences.csv").write_text("package,version,licence\nreader,3.1,MIT\n")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "MANIFEST.json").write_text("[]")
    return tmp_path


def test_a_complete_lock_is_trusted(house: Path) -> None:
    assert problems(house) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "test.txt lacks Django"),
        (GOOD.replace("5.2.19", "4.2"), "test.txt has Django 4.2, wanted <5.3,>=5.2"),
        ("django==5.2.19\n", "test.txt: 1 packages without a hash"),
        ("--index-url https://x\n" + GOOD, "test.txt names an address or an index"),
        (GOOD.replace("5.2.19", "5.2.18"), "test.txt differs from images.txt in django"),
    ],
)
def test_a_bad_lock_is_named(house: Path, text: str, said: str) -> None:
    (house / "requirements" / "test.txt").write_text(text)
    assert said in problems(house)


def test_a_licence_looked_up_by_hand_stays_while_the_version_does(house: Path) -> None:
    write_licences(house)
    held = (house / "requirements" / "licences.csv").read_text()
    assert held == "package,version,licence\ndjango,5.2.19,BSD-3-Clause\nreader,3.1,MIT\n"
    lock = house / "requirements" / "words.txt"
    lock.write_text(lock.read_text().replace("3.1", "3.2"))
    write_licences(house)
    assert "reader,3.2,see the package" in (house / "requirements" / "licences.csv").read_text()


def test_each_package_is_named_once_where_it_is_first_needed(house: Path) -> None:
    write_licences(house)
    page = notices(house)
    assert page.count("| django |") == 1
    assert page.index("| django |") < page.index("for PostgreSQL")
    assert "| reader | 3.1 | MIT |" in page
    assert "PP-OCRv6_det_small.onnx" in page
