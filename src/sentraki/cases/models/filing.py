"""The application at DJKI and everything heard about it since."""

from django.db import models
from django.db.models import Q

from sentraki.cases.models.case import granted_keys, handed_to
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.fields import SecretTextField
from sentraki.offices.scoping import Scoped


class Filing(Scoped):
    """A permohonan with its number. Its status is changed by events and by nothing else.

    One taken over from an earlier list has ``source_ref``, the sheet, where others have a receipt.
    """

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="filing")
    number = models.CharField(max_length=30, unique=True)
    received_on = models.DateField()
    receipt = models.ForeignKey(
        "ledger.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source_ref = models.CharField(max_length=80, blank=True)
    status = models.CharField(
        max_length=16, choices=[(s, s) for s in FilingStatus], default=FilingStatus.FILED
    )
    seal = models.ForeignKey(
        "ledger.Seal", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=clock.now)
    last_checked_at = models.DateTimeField(default=clock.now)

    class Meta(Scoped.Meta):
        ordering = ("-received_on", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(receipt__isnull=False) | ~Q(source_ref=""),
                name="filing_has_receipt_or_source",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @classmethod
    def handed_scope(cls, viewer: Viewer) -> Q:
        """A Kanwil sees filings of cases handed to it."""
        return handed_to(viewer, "case_id")

    @classmethod
    def applicant_scope(cls, viewer: Viewer) -> Q:
        """Only the filings of granted cases."""
        return Q(case_id__in=granted_keys(viewer))


class FilingEvent(models.Model):
    """One piece of news, as DJKI put it (raw), as we read it, and who saw it.

    The days it starts are rows of ``Deadline``. ``reason_code`` is a row of
    ``data/refusal_reasons.csv`` where DJKI refuses or misses something.
    """

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="events")
    happened_on = models.DateField()
    raw_text = SecretTextField()
    status = models.CharField(max_length=16, choices=[(s, s) for s in FilingStatus])
    letter_dated_on = models.DateField(null=True, blank=True)
    due_in_letter = models.DateField(null=True, blank=True)
    reason_code = models.CharField(max_length=4, blank=True)
    seen_at = SecretTextField()
    source_ref = models.CharField(max_length=80, blank=True)
    evidence = models.ForeignKey(
        "ledger.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey("offices.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("recorded_at", "id")

    def __str__(self) -> str:
        return f"{self.happened_on} {self.status}"
