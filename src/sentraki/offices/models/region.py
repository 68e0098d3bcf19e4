"""The administrative table: provinces, regencies and cities, districts, villages."""

from django.db import models

from sentraki.kernel import clock
from sentraki.offices.rules import RegionLevel


class Region(models.Model):
    """One administrative area under its dotted Kemendagri code (``16``, ``16.71``, ``16.71.01``).

    ``lat`` and ``lng`` are degrees of a point inside; ``population`` weighs, it does not report.
    """

    code = models.CharField(max_length=13, primary_key=True)
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=10, choices=[(k, k) for k in RegionLevel])
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    lat = models.FloatField(null=True, blank=True)
    lng = models.FloatField(null=True, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("code",)
        indexes = [models.Index(fields=["parent", "name"], name="region_by_parent_and_name")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(code=""), name="offices_region_code_given")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> str:
        """WIB, WITA or WIT."""
        return clock.zone_of(self.code)
