"""The only facts this floor keeps: frozen figures, and what other regions report."""

from django.db import models
from django.db.models import Q

from sentraki.kernel import clock, ids
from sentraki.kernel.access import Viewer
from sentraki.offices.scoping import Scoped


class Snapshot(Scoped):
    """An office's figures as they stood at one moment.

    ``figures`` is what was published (slug → number or ``None``), ``lines`` one line a place as it
    stood then, for officers. ``sha256`` is over both; the log holds it too.
    """

    public_id = models.CharField(max_length=40, unique=True, default=ids.new_code)
    office = models.ForeignKey("offices.Office", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    figures = models.JSONField(default=dict)
    lines = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey("offices.Person", on_delete=models.PROTECT, related_name="+")

    class Meta(Scoped.Meta):
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        return self.title

    @classmethod
    def public_scope(cls) -> Q:
        """Frozen figures are public."""
        return Q()

    @classmethod
    def handed_scope(cls, viewer: Viewer) -> Q:
        """A Kanwil reads what anybody may read."""
        return Q()

    @classmethod
    def applicant_scope(cls, viewer: Viewer) -> Q:
        """An applicant reads what anybody may read."""
        return Q()


class Comparison(models.Model):
    """What one regency or city reports for one period; empty is "has not sent data"."""

    region = models.ForeignKey("offices.Region", on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=20)
    facilitated = models.PositiveIntegerField(null=True, blank=True)
    registered = models.PositiveIntegerField(null=True, blank=True)
    businesses = models.PositiveIntegerField(null=True, blank=True)
    source = models.CharField(max_length=200)
    loaded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("region_id", "period")
        constraints = [
            models.UniqueConstraint(fields=["region", "period"], name="one_report_per_period")
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.period}"
