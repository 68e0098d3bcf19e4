"""Somebody the office asked to come."""

from django.db import models

from sentraki.events.models.event import Event
from sentraki.kernel import clock
from sentraki.kernel.fields import SecretTextField
from sentraki.offices.scoping import Scoped


class Invitation(Scoped):
    """One person asked to one event, once for each phone number."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="invitations")
    name = SecretTextField()
    phone = SecretTextField()
    phone_index = models.CharField(max_length=64)
    community = models.CharField(max_length=120, blank=True)
    business_ref = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta(Scoped.Meta):
        ordering = ("community", "id")
        constraints = [
            models.UniqueConstraint(fields=["event", "phone_index"], name="one_invitation_a_phone")
        ]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.pk}"
