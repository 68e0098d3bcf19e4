"""A lock that cannot be trusted is named."""

from pathlib import Path

import pytest

from sentraki.config.locks import problems

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
    for name in ("run", "postgres", "images", "test", "bench"):
        (folder / f"{name}.txt").write_text(GOOD)
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
