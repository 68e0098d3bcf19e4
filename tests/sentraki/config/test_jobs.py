"""A job that died comes back; a job that fails tries again, not for ever; neither tells secrets."""

import uuid
from datetime import timedelta

import pytest
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from sentraki.config import jobs
from sentraki.kernel import clock

pytestmark = pytest.mark.django_db


def make_job(status: str, *, tries: int, minutes_ago: float) -> DBTaskResult:
    at = clock.now() - timedelta(minutes=minutes_ago)
    return DBTaskResult.objects.create(
        id=uuid.uuid4(),
        status=status,
        started_at=at,
        finished_at=at if status == TaskResultStatus.FAILED else None,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="sentraki.config.jobs.revive",
        worker_ids=[str(n) for n in range(tries)],
        backend_name="default",
        run_after=at,
        exception_class_path="",
        traceback="",
    )


@pytest.mark.parametrize(("minutes", "comes_back"), [(9, 0), (11, 1)])
def test_a_job_whose_worker_was_killed_comes_back(minutes: int, comes_back: int) -> None:
    make_job(TaskResultStatus.RUNNING, tries=1, minutes_ago=minutes)
    assert jobs.revive() == comes_back
    assert DBTaskResult.objects.filter(status=TaskResultStatus.READY).count() == comes_back


def test_a_failed_job_rests_twice_as_long_each_time() -> None:
    job = make_job(TaskResultStatus.FAILED, tries=3, minutes_ago=0)
    assert jobs.revive() == 1
    failed_at = job.finished_at
    job.refresh_from_db()
    assert job.run_after - failed_at == timedelta(minutes=2)
    assert job.status == TaskResultStatus.READY


def test_a_job_gives_up_after_its_last_try_and_the_doctor_names_it() -> None:
    make_job(TaskResultStatus.FAILED, tries=jobs.MOST_TRIES, minutes_ago=60)
    assert jobs.revive() == 0
    assert jobs.given_up() == ["sentraki.config.jobs.revive: 1 gave up"]


def test_a_stored_traceback_keeps_code_and_loses_words() -> None:
    job = make_job(TaskResultStatus.FAILED, tries=1, minutes_ago=0)
    story = 'Traceback (most recent call last):\n  File "x.py", line 1\nValueError: KOPI RAHASIA\n'
    DBTaskResult.objects.filter(pk=job.pk).update(traceback=story)
    jobs.hush(None, job)
    job.refresh_from_db()
    assert "RAHASIA" not in job.traceback
    assert "x.py" in job.traceback


def test_done_jobs_are_forgotten_after_a_fortnight() -> None:
    old = make_job(TaskResultStatus.SUCCESSFUL, tries=1, minutes_ago=0)
    new = make_job(TaskResultStatus.SUCCESSFUL, tries=1, minutes_ago=0)
    for job, days in ((old, 15), (new, 13)):
        at = clock.now() - timedelta(days=days)
        DBTaskResult.objects.filter(pk=job.pk).update(finished_at=at)
    jobs.tidy()
    assert list(DBTaskResult.objects.values_list("pk", flat=True)) == [new.pk]
