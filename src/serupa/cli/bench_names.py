"""``serupa bench names``: recall and speed of the name search on decided disputes."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from serupa import bench
from serupa.cli import Commands
from serupa.register import read_register


def register(commands: Commands) -> None:
    """Add ``bench names``."""
    measure = commands.bench.add_parser("names", help="recall and speed on decided disputes")
    measure.add_argument("--pairs", required=True, type=Path, metavar="FILE")
    measure.add_argument("--corpus", required=True, type=Path, metavar="FILE")
    measure.add_argument("--whole", action="store_true", help="search all classes")
    measure.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Print what was measured as JSON."""
    pairs = bench.read_pairs(given.pairs)
    measured = bench.run(read_register(given.corpus), pairs, own_classes=not given.whole)
    print(json.dumps(asdict(measured), indent=2))
    return 0
