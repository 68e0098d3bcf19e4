"""The log: entries that are only ever added, the tree over them, and what guards it."""

from typing import Any, ClassVar

from django.db import models

from sentraki.kernel.fields import SecretTextField
from sentraki.kernel.merkle import Frontier


def empty_frontier() -> bytes:
    """The edge of a tree without leaves."""
    return Frontier().to_bytes()


class Entry(models.Model):
    """One act: who did what to which thing, when. Only added, never changed (database triggers).

    ``payload`` holds refs and codes only; a note stands apart so that it can be erased, the entry
    keeps its commitment. ``region_code`` is empty for acts of the whole installation.
    """

    index = models.BigIntegerField(primary_key=True)
    verb = models.CharField(max_length=60, db_index=True)
    on_ref = models.CharField(max_length=80, db_index=True)
    actor_ref = models.CharField(max_length=80, db_index=True)
    role = models.CharField(max_length=12)
    office_id = models.BigIntegerField(null=True)
    region_code = models.CharField(max_length=13, blank=True, db_index=True)
    at = models.DateTimeField()
    payload: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    note_commitment = models.CharField(max_length=64, blank=True)
    leaf_hash = models.BinaryField(max_length=32)

    class Meta:
        ordering: ClassVar[list[str]] = ["index"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(index__gte=0), name="ledger_entry_index_from_zero"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.index} {self.verb} {self.on_ref}"


class EntryNote(models.Model):
    """The free words of an act; deleting the row erases them for good, the log still verifies."""

    entry = models.OneToOneField(
        Entry, on_delete=models.DO_NOTHING, primary_key=True, related_name="note"
    )
    salt = models.BinaryField(max_length=32)
    text = SecretTextField()

    def __str__(self) -> str:
        return f"note of {self.entry_id}"


class Head(models.Model):
    """The one row every act locks: how many entries there are and the tree's right edge."""

    ROW: ClassVar[int] = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ROW)
    size = models.BigIntegerField(default=0)
    frontier = models.BinaryField(default=empty_frontier)

    def __str__(self) -> str:
        return f"head at {self.size}"


class Checkpoint(models.Model):
    """A signed statement of size and root; copies leave the house (a second office keeps them)."""

    size = models.BigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        ordering: ClassVar[list[str]] = ["size"]

    def __str__(self) -> str:
        return f"checkpoint at {self.size}"


class Receipt(models.Model):
    """What an idempotency key made when it was used first."""

    verb = models.CharField(max_length=60)
    key = models.CharField(max_length=100)
    on_ref = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["verb", "key"], name="ledger_receipt_once"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.on_ref}"
