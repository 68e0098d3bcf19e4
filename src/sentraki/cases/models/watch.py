"""A published mark that resembles a protected one of the region, while an opposition is open."""

from django.db import models

from sentraki.kernel import clock, ids
from sentraki.kernel.fields import SecretTextField
from sentraki.offices.scoping import Scoped


class WatchHit(Scoped):
    """One protected right and one gazette entry that resembles it.

    ``finding``: how, frozen as the engine said it (``serupa.Finding.to_dict``). ``last_day``: the
    last day of the publication; after it nothing is offered any more. ``draft``: the points of an
    objection as somebody edited them, empty while they are the proposed ones. ``reminded``: how
    many days before the last one somebody was reminded most recently.
    """

    public_id = models.CharField(max_length=40, unique=True, default=ids.new_secret)
    right = models.ForeignKey("cases.Right", on_delete=models.PROTECT, related_name="hits")
    entry = models.ForeignKey("screening.GazetteEntry", on_delete=models.PROTECT, related_name="+")
    band = models.PositiveSmallIntegerField()
    finding = models.JSONField(default=dict)
    last_day = models.DateField(db_index=True)
    found_at = models.DateTimeField(default=clock.now)
    reminded = models.PositiveSmallIntegerField(null=True, blank=True)
    told = models.CharField(max_length=12, blank=True)
    answer = models.CharField(max_length=12, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    note = SecretTextField(blank=True)
    draft = SecretTextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ("last_day", "-band", "id")
        constraints = [
            models.UniqueConstraint(fields=["right", "entry"], name="one_hit_per_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.right_id} {self.entry_id}"
