"""Registers of cases an office facilitated before it had this installation.

Every row takes a numbered place of its programme through the same lock as any other case, so a
sheet can never pass a quota or a budget. What the register says became of the case is recorded
with it: nothing, an application at DJKI, a registered right, or a refusal with its reason.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import transaction

from sentraki.cases.models import Case, Filing, FilingEvent, Programme, Right
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.selectors.quota import with_places
from sentraki.cases.services import rights
from sentraki.cases.services.case_rows import (
    CASE_FIELDS,
    REASONS,
    CaseReader,
    PastCase,
    Result,
    Told,
)
from sentraki.cases.services.classes import set_classes
from sentraki.cases.services.codes import new_code
from sentraki.cases.services.intake import facts_of
from sentraki.cases.services.places import live_place, set_place_status, take_place
from sentraki.cases.services.status import locked, set_status, take
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import MoveRefused, Taken
from sentraki.kernel.refs import key_of, ref_of
from sentraki.kernel.secrets import blind_index
from sentraki.ledger.acts import act
from sentraki.ledger.rules.seal_states import SealState
from sentraki.ledger.services import seals
from sentraki.offices.models import Office
from sentraki.parties.models import ImportBatch, ImportRow
from sentraki.parties.rules import RowVerdict
from sentraki.parties.rules.reasons import Level, Reason, weight
from sentraki.parties.selectors.imports import place_book, value_words
from sentraki.parties.services import businesses
from sentraki.parties.services.import_kinds import Judged, Table, keep, refuse, verdict_of
from sentraki.screening.services import key_of_name

MODEL = "cases.case"
_SYSTEM = Viewer.system("cases.case_imports")
_CHUNK = 400
# DJKI's word, which the register has passed on; where it was seen is the sheet.
_REFUSED = "Ditolak"


class CaseSheets:
    """Cases of earlier years, one mark of one owner a row."""

    slug = "case"
    name_field = "name"
    fields = CASE_FIELDS
    reasons = REASONS
    slice_size = 10

    def judge(self, *, office: Office, viewer: Viewer, table: Table) -> list[Judged]:
        """A verdict for every row; rows beyond a programme's free places are given back."""
        reader = CaseReader(
            table,
            value_words(),
            place_book(office.region_code, with_villages=True),
            clock.today(office.zone),
        )
        told = [reader.read(row) for row in table.rows]
        return _Desk(office, viewer, told).judge()

    def apply(self, *, batch: ImportBatch, viewer: Viewer, rows: Sequence[ImportRow]) -> None:
        """Record each case with its place; a row the quota has no place for is given back."""
        programmes = _programmes(batch.office, viewer)
        for row in rows:
            past = PastCase.unpacked(row.values["case"])
            if _in_use(past):
                refuse(row, "known.meanwhile")
                continue
            try:
                with transaction.atomic():
                    case = record_past(
                        programme=programmes[past.year],
                        viewer=viewer,
                        past=past,
                        source=str(ref_of(batch)),
                    )
            except (Taken, MoveRefused, KeyError):
                refuse(row, "place.refused")
                continue
            row.target_ref = ref_of(case)
            row.before = {"created": True}

    def undo(self, *, batch: ImportBatch, viewer: Viewer, rows: Sequence[ImportRow]) -> None:
        """Give places back and withdraw the cases; what is at DJKI stays."""
        for row in rows:
            case = (
                Case.objects.for_viewer(viewer)
                .filter(pk=key_of(row.target_ref, MODEL) or 0)
                .first()
            )
            if case is None:
                continue
            if case.status != CaseStatus.ACCEPTED or case.papers.exists():
                keep(row, "undo.used")
                continue
            withdraw_past(case=case, viewer=viewer)
            row.target_ref = ""


def record_past(*, programme: Programme, viewer: Viewer, past: PastCase, source: str) -> Case:
    """Record one case of an earlier register with its place, and what became of it.

    ``source`` is the ref of the sheet. Raises ``Taken`` when quota or budget are used up,
    ``MoveRefused`` when the person holds as many places as the programme gives.
    """
    office = programme.office
    facts = {"region_code": office.region_code}
    with act("case.import", on=None, by=viewer, **facts) as deed:
        business = businesses.record(
            viewer=viewer, region_code=office.region_code, values=dict(past.business)
        )
        case = Case(
            code=new_code(office),
            office=office,
            region_code=office.region_code,
            programme=programme,
            business=business,
            status=_status_of(past),
            mark_name=past.name,
            mark_index=key_of_name(past.name),
            mark={"goods": {"text": past.goods}} if past.goods else {},
            classes=past.classes,
            applicant_name=business.owner_name or business.trade_name,
            phone=business.phone,
            phone_index=business.phone_index,
            origin_ref=source,
            decided_at=_noon(past.accepted_on),
            decided_by_id=viewer.person_id,
        )
        case.save()
        set_classes(case, case.class_numbers)
        deed.about(case)
        place = take_place(case=case, programme=programme)
        if past.result == Result.INCOMPLETE:
            set_place_status(place, "confirm", _SYSTEM, in_time=True)
        else:
            set_place_status(place, "use", _SYSTEM)
            _filed(case, past, viewer, source)
        deed.record(place=place.number, result=past.result)
    return case


def withdraw_past(*, case: Case, viewer: Viewer) -> None:
    """Take an imported case back before anything was filed; its place is free again."""
    with act("case.undo-import", on=case, by=viewer, **facts_of(case)):
        fresh = locked(case)
        step = take(fresh, "take-back", _SYSTEM, {})
        place = live_place(fresh)
        if place is not None:
            set_place_status(place, "release", _SYSTEM)
        set_status(fresh, step.target)


def _status_of(past: PastCase) -> CaseStatus:
    if past.result == Result.INCOMPLETE:
        return CaseStatus.ACCEPTED
    return CaseStatus.FILED if past.result == Result.PENDING else CaseStatus.CLOSED


def _noon(day: date | None) -> datetime | None:
    return datetime.combine(day, time(5), tzinfo=UTC) if day else None


def _filed(case: Case, past: PastCase, viewer: Viewer, source: str) -> None:
    """The application as the register tells it, with its seal; it has no receipt here."""
    if past.filed_on is None:
        raise MoveRefused("Something is still missing for this step.")
    status = {
        Result.REGISTERED: FilingStatus.REGISTERED,
        Result.REFUSED: FilingStatus.REFUSED,
    }.get(Result(past.result), FilingStatus.FILED)
    filing = Filing(
        case=case,
        region_code=case.region_code,
        number=past.number,
        received_on=past.filed_on,
        source_ref=source,
        status=status,
    )
    filing.save()
    filing.seal = rights.seal_for(filing)
    filing.save(update_fields=["seal"])
    if status is FilingStatus.REGISTERED and past.registered_on is not None:
        rights.register(filing, rights.Certificate(past.registration, past.registered_on, None))
    if status is FilingStatus.REFUSED:
        seals.set_state(filing.seal, SealState.VOID, rights.cause_of(status), _SYSTEM)
        FilingEvent.objects.create(
            filing=filing,
            happened_on=past.decided_on or past.filed_on,
            raw_text=_REFUSED,
            status=status,
            reason_code=past.reason_code,
            source_ref=source,
            recorded_by_id=viewer.acting_person,
        )


class _Desk:
    """Judges the rows of one sheet in order, counting places as it goes."""

    def __init__(self, office: Office, viewer: Viewer, told: Sequence[Told]) -> None:
        self.told = told
        self.programmes = _programmes(office, viewer)
        numbered = with_places(self.programmes.values())
        self.free = {programme.year: places.left for programme, places in numbered}
        self.filings = _found(Filing, (one.case.number for one in told))
        self.rights = _found(Right, (one.case.registration for one in told))
        self.known = _known_cases(viewer, self.programmes.values())
        self.seen: dict[tuple[int, str, str], Told] = {}
        self.numbers: dict[str, int] = {}
        self.given: Counter[int] = Counter()

    def judge(self) -> list[Judged]:
        """The verdicts in order."""
        return [self._decide(one) for one in self.told]

    def _decide(self, one: Told) -> Judged:
        reasons, case = list(one.reasons), one.case
        if weight(reasons, REASONS) is Level.REJECT:
            return Judged(one.row, RowVerdict.REJECT, tuple(reasons))
        target, twin = self.known.get(_stored_identity(case)), self.seen.get(case.identity)
        effect = RowVerdict.CREATE
        if target:
            effect = RowVerdict.SAME
        elif twin is not None and twin.case == case:
            reasons.append(Reason("twin.same", {"row": twin.row}))
            effect = RowVerdict.SAME
        elif twin is not None:
            reasons.append(Reason("twin.differs", {"row": twin.row}))
        else:
            reasons += self._against_places(case) + self._against_numbers(one)
        self.seen.setdefault(case.identity, one)
        verdict = verdict_of(effect, reasons, CASE_SHEETS)
        if verdict in (RowVerdict.CREATE, RowVerdict.FLAG) and effect is RowVerdict.CREATE:
            self.given[case.year] += 1
        return Judged(one.row, verdict, tuple(reasons), {"case": case.packed()}, target or "")

    def _against_places(self, case: PastCase) -> list[Reason]:
        programme = self.programmes.get(case.year)
        if programme is None:
            return [Reason("programme.missing", {"year": case.year})]
        if self.given[case.year] >= self.free[case.year]:
            return [Reason("quota.full", {"year": case.year, "quota": programme.quota})]
        return []

    def _against_numbers(self, one: Told) -> list[Reason]:
        found = []
        for number, taken in (
            (one.case.number, self.filings),
            (one.case.registration, self.rights),
        ):
            if not number:
                continue
            if number in taken:
                found.append(Reason("known.number"))
            elif number in self.numbers:
                found.append(Reason("number.twin", {"row": self.numbers[number]}))
            else:
                self.numbers[number] = one.row
        return found


def _programmes(office: Office, viewer: Viewer) -> dict[int, Programme]:
    """Year → the office's programme; of several in a year the first by name."""
    rows = Programme.objects.for_viewer(viewer).filter(office=office).select_related("office")
    found: dict[int, Programme] = {}
    for programme in rows.order_by("year", "name", "pk"):
        found.setdefault(programme.year, programme)
    return found


def _found(model: type[Filing] | type[Right], numbers: Iterable[str]) -> set[str]:
    """Those of ``numbers`` that stand somewhere in the country: a number is given once."""
    wanted = sorted(set(filter(None, numbers)))
    found: set[str] = set()
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        rows = model.objects.for_viewer(_SYSTEM).filter(number__in=chunk)
        found.update(rows.values_list("number", flat=True))
    return found


def _in_use(past: PastCase) -> bool:
    return bool(_found(Filing, [past.number]) or _found(Right, [past.registration]))


def _stored_identity(case: PastCase) -> tuple[int, str, str]:
    """The same as :attr:`PastCase.identity`, as the database keeps it."""
    return case.year, blind_index(case.owner_key, "business"), key_of_name(case.name)


def _known_cases(
    viewer: Viewer, programmes: Iterable[Programme]
) -> Mapping[tuple[int, str, str], str]:
    """Cases of these programmes by year, owner and mark. One query."""
    rows: Any = Case.objects.for_viewer(viewer).filter(programme__in=list(programmes))
    values = rows.exclude(status=CaseStatus.WITHDRAWN).values_list(
        "programme__year", "business__match_key", "mark_index", "pk"
    )
    return {(year, owner, mark): f"{MODEL}:{pk}" for year, owner, mark, pk in values}


CASE_SHEETS = CaseSheets()
