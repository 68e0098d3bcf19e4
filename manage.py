#!/usr/bin/env python
"""Django's own command line; people use `./sentraki manage …`, which picks the right Python."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sentraki.config.settings.local")


def main() -> None:
    """Run one management command."""
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
