"""`./sentraki texts`: collect, merge, compile; `--check` only looks."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sentraki.config import catalogues


class Command(BaseCommand):
    """Keeps both languages complete."""

    requires_system_checks = ()
    help = "Collect the texts of the house and compile both languages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--check`` fails on anything missing; ``--absorb`` removes the merged parts."""
        parser.add_argument("--check", action="store_true")
        parser.add_argument("--absorb", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the catalogues, then name every problem left."""
        root = Path(settings.ROOT)
        if not options["check"]:
            catalogues.write(root, absorb=options["absorb"])
        found = catalogues.problems(root)
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} problems with the texts.")
        self.stdout.write("Indonesian and English are complete.")
