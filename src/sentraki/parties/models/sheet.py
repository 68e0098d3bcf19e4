"""A spreadsheet somebody brought: every row with its verdict, so that it can be undone."""

from django.db import models

from sentraki.kernel import clock, ids
from sentraki.kernel.fields import SecretJSONField
from sentraki.offices.scoping import Scoped
from sentraki.parties.rules import ImportState, RowVerdict


class ImportBatch(Scoped):
    """One sheet: what it was taken for, how its headings were read, and what became of it.

    ``headings`` holds ``headers``, ``columns`` (place → field) and ``rows`` (how many); encrypted,
    because a sheet without headings has a row of data there.
    """

    public_id = models.CharField(max_length=40, unique=True, default=ids.new_secret)
    office = models.ForeignKey("offices.Office", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in ImportState], default=ImportState.PREVIEW
    )
    headings = SecretJSONField()
    refusal = models.CharField(max_length=200, blank=True)
    notes = models.JSONField(default=list)
    made_by = models.ForeignKey("offices.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One row: the cells as they came (encrypted), the verdict, and what it changed.

    ``before`` is empty until the row is imported, and again once it is undone.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10, choices=[(v, v) for v in RowVerdict])
    reasons = models.JSONField(default=list)
    cells = SecretJSONField()
    values = SecretJSONField()
    target_ref = models.CharField(max_length=80, blank=True)
    before = SecretJSONField()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="one_verdict_per_row")
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.verdict}"
