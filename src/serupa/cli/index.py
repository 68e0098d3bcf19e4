"""``serupa index build|add|withdraw|tidy|check``: a register kept on the disk to be searched."""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from serupa.cli import Commands, iso_date
from serupa.corpus import FolderCorpus
from serupa.index.build import MOST_MARKS, builders
from serupa.index.store import Change, Store
from serupa.register import Batch, read_batches, read_classes, read_register
from serupa.types import Record


def register(commands: Commands) -> None:
    """Add ``index`` and what it can do."""
    parser = commands.top.add_parser("index", help="a register on the disk, ready to be searched")
    actions = parser.add_subparsers(required=True, metavar="ACTION")

    build = actions.add_parser("build", help="make an index of a register")
    build.add_argument(
        "--register",
        required=True,
        type=Path,
        metavar="FILE.csv[.gz]",
        help="columns id,name,classes,status,filed_on,owner; others are kept",
    )
    build.add_argument(
        "--out", required=True, type=Path, metavar="DIR", help="an index there is replaced"
    )
    build.add_argument("--name", default="", help="what the register is called in answers")
    build.add_argument("--date", default="", type=iso_date, help="date of the data, YYYY-MM-DD")
    build.add_argument("--licence", default="")
    build.add_argument(
        "--at-once",
        type=int,
        default=MOST_MARKS,
        metavar="MARKS",
        help=f"marks of one part (default {MOST_MARKS}); fewer, larger parts answer sooner, and "
        "take 0.6 GB of memory a million marks to build",
    )
    build.set_defaults(run=_build)

    add = actions.add_parser("add", help="add marks, or replace those with the same id")
    add.add_argument("--register", type=Path, metavar="FILE.csv[.gz]", help="many marks at once")
    for field in ("id", "name", "classes", "status", "filed-on", "owner"):
        add.add_argument(f"--{field}", default="")
    add.set_defaults(run=_add)

    withdraw = actions.add_parser("withdraw", help="take marks out")
    withdraw.add_argument("ids", nargs="+", metavar="ID")
    withdraw.set_defaults(run=_withdraw)

    tidy = actions.add_parser("tidy", help="put together what many changes have left in pieces")
    tidy.set_defaults(run=_tidy)
    check = actions.add_parser("check", help="read every byte and say whether it is as written")
    check.set_defaults(run=_check)
    for action in (add, withdraw, tidy, check):
        action.add_argument("--index", required=True, type=Path, metavar="DIR")
    for action in (build, add, withdraw, tidy, check):
        action.add_argument("--json", action="store_true", help="JSON instead of a line")


def _build(given: argparse.Namespace) -> int:
    started = time.perf_counter()
    name = given.name or given.register.name
    read = 0

    def counted() -> Iterator[Batch]:
        nonlocal read
        for batch in read_batches(given.register):
            read += len(batch.ids)
            yield batch

    full = builders(counted(), given.at_once)
    opened = Store(given.out).build(full, name, given.date, given.licence)
    if read > opened.holdings.marks:
        again = read - opened.holdings.marks
        print(f"serupa: {again} rows repeat an id; the last row of an id counts", file=sys.stderr)
    return _say(given, given.out, started)


def _add(given: argparse.Namespace) -> int:
    if given.register:
        changes: list[Change] = list(read_register(given.register))
    elif given.id and given.name:
        classes = read_classes(given.classes)
        texts = {"status": given.status, "filed_on": given.filed_on, "owner": given.owner}
        changes = [Record(given.id, given.name, classes, **texts)]
    else:
        raise ValueError("give --register, or --id and --name")
    return _change(given, changes)


def _withdraw(given: argparse.Namespace) -> int:
    return _change(given, list(given.ids))


def _change(given: argparse.Namespace, changes: list[Change]) -> int:
    corpus = FolderCorpus(given.index)
    started = time.perf_counter()
    try:
        corpus.change(changes)
    except KeyError as unknown:
        raise ValueError(f"there is no mark with the id {unknown}") from unknown
    return _say(given, given.index, started)


def _tidy(given: argparse.Namespace) -> int:
    started = time.perf_counter()
    FolderCorpus(given.index).tidy()
    return _say(given, given.index, started)


def _check(given: argparse.Namespace) -> int:
    started = time.perf_counter()
    torn = Store(given.index).check()
    if torn:
        print(
            f"serupa: the last {torn} bytes of the log are no whole change: a writer died, or they "
            "are damaged; the next change removes them",
            file=sys.stderr,
        )
    if Store(given.index).is_dated():
        print(
            "serupa: its marks were read by earlier rules; built anew, more of what sounds alike "
            "would be found",
            file=sys.stderr,
        )
    return _say(given, given.index, started)


def _say(given: argparse.Namespace, folder: Path, started: float) -> int:
    info = FolderCorpus(folder).info
    told = {
        "rows": info.size,
        "seconds": round(time.perf_counter() - started, 3),
        "bytes": Store(folder).size(),
        "fingerprint": info.fingerprint,
    }
    if given.json:
        print(json.dumps(told))
    else:
        print(" ".join(f"{key}={value}" for key, value in told.items()))
    return 0
