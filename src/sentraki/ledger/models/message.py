"""The outbox."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sentraki.kernel.access import Viewer
from sentraki.kernel.fields import SecretJSONField
from sentraki.ledger.rules.delivery import MessageStatus
from sentraki.offices.scoping import Scoped


class Message(Scoped):
    """Something to tell somebody, written in the transaction of the act that caused it.

    ``recipient`` is ``{"address", "name", "lang"}``; ``fields`` fill the texts of ``slug`` when it
    is sent. ``dedupe`` makes the second writing of the same message fail. ``attempts`` also fences:
    a worker that was overtaken finds its number outdated and changes nothing.
    """

    slug = models.SlugField(max_length=60)
    channel = models.CharField(max_length=20)
    recipient = SecretJSONField()
    fields = SecretJSONField()
    on_ref = models.CharField(max_length=80, db_index=True)
    status = models.CharField(
        max_length=8,
        choices=[(s.value, s.value) for s in MessageStatus],
        default=MessageStatus.QUEUED.value,
    )
    attempts = models.PositiveIntegerField(default=0)
    tries_left = models.PositiveSmallIntegerField()
    next_try_at = models.DateTimeField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=80, blank=True)
    dedupe = models.CharField(max_length=64, unique=True)

    class Meta(Scoped.Meta):
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(status=MessageStatus.QUEUED.value),
                name="ledger_message_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.on_ref}"

    @classmethod
    def applicant_scope(cls, viewer: Viewer) -> Q | None:
        """Messages about the things the applicant holds a grant for."""
        return Q(on_ref__in=sorted(viewer.grants)) if viewer.grants else None
