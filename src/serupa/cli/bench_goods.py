"""``serupa bench goods``: classes and grounds against sentences and names labelled by hand."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from serupa.bench.labelled import NAMES, SENTENCES, goods_figures, grounds_figures, read_part
from serupa.cli import Commands

LABELLED = Path("data/bench")


def register(commands: Commands) -> None:
    """Add ``bench goods``."""
    measure = commands.bench.add_parser("goods", help="classes and grounds on labelled data")
    measure.add_argument(
        "--labelled",
        type=Path,
        default=LABELLED,
        metavar="DIR",
        help=f"holds {SENTENCES} and {NAMES} (default data/bench)",
    )
    measure.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Print the figures of both halves as JSON."""
    print(json.dumps(measured(given.labelled), indent=2))
    return 0


def measured(labelled: Path) -> dict[str, Any]:
    """The figures of the half for tuning and of the half for judging."""
    return {
        part: {
            "classes": asdict(goods_figures(read_part(labelled / SENTENCES, part))),
            "grounds": asdict(grounds_figures(read_part(labelled / NAMES, part))),
        }
        for part in ("tune", "judge")
    }
