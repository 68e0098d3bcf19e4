"""The life of an imported sheet, and what the importer says of a row."""

from enum import StrEnum


class RowVerdict(StrEnum):
    """What the importer says of one row; every row has exactly one."""

    CREATE = "create"
    UPDATE = "update"
    SAME = "same"
    FLAG = "flag"
    REJECT = "reject"


IMPORTED = (RowVerdict.CREATE, RowVerdict.UPDATE, RowVerdict.FLAG)
RETURNED = (RowVerdict.FLAG, RowVerdict.REJECT)


class ImportState(StrEnum):
    """Life of one imported sheet: read, looked at, applied, perhaps undone; or refused."""

    READING = "reading"
    PREVIEW = "preview"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"
    REFUSED = "refused"


STEPS: dict[ImportState, frozenset[ImportState]] = {
    ImportState.READING: frozenset({ImportState.PREVIEW, ImportState.REFUSED}),
    ImportState.PREVIEW: frozenset({ImportState.READING, ImportState.APPLYING}),
    ImportState.APPLYING: frozenset({ImportState.APPLIED}),
    ImportState.APPLIED: frozenset({ImportState.UNDOING}),
    ImportState.UNDOING: frozenset({ImportState.UNDONE}),
    ImportState.UNDONE: frozenset(),
    ImportState.REFUSED: frozenset(),
}


def may_become(now: str, target: ImportState) -> bool:
    """Whether a sheet in state ``now`` may go on to ``target``."""
    return target in STEPS[ImportState(now)]
