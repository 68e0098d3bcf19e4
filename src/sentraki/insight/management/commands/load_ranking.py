"""``manage.py load_ranking FILE``: load what regions report, for the ranking."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sentraki.insight.regions import load_comparisons
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid


class Command(BaseCommand):
    """Safe to repeat: a region's row of the same period is replaced."""

    help = "Load a CSV with region_code, period, facilitated, registered, businesses, source."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the table lies."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how many rows there were."""
        try:
            count = load_comparisons(path=options["file"], viewer=Viewer.system("load_ranking"))
        except (OSError, Invalid) as no:
            params = no.params if isinstance(no, Invalid) else {}
            raise CommandError(str(no) % params if params else str(no)) from no
        self.stdout.write(f"{count} rows loaded")
