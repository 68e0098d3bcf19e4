"""What a sheet says to people: reasons in words, rows to repair, an empty sheet to fill."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from sentraki.kernel.access import Viewer
from sentraki.kernel.sheets import write_csv, write_xlsx
from sentraki.ledger.acts import act
from sentraki.parties.models import ImportBatch, ImportRow
from sentraki.parties.rules import RowVerdict
from sentraki.parties.rules.reasons import Level
from sentraki.parties.selectors.imports import returned_rows
from sentraki.parties.services.import_kinds import ImportKind, kind_of

_TEMPLATE_ROWS = 1_000


@dataclass(frozen=True)
class Sentence:
    """One reason in the reader's language; ``level`` says how much it weighs."""

    level: Level
    text: str


def label_of(kind: ImportKind, field: str) -> str:
    """What a field is called in the reader's language."""
    return next((_(spec.label) for spec in kind.fields if spec.name == field), field)


def sentences(kind: ImportKind, reasons: Iterable[Sequence[Any]]) -> list[Sentence]:
    """Stored reasons (``[code, params]``) in words, the heaviest first."""
    found = []
    for code, params in reasons:
        text = kind.reasons[code]
        given: Mapping[str, Any] = dict(params)
        if "field" in given:
            given = {**given, "field": label_of(kind, str(given["field"]))}
        found.append(Sentence(text.level, _(text.message) % given))
    return sorted(found, key=lambda sentence: -sentence.level)


def row_code(batch: ImportBatch, row: ImportRow) -> str:
    """The code by which a repaired row finds what it became before."""
    return f"{batch.public_id}.{row.number}"


def give_back(*, batch: ImportBatch, viewer: Viewer, as_csv: bool = False) -> bytes:
    """The flagged and rejected rows as XLSX or CSV: the cells as they came, then why.

    The file can be repaired and sent again: its last column leads each row back to what it became.
    Every download is an entry of the log. Raises ``Denied``.
    """
    kind = kind_of(batch.kind)
    rows = list(returned_rows(batch))
    with act("import.export", on=batch, by=viewer) as deed:
        deed.record(rows=len(rows))
    headers = list(batch.headings.get("headers", ()))
    width = max([len(headers), *(len(row.cells.get("texts", ())) for row in rows)])
    headings = [*headers, *[""] * (width - len(headers)), *_extra_headings()]
    lines = [_line(batch, kind, row, width) for row in rows]
    return write_csv(headings, lines) if as_csv else write_xlsx(headings, lines)


def _extra_headings() -> list[str]:
    return [
        pgettext("sheet", "Row"),
        pgettext("sheet", "Verdict"),
        pgettext("sheet", "Reasons"),
        pgettext("sheet", "Row code"),
    ]


def _line(batch: ImportBatch, kind: ImportKind, row: ImportRow, width: int) -> list[str | int]:
    texts = [text[:30_000] for text in row.cells.get("texts", ())]
    verdict = _("imported, but look") if row.verdict == RowVerdict.FLAG else _("not imported")
    why = " ".join(s.text for s in sentences(kind, row.reasons) if s.level > Level.NOTE)
    return [*texts, *[""] * (width - len(texts)), row.number, verdict, why, row_code(batch, row)]


def template(kind: ImportKind) -> bytes:
    """An empty workbook with our headings; every column is text, so a NIK keeps its digits."""
    book = Workbook()
    page = book.active or book.create_sheet()
    page.title = "Data"
    page.freeze_panes = "A2"
    for place, spec in enumerate(_offered(kind), 1):
        label = _(spec)
        letter = get_column_letter(place)
        page.column_dimensions[letter].width = max(14, len(label) + 4)
        page.column_dimensions[letter].number_format = "@"
        heading = page.cell(row=1, column=place, value=label)
        heading.font = Font(bold=True)
        for row in range(1, _TEMPLATE_ROWS + 2):
            page.cell(row=row, column=place).number_format = "@"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _offered(kind: ImportKind) -> list[str]:
    return [spec.label for spec in kind.fields if spec.name != "row_code"]
