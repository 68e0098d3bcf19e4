"""The worker: takes jobs from the queue, and runs the schedule beside it."""

import logging
import threading
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from sentraki.config import schedule

logger = logging.getLogger("sentraki.worker")
PAUSE_SECONDS = 1.0


def keep_schedule(stop: threading.Event) -> None:
    """Run what is due, once a second, until ``stop`` is set; nothing ends this early."""
    while not stop.wait(PAUSE_SECONDS):
        close_old_connections()
        try:
            schedule.run_due()
            schedule.beat()
        except Exception:
            logger.exception("the schedule stumbled")


class Command(BaseCommand):
    """One process for both; SIGTERM ends it after the job at hand."""

    help = "Take jobs from the queue and run the schedule."

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until told to stop."""
        stop = threading.Event()
        threading.Thread(target=keep_schedule, args=(stop,), daemon=True).start()
        try:
            call_command("db_worker", startup_delay=False, interval=1, verbosity=0)
        finally:
            stop.set()
