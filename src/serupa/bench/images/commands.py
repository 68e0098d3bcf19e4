"""What ``serupa bench images`` runs."""

import argparse
import json

from serupa.bench.images.report import Taught, measured, printed
from serupa.images.making.commands import joined, logo_lessons

COPIES = 8
"""Altered copies of each drawing the projections of both folds learn from."""


def measure(given: argparse.Namespace) -> int:
    """Print the figures of the development set."""
    if given.lessons is not None:
        taught = Taught.read(given.lessons)
    else:
        fresh = logo_lessons(given.folder / "gallery.jsonl.gz", COPIES, given.workers)
        taught = Taught(joined(fresh), tuple(lesson.name for lesson in fresh))
    told = measured(given.folder, taught, peers=not given.no_peers)
    print(json.dumps(told, indent=1) if given.json else printed(told))
    return 0
