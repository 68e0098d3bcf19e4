"""The checks of the installation itself: libraries, keys, disk, database, queue."""

import shutil
import sqlite3
import stat
from pathlib import Path

from django.conf import settings
from django.db import connection

from sentraki.config import jobs
from sentraki.kernel import doctor

OLDEST_SQLITE = (3, 51, 3)
SMALLEST_DISK = 500_000_000


def sqlite_library() -> list[str]:
    """SQLite 3.7.0 to 3.51.2 may corrupt a WAL database (https://sqlite.org/wal.html, 2026)."""
    if connection.vendor != "sqlite" or sqlite3.sqlite_version_info >= OLDEST_SQLITE:
        return []
    return [f"the SQLite library is {sqlite3.sqlite_version}, older than 3.51.3"]


def sqlite_settings() -> list[str]:
    """The settings an acknowledged write relies on."""
    if connection.vendor != "sqlite":
        return []
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    problems = []
    with connection.cursor() as cursor:
        for pragma, value in wanted.items():
            cursor.execute(f"PRAGMA {pragma}")
            found = cursor.fetchone()[0]
            if found != value:
                problems.append(f"PRAGMA {pragma} is {found}, not {value}")
    return problems


def database_integrity() -> list[str]:
    """SQLite's own integrity and foreign-key checks (PostgreSQL keeps its own)."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        problems = [str(row[0]) for row in cursor.fetchall() if row[0] != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        problems += [f"{row[0]}: row {row[1]} points nowhere" for row in cursor.fetchall()]
    return problems


def keys() -> list[str]:
    """Keys are readable by their owner alone."""
    folder = Path(settings.KEYS_FOLDER)
    if not folder.is_dir():
        return [f"the key folder {folder} is missing"]
    open_ones = [
        path.name
        for path in [folder, *sorted(folder.iterdir())]
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    return [f"{name} can be read by others" for name in open_ones]


def disk() -> list[str]:
    """Half a gigabyte is the least to go on working with."""
    free = shutil.disk_usage(settings.VAR).free
    return [] if free > SMALLEST_DISK else [f"only {free // 1_000_000} MB of disk are free"]


def register_all() -> None:
    """Register every check of this module; called once when the program starts."""
    doctor.register("installation.sqlite", sqlite_library)
    doctor.register("installation.settings", sqlite_settings)
    doctor.register("installation.integrity", database_integrity)
    doctor.register("installation.keys", keys)
    doctor.register("installation.disk", disk)
    doctor.register("installation.jobs", jobs.given_up)
