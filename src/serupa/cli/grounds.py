"""``serupa grounds NAME``: the words of a name that speak against it, one name or many."""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

from serupa.cli import Commands, language, one_or_batch
from serupa.explain import Language, sentence
from serupa.grounds import codes, find_grounds
from serupa.register import read_classes
from serupa.rows import classes_in, read_rows, write_rows
from serupa.types import Query


def register(commands: Commands) -> None:
    """Add ``grounds``."""
    command = commands.top.add_parser("grounds", help="words that speak against a name")
    command.add_argument("name", nargs="?")
    command.add_argument("--class", "--classes", dest="classes", default="", metavar="30,43")
    command.add_argument("--goods", default="", help="what is sold, in ordinary words")
    command.add_argument(
        "--in", dest="given_in", type=Path, metavar="FILE", help="columns id,name,classes"
    )
    command.add_argument("--out", dest="given_out", type=Path, metavar="FILE")
    language(command)
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Print the grounds of a name with their words and cures, or write those of many names."""
    if one_or_batch(given.name, given.given_in, given.given_out):
        count = write_rows(given.given_out, ("id", "flagged", "grounds"), _many(given.given_in))
        print(f"{count} names: {given.given_out}")
        return 0
    query = Query(given.name, read_classes(given.classes), given.goods)
    found = find_grounds(query, query.classes)
    if given.json:
        print(json.dumps([ground.to_dict() for ground in found], ensure_ascii=False, indent=2))
        return 0
    lang = cast(Language, given.lang)
    if not found:
        print(sentence("abs.none", lang=lang))
    for ground in found:
        told = (sentence(key, ground.params, lang) for key in (ground.key, ground.cure))
        print(f"{ground.code or '-':>2}  {', '.join(ground.words)}: {' '.join(told)}")
    return 0


def _many(path: Path) -> Iterator[Sequence[object]]:
    for line, row in read_rows(path, ("id", "name", "classes")):
        query = Query(row["name"], classes_in(row, line, path))
        found = codes(find_grounds(query, query.classes))
        yield row["id"], "yes" if found else "no", ";".join(found)
