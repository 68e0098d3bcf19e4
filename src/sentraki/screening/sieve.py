"""Rows of a register that cannot be read, taken out into a file of their own with the reason."""

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext_noop

from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.screening.models import CorpusSource
from sentraki.screening.registers import UNREADABLE, check_heading, load_register
from serupa.register import (
    LAST_ROW,
    UNCLOSED,
    RegisterError,
    Table,
    explained,
    opened,
    read_batches,
    why_unread,
)
from serupa.rows import write_rows

ONLY_CSV = "only the rows of a CSV can be rejected one by one"
ITSELF = gettext_noop(
    "The rejected rows need a file of their own: %(path)s is the register itself."
)

AT_ONCE = 2_000
"""Rows judged together; those with a bad one among them are judged again without it."""

_BREAK = re.compile(r"\r\n|\r|\n")

Row = tuple[int, Sequence[str]]
"""The line a row ends on, and its cells."""

Rejected = tuple[int, str, Sequence[str]]
"""Line, reason, cells."""


def load_without(
    path: Path, rejected: Path, *, slug: str, name: str, as_of: date, licence: str, by: Viewer
) -> tuple[CorpusSource, int]:
    """``load_register`` of the rows of a CSV that can be read; the others go to ``rejected``. How
    many those are. The SHA-256 of the source is that of the rows loaded.

    Raises what ``load_register`` does.
    """
    if rejected.resolve() == path.resolve():
        raise Invalid(ITSELF, path=str(path))
    with TemporaryDirectory() as folder:
        clean = Path(folder) / "rows.csv"
        try:
            many = sieve(path, clean, rejected)
        except (RegisterError, OSError) as problem:
            raise Invalid(UNREADABLE, why=str(problem)) from problem
        told = {"slug": slug, "name": name, "licence": licence}
        return load_register(clean, as_of=as_of, by=by, **told), many


def sieve(path: Path, clean: Path, rejected: Path) -> int:
    """Write the rows of a CSV that the engine reads to ``clean`` and all others to ``rejected``:
    ``line,why`` and the row as it was. How many were rejected.

    Raises ``RegisterError`` for what is wrong with the file as a whole (no heading, a quote nothing
    closes, another encoding), ``OSError``.
    """
    if path.name.removesuffix(".gz").endswith((".jsonl", ".ndjson", ".xml")):
        raise RegisterError(ONLY_CSV)
    check_heading(path)
    bad: list[Rejected] = []
    with explained(path), opened(path) as lines:
        table = Table(lines)
        write_rows(clean, table.columns, _kept(table, clean, bad))
    write_rows(rejected, ("line", "why", *table.columns), ((at, why, *row) for at, why, row in bad))
    return len(bad)


def _kept(table: Table, clean: Path, bad: list[Rejected]) -> Iterator[Sequence[str]]:
    trial = clean.with_name(f"trial-{clean.name}")
    rows = _rows(table)
    while some := list(islice(rows, AT_ONCE)):
        while some and (found := _first_bad(trial, table.columns, some)):
            at, why = found
            line, row = some.pop(at)
            bad.append((line, why, row))
        yield from (row for _line, row in some)
    bad.sort(key=lambda one: one[0])


def _rows(table: Table) -> Iterator[Row]:
    rows = table.rows()
    try:
        for row in rows:
            if row == LAST_ROW:
                return
            if row:
                yield rows.line_num + 1, row  # the heading was read before
    except csv.Error as problem:
        raise RegisterError(why_unread(problem), rows.line_num + 1) from problem
    raise RegisterError(UNCLOSED)


def _first_bad(trial: Path, columns: Sequence[str], some: Sequence[Row]) -> tuple[int, str] | None:
    """Which of some rows the engine refuses first, and why."""
    write_rows(trial, columns, (row for _line, row in some))
    try:
        for _batch in read_batches(trial):
            pass
    except RegisterError as problem:
        if problem.line < 2:
            raise
        line = 2
        for at, (_line, row) in enumerate(some):
            line += 1 + sum(len(_BREAK.findall(cell)) for cell in row)
            if problem.line < line:
                return at, str(problem).removeprefix(f"line {problem.line}: ")
    return None
