"""Official letters of an office."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from sentraki.kernel import ids
from sentraki.kernel.access import Viewer
from sentraki.kernel.fields import SecretJSONField
from sentraki.ledger.models.document import Document
from sentraki.ledger.models.seal import Seal
from sentraki.ledger.rules.letter_flow import LetterStatus
from sentraki.offices.models import Office
from sentraki.offices.scoping import Scoped


class Letter(Scoped):
    """One numbered letter.

    ``fields`` is what the draft says; ``frozen`` is everything the page is made of, fixed when it
    was signed, so that the page can be made again byte for byte. ``pictures`` maps file names in
    the template to public ids of documents. ``hands`` are refs of those who drafted and checked.
    Number, ``content_hash`` and seal are stored before the page is made; ``pdf`` is empty until
    then.
    """

    public_id = models.CharField(max_length=32, unique=True, default=ids.new_secret)
    kind = models.SlugField(max_length=40)
    on_ref = models.CharField(max_length=80, db_index=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="letters")
    status = models.CharField(
        max_length=10,
        choices=[(s.value, s.value) for s in LetterStatus],
        default=LetterStatus.REQUESTED.value,
    )
    fields = SecretJSONField()
    frozen = SecretJSONField()
    pictures: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    hands: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    drafted_by = models.CharField(max_length=80)
    created_at = models.DateTimeField()

    number = models.CharField(max_length=80, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    sequence = models.PositiveIntegerField(null=True, blank=True)
    signed_by = models.CharField(max_length=80, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    seal = models.OneToOneField(
        Seal, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    pdf = models.OneToOneField(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    used_for = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_cause = models.CharField(max_length=40, blank=True)

    class Meta(Scoped.Meta):
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["office", "kind", "year", "sequence"],
                condition=Q(sequence__isnull=False),
                name="ledger_letter_number_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "on_ref"],
                condition=Q(status=LetterStatus.REQUESTED.value),
                name="ledger_letter_one_draft",
            ),
            models.UniqueConstraint(
                fields=["kind", "on_ref"],
                condition=Q(status=LetterStatus.ISSUED.value),
                name="ledger_letter_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(sequence=None) | (~Q(number="") & ~Q(content_hash="")),
                name="ledger_letter_number_with_content",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number or self.pk}"

    @classmethod
    def applicant_scope(cls, viewer: Viewer) -> Q | None:
        """Signed letters about the things the applicant holds a grant for."""
        if not viewer.grants:
            return None
        return Q(on_ref__in=sorted(viewer.grants), sequence__isnull=False)

    @property
    def data(self) -> dict[str, Any]:
        """What the page is made of: frozen once signed, the draft before."""
        return dict(self.frozen or self.fields)
