"""Everything between an empty folder and a page that opens, in one process. Safe to repeat."""

from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Called by `./sentraki run` and by deployments before they start the web server."""

    help = "Migrate, load reference data (and the demo offices), collect static files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--demo`` also loads the five demo offices; ``--past`` has the worker bring what they
        did in earlier years."""
        parser.add_argument("--demo", action="store_true")
        parser.add_argument("--past", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps in order, each idempotent; static files are packed beside them."""
        with ThreadPoolExecutor(1) as beside:
            packing = beside.submit(
                call_command, "collectstatic", interactive=False, verbosity=0, skip_checks=True
            )
            call_command("migrate", interactive=False, verbosity=0)
            call_command("load_reference")
            if options["demo"]:
                call_command("load_demo", past=options["past"])
            packing.result()
