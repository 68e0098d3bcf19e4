"""``serupa classify "sentence"``: the Nice classes a product sentence points at, one or many."""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from serupa.cli import Commands, language, one_or_batch
from serupa.goods import LABEL, Classified, TermList, classify
from serupa.goods.importers import read_terms
from serupa.rows import read_rows, write_rows

_SHOWN = 3


def register(commands: Commands) -> None:
    """Add ``classify``."""
    command = commands.top.add_parser("classify", help="Nice classes for a product sentence")
    command.add_argument("sentence", nargs="?")
    command.add_argument("--in", dest="given_in", type=Path, metavar="FILE", help="columns id,text")
    command.add_argument("--out", dest="given_out", type=Path, metavar="FILE")
    command.add_argument(
        "--terms",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="saved SKM pages (HTML), WIPO's XML or a CSV with columns class,term",
    )
    language(command)
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Print the classes with the words that speak for them, or write those of many texts."""
    batch = one_or_batch(given.sentence, given.given_in, given.given_out)
    terms = [read_terms(path) for path in given.terms]
    if batch:
        heading = ("id", "class_1", "class_2", "class_3", "asked")
        count = write_rows(given.given_out, heading, _many(given.given_in, terms))
        print(f"{count} texts: {given.given_out}")
        return 0
    found = classify(given.sentence, terms=terms)
    if given.json:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    else:
        _print(found, indonesian=given.lang == "id")
    return 0


def _many(path: Path, terms: Sequence[TermList]) -> Iterator[Sequence[object]]:
    for _, row in read_rows(path, ("id", "text")):
        found = classify(row["text"], terms=terms, limit=_SHOWN)
        numbers = [item.nice_class for item in found.suggestions]
        empty = [""] * (_SHOWN - len(numbers))
        yield (row["id"], *numbers, *empty, "yes" if found.question else "no")


def _print(found: Classified, *, indonesian: bool) -> None:
    for item in found.suggestions:
        print(f"{item.nice_class:>2}  {item.summary_id if indonesian else item.summary_en}")
        print(f"    {LABEL}: {', '.join(item.words)} ({', '.join(item.origin)})")
    if found.question is not None:
        question = found.question
        print(f" ?  {question.ask_id if indonesian else question.ask_en}")
        for option in question.options:
            print(f"    {option.nice_class}: {option.say_id if indonesian else option.say_en}")
