"""Seals: what anybody may know, already chosen, and signed."""

from typing import Any, ClassVar

from django.db import models

from sentraki.ledger.rules.seal_states import SealPurpose, SealState


class Seal(models.Model):
    """The one row behind a QR code.

    ``facts`` are public and complete: the page that shows them joins nothing. ``signature``
    (Ed25519) covers all of them, state and times included.
    """

    code = models.CharField(max_length=40, unique=True)
    purpose = models.CharField(max_length=12, choices=[(p.value, p.value) for p in SealPurpose])
    on_ref = models.CharField(max_length=80, db_index=True)
    region_code = models.CharField(max_length=13, db_index=True)
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in SealState])
    facts: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    valid_until = models.DateField(null=True, blank=True)
    cause = models.CharField(max_length=40, blank=True)
    issued_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    key_id = models.CharField(max_length=16)
    signature = models.BinaryField(max_length=64)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.purpose} {self.code}"
