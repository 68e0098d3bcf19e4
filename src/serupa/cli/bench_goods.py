"""``serupa bench goods``: classes and grounds against sentences and names labelled by hand."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from serupa.bench.labelled import NAMES, SENTENCES, goods_figures, grounds_figures, read_part
from serupa.cli import Commands


def register(commands: Commands) -> None:
    """Add ``bench goods``."""
    measure = commands.bench.add_parser("goods", help="classes and grounds on labelled data")
    measure.add_argument(
        "--labelled",
        type=Path,
        default=Path("data/bench"),
        metavar="DIR",
        help=f"holds {SENTENCES} and {NAMES} (default data/bench)",
    )
    measure.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Print the figures of both halves as JSON."""
    told = {
        part: {
            "classes": asdict(goods_figures(read_part(given.labelled / SENTENCES, part))),
            "grounds": asdict(grounds_figures(read_part(given.labelled / NAMES, part))),
        }
        for part in ("tune", "judge")
    }
    print(json.dumps(told, indent=2))
    return 0
