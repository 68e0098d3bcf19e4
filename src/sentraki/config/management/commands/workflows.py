"""Draw docs/workflows.md; `--check` only says whether it is fresh."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sentraki.config.drawings import draw


class Command(BaseCommand):
    """The page is committed; a stale one fails `./sentraki check`."""

    requires_system_checks = ()
    help = "Draw docs/workflows.md from the tables."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--check`` writes nothing."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare."""
        path = Path(settings.ROOT) / "docs" / "workflows.md"
        fresh = draw()
        if not options["check"]:
            path.parent.mkdir(exist_ok=True)
            path.write_text(fresh, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != fresh:
            raise CommandError("docs/workflows.md is stale; run ./sentraki manage workflows")
