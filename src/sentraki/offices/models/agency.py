"""Another agency's program that may ask about one business at a time."""

from django.db import models

from sentraki.kernel import clock, ids
from sentraki.offices.rules import AgencyKind


class Agency(models.Model):
    """Who asks: a halal office, a health office (PIRT) … Ended by date, never deleted.

    ``scopes`` are values of ``AgencyScope``. The secret is shown once and kept as a keyed hash.
    """

    office = models.ForeignKey("offices.Office", on_delete=models.PROTECT, related_name="agencies")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=[(k, k) for k in AgencyKind])
    scopes: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    client_id = models.CharField(max_length=40, unique=True, default=ids.new_code)
    secret_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey("offices.Person", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("office_id", "name", "id")

    def __str__(self) -> str:
        return self.name
