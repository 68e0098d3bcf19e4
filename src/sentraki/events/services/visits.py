"""People who come: at the door with a code, or walking in; once each, whatever the line does."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.utils.translation import gettext_noop

from sentraki.events.models import Booking, Event, Visit
from sentraki.events.rules.events import Outcome, Part
from sentraki.events.services import certificates
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Denied, Invalid, MoveRefused
from sentraki.kernel.refs import ref_of
from sentraki.kernel.secrets import blind_index
from sentraki.kernel.wording import phone_e164
from sentraki.ledger.acts import act

OTHER_EVENT = gettext_noop("This booking belongs to another event.")
NO_WALK_INS = gettext_noop("This event takes only people who have booked.")
NO_NAME = gettext_noop("Write the name of the person who came.")
ELSEWHERE = gettext_noop("This record was made at another event.")
NOT_TWO = gettext_noop("These two records cannot be joined.")
_HIDDEN = "This belongs to another region."


@dataclass(frozen=True)
class Arrival:
    """What is known of a person at the door; with a booking, what is left out comes from it.

    ``told_at`` is the time on the device that met the person.
    """

    name: str = ""
    phone: str = ""
    nik: str = ""
    community: str = ""
    subsector: str = ""
    district_code: str = ""
    part: Part = Part.GUEST
    desk: str = ""
    photo_consent: bool = False
    name_consent: bool = False
    source_ref: str = ""
    told_at: datetime | None = None


def check_in(
    *,
    event: Event,
    viewer: Viewer,
    arrival: Arrival,
    visit_id: UUID | None = None,
    booking: Booking | None = None,
    key: str = "",
) -> Visit:
    """Record that a person came.

    ``visit_id`` may be made by the device: sent again, the first record is given back and nothing
    is written. Two ids for one person are two visits until an officer joins them
    (``selectors.events.twins_of``). Raises ``Invalid`` for an id of another event, a booking of
    another event, or no name; ``MoveRefused`` for a walk-in where none is taken.
    """
    known = _known(event, visit_id)
    if known is not None:
        return known
    if booking is not None and booking.event_id != event.pk:
        raise Invalid(OTHER_EVENT)
    if booking is None and not event.walk_ins:
        raise MoveRefused(NO_WALK_INS)
    row = _draft(event, arrival, visit_id or uuid4(), booking)
    facts = {"region_code": event.region_code}
    with act("event.check-in", on=None, by=viewer, key=key, **facts) as deed:
        row.received_at = deed.at
        row.save(force_insert=True)
        deed.about(row)
        deed.record(event=ref_of(event), booked=booking is not None, part=str(row.part))
    return row


def _known(event: Event, visit_id: UUID | None) -> Visit | None:
    found = Visit.unscoped.filter(pk=visit_id).first() if visit_id else None
    if found is not None and found.event_id != event.pk:
        raise Invalid(ELSEWHERE)
    return found


def _draft(event: Event, arrival: Arrival, visit_id: UUID, booking: Booking | None) -> Visit:
    name = arrival.name.strip() or (booking.name if booking else "")
    phone = phone_e164(arrival.phone) if arrival.phone else (booking.phone if booking else "")
    if not name:
        raise Invalid(NO_NAME, fields={"name": NO_NAME})
    return Visit(
        id=visit_id,
        region_code=event.region_code,
        event=event,
        booking=booking,
        part=arrival.part,
        name=name[:255],
        phone=phone,
        phone_index=blind_index(phone, "phone") if phone else "",
        nik=arrival.nik,
        nik_index=blind_index(arrival.nik, "nik") if arrival.nik else "",
        community=(arrival.community or (booking.community if booking else ""))[:120],
        subsector=arrival.subsector or (booking.subsector if booking else ""),
        district_code=arrival.district_code,
        desk=arrival.desk[:40],
        photo_consent=arrival.photo_consent or (booking is not None and booking.photo_consent),
        name_consent=arrival.name_consent,
        source_ref=arrival.source_ref,
        told_at=arrival.told_at,
    )


def join(*, keep: Visit, other: Visit, viewer: Viewer, key: str = "") -> Visit:
    """An officer says that two visits of one event were the same person; ``other`` counts no more.

    What ``other`` led to goes to ``keep`` where that has nothing. Raises ``Invalid`` when they are
    of two events, the same record, joined already, or both led to a case.
    """
    if not viewer.covers(other.region_code):
        raise Denied(_HIDDEN, hidden=True)
    if keep.pk == other.pk or keep.event_id != other.event_id:
        raise Invalid(NOT_TWO)
    with act("event.join-visits", on=keep, by=viewer, key=key) as deed:
        rows = Visit.unscoped.select_for_update().in_bulk([keep.pk, other.pk])
        kept, gone = rows[keep.pk], rows[other.pk]
        if kept.joined_to_id or gone.joined_to_id or (kept.case_ref and gone.case_ref):
            raise Invalid(NOT_TWO)
        for name in ("booking_id", "nik", "nik_index", "phone", "phone_index", "business_ref",
                     "case_ref", "outcome", "subsector", "community"):  # fmt: skip
            if not getattr(kept, name):
                setattr(kept, name, getattr(gone, name))
        gone.joined_to = kept
        gone.save()
        kept.save()
        certificates.end_of(gone)
        deed.record(other=ref_of(gone))
    return kept


def follow_up(
    *,
    visit: Visit,
    viewer: Viewer,
    outcome: Outcome,
    business_ref: str = "",
    case_ref: str = "",
    key: str = "",
) -> Visit:
    """Note how far a visit came, and what it led to; an outcome never goes back a step."""
    with act("event.follow-up", on=visit, by=viewer, key=key) as deed:
        row = Visit.unscoped.select_for_update().get(pk=visit.pk)
        order = list(Outcome)
        row.outcome = max(Outcome(row.outcome), outcome, key=order.index)
        row.business_ref = str(ref_of(business_ref)) if business_ref else row.business_ref
        row.case_ref = str(ref_of(case_ref)) if case_ref else row.case_ref
        row.save(update_fields=["outcome", "business_ref", "case_ref"])
        deed.record(outcome=str(row.outcome))
    return row
