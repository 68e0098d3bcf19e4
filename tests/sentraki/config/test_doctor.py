"""The doctor finds what is wrong and changes nothing."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from sentraki.config import doctor
from sentraki.kernel import doctor as registry

pytestmark = pytest.mark.django_db


def test_the_library_is_new_enough() -> None:
    assert doctor.sqlite_library() == []


def test_the_database_keeps_its_promises() -> None:
    assert doctor.sqlite_settings() == []
    assert doctor.database_integrity() == []


def test_a_key_others_can_read_is_named(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o700)
    (folder / "blobs").touch(mode=0o600)
    (folder / "seal").touch(mode=0o644)
    (folder / "seal").chmod(0o644)
    settings.KEYS_FOLDER = folder
    assert doctor.keys() == ["seal can be read by others"]


def test_a_check_that_breaks_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> list[str]:
        raise RuntimeError("KOPI RAHASIA")

    monkeypatch.setattr(registry, "_CHECKS", {"a.fine": list, "b.broken": broken})
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("doctor", json=True, stdout=out)
    assert json.loads(out.getvalue()) == {
        "a.fine": [],
        "b.broken": ["the check itself broke: RuntimeError"],
    }


def test_one_name_cannot_mean_two_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_CHECKS", {})
    registry.register("room.what", list)
    registry.register("room.what", list)
    with pytest.raises(ValueError, match="registered twice"):
        registry.register("room.what", dict)
