"""The sealed dossier and its way to the Kanwil."""

from django.db import models
from django.db.models import Q

from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.offices.scoping import Scoped


class Dossier(models.Model):
    """What was sealed: manifest, package and its SHA-256. A reopened case gets a new one.

    ``letter`` is empty where the general tariff is paid, which asks for none.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="dossiers")
    number = models.PositiveSmallIntegerField()
    letter = models.ForeignKey(
        "ledger.Letter", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    package = models.ForeignKey("ledger.Document", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    files = models.JSONField(default=list)
    sealed_at = models.DateTimeField(default=clock.now)
    sealed_by = models.ForeignKey("offices.Person", on_delete=models.PROTECT, related_name="+")
    opened_again_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="dossiers_are_numbered"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(opened_again_at=None), name="one_sealed_dossier"
            ),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class Handover(Scoped):
    """A batch of dossiers given to the Kanwil, with one receipt both sides see."""

    code = models.CharField(max_length=20, unique=True)
    from_office = models.ForeignKey("offices.Office", on_delete=models.PROTECT, related_name="+")
    to_office = models.ForeignKey("offices.Office", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=clock.now)
    sent_by = models.ForeignKey("offices.Person", on_delete=models.PROTECT, related_name="+")

    class Meta(Scoped.Meta):
        ordering = ("-sent_at",)

    def __str__(self) -> str:
        return self.code

    @classmethod
    def handed_scope(cls, viewer: Viewer) -> Q:
        """A Kanwil sees batches sent to its own office."""
        return Q(to_office_id=viewer.office_id)


class HandoverItem(models.Model):
    """One dossier of a batch and what the Kanwil answered."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="items")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="handovers")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "offices.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"],
                condition=~Q(answer="returned"),
                name="a_dossier_travels_once",
            )
        ]

    def __str__(self) -> str:
        return self.answer or "sent"
