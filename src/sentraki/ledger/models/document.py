"""Stored files: what they are, never where they lie."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sentraki.kernel import ids
from sentraki.kernel.access import Viewer
from sentraki.kernel.fields import SecretTextField
from sentraki.ledger.rules.secrecy import Secrecy, is_guarded
from sentraki.offices.models import Office
from sentraki.offices.scoping import Scoped


class Document(Scoped):
    """One file that was taken in or made here.

    The bytes lie under the SHA-256 of what is stored (``stored_sha256``), encrypted for C3 and
    above; ``content_sha256`` is that of the readable content. ``on_ref`` says what it belongs to.
    ``handed_to`` is the Kanwil it was shared with: a Kanwil knows of no other document.
    """

    public_id = models.CharField(max_length=32, unique=True, default=ids.new_secret)
    kind = models.CharField(max_length=40)
    secrecy = models.CharField(max_length=2, choices=[(s.value, s.value) for s in Secrecy])
    mime = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    stored_sha256 = models.CharField(max_length=64, db_index=True)
    content_sha256 = models.CharField(max_length=64)
    on_ref = models.CharField(max_length=80, db_index=True)
    encrypted = models.BooleanField()
    original_name = SecretTextField()
    created_at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    handed_to = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(encrypted=True)
                | Q(secrecy__in=[s.value for s in Secrecy if not is_guarded(s)]),
                name="ledger_document_secret_is_encrypted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on_ref}"

    @classmethod
    def handed_scope(cls, viewer: Viewer) -> Q:
        """A Kanwil sees what was handed to its office."""
        return Q(handed_to_id=viewer.office_id)

    @classmethod
    def applicant_scope(cls, viewer: Viewer) -> Q | None:
        """Documents of the things the applicant holds a grant for."""
        return Q(on_ref__in=sorted(viewer.grants)) if viewer.grants else None

    @classmethod
    def public_scope(cls) -> Q | None:
        """What was public from the start."""
        return Q(secrecy=Secrecy.C0.value)
