"""What the queue lacks: jobs that died with their worker come back, failed ones try again.

Every job of the house is safe to repeat (keys in, one service call), so running one twice is
harmless and losing one is not.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.management import call_command
from django_tasks.base import TaskResultStatus
from django_tasks.signals import task_finished
from django_tasks_db.models import DBTaskResult

from sentraki.kernel import clock

LOST_AFTER = timedelta(minutes=10)
MOST_TRIES = 6
KEEP_DONE = timedelta(days=14)
KEEP_FAILED = timedelta(days=90)
FIRST_PAUSE = timedelta(seconds=30)


def pause_after(tries: int) -> timedelta:
    """How long a job rests after its ``tries``-th failure: 30 s, 1 min, 2 min … (doubling)."""
    return FIRST_PAUSE * (1 << max(tries - 1, 0))


def revive(now: datetime | None = None) -> int:
    """Put lost and failed jobs back in the queue with their pause; returns how many.

    Lost means: claimed more than ten minutes ago and never finished (its worker was killed).
    After six tries a job stays failed, and ``doctor`` names it.
    """
    now = now or clock.now()
    lost = DBTaskResult.objects.running().filter(started_at__lt=now - LOST_AFTER)
    count = 0
    for row in [*lost, *DBTaskResult.objects.failed()]:
        tries = len(row.worker_ids)
        if tries >= MOST_TRIES:
            continue
        changed = DBTaskResult.objects.filter(
            pk=row.pk, status=row.status, started_at=row.started_at
        ).update(
            status=TaskResultStatus.READY,
            run_after=(row.finished_at or now) + pause_after(tries),
            finished_at=None,
        )
        count += changed
    return count


def tidy() -> None:
    """Forget ended sessions, jobs done a fortnight ago, and jobs given up a quarter ago."""
    call_command("clearsessions", verbosity=0)
    now = clock.now()
    DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_DONE).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILED).delete()


def given_up() -> list[str]:
    """Jobs that failed for good, for ``doctor``: path and count, never their arguments."""
    rows = DBTaskResult.objects.failed().values_list("task_path", "worker_ids")
    paths = [path for path, workers in rows if len(workers) >= MOST_TRIES]
    return [f"{path}: {paths.count(path)} gave up" for path in sorted(set(paths))]


def hush(sender: Any, task_result: Any, **_: Any) -> None:
    """Cut a failed job's stored traceback down to code: exceptions may quote what was typed.

    Jobs that ran at once (the suite) are stored nowhere and carry no key of the queue.
    """
    try:
        UUID(str(task_result.id))
    except ValueError:
        return
    row = DBTaskResult.objects.filter(pk=task_result.id).only("traceback").first()
    if row is not None and row.traceback:
        kept = [line for line in row.traceback.splitlines() if line.startswith((" ", "Trace"))]
        DBTaskResult.objects.filter(pk=row.pk).update(traceback="\n".join(kept))


def listen() -> None:
    """Connect :func:`hush`; called once when the program starts."""
    task_finished.connect(hush, dispatch_uid="sentraki.config.jobs.hush")
