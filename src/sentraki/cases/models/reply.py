"""The answer to a letter of DJKI, written point by point."""

from django.db import models
from django.db.models import Q

from sentraki.cases.models.case import handed_to
from sentraki.cases.rules.answering import ReplyKind
from sentraki.kernel import clock, ids
from sentraki.kernel.access import Viewer
from sentraki.kernel.fields import SecretJSONField, SecretTextField
from sentraki.offices.scoping import Scoped


class Reply(Scoped):
    """One answer to one piece of news. ``letter``: the letter as it was typed or pasted.

    ``dated_on`` and ``due_in_letter`` are the letter's own dates as an officer confirmed them;
    ``sent_on`` the day the finished answer was handed in, after which nothing changes any more.
    """

    public_id = models.CharField(max_length=40, unique=True, default=ids.new_secret)
    filing = models.ForeignKey("cases.Filing", on_delete=models.PROTECT, related_name="replies")
    event = models.OneToOneField(
        "cases.FilingEvent", on_delete=models.PROTECT, related_name="reply"
    )
    kind = models.CharField(max_length=20, choices=[(k, k) for k in ReplyKind])
    letter = SecretTextField()
    lead = SecretTextField()
    closing = SecretTextField()
    dated_on = models.DateField(null=True, blank=True)
    due_in_letter = models.DateField(null=True, blank=True)
    begun_at = models.DateTimeField(default=clock.now)
    begun_by = models.ForeignKey("offices.Person", on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField(null=True, blank=True)
    note = SecretTextField()

    class Meta(Scoped.Meta):
        ordering = ("-begun_at", "-id")

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"

    @classmethod
    def handed_scope(cls, viewer: Viewer) -> Q:
        """A Kanwil sees the answers of cases handed to it."""
        return handed_to(viewer, "filing__case_id")


class ReplyPoint(models.Model):
    """One point of the letter and what is answered to it.

    ``grounds``: codes of articles, blank-separated. ``exhibits``: codes of what is attached.
    ``version`` rises with every change; ``former``: wordings that another one has replaced, under
    ``list``, each ``{"at", "by", "text"}``, the newest last.
    """

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField()
    text = SecretTextField()
    grounds = models.CharField(max_length=200, blank=True)
    answer = SecretTextField()
    exhibits = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(default=clock.now)
    edited_by = models.ForeignKey("offices.Person", on_delete=models.PROTECT, related_name="+")
    former = SecretJSONField()

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return f"{self.reply_id}.{self.position}"

    @property
    def codes(self) -> tuple[str, ...]:
        """The articles as codes."""
        return tuple(self.grounds.split())
