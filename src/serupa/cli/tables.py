"""CSV files of a batch command: read with line numbers, written whole or not at all."""

import csv
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from serupa.register import delimiter_of


def read_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with its line number; only the wanted columns, missing cells empty.

    UTF-8 with or without a byte-order mark, columns parted by a comma, ``;``, a tab or ``|``.
    Raises ``ValueError`` that names file and line for a missing column, a row with too many cells
    or text that cannot be read.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            heading = lines.readline()
            parted = delimiter_of(heading)
            reader = csv.DictReader(chain([heading], lines), strict=True, delimiter=parted)
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if missing:
                raise ValueError(f"{path}, line 1: no column {', '.join(missing)}")
            for row in reader:
                if None in row:
                    raise ValueError(f"{path}, line {reader.line_num}: more cells than columns")
                yield reader.line_num, {name: row[name] or "" for name in columns}
    except UnicodeDecodeError as problem:
        told = f"{path}: not UTF-8 text (byte {problem.start}), save it as CSV UTF-8"
        raise ValueError(told) from problem
    except csv.Error as problem:
        raise ValueError(f"{path}, line {reader.line_num}: {problem}") from problem


def write_rows(path: Path, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write the rows and give their number; an error on the way leaves the old file as it was."""
    written = 0
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            table = csv.writer(out, lineterminator="\n")
            table.writerow(heading)
            for row in rows:
                table.writerow(row)
                written += 1
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return written


def one_or_batch(single: str | None, given_in: Path | None, given_out: Path | None) -> bool:
    """Whether a batch is asked for. Raises ``ValueError`` when neither or half of it is given."""
    if (given_in is None) != (given_out is None):
        raise ValueError("--in and --out belong together")
    if (single is None) == (given_in is None):
        raise ValueError("give either one text, or --in and --out")
    return given_in is not None
