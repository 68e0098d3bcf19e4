"""``checkpoint [--out FILE]``: sign how long the log is, for a second office to keep."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sentraki.ledger.services import checkpoints


class Command(BaseCommand):
    """Prints the note, or writes it to a file."""

    help = "Make a signed checkpoint of the log."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the target file."""
        parser.add_argument("--out", type=Path, help="write the checkpoint here")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make and hand out the checkpoint."""
        made = checkpoints.make()
        out: Path | None = options["out"]
        if out is None:
            self.stdout.write(made.text, ending="")
        else:
            out.write_text(made.text, encoding="utf-8")
            self.stdout.write(f"checkpoint of {made.size} entries written to {out}")
