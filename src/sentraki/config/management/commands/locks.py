"""Write THIRD_PARTY.md from the locks; `--check` looks at the locks and at that page."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sentraki.config.locks import notices, problems, write_licences


class Command(BaseCommand):
    """Part of `./sentraki lock` and `./sentraki check`."""

    requires_system_checks = ()
    help = "Write THIRD_PARTY.md; --check only looks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--check`` writes nothing."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare, then name every problem."""
        root = Path(settings.ROOT)
        if not options["check"]:
            write_licences(root)
        page, fresh = root / "THIRD_PARTY.md", notices(root)
        if not options["check"]:
            page.write_text(fresh, encoding="utf-8")
        found = problems(root)
        if not page.exists() or page.read_text(encoding="utf-8") != fresh:
            found.append("THIRD_PARTY.md is stale; run ./sentraki manage locks")
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError("The locks cannot be trusted.")
