"""The desk introduces events to cases: what a laptop wrote down becomes a visit and a file.

Every record is worked in by itself. What cannot be worked in is kept and becomes a question; the
program never joins two people.
"""

import base64
import binascii
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from sentraki.cases.models import Case
from sentraki.cases.services import decisions
from sentraki.cases.services.counter import Told, take_in
from sentraki.cases.services.filing_papers import Sent as SentFile
from sentraki.cases.services.holds import hold_at_once
from sentraki.cases.services.papers import LABEL, SIGNATURE
from sentraki.cases.services.places import live_place
from sentraki.events.models import DeskRecord, Device, Event, JoinQuestion, Visit
from sentraki.events.rules.desk import Answer, Doubt, RecordKind, RecordState, Sent
from sentraki.events.rules.events import Outcome
from sentraki.events.selectors.devices import stuck_at
from sentraki.events.selectors.events import booking_at, guests
from sentraki.events.services import desk_sync, visits
from sentraki.events.services.visits import Arrival
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid, MoveRefused, Refusal
from sentraki.kernel.numbers import check_nik
from sentraki.kernel.refs import key_of, ref_of
from sentraki.ledger.acts import act
from serupa.goods import classify

logger = logging.getLogger(__name__)
NO_CONSENT = "The office can start only when the owner asks it to."
UNREADABLE = "What the laptop wrote down cannot be read."
_FILES = {LABEL: "label.jpg", SIGNATURE: "signature.png"}


def take(*, device: Device, viewer: Viewer, sent: Sent, offset: int) -> DeskRecord:
    """Keep one record and work it in; sent again, whatever is still open is tried again."""
    record = desk_sync.receive(device=device, viewer=viewer, sent=sent, offset=offset)
    if record.state == RecordState.RECEIVED:
        work_in(record, viewer)
    return record


def work_in(record: DeskRecord, viewer: Viewer) -> None:
    """Make a visit, and for a person a file, of what was received. All of it or a question."""
    try:
        with transaction.atomic():
            if record.kind == RecordKind.VISIT:
                visit = _visit(record, viewer)
                desk_sync.settle(record=record, viewer=viewer, visit_ref=ref_of(visit))
            else:
                _person(record, viewer)
    except Refusal as refusal:
        record.refresh_from_db()
        desk_sync.settle(
            record=record,
            viewer=viewer,
            doubt=Doubt.UNFIT,
            reasons=(refusal.message,),
            params=refusal.params,
        )
    except Exception as mistake:
        # Our own mistake must not hold the laptop: the record is here, and is tried again.
        logger.exception("a desk record could not be worked in")
        record.refresh_from_db()
        desk_sync.note_failure(record, type(mistake).__name__)


def try_again(*, event: Event, viewer: Viewer, key: str = "") -> tuple[int, int]:
    """Work in whatever of ``event`` arrived and got stuck; how many went through, how many did not.

    Each record by itself: one that fails again keeps its place on the list and stops no other.
    """
    with act("event.try-again", on=event, by=viewer, key=key) as deed:
        records = stuck_at(viewer, event)
        for record in records:
            work_in(record, viewer)
        left = sum(record.state == RecordState.RECEIVED for record in records)
        deed.record(records=len(records), left=left)
    return len(records) - left, left


def _visit(record: DeskRecord, viewer: Viewer) -> Visit:
    """The visit of a record: one for each booking, whichever desk was first."""
    event, told = record.device.event, record.content
    booking = booking_at(viewer, event, record.booking_code) if record.booking_code else None
    if booking is not None:
        known = guests(event).filter(booking=booking).first()
        if known is not None:
            return known
    return visits.check_in(
        event=event,
        viewer=viewer,
        arrival=_arrival(record, told),
        visit_id=_uuid(told.get("visit")),
        booking=booking,
    )


def _arrival(record: DeskRecord, told: Mapping[str, Any]) -> Arrival:
    return Arrival(
        name=_text(told, "owner_name") or _text(told, "name"),
        phone=_text(told, "phone"),
        nik=_text(told, "nik"),
        community=_text(told, "community"),
        district_code=_text(told, "district_code")[:8],
        desk=record.device.name,
        source_ref=str(ref_of(record)),
        told_at=_instant(record.told_at),
    )


def _person(record: DeskRecord, viewer: Viewer) -> None:
    told = record.content
    if told.get("facilitate") is not True:
        raise Invalid(NO_CONSENT)
    visit = _visit(record, viewer)
    case = take_in(
        office=record.device.event.office,
        viewer=viewer,
        told=_told(told),
        origin_ref=str(ref_of(visit)),
        key=str(record.client_id),
    )
    twin = desk_sync.twin_of(record)
    if twin is None:
        _hold(case)
        _lead(visit, viewer, case)
    desk_sync.settle(
        record=record,
        viewer=viewer,
        visit_ref=ref_of(visit),
        case_ref=ref_of(case),
        doubt=Doubt.SAME_PERSON if twin else None,
        other=twin[0] if twin else None,
        reasons=twin[1] if twin else (),
    )


def _hold(case: Case) -> None:
    """A place, if there is one for this person; without one the file waits like any other."""
    try:
        hold_at_once(case=case)
    except MoveRefused:
        logger.info("no place for %s: the person has one", case.code)


def _lead(visit: Visit, viewer: Viewer, case: Case) -> None:
    visits.follow_up(
        visit=visit,
        viewer=viewer,
        outcome=Outcome.STARTED,
        case_ref=str(ref_of(case)),
        business_ref=str(ref_of(case.business)) if case.business else "",
    )


def _told(told: Mapping[str, Any]) -> Told:
    """The answers in the shape of the applicant's own form; raises ``Invalid``."""
    names = [str(name).strip()[:120] for name in _list(told, "names") if str(name).strip()][:5]
    if not names:
        raise Invalid(UNREADABLE)
    owner, goods = _text(told, "owner_name"), _text(told, "goods")[:300]
    nik = check_nik(_text(told, "nik")).digits
    classes = [n for n in _list(told, "classes") if isinstance(n, int) and 1 <= n <= 45]
    if not classes:
        classes = [item.nice_class for item in classify(goods).suggestions[:1]]
    sections: dict[str, Any] = {
        "check": {"names": names, "goods": goods, "chosen": names[0]},
        "owner_kind": "person",
        "owner": {"owner_name": owner, "nik": nik},
        "business": {"trade_name": owner, "scale": "unknown", "activity": goods},
        "address": {name: _text(told, name) for name in ("district_code", "street")},
        "mark": {"name": names[0], "mark_type": "combined"},
        "goods": {"classes": classes, "text": goods},
        "consent": {"facilitate": True, "publish": False, "messages": False},
    }
    papers = {
        code: SentFile(data, name)
        for code, name in _FILES.items()
        if (data := _picture(told.get(code)))
    }
    return Told(owner, _text(told, "phone"), sections, papers)


def answer(*, question: JoinQuestion, viewer: Viewer, said: Answer, key: str = "") -> None:
    """Carry out what an officer decided.

    *Same*: the later file is withdrawn, its visit joined to the earlier one; what was written stays
    readable in it. *Different*: the later file goes its own way, with a place if one is left.
    *Handled*: the officer has done by hand what was to do.
    """
    record, other = question.record, question.other
    with transaction.atomic():
        desk_sync.answer(question=question, viewer=viewer, said=said, key=key)
        if question.doubt != Doubt.SAME_PERSON or other is None:
            return
        case = case_of(record)
        if case is None:
            return
        if said == Answer.SAME:
            decisions.withdraw(case=case, viewer=viewer, reason=f"= {_code_of(other)}")
            _join_visits(record, other, viewer)
        else:
            _hold(case)
            _lead(_own_visit(record, other, viewer), viewer, case)


def _join_visits(record: DeskRecord, other: DeskRecord, viewer: Viewer) -> None:
    keep, gone = visit_of(other), visit_of(record)
    keep = keep.joined_to or keep if keep else None
    if keep and gone and keep.pk != gone.pk and gone.joined_to_id is None:
        visits.join(keep=keep, other=gone, viewer=viewer)


def _own_visit(record: DeskRecord, other: DeskRecord, viewer: Viewer) -> Visit:
    """The visit of somebody else after all; two people on one ticket are two visits."""
    visit = visit_of(record)
    if visit is not None and record.visit_ref != other.visit_ref:
        return visit
    return visits.check_in(
        event=record.device.event, viewer=viewer, arrival=_arrival(record, record.content)
    )


def case_of(record: DeskRecord) -> Case | None:
    """The file a record led to."""
    key = key_of(record.case_ref, "cases.case")
    rows = Case.unscoped.select_related("office", "programme", "business")
    return rows.filter(pk=key).first() if key else None


def visit_of(record: DeskRecord) -> Visit | None:
    """The visit a record belongs to."""
    key = key_of(record.visit_ref, "events.visit")
    return Visit.unscoped.filter(pk=key).first() if key else None


def _code_of(record: DeskRecord) -> str:
    case = case_of(record)
    return case.code if case else record.number


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    return value.strip()[:300] if isinstance(value, str) else ""


def _list(told: Mapping[str, Any], name: str) -> list[Any]:
    value = told.get(name)
    return value if isinstance(value, list) else []


def _picture(value: object) -> bytes:
    if not isinstance(value, str) or not value:
        return b""
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


def _instant(milliseconds: int) -> datetime | None:
    """What the laptop's clock said, where a calendar can hold it."""
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def place_of(case: Case) -> int | None:
    """The number of the place a file holds."""
    place = live_place(case)
    return place.number if place else None
