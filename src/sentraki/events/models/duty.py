"""Who of the office serves an event, and where."""

from django.db import models

from sentraki.events.models.device import Device
from sentraki.events.models.event import Event
from sentraki.events.rules.duties import DutyPart
from sentraki.kernel import clock
from sentraki.offices.scoping import Scoped


class Duty(Scoped):
    """One officer in one part at one event; ``ended_at`` is when somebody took it back.

    ``desk`` is what the sign above it says; ``device`` the laptop that stands there, if one does.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="duties")
    person = models.ForeignKey("offices.Person", on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=14, choices=[(p, p) for p in DutyPart])
    desk = models.CharField(max_length=40, blank=True)
    device = models.ForeignKey(
        Device, on_delete=models.PROTECT, null=True, blank=True, related_name="duties"
    )
    set_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        ordering = ("desk", "part", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person", "part", "desk"],
                condition=models.Q(ended_at=None),
                name="one_live_duty",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.part}"
