"""``serupa bench kills``: a writer killed at random moments, the index read anew each time."""

import argparse
import json
import tempfile
from dataclasses import asdict
from pathlib import Path

from serupa.cli import Commands
from serupa.index.kills import Kills, try_kills


def register(commands: Commands) -> None:
    """Add ``bench kills``."""
    kills = commands.bench.add_parser("kills", help="kill a writer at random, read the index anew")
    kills.add_argument("--times", type=int, default=1000)
    kills.add_argument("--seed", type=int, default=51197)
    kills.add_argument("--json", action="store_true")
    kills.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Print what was found; 1 when a version was wrong."""
    with tempfile.TemporaryDirectory() as folder:
        found = try_kills(Path(folder), given.times, given.seed)
    print(json.dumps(asdict(found)) if given.json else table(found))
    return 1 if found.wrong else 0


def table(found: Kills) -> str:
    """The figures as lines, each wrong version in one of its own."""
    during = " ".join(f"{what}={count}" for what, count in sorted(found.during.items()))
    head = f"kills={found.kills} old={found.last} new={found.newer} wrong={len(found.wrong)}"
    return "\n".join((f"{head} {during}", *map(str, found.wrong)))
