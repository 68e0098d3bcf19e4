"""``manage.py past_register FILE``: write the invented register of Tangerang's earlier years."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sentraki.desk.past_register import HEADINGS, PRINTED, QUOTAS, rows
from sentraki.kernel.sheets import write_csv

TANGERANG = "36.71"


class Command(BaseCommand):
    """Writes a sheet to bring by hand: *Impor lembar*, "berkas tahun lalu"."""

    help = "Write the invented register of earlier years that the demo of figures imports."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and how many years."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--all", action="store_true", help="2020 to 2024 (3,020 rows)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write and say how many rows there are."""
        years = tuple(QUOTAS) if options["all"] else PRINTED
        try:
            made = list(rows(TANGERANG, years))
        except LookupError as error:
            raise CommandError("Load the table of regions first: ./sentraki prepare") from error
        options["file"].write_bytes(write_csv(HEADINGS, made))
        self.stdout.write(f"{len(made)} rows written")
