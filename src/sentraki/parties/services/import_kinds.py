"""What the importer needs to know about a kind of sheet; rooms above register their own kinds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.kernel.sheets import Row
from sentraki.offices.models import Office
from sentraki.parties.models import ImportBatch, ImportRow
from sentraki.parties.rules import RowVerdict
from sentraki.parties.rules.import_fields import FieldSpec
from sentraki.parties.rules.reasons import Level, Reason, ReasonText, weight


@dataclass(frozen=True)
class Table:
    """A sheet to be judged: all its headings, and which columns hold which fields."""

    headers: Sequence[str]
    columns: Mapping[int, str]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Judged:
    """The verdict of one row; ``values`` are JSON values the kind itself reads when it imports."""

    number: int
    verdict: RowVerdict
    reasons: tuple[Reason, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    target_ref: str = ""


class ImportKind(Protocol):
    """A kind of sheet: how its rows are judged, imported and undone."""

    @property
    def slug(self) -> str:
        """The name of the kind, in addresses too."""
        ...

    @property
    def name_field(self) -> str:
        """The field without which nothing can be imported."""
        ...

    @property
    def fields(self) -> tuple[FieldSpec, ...]:
        """What its columns may hold."""
        ...

    @property
    def reasons(self) -> Mapping[str, ReasonText]:
        """Every reason its rows may have."""
        ...

    @property
    def slice_size(self) -> int:
        """How many rows go into one transaction."""
        ...

    def judge(self, *, office: Office, viewer: Viewer, table: Table) -> list[Judged]:
        """A verdict for every row, in order; writes nothing."""
        ...

    def apply(self, *, batch: ImportBatch, viewer: Viewer, rows: Sequence[ImportRow]) -> None:
        """Import these rows; set ``before`` and ``target_ref``, or the verdict of a late no."""
        ...

    def undo(self, *, batch: ImportBatch, viewer: Viewer, rows: Sequence[ImportRow]) -> None:
        """Take these rows back (last row first); empty ``target_ref`` or add the reason why not."""
        ...


_KINDS: dict[str, ImportKind] = {}


def register_kind(kind: ImportKind) -> None:
    """Let sheets of ``kind`` be imported; a second kind of that name raises ``ValueError``."""
    if _KINDS.setdefault(kind.slug, kind) is not kind:
        raise ValueError(f"{kind.slug} is registered twice")


def kind_of(slug: str) -> ImportKind:
    """The kind called ``slug``; raises ``Invalid`` for an unknown one."""
    kind = _KINDS.get(slug)
    if kind is None:
        raise Invalid("There is no such kind of sheet.")
    return kind


def kinds() -> tuple[ImportKind, ...]:
    """Every kind, in the order of registration."""
    return tuple(_KINDS.values())


def verdict_of(effect: RowVerdict, reasons: Sequence[Reason], kind: ImportKind) -> RowVerdict:
    """The verdict of a row that would have ``effect``: a doubt makes an import a flagged one."""
    heaviest = weight(reasons, kind.reasons)
    if heaviest is Level.REJECT:
        return RowVerdict.REJECT
    changes = effect in (RowVerdict.CREATE, RowVerdict.UPDATE)
    return RowVerdict.FLAG if changes and heaviest is Level.FLAG else effect


def refuse(row: ImportRow, code: str) -> None:
    """Give a row the reason of a late rejection."""
    row.verdict = RowVerdict.REJECT
    row.reasons = [*row.reasons, Reason(code).packed()]


def keep(row: ImportRow, code: str) -> None:
    """Say why a row could not be undone; what it became stays."""
    row.reasons = [*row.reasons, Reason(code).packed()]
