"""Keys are made once and belong to one."""

import stat
from pathlib import Path

import pytest

from sentraki.config.keys import load, load_or_make


def test_keys_are_made_once(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    first = load_or_make(folder)
    assert load_or_make(folder) == first
    assert load(folder) == first


def test_nobody_else_can_read_them(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    load_or_make(folder)
    for path in [folder, *folder.iterdir()]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    load_or_make(folder)
    (folder / "seal").unlink()
    with pytest.raises(FileNotFoundError, match="seal"):
        load(folder)


def test_an_older_salt_still_counts(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    first = load_or_make(folder)
    (folder / "salt").write_text(f"newer\n{first.salts[0]}\n", encoding="ascii")
    assert load(folder).salts == ["newer", first.salts[0]]
