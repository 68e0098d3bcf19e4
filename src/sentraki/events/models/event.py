"""An event of an office, and the seats people booked."""

from django.db import models
from django.db.models import Q

from sentraki.events.rules.booking_flow import BookingStatus
from sentraki.events.rules.events import EventKind
from sentraki.kernel import clock, ids
from sentraki.kernel.access import Viewer
from sentraki.kernel.fields import SecretTextField
from sentraki.offices.scoping import Scoped


def new_ticket() -> str:
    """A fresh booking code, sayable by phone."""
    return ids.new_code(groups=3)


class Event(Scoped):
    """What the office holds, where and when; anybody may read it once it is announced.

    ``agreement`` is the number of the cooperation agreement it belongs to, or a ref to it.
    Seats may be booked until ``books_until`` (or the end).
    """

    public_id = models.CharField(max_length=40, unique=True, default=ids.new_secret)
    office = models.ForeignKey("offices.Office", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(k, k) for k in EventKind])
    title = models.CharField(max_length=160)
    call = models.TextField(blank=True)
    place = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    books_until = models.DateTimeField(null=True, blank=True)
    capacity = models.PositiveIntegerField()
    walk_ins = models.BooleanField(default=True)
    agreement = models.CharField(max_length=120, blank=True)
    is_announced = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    class Meta(Scoped.Meta):
        ordering = ("-starts_at", "-id")

    def __str__(self) -> str:
        return self.title

    @classmethod
    def public_scope(cls) -> Q:
        """What is announced is public."""
        return Q(is_announced=True)

    @classmethod
    def handed_scope(cls, viewer: Viewer) -> Q:
        """A Kanwil reads what anybody may read."""
        return Q(is_announced=True)

    @classmethod
    def applicant_scope(cls, viewer: Viewer) -> Q:
        """An applicant reads them like anybody."""
        return Q(is_announced=True)


class Booking(Scoped):
    """A seat somebody asked for; ``code`` admits at the door and gives the seat back.

    ``number`` is the order of booking within the event and never changes.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="bookings")
    code = models.CharField(max_length=24, unique=True, default=new_ticket)
    number = models.PositiveIntegerField()
    name = SecretTextField()
    phone = SecretTextField()
    phone_index = models.CharField(max_length=64, db_index=True)
    community = models.CharField(max_length=120, blank=True)
    subsector = models.CharField(max_length=40, blank=True)
    status = models.CharField(
        max_length=10, choices=[(s, s) for s in BookingStatus], default=BookingStatus.WAITING
    )
    photo_consent = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=clock.now)

    class Meta(Scoped.Meta):
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="one_booking_per_number"),
            models.UniqueConstraint(
                fields=["event", "phone_index"],
                condition=~Q(status=BookingStatus.CANCELLED),
                name="one_booking_per_phone",
            ),
        ]

    def __str__(self) -> str:
        return self.code
