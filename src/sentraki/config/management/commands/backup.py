"""A consistent copy of the database and the documents into a folder (deploy/backup.sh)."""

import os
import shutil
import sqlite3
import subprocess
from argparse import ArgumentParser
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection


class Command(BaseCommand):
    """Database first, documents second: documents are never changed, so every row finds its own."""

    requires_system_checks = ()
    help = "Copy the database and the documents into an empty folder; keys are not copied."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder, which must be empty."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Copy while the house goes on working."""
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if any(folder.iterdir()):
            raise CommandError(f"{folder} is not empty")
        if connection.vendor == "sqlite":
            copy_sqlite(folder / "sentraki.sqlite3")
        else:
            dump_postgres(folder / "sentraki.dump")
        if Path(settings.BLOB_ROOT).is_dir():
            shutil.copytree(settings.BLOB_ROOT, folder / "blobs")
        self.stdout.write(f"Copied to {folder}.")


def copy_sqlite(target: Path) -> None:
    """SQLite's own backup: a consistent state even while others write."""
    name = str(settings.DATABASES["default"]["NAME"])
    with closing(sqlite3.connect(name)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        raise CommandError(f"the copy is damaged: {verdict}")


def dump_postgres(target: Path) -> None:
    """pg_dump in its own format; the password travels by environment, not by argument."""
    where = settings.DATABASES["default"]
    words = {"-h": where["HOST"], "-p": where["PORT"], "-U": where["USER"]}
    arguments = [word for flag, value in words.items() if value for word in (flag, str(value))]
    subprocess.run(
        ["pg_dump", "-Fc", *arguments, "-f", str(target), str(where["NAME"])],
        env={**os.environ, "PGPASSWORD": str(where.get("PASSWORD", ""))},
        check=True,
    )
