"""Load the reference tables of every room."""

from typing import Any

from django.core.management.base import BaseCommand

from sentraki.offices.services.setup import load_reference


class Command(BaseCommand):
    """Safe to repeat: a table is written only when its files changed."""

    help = "Load regions, holidays and every other reference table that is new or changed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say what was written."""
        for name, rows in load_reference().items():
            if rows:
                self.stdout.write(f"{name}: {rows}")
