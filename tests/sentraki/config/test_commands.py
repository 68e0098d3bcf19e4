"""The house's own commands do what their one line says."""

import io
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from sentraki.config import schedule


def said(*words: str, **options: object) -> str:
    """What a command prints."""
    out = io.StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_a_tick_does_what_is_due_and_leaves_a_sign_of_life(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(schedule, "STATE", tmp_path / "schedule.json")
    monkeypatch.setattr(schedule, "HEARTBEAT", tmp_path / "heartbeat")
    assert "jobs.revive" in said("run_due")
    assert said("run_due") == "Done: nothing was due.\n"
    assert (tmp_path / "heartbeat").exists()


@pytest.mark.django_db(transaction=True)
def test_a_backup_is_whole(settings: Settings, tmp_path: Path) -> None:
    if connection.vendor != "sqlite" and shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not on the PATH")
    settings.BLOB_ROOT = tmp_path / "blobs"
    (tmp_path / "blobs" / "ab").mkdir(parents=True)
    (tmp_path / "blobs" / "ab" / "abc").write_bytes(b"paper")
    target = tmp_path / "copy"
    said("backup", str(target))
    assert (target / "blobs" / "ab" / "abc").read_bytes() == b"paper"
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(target / "sentraki.sqlite3")) as copy:
            tables = {name for (name,) in copy.execute("SELECT name FROM sqlite_master")}
        assert set(connection.introspection.table_names()) <= tables
    else:
        assert (target / "sentraki.dump").read_bytes().startswith(b"PGDMP")


@pytest.mark.django_db
def test_a_backup_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "precious").touch()
    with pytest.raises(CommandError, match="not empty"):
        said("backup", str(tmp_path))
