"""Two addresses for the machine that watches: alive, and ready to take work.

They name what is wrong, never a version or a number a stranger could use.
"""

import shutil
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sentraki.config.schedule import HEARTBEAT
from sentraki.kernel import clock

HEARTBEAT_SECONDS = 60
FREE_DISK_SHARE = 0.05
_migrated = False


def database() -> bool:
    """Whether a writing transaction can begin (SQLite takes its write lock; nothing is written)."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT NOT pg_is_in_recovery()")
            else:
                cursor.execute("SELECT 1")
            return bool(cursor.fetchone()[0])
    except DatabaseError:
        return False


def migrations() -> bool:
    """Whether every migration was applied; a yes is remembered."""
    global _migrated
    if not _migrated:
        try:
            executor = MigrationExecutor(connection)
            _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError:
            return False
    return _migrated


def worker() -> bool:
    """Whether the worker has shown a sign of life within a minute."""
    try:
        beat = HEARTBEAT.stat().st_mtime
    except FileNotFoundError:
        return False
    return abs(clock.now().timestamp() - beat) < HEARTBEAT_SECONDS


def disk() -> bool:
    """Whether the data folder's disk has room left."""
    usage = shutil.disk_usage(settings.VAR)
    return usage.free / usage.total > FREE_DISK_SHARE


PROBES: tuple[Callable[[], bool], ...] = (database, migrations, worker, disk)


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; asks nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when every probe says yes, otherwise 503 with the names of those that do not."""
    bad = [probe.__name__ for probe in PROBES if not probe()]
    text = f"not ready: {', '.join(bad)}\n" if bad else "ready\n"
    return HttpResponse(text, status=503 if bad else 200, content_type="text/plain")
