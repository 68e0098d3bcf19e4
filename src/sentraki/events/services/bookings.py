"""Booking a seat by phone, giving it back, and the waiting list that moves up."""

from django.utils.translation import gettext_noop

from sentraki.events.models import Booking, Event
from sentraki.events.rules.booking_flow import BookingStatus
from sentraki.events.rules.events import is_open, seats_left
from sentraki.events.selectors.events import seated
from sentraki.events.services.status import set_booking_status
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import AlreadyDone, Invalid, MoveRefused
from sentraki.kernel.ids import check_code
from sentraki.kernel.refs import key_of, ref_of
from sentraki.kernel.secrets import blind_index
from sentraki.kernel.wording import phone_e164
from sentraki.ledger.acts import act

NOT_OPEN = gettext_noop("Seats of this event can no longer be booked.")
NO_NAME = gettext_noop("Write the name of the person who will come.")
BOOKED = gettext_noop("This phone number has a booking already. Use the code you were given.")
UNKNOWN = gettext_noop("This code is not a booking of this event. Check it once more.")
GONE = gettext_noop("This seat was given back before.")
_QUEUE = Viewer.system("events.waiting-list")


def book(
    *,
    event: Event,
    viewer: Viewer,
    name: str,
    phone: str,
    community: str = "",
    subsector: str = "",
    photo_consent: bool = False,
    key: str = "",
) -> Booking:
    """Take a seat, or a place on the waiting list when all are taken.

    One phone number has one live booking of an event. Raises ``Invalid`` for a name or number that
    is none or has a booking, ``MoveRefused`` when booking has closed.
    """
    if not event.is_announced or not is_open(clock.now(), event.books_until, event.ends_at):
        raise MoveRefused(NOT_OPEN)
    if not name.strip():
        raise Invalid(NO_NAME, fields={"name": NO_NAME})
    number = phone_e164(phone)
    index = blind_index(number, "phone")
    facts = {"region_code": event.region_code}
    with act("event.book", on=None, by=viewer, key=key, **facts) as deed:
        rows = Booking.unscoped.filter(event=event)
        if rows.filter(phone_index=index).exclude(status=BookingStatus.CANCELLED).exists():
            raise Invalid(BOOKED, fields={"phone": BOOKED})
        fresh = Event.unscoped.get(pk=event.pk)
        row = Booking(
            event=fresh,
            region_code=fresh.region_code,
            number=rows.count() + 1,
            name=name.strip()[:255],
            phone=number,
            phone_index=index,
            community=community.strip()[:120],
            subsector=subsector,
            photo_consent=photo_consent,
        )
        if seats_left(fresh.capacity, seated(fresh)):
            set_booking_status(row, "seat", viewer, seat_left=True)
        else:
            row.save()
        deed.about(row)
        deed.record(seated=row.status == BookingStatus.SEATED)
    return row


def booking_with(event: Event, code: str) -> Booking:
    """The live booking whose code somebody holds; raises ``Invalid`` for any other code."""
    rows = Booking.unscoped.filter(event=event, code=check_code(code))
    found = rows.exclude(status=BookingStatus.CANCELLED).first()
    if found is None:
        raise Invalid(UNKNOWN)
    return found


def booked_before(event: Event, receipt: str) -> Booking:
    """The booking the same form made the first time; its key is known to that browser alone."""
    key = key_of(receipt, "events.booking")
    return Booking.unscoped.get(event=event, pk=int(key or 0))


def leave(*, event: Event, code: str, viewer: Viewer, key: str = "") -> Booking:
    """Give the seat of ``code`` back; the first who waits moves up in the same act.

    Raises ``AlreadyDone`` for a seat given back before, ``Invalid`` for a code that is none.
    """
    row = Booking.unscoped.filter(event=event, code=check_code(code)).first()
    if row is None:
        raise Invalid(UNKNOWN)
    if row.status == BookingStatus.CANCELLED:
        raise AlreadyDone(GONE, receipt=ref_of(row))
    with act("event.leave", on=row, by=viewer, key=key):
        fresh = Booking.unscoped.select_related("event").get(pk=row.pk)
        set_booking_status(fresh, "cancel", viewer)
        move_up(event=fresh.event)
    return fresh


def move_up(*, event: Event) -> list[Booking]:
    """Seat those who wait, in the order of booking, while seats are free; one entry each."""
    moved = []
    while seats_left(event.capacity, seated(event)):
        first = event.bookings.filter(status=BookingStatus.WAITING).order_by("number").first()
        if first is None:
            break
        with act("event.promote", on=first, by=_QUEUE):
            set_booking_status(first, "seat", _QUEUE, seat_left=True)
        moved.append(first)
    return moved
