"""``verify_ledger [--checkpoint FILE]``: read the whole log and say whether it is whole."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sentraki.ledger.services.verify import verify


class Command(BaseCommand):
    """Exit code 1 and one line per problem when the log is not whole."""

    help = "Check every entry of the log, and a checkpoint kept elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the checkpoint's file."""
        parser.add_argument("--checkpoint", type=Path, help="a checkpoint kept by a second office")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify and report."""
        path: Path | None = options["checkpoint"]
        report = verify(path.read_text(encoding="utf-8") if path else "")
        for problem in report.problems:
            self.stderr.write(f"{problem.kind}: {problem.text}")
        if not report.is_whole:
            raise CommandError(f"the log is not whole ({report.size} entries read)")
        witness = "with the checkpoint given" if path else "without an outside checkpoint"
        self.stdout.write(f"{report.size} entries, whole ({witness})")
