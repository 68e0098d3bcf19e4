"""``serupa watch``: newly filed names against marks to be protected, in one call."""

import argparse
from pathlib import Path
from typing import cast

from serupa.cli import Commands
from serupa.cli.search import told
from serupa.corpus import Corpus
from serupa.explain import Language
from serupa.register import read_register
from serupa.rows import write_rows
from serupa.watch import LOWEST_BAND, alarms

COLUMNS = (
    "new_id", "new_name", "protected_id", "protected_name", "score", "band", "reasons",
)  # fmt: skip


def register(commands: Commands) -> None:
    """Add ``watch``."""
    watch = commands.top.add_parser("watch", help="newly filed names against protected marks")
    for name, what in (("--new", "the new marks"), ("--protected", "those to be protected")):
        watch.add_argument(
            name, required=True, type=Path, metavar="FILE.csv", help=f"a register: {what}"
        )
    watch.add_argument(
        "--out", required=True, type=Path, metavar="FILE.csv", help=f"gets {','.join(COLUMNS)}"
    )
    watch.add_argument(
        "--band", type=int, default=LOWEST_BAND, choices=(2, 3, 4), help="the lowest (default 4)"
    )
    watch.add_argument("--lang", choices=("id", "en"), default="id")
    watch.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Write every alarm (see ``alarms``), by new mark as they came and then best first."""
    new = list(read_register(given.new))
    protected = Corpus.read(given.protected)
    lang = cast(Language, given.lang)
    rows = (
        (mark.id, mark.name, *told(finding, lang))
        for mark, finding in alarms(new, protected, given.band)
    )
    count = write_rows(given.out, COLUMNS, rows)
    print(f"new={len(new)} protected={len(protected)} alarms={count} band>={given.band}")
    return 0
