"""Events a viewer may read, their seats, and who came."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from sentraki.events.models import Booking, Event, Visit
from sentraki.events.rules.booking_flow import BookingStatus
from sentraki.events.rules.events import seats_left
from sentraki.kernel.access import Viewer


@dataclass(frozen=True)
class Seats:
    """How full an event is: ``left`` is what may still be booked, ``came`` counts people once."""

    capacity: int
    seated: int
    waiting: int
    came: int
    walked_in: int

    @property
    def left(self) -> int:
        """Seats nobody has booked."""
        return seats_left(self.capacity, self.seated)


def events_of(viewer: Viewer) -> QuerySet[Event]:
    """The events ``viewer`` may read, newest first."""
    return Event.objects.for_viewer(viewer).select_related("office__region")


def seated(event: Event) -> int:
    """How many seats of ``event`` are booked."""
    return event.bookings.filter(status=BookingStatus.SEATED).count()


def guests(event: Event) -> QuerySet[Visit]:
    """Who came, each person once."""
    return event.visits.filter(joined_to=None)


def seats_of(event: Event) -> Seats:
    """The numbers of ``event``; four queries whatever its size."""
    came = guests(event)
    return Seats(
        event.capacity,
        seated(event),
        event.bookings.filter(status=BookingStatus.WAITING).count(),
        came.count(),
        came.filter(booking=None).count(),
    )


def twins_of(visit: Visit) -> QuerySet[Visit]:
    """Other visits of the same event that may be the same person: same booking, phone or NIK."""
    others = guests(visit.event).exclude(pk=visit.pk)
    same = others.none()
    if visit.booking_id:
        same = same | others.filter(booking_id=visit.booking_id)
    if visit.phone_index:
        same = same | others.filter(phone_index=visit.phone_index)
    if visit.nik_index:
        same = same | others.filter(nik_index=visit.nik_index)
    return same


def twins_at(event: Event) -> list[list[Visit]]:
    """Groups of visits that share a phone number, a NIK or a booking; two queries."""
    groups: dict[tuple[str, object], list[object]] = defaultdict(list)
    columns = ("phone_index", "nik_index", "booking_id")
    for key, *values in guests(event).values_list("pk", *columns):
        for name, value in zip(columns, values, strict=True):
            if value:
                groups[name, value].append(key)
    alike = {tuple(keys) for keys in groups.values() if len(keys) > 1}
    if not alike:
        return []
    rows = guests(event).in_bulk({key for keys in alike for key in keys})
    return [[rows[key] for key in keys] for keys in sorted(alike, key=str)]


def booking_at(viewer: Viewer, event: Event, code: str) -> Booking | None:
    """The live booking of ``event`` with this code, for those who work there."""
    rows = Booking.objects.for_viewer(viewer).filter(event=event, code=code)
    return rows.exclude(status=BookingStatus.CANCELLED).first()
