"""``serupa classes "sentence"``: the Nice classes a product sentence points at."""

import argparse
import json
from dataclasses import asdict

from serupa.cli import Commands, language
from serupa.goods import LABEL, suggest


def register(commands: Commands) -> None:
    """Add ``classes``."""
    classes = commands.top.add_parser("classes", help="Nice classes for a product sentence")
    classes.add_argument("sentence")
    language(classes)
    classes.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Print the classes with the words that speak for them."""
    found = suggest(given.sentence)
    if given.json:
        print(json.dumps([asdict(item) for item in found], ensure_ascii=False, indent=2))
        return 0
    for item in found:
        summary = item.summary_id if given.lang == "id" else item.summary_en
        print(f"{item.nice_class:>2}  {summary}")
        print(f"    {LABEL}: {', '.join(item.words)} ({', '.join(item.origin)})")
    return 0
