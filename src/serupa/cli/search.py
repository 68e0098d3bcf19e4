"""``serupa search``: many names at once against an index, the nearest marks of each as CSV."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from sys import stderr
from typing import cast

from serupa import fast
from serupa.cli import Commands, at_least_one
from serupa.corpus import Corpus
from serupa.explain import Language, reason
from serupa.rows import classes_in, read_rows, write_rows
from serupa.screening import compare
from serupa.types import Finding, Query

COLUMNS = ("query_id", "rank", "id", "name", "score", "band", "reasons")


def register(commands: Commands) -> None:
    """Add ``search``."""
    search = commands.top.add_parser("search", help="many names against an index, as CSV")
    search.add_argument("--index", required=True, type=Path, metavar="DIR")
    search.add_argument(
        "--queries",
        required=True,
        type=Path,
        metavar="FILE.csv",
        help="columns query_id,name,classes; no classes: the whole register",
    )
    search.add_argument(
        "--top", type=at_least_one, default=10, metavar="N", help="marks a query (default 10)"
    )
    search.add_argument(
        "--out", required=True, type=Path, metavar="FILE.csv", help=f"gets {','.join(COLUMNS)}"
    )
    search.add_argument(
        "--whole", action="store_true", help="all classes, whatever the queries say"
    )
    search.add_argument("--fast", action="store_true", help="with compiled loops (needs numba)")
    search.add_argument("--lang", choices=("id", "en"), default="id")
    search.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Answer every query of the file; nothing is written when one of them cannot be read."""
    corpus = Corpus.open(given.index)
    if given.fast and not fast.enable():
        print(
            "numba is not installed (extra fast): the answers come as fast as without", file=stderr
        )
    asked = list(read_queries(given.queries))
    rows = (
        (query_id, place, *told(finding, cast(Language, given.lang)))
        for query_id, query in asked
        for place, finding in enumerate(
            compare(Query(query.name) if given.whole else query, corpus, limit=given.top), start=1
        )
    )
    count = write_rows(given.out, COLUMNS, rows)
    info = corpus.info
    print(f"queries={len(asked)} rows={count} marks={info.size} fingerprint={info.fingerprint}")
    return 0


def read_queries(path: Path) -> Iterator[tuple[str, Query]]:
    """``query_id`` and query of every row. Raises ``RegisterError``."""
    for line, row in read_rows(path, ("query_id", "name")):
        yield row["query_id"], Query(row["name"], classes_in(row, line, path))


def told(finding: Finding, lang: Language) -> Sequence[object]:
    """Id, name, score, band and reasons of a finding, as a row of a table."""
    mark = finding.record
    reasons = " | ".join(reason(item, lang) for item in finding.evidence)
    return mark.id, mark.name, f"{finding.score:.4f}", finding.band, reasons
