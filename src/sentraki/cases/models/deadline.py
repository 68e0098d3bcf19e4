"""Days by which somebody must act on an application at DJKI, and who was reminded of them."""

from django.db import models
from django.db.models import Q

from sentraki.cases.models.case import granted_keys, handed_to
from sentraki.cases.rules.deadline_flow import DeadlineStatus, Question
from sentraki.cases.rules.deadlines import Choice, Who
from sentraki.kernel import clock, ids
from sentraki.kernel.access import Viewer
from sentraki.kernel.fields import SecretTextField
from sentraki.offices.scoping import Scoped


class Deadline(Scoped):
    """One term that news has started. ``rule`` is the code of a ``DeadlineRule``.

    ``due_on`` is the day to work towards and never later than ``legal_on``, the last one; both
    are empty until the date on the letter is known. ``counted_on`` is our own careful count and
    ``in_letter`` the day the letter names; ``choice`` says how an officer settled a difference.
    """

    public_id = models.CharField(max_length=40, unique=True, default=ids.new_code)
    filing = models.ForeignKey("cases.Filing", on_delete=models.PROTECT, related_name="deadlines")
    event = models.ForeignKey(
        "cases.FilingEvent", on_delete=models.PROTECT, related_name="deadlines"
    )
    rule = models.CharField(max_length=40)
    who = models.CharField(max_length=10, choices=[(w, w) for w in Who])
    status = models.CharField(
        max_length=10, choices=[(s, s) for s in DeadlineStatus], default=DeadlineStatus.OPEN
    )
    counted_from = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    counted_on = models.DateField(null=True, blank=True)
    legal_on = models.DateField(null=True, blank=True)
    in_letter = models.DateField(null=True, blank=True)
    question = models.CharField(max_length=8, blank=True, choices=[(q, q) for q in Question])
    choice = models.CharField(max_length=6, blank=True, choices=[(c, c) for c in Choice])
    is_estimate = models.BooleanField(default=False)
    officer = models.ForeignKey("offices.Person", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=clock.now)
    closed_on = models.DateField(null=True, blank=True)
    note = SecretTextField()

    class Meta(Scoped.Meta):
        ordering = ("due_on", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["filing", "rule"], condition=Q(status="open"), name="one_open_deadline"
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__lte=models.F("legal_on")),
                name="shown_day_not_after_the_legal_one",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(status="open"), name="cases_deadline_open"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.due_on}"

    @classmethod
    def handed_scope(cls, viewer: Viewer) -> Q:
        """A Kanwil sees the deadlines of cases handed to it."""
        return handed_to(viewer, "filing__case_id")

    @classmethod
    def applicant_scope(cls, viewer: Viewer) -> Q:
        """Only those of granted cases."""
        return Q(filing__case_id__in=granted_keys(viewer))


class Reminder(models.Model):
    """One person told, or deliberately not told, at one mark of a deadline.

    ``about`` is the day that was to be kept then; ``mark`` a code of ``rules.deadlines.Mark``;
    ``to`` is ``offices.person:3`` or ``applicant``. ``was_sent`` is false for a mark that a later
    one had overtaken when the worker came to it.
    """

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="reminders")
    about = models.DateField()
    mark = models.CharField(max_length=8)
    to = models.CharField(max_length=40)
    channel = models.CharField(max_length=20)
    was_sent = models.BooleanField()
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["deadline", "about", "mark", "to", "channel"], name="one_reminder"
            )
        ]

    def __str__(self) -> str:
        return f"{self.mark} {self.to}"
