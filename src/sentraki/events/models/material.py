"""What guests may take home from an event: slides, leaflets."""

from django.db import models
from django.db.models import Q

from sentraki.events.models.event import Event
from sentraki.events.rules.duties import Audience
from sentraki.kernel import clock, ids
from sentraki.kernel.access import Viewer
from sentraki.offices.scoping import Scoped


def _anybodys() -> Q:
    return Q(audience=Audience.PUBLIC, removed_at=None, event__is_announced=True)


class Material(Scoped):
    """One file of an event, for anybody or for those who hold a code of it."""

    public_id = models.CharField(max_length=40, unique=True, default=ids.new_secret)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="materials")
    title = models.CharField(max_length=160)
    audience = models.CharField(max_length=8, choices=[(a, a) for a in Audience])
    document = models.OneToOneField("ledger.Document", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        ordering = ("added_at", "id")

    def __str__(self) -> str:
        return self.title

    @classmethod
    def public_scope(cls) -> Q:
        """What is for everybody, at an announced event."""
        return _anybodys()

    @classmethod
    def handed_scope(cls, viewer: Viewer) -> Q:
        """A Kanwil reads what anybody may read."""
        return _anybodys()

    @classmethod
    def applicant_scope(cls, viewer: Viewer) -> Q:
        """An applicant reads them like anybody."""
        return _anybodys()
