"""Somebody who came."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from sentraki.events.models.event import Booking, Event
from sentraki.events.rules.events import Outcome, Part
from sentraki.kernel import clock
from sentraki.kernel.fields import SecretTextField
from sentraki.offices.scoping import Scoped


class Visit(Scoped):
    """One person at one event. The id may be made by the device that met the person.

    ``told_at`` is what that device's clock said and is believed for nothing; ``received_at`` is
    ours. ``business_ref`` and ``case_ref`` point at what the visit led to. With ``name_consent``
    the public page of a certificate names the person. A visit that turned out to be the same
    person is ``joined_to`` the one that is kept and counts no more.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="visits")
    booking = models.ForeignKey(
        Booking, on_delete=models.PROTECT, null=True, blank=True, related_name="visits"
    )
    part = models.CharField(max_length=12, choices=[(p, p) for p in Part], default=Part.GUEST)
    name = SecretTextField()
    phone = SecretTextField()
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    nik = SecretTextField()
    nik_index = models.CharField(max_length=64, blank=True, db_index=True)
    community = models.CharField(max_length=120, blank=True)
    subsector = models.CharField(max_length=40, blank=True)
    district_code = models.CharField(max_length=8, blank=True)
    desk = models.CharField(max_length=40, blank=True)
    photo_consent = models.BooleanField(default=False)
    name_consent = models.BooleanField(default=False)
    outcome = models.CharField(max_length=12, choices=[(o, o) for o in Outcome], blank=True)
    business_ref = models.CharField(max_length=80, blank=True)
    case_ref = models.CharField(max_length=80, blank=True)
    source_ref = models.CharField(max_length=80, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(default=clock.now)
    joined_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="joined"
    )

    class Meta(Scoped.Meta):
        ordering = ("received_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=~Q(joined_to=models.F("id")), name="visit_not_joined_to_itself"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
