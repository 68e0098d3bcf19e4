"""A spreadsheet somebody brought: read, looked at, imported, perhaps undone.

Nothing is repaired in silence. Every row gets one verdict with its reasons; doubtful values are
left out and listed, bad rows are given back. Importing and undoing go slice by slice, each in its
own act, so a killed import is finished by starting it again, and nothing happens twice.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from sentraki.kernel import access
from sentraki.kernel.access import Viewer
from sentraki.kernel.crashpoints import reach
from sentraki.kernel.errors import AlreadyDone, Denied, Invalid, MoveRefused
from sentraki.kernel.sheets import Cell, Row, Sheet, read_sheet
from sentraki.ledger.acts import act
from sentraki.ledger.uploads.names import clean_name
from sentraki.offices.models import Office
from sentraki.parties.models import ImportBatch, ImportRow
from sentraki.parties.rules import IMPORTED, ImportState
from sentraki.parties.rules.import_fields import MOST_ROWS, is_aggregate, wanted_columns
from sentraki.parties.rules.import_states import may_become
from sentraki.parties.selectors.imports import heading_words, place_book, totals
from sentraki.parties.services.import_kinds import Judged, Table, kind_of
from sentraki.parties.services.turns import Turns

WRITE_SLICE = 250
WRITTEN = ("verdict", "reasons", "values", "target_ref", "before")
NO_STEP = gettext_noop("This sheet cannot take that step now.")
_NO_PERSON = "Only a person of an office may bring a sheet."
_INCOMPLETE = gettext_noop("Reading this sheet was interrupted. Send the file again.")
_NO_NAME = gettext_noop("Say which column holds the name.")
_TWICE = gettext_noop("Two columns cannot hold the same thing.")
AGGREGATE = "aggregate"
TOO_LONG = "too-long"
EMPTY = "empty"


def preview(
    *, office: Office, viewer: Viewer, path: Path, name: str, kind: str, key: str = ""
) -> ImportBatch:
    """Read the file at ``path`` and judge its rows; nothing is imported yet.

    A sheet of counts, an empty one or one of more than 20,000 rows is kept as refused, with the
    reason. Raises ``Invalid`` for no spreadsheet, ``LimitExceeded`` or ``ChildFailed`` for one that
    breaks the reader, ``Denied``, and ``AlreadyDone`` for a repeated ``key``.
    """
    what = kind_of(kind)
    decision = access.decide("import.preview", viewer, region_code=office.region_code)
    if not decision.allowed or viewer.person_id is None:
        raise Denied(decision.reason or _NO_PERSON)
    sheet = read_sheet(path, name, heading_words(kind))
    refusal = _refusal(sheet, office)
    columns = wanted_columns(sheet.columns, what.fields)
    headings: dict[str, Any] = _headings(sheet, columns)
    judged: list[Judged] = []
    if not refusal:
        table = Table(sheet.headers, columns, sheet.rows)
        judged = what.judge(office=office, viewer=viewer, table=table)
    with act("import.preview", on=None, by=viewer, key=key, region_code=office.region_code) as deed:
        batch = ImportBatch.objects.create(
            region_code=office.region_code,
            office=office,
            kind=what.slug,
            file_name=clean_name(name),
            sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
            state=ImportState.REFUSED if refusal else ImportState.READING,
            refusal=refusal,
            headings=headings,
            notes=[[note.message, dict(note.params)] for note in sheet.notes],
            made_by_id=viewer.person_id,
            made_at=deed.at,
        )
        deed.about(batch)
        deed.record(kind=what.slug, rows=len(sheet.rows), refused=refusal)
    if not refusal:
        _write_rows(batch, sheet.rows, judged)
        _finish_reading(batch, viewer)
    return batch


def _refusal(sheet: Sheet, office: Office) -> str:
    """Why a sheet is not judged row by row; empty when it is."""
    if not sheet.rows:
        return EMPTY
    names = [
        row.cell(place).text
        for place, field in sheet.columns.items()
        if field in ("trade_name", "name")
        for row in sheet.rows[:2000]
    ]
    regions = place_book(office.region_code, with_villages=False).region_names()
    if is_aggregate(sheet.columns, sheet.headers, names, regions):
        return AGGREGATE
    return TOO_LONG if len(sheet.rows) > MOST_ROWS else ""


def _headings(sheet: Sheet, columns: Mapping[int, str]) -> dict[str, object]:
    return {
        "headers": list(sheet.headers),
        "columns": {str(place): field for place, field in columns.items()},
        "rows": len(sheet.rows),
    }


def _write_rows(batch: ImportBatch, rows: Sequence[Row], judged: Sequence[Judged]) -> None:
    made = [
        ImportRow(
            batch=batch,
            number=row.number,
            cells={
                "texts": row.texts(),
                "numbers": [n for n, cell in enumerate(row.cells) if cell.is_number],
                "shifted": row.is_shifted,
            },
            **_columns_of(verdict),
        )
        for row, verdict in zip(rows, judged, strict=True)
    ]
    for start in range(0, len(made), WRITE_SLICE):
        with transaction.atomic():
            ImportRow.objects.bulk_create(made[start : start + WRITE_SLICE])


def _columns_of(judged: Judged) -> dict[str, object]:
    return {
        "verdict": judged.verdict,
        "reasons": [reason.packed() for reason in judged.reasons],
        "values": dict(judged.values),
        "target_ref": judged.target_ref,
    }


def _finish_reading(batch: ImportBatch, viewer: Viewer) -> None:
    with act("import.preview", on=batch, by=viewer) as deed:
        set_state(batch, ImportState.PREVIEW)
        deed.record(**vars(totals(batch)))


def set_state(batch: ImportBatch, state: ImportState) -> None:
    """Write the state of a sheet; raises ``MoveRefused`` for a step it does not have."""
    if not may_become(batch.state, state):
        raise MoveRefused(NO_STEP)
    batch.state = state
    batch.save()


def remap(
    *, batch: ImportBatch, viewer: Viewer, columns: Mapping[int, str], key: str = ""
) -> ImportBatch:
    """Read the kept cells anew with the columns an officer chose (place → field).

    Raises ``Invalid`` for a field given twice, an unknown one or no name, and ``MoveRefused`` once
    the sheet was imported.
    """
    what = kind_of(batch.kind)
    given = list(columns.values())
    if len(set(given)) < len(given):
        raise Invalid(_TWICE, fields={"columns": _TWICE})
    if what.name_field not in given or len(wanted_columns(columns, what.fields)) < len(given):
        raise Invalid(_NO_NAME, fields={"columns": _NO_NAME})
    with act("import.preview", on=batch, by=viewer, key=key) as deed:
        batch = _locked(batch, viewer)
        if batch.rows.count() != batch.headings.get("rows"):
            raise Invalid(_INCOMPLETE)
        batch.headings = {
            **batch.headings,
            "columns": {str(place): field for place, field in sorted(columns.items())},
        }
        if batch.state == ImportState.READING:
            batch.save(update_fields=["headings"])
        else:
            set_state(batch, ImportState.READING)
        deed.record(columns=len(columns))
    rows = list(batch.rows.order_by("number"))
    judged = what.judge(office=batch.office, viewer=viewer, table=table_of(batch, rows))
    for row, verdict in zip(rows, judged, strict=True):
        for name, value in _columns_of(verdict).items():
            setattr(row, name, value)
    for start in range(0, len(rows), WRITE_SLICE):
        with transaction.atomic():
            _save(rows[start : start + WRITE_SLICE])
    _finish_reading(batch, viewer)
    return batch


def table_of(batch: ImportBatch, rows: Sequence[ImportRow]) -> Table:
    """The sheet as it was read, from its kept cells."""
    columns = {int(place): field for place, field in batch.headings["columns"].items()}
    return Table(batch.headings["headers"], columns, [_row_of(row) for row in rows])


def _row_of(row: ImportRow) -> Row:
    numbers = set(row.cells.get("numbers", ()))
    texts = row.cells.get("texts", ())
    cells = [Cell(text, place in numbers) for place, text in enumerate(texts)]
    return Row(row.number, cells, bool(row.cells.get("shifted")))


def _locked(batch: ImportBatch, viewer: Viewer) -> ImportBatch:
    """The sheet again, locked until the transaction ends."""
    rows = ImportBatch.objects.for_viewer(viewer).select_for_update()
    return rows.get(pk=batch.pk)


def begin(*, batch: ImportBatch, viewer: Viewer, key: str = "") -> ImportBatch:
    """Let the import begin, or go on after it was interrupted; :func:`carry_on` does the work."""
    with act("import.apply", on=batch, by=viewer, key=key) as deed:
        fresh = _locked(batch, viewer)
        if fresh.state != ImportState.APPLYING:
            set_state(fresh, ImportState.APPLYING)
        deed.record(stage="begin", rows=pending(fresh))
    return fresh


def pending(batch: ImportBatch) -> int:
    """How many rows still have to be imported."""
    return batch.rows.filter(verdict__in=IMPORTED, before=None).count()


def carry_on(*, batch: ImportBatch, viewer: Viewer) -> ImportBatch:
    """Import what is left, slice by slice. Safe to call again, also by two at once."""
    what, turns = kind_of(batch.kind), Turns()
    fresh = batch
    while fresh.state == ImportState.APPLYING:
        with act("import.apply", on=batch, by=viewer) as deed:
            fresh = _locked(batch, viewer)
            waiting = fresh.rows.filter(verdict__in=IMPORTED, before=None).order_by("number")
            rows = list(waiting[: what.slice_size])
            if rows:
                what.apply(batch=fresh, viewer=viewer, rows=rows)
                _save(rows)
                deed.record(stage="rows", first=rows[0].number, last=rows[-1].number)
                reach("import.apply:rows-written")
            elif fresh.state == ImportState.APPLYING:
                fresh.applied_at = deed.at
                set_state(fresh, ImportState.APPLIED)
                deed.record(stage="end", **vars(totals(fresh)))
        reach("import.apply:rows-committed")
        turns.give_way()
    return fresh


def apply(*, batch: ImportBatch, viewer: Viewer, key: str = "") -> ImportBatch:
    """Import every good row of a sheet in state preview; see :func:`begin`, :func:`carry_on`.

    The same ``key`` again goes on with an interrupted import, and raises ``AlreadyDone`` after it.
    """
    try:
        fresh = begin(batch=batch, viewer=viewer, key=key)
    except AlreadyDone:
        fresh = ImportBatch.objects.for_viewer(viewer).get(pk=batch.pk)
        if fresh.state != ImportState.APPLYING:
            raise
    return carry_on(batch=fresh, viewer=viewer)


def _save(rows: Sequence[ImportRow]) -> None:
    """Write what became of rows: one statement, ten times faster than ``bulk_update``."""
    ImportRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=WRITTEN
    )


def begin_undo(*, batch: ImportBatch, viewer: Viewer, key: str = "") -> ImportBatch:
    """Let the undoing begin, or go on; :func:`carry_on_undo` does the work."""
    with act("import.undo", on=batch, by=viewer, key=key) as deed:
        fresh = _locked(batch, viewer)
        if fresh.state != ImportState.UNDOING:
            set_state(fresh, ImportState.UNDOING)
        deed.record(stage="begin")
    return fresh


def carry_on_undo(*, batch: ImportBatch, viewer: Viewer) -> ImportBatch:
    """Take back what is left to be taken back, the last row first. Safe to call again."""
    what, turns = kind_of(batch.kind), Turns()
    fresh = batch
    while fresh.state == ImportState.UNDOING:
        with act("import.undo", on=batch, by=viewer) as deed:
            fresh = _locked(batch, viewer)
            done = fresh.rows.exclude(before=None).order_by("-number")
            rows = list(done[: what.slice_size])
            if rows:
                what.undo(batch=fresh, viewer=viewer, rows=rows)
                for row in rows:
                    row.before = {}
                _save(rows)
                deed.record(stage="rows", first=rows[0].number, last=rows[-1].number)
                reach("import.undo:rows-written")
            elif fresh.state == ImportState.UNDOING:
                fresh.undone_at = deed.at
                set_state(fresh, ImportState.UNDONE)
                deed.record(stage="end")
        reach("import.undo:rows-committed")
        turns.give_way()
    return fresh


def undo(*, batch: ImportBatch, viewer: Viewer, key: str = "") -> ImportBatch:
    """Restore what was before the import; rows used or changed since stay and say so."""
    try:
        fresh = begin_undo(batch=batch, viewer=viewer, key=key)
    except AlreadyDone:
        fresh = ImportBatch.objects.for_viewer(viewer).get(pk=batch.pk)
        if fresh.state != ImportState.UNDOING:
            raise
    return carry_on_undo(batch=fresh, viewer=viewer)
