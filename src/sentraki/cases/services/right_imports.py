"""Sheets of rights that were registered before this installation knew of them.

A right is a public fact under a signed seal, so a sheet never changes one that is recorded: a row
that says something else of the same number is given back. Quotas are not touched.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction

from sentraki.cases.models import Right
from sentraki.cases.services.rights import KnownRight, record_known
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.kernel.numbers import check_registration_number
from sentraki.kernel.refs import key_of, ref_of
from sentraki.kernel.sheets import Cell, Row
from sentraki.ledger.acts import act
from sentraki.ledger.rules.seal_states import SealState
from sentraki.ledger.services import seals
from sentraki.offices.models import Office
from sentraki.parties.models import ImportBatch, ImportRow
from sentraki.parties.rules import RowVerdict, cells
from sentraki.parties.rules.import_fields import PLACE_FIELDS, FieldSpec, squash
from sentraki.parties.rules.import_rows import no_data
from sentraki.parties.rules.places import PlaceBook
from sentraki.parties.rules.reasons import N_, SHARED, Level, Reason, ReasonText, weight
from sentraki.parties.selectors.imports import place_book, value_words
from sentraki.parties.services.import_kinds import Judged, Table, keep, refuse, verdict_of
from sentraki.screening.pictures import forget_picture
from sentraki.screening.services import forget_mark

MODEL = "cases.right"
KIND = "mark"
_SYSTEM = Viewer.system("cases.right_imports")
_CHUNK = 400
_FIRST_YEAR = 1900
_PERSONAL = re.compile(r"(?<!\d)\d{16}(?!\d)|\+?62\d{8,}|(?<!\d)08\d{8,}")
_LIMITS = {"name": 255, "holder": 255}

RIGHT_FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec("number", N_("Registration number")),
    FieldSpec("name", N_("Name of the mark")),
    FieldSpec("holder", N_("Holder")),
    FieldSpec("classes", N_("Nice classes")),
    FieldSpec("year", N_("Year of registration")),
    FieldSpec("filed_on", N_("Day of receipt")),
    FieldSpec("registered_on", N_("Day of registration")),
    FieldSpec("subsector", N_("Creative subsector")),
    FieldSpec("district", N_("District (kecamatan)")),
    FieldSpec("regency", N_("Regency or city")),
    FieldSpec("province", N_("Province")),
)

REASONS: dict[str, ReasonText] = {
    **SHARED,
    "number.missing": ReasonText(Level.REJECT, N_("The registration number is missing.")),
    "number.unusual": ReasonText(
        Level.FLAG,
        N_("The number does not look like IDM and nine digits. Compare it with the certificate."),
    ),
    "name.missing": ReasonText(Level.REJECT, N_("The name of the mark is missing.")),
    "year.missing": ReasonText(
        Level.REJECT, N_("Neither the year nor the day of registration can be read.")
    ),
    "year.differs": ReasonText(
        Level.REJECT, N_("The year and the day of registration do not agree.")
    ),
    "classes.unreadable": ReasonText(
        Level.FLAG, N_("The classes cannot be read and were left out. Write numbers from 1 to 45.")
    ),
    "text.personal": ReasonText(
        Level.REJECT, N_("A personal number stands where public data belong.")
    ),
    "known.differs": ReasonText(
        Level.REJECT, N_("This number is recorded already with other data.")
    ),
    "twin.differs": ReasonText(
        Level.REJECT, N_("Row %(row)s has the same number with other data.")
    ),
    "known.meanwhile": ReasonText(
        Level.REJECT, N_("This number was recorded by somebody else after the preview.")
    ),
    "undo.used": ReasonText(
        Level.NOTE, N_("Not undone: this right has a filing or a certificate now.")
    ),
}


@dataclass(frozen=True)
class _Told:
    """What one row says of a right, and why it may be doubted."""

    row: int
    right: KnownRight
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class RightReader:
    """Reads rows of one sheet of rights."""

    table: Table
    words: Mapping[str, str]
    places: PlaceBook
    today: date

    def read(self, row: Row) -> _Told:
        """One row; never raises, whatever the cells hold."""
        refused = no_data(row, self.table.headers)
        if refused:
            return _Told(row.number, KnownRight("", ""), (refused,))
        given = {name: row.cell(place) for place, name in self.table.columns.items()}
        return self._read(row.number, lambda name: given.get(name, Cell()))

    def _read(self, row: int, cell: Callable[[str], Cell]) -> _Told:
        reasons: list[Reason] = []
        texts = {name: cells.text_of(cell(name)) for name in ("name", "holder")}
        number = _number(cells.text_of(cell("number")), reasons)
        days = {}
        for name in ("filed_on", "registered_on"):
            told, why = cells.read_day(cell(name), name, self.today)
            days[name] = date.fromisoformat(told) if told else None
            reasons += why
        year = self._year(cells.text_of(cell("year")), days["registered_on"], reasons)
        subsector, why = cells.read_choice(cell("subsector"), "subsector", self.words)
        located = self.places.locate({name: cells.text_of(cell(name)) for name in PLACE_FIELDS})
        reasons += [*why, *located.reasons, *_doubts(texts)]
        right = KnownRight(
            number=number,
            name=texts["name"],
            holder=texts["holder"],
            classes=_classes(cell("classes").text, reasons),
            subsector=subsector,
            district_code=located.district_code,
            filed_on=days["filed_on"],
            registered_on=days["registered_on"],
            year=year,
        )
        return _Told(row, right, tuple(reasons))

    def _year(self, text: str, registered_on: date | None, reasons: list[Reason]) -> int:
        year = int(text) if re.fullmatch(r"[0-9]{4}", text) else 0
        if not _FIRST_YEAR <= year <= self.today.year:
            year = 0
        if registered_on and year and registered_on.year != year:
            reasons.append(Reason("year.differs"))
        elif not registered_on and not year:
            reasons.append(Reason("year.missing"))
        return registered_on.year if registered_on else year


def _number(text: str, reasons: list[Reason]) -> str:
    try:
        checked = check_registration_number(text)
    except Invalid:
        reasons.append(Reason("number.missing"))
        return ""
    if checked.warnings:
        reasons.append(Reason("number.unusual"))
    if _PERSONAL.search(checked.text):
        reasons.append(Reason("text.personal"))
    return checked.text


def _doubts(texts: Mapping[str, str]) -> list[Reason]:
    found = [] if squash(texts["name"]) else [Reason("name.missing")]
    for name, text in texts.items():
        if len(text) > _LIMITS[name]:
            found.append(Reason("text.long", {"field": name, "limit": _LIMITS[name]}))
        if _PERSONAL.search(text):
            found.append(Reason("text.personal"))
    return found


def _classes(text: str, reasons: list[Reason]) -> str:
    """``30,43`` from "Kelas 30 dan 43"; empty with a flag when a number is no class."""
    numbers = sorted({int(number) for number in re.findall(r"[0-9]{1,9}", text)})
    if numbers and numbers[0] >= 1 and numbers[-1] <= 45 and len(numbers) <= 20:
        return ",".join(map(str, numbers))
    if squash(text):
        reasons.append(Reason("classes.unreadable"))
    return ""


class RightSheets:
    """Registered rights, one a row, told apart by their number."""

    slug = "right"
    name_field = "name"
    fields = RIGHT_FIELDS
    reasons = REASONS
    slice_size = 10

    def judge(self, *, office: Office, viewer: Viewer, table: Table) -> list[Judged]:
        """A verdict for every row; a number in use anywhere is never recorded again."""
        places = place_book(office.region_code, with_villages=False)
        today = clock.today(office.zone)
        reader = RightReader(table, value_words().get("subsector", {}), places, today)
        told = [reader.read(row) for row in table.rows]
        known = _recorded(told_.right.number for told_ in told)
        seen: dict[str, _Told] = {}
        return [self._decide(one, known, seen) for one in told]

    def _decide(self, told: _Told, known: Mapping[str, Right], seen: dict[str, _Told]) -> Judged:
        reasons = list(told.reasons)
        number = told.right.number
        right = known.get(number)
        twin = seen.get(number)
        effect = RowVerdict.CREATE
        if weight(reasons, REASONS) is Level.REJECT:
            return Judged(told.row, RowVerdict.REJECT, tuple(reasons))
        if twin is not None and _same(told.right, twin.right):
            reasons.append(Reason("twin.same", {"row": twin.row}))
            effect = RowVerdict.SAME
        elif twin is not None:
            reasons.append(Reason("twin.differs", {"row": twin.row}))
        elif right is not None and _agrees(told.right, right):
            effect = RowVerdict.SAME
        elif right is not None:
            reasons.append(Reason("known.differs"))
        seen.setdefault(number, told)
        verdict = verdict_of(effect, reasons, self)
        target = str(ref_of(right)) if right is not None and verdict is RowVerdict.SAME else ""
        return Judged(told.row, verdict, tuple(reasons), {"fields": _packed(told.right)}, target)

    def apply(self, *, batch: ImportBatch, viewer: Viewer, rows: Sequence[ImportRow]) -> None:
        """Record each right with its seal; see ``services.rights.record_known``."""
        taken = _recorded(row.values["fields"]["number"] for row in rows)
        for row in rows:
            known = _unpacked(row.values["fields"], str(ref_of(batch)))
            if known.number in taken:
                refuse(row, "known.meanwhile")
                continue
            right = record_known(office=batch.office, viewer=viewer, known=known)
            row.target_ref = ref_of(right)
            row.before = {"created": True}

    def undo(self, *, batch: ImportBatch, viewer: Viewer, rows: Sequence[ImportRow]) -> None:
        """Take rights out of the register; their seals say "revoked" from now on."""
        keys = [key for row in rows if (key := key_of(row.target_ref, MODEL))]
        found = Right.objects.for_viewer(viewer).filter(pk__in=keys).select_related("seal")
        rights = {str(right.pk): right for right in found}
        for row in rows:
            right = rights.get(key_of(row.target_ref, MODEL) or "")
            if right is not None and (right.filing_id or right.certificate_id or right.ended_on):
                keep(row, "undo.used")
                continue
            if right is not None:
                forget(right=right, viewer=viewer)
            row.target_ref = ""


def forget(*, right: Right, viewer: Viewer) -> None:
    """Remove an imported right: its seal turns void, checks no longer find it."""
    with transaction.atomic(), act("right.undo-import", on=right, by=viewer):
        forget_mark(ref_of(right))
        forget_picture(ref_of(right))
        seal = right.seal
        right.delete()
        if seal is not None:
            seals.set_state(seal, SealState.VOID, "revoked", _SYSTEM)


def _recorded(numbers: Iterable[str]) -> dict[str, Right]:
    """The rights of these numbers, wherever they lie: the register is public."""
    wanted = sorted(set(filter(None, numbers)))
    everybody = Right.objects.for_viewer(Viewer.public()).filter(kind=KIND)
    found: dict[str, Right] = {}
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        found |= {right.number: right for right in everybody.filter(number__in=chunk)}
    return found


def _same(one: KnownRight, other: KnownRight) -> bool:
    return asdict(one) == asdict(other)


def _agrees(told: KnownRight, right: Right) -> bool:
    """Whether nothing the row says differs from the record; what it does not say does not count."""
    pairs = (
        (squash(told.name), squash(right.name)),
        (squash(told.holder), squash(right.holder)),
        (told.classes, right.classes),
        (told.subsector, right.subsector),
        (told.district_code, right.district_code),
        (told.filed_on, right.filed_on),
        (told.registered_on, right.registered_on),
        (told.registered_year, right.year),
    )
    return all(not said or said == recorded for said, recorded in pairs)


def _packed(known: KnownRight) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(known).items()
        if value
    }


def _unpacked(values: Mapping[str, Any], source: str) -> KnownRight:
    given = dict(values)
    for name in ("filed_on", "registered_on"):
        if name in given:
            given[name] = date.fromisoformat(given[name])
    return KnownRight(**(given | {"source_ref": source}))


RIGHT_SHEETS = RightSheets()
