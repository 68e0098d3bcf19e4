"""A permit, certificate or label of a business, and the name that stands on it."""

from django.db import models
from django.db.models import Q

from sentraki.kernel import clock
from sentraki.parties.models.business import Business
from sentraki.parties.rules.permits import PermitKind


class Permit(models.Model):
    """One paper with a name. A business's own row in OSS (NIB) and its label count as papers.

    One taken out keeps its row, with the day; it counts no more.
    """

    business = models.ForeignKey(Business, on_delete=models.CASCADE, related_name="permits")
    kind = models.CharField(max_length=10, choices=[(k, k) for k in PermitKind])
    name = models.CharField(max_length=255)
    number = models.CharField(max_length=60, blank=True)
    holder = models.CharField(max_length=255, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    noted_at = models.DateTimeField(default=clock.now)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("kind", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["business", "kind", "name", "number"],
                condition=Q(dropped_at=None),
                name="one_permit_per_number",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
