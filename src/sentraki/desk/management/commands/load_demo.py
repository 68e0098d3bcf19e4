"""``manage.py load_demo``: make the demo offices where they are missing."""

from typing import Any

from django.core.management.base import BaseCommand

from sentraki.desk import demo


class Command(BaseCommand):
    """Safe to repeat."""

    help = "Load five demo offices with invented people, programmes, rights and cases."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say whether anything was new."""
        self.stdout.write("demo loaded" if demo.load() else "demo was there already")
