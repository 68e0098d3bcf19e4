"""``finish_letters``: make the pages of signed letters that have none yet."""

from typing import Any

from django.core.management.base import BaseCommand

from sentraki.ledger.services import pages


class Command(BaseCommand):
    """Safe to run at any time."""

    help = "Make missing pages of signed letters."

    def handle(self, *args: Any, **options: Any) -> None:
        """Finish and count."""
        self.stdout.write(f"{pages.finish_all()} letters finished")
