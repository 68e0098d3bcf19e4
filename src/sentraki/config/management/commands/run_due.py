"""`./sentraki tick`: what is due, and the waiting jobs, once."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from sentraki.config import schedule


class Command(BaseCommand):
    """For servers that only have cron; harmless beside a running worker."""

    help = "Do once what is due, then the jobs that wait."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the schedule, then empty the queue."""
        ran = schedule.run_due()
        call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
        schedule.beat()
        self.stdout.write(f"Done: {', '.join(ran) or 'nothing was due'}.")
