"""``manage.py load_demo``: make the demo offices where they are missing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sentraki.desk import demo, demo_past
from sentraki.desk.jobs import fill_demo


class Command(BaseCommand):
    """Safe to repeat."""

    help = "Load five demo offices with invented people, programmes, rights and cases."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--past``: the worker brings earlier years once it runs."""
        parser.add_argument("--past", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say whether anything was new."""
        self.stdout.write("demo loaded" if demo.load() else "demo was there already")
        if options["past"]:
            for name in demo_past.missing():
                fill_demo.enqueue(name)
