"""Registers kept as a workbook: its first sheet made into the CSV that the engine reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sentraki.kernel.errors import Invalid
from sentraki.kernel.limited import ChildFailed, LimitExceeded
from sentraki.kernel.sheets import read_sheet
from sentraki.screening.registers import UNREADABLE
from serupa.register import HEADINGS
from serupa.rows import write_rows

TOO_MUCH = "the workbook takes too much time or memory: save its sheet as CSV UTF-8"


@contextmanager
def readable(path: Path) -> Iterator[Path]:
    """The file itself, or while this lasts a CSV of what the first sheet of a workbook holds from
    its headings on. A cell of several lines is one line there, and a row stands as far below the
    headings as in the sheet, so that "line 7" is the seventh row counted from them.

    Raises ``Invalid`` for a workbook that cannot be read; ``OSError``.
    """
    if path.suffix.lower() != ".xlsx" or not path.is_file():
        yield path
        return
    try:
        sheet = read_sheet(path, path.name, {ours: set(ways) for ours, ways in HEADINGS.items()})
    except (LimitExceeded, ChildFailed) as problem:
        raise Invalid(UNREADABLE, why=TOO_MUCH) from problem
    rows: list[list[str]] = []
    for row in sheet.rows:
        rows += [[]] * (row.number - sheet.number - len(rows) - 1)
        rows.append([" ".join(text.split("\n")) for text in row.texts()])
    with TemporaryDirectory() as folder:
        table = Path(folder) / f"{path.stem}.csv"
        write_rows(table, sheet.headers, rows)
        yield table
