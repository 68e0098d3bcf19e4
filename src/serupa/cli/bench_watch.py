"""``serupa bench watch``: new names against protected marks, false alarms and planted copies."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from serupa.bench.watch import Watched, watched
from serupa.cli import Commands
from serupa.register import read_register


def register(commands: Commands) -> None:
    """Add ``bench watch``."""
    command = commands.bench.add_parser("watch", help="false alarms and planted copies in a year")
    command.add_argument("--register", required=True, type=Path, metavar="FILE.csv[.gz]")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Print what was measured."""
    found = watched(read_register(given.register))
    print(json.dumps(asdict(found), indent=2) if given.json else table(found))
    return 0


def table(found: Watched) -> str:
    """The figures as lines."""
    lines = [
        f"{found.new} new names against {found.protected:,} protected marks: "
        f"{found.processor} s of processor"
    ]
    for band, rate in found.false_alarms.items():
        lines.append(
            f"band {band} and above: {rate:.2f} false alarms a protected mark and year, "
            f"{found.found[band]} of {found.planted} planted copies found"
        )
    lines.append(f"missed from band {found.missed_at}: {', '.join(found.missed) or 'none'}")
    return "\n".join(lines)
