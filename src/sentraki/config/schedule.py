"""When things happen by themselves: the only place with times. Every entry may run twice.

The worker looks once a second; a server that only has cron calls ``./sentraki tick``.
"""

import fcntl
import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from sentraki.kernel import clock

logger = logging.getLogger("sentraki.schedule")

STATE = Path(settings.VAR) / "schedule.json"
HEARTBEAT = Path(settings.VAR) / "worker.heartbeat"
RETRY_AFTER = timedelta(minutes=5)


@dataclass(frozen=True)
class Entry:
    """``run`` (dotted name of a job or function without arguments) is due ``every`` so often."""

    name: str
    run: str
    every: timedelta


SCHEDULE: tuple[Entry, ...] = (
    Entry("jobs.revive", "sentraki.config.jobs.revive", timedelta(minutes=1)),
    Entry("ledger.send_due", "sentraki.ledger.jobs.send_due", timedelta(seconds=20)),
    Entry("ledger.finish_letters", "sentraki.ledger.jobs.finish_letters", timedelta(minutes=1)),
    Entry("ledger.expire_letters", "sentraki.ledger.jobs.expire_letters", timedelta(hours=1)),
    Entry("ledger.sweep_blobs", "sentraki.ledger.jobs.sweep_blobs", timedelta(hours=6)),
    Entry("cases.expire_drafts", "sentraki.cases.jobs.expire_drafts", timedelta(days=1)),
    Entry("cases.remind", "sentraki.cases.jobs.remind", timedelta(minutes=15)),
    Entry("cases.remind_watch", "sentraki.cases.jobs.remind_watch", timedelta(hours=1)),
    Entry("cases.sweep_deadlines", "sentraki.cases.jobs.sweep_deadlines", timedelta(hours=1)),
    Entry("cases.recount_deadlines", "sentraki.cases.jobs.recount_deadlines", timedelta(days=1)),
    Entry("cases.expire_holds", "sentraki.cases.jobs.expire_holds", timedelta(hours=1)),
    Entry("cases.offer_on", "sentraki.cases.jobs.offer_on", timedelta(hours=1)),
    Entry("jobs.tidy", "sentraki.config.jobs.tidy", timedelta(days=1)),
    Entry("portal.sweep_pieces", "sentraki.portal.pieces.sweep", timedelta(hours=6)),
    Entry("ledger.make_checkpoint", "sentraki.ledger.jobs.make_checkpoint", timedelta(days=1)),
)


def is_due(entry: Entry, last: Mapping[str, str], now: datetime) -> bool:
    """Whether ``entry`` should run at ``now``, given when each entry last began (ISO, UTC)."""
    began = last.get(entry.name)
    return began is None or now - datetime.fromisoformat(began) >= entry.every


@contextmanager
def _alone() -> Iterator[bool]:
    """Yield whether nobody else on this machine is inside."""
    STATE.parent.mkdir(parents=True, exist_ok=True)
    with STATE.with_suffix(".lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _read() -> dict[str, str]:
    try:
        return dict(json.loads(STATE.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError):
        return {}


def _write(last: Mapping[str, str]) -> None:
    draft = STATE.with_suffix(".draft")
    draft.write_text(json.dumps(dict(last)), encoding="utf-8")
    draft.replace(STATE)


def run_due(*, everything: bool = False) -> list[str]:
    """Run what is due (or ``everything``); returns the names that ran without an error.

    A failing entry is logged, tried again after five minutes at the latest, and stops no other.
    """
    ran: list[str] = []
    with _alone() as mine:
        if not mine:
            return ran
        last = _read()
        for entry in SCHEDULE:
            now = clock.now()
            if not everything and not is_due(entry, last, now):
                continue
            try:
                job = import_string(entry.run)
                getattr(job, "call", job)()
            except Exception:
                logger.exception("%s failed", entry.name)
                now -= max(entry.every - RETRY_AFTER, timedelta())
            else:
                ran.append(entry.name)
            last[entry.name] = now.isoformat()
            _write(last)
    return ran


def beat() -> None:
    """Leave a sign of life for ``/health/ready``."""
    HEARTBEAT.parent.mkdir(parents=True, exist_ok=True)
    HEARTBEAT.touch()
