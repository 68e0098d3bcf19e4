"""A yearly programme and its places."""

from django.db import models
from django.db.models import Q

from sentraki.cases.rules.place_flow import HOLD_DAYS, LIVE_PLACES, PlaceStatus
from sentraki.cases.rules.quota import SelectionMode
from sentraki.kernel import clock, ids
from sentraki.kernel.access import Viewer
from sentraki.offices.scoping import Scoped


class Programme(Scoped):
    """What an office pays for in one year: quota, fund, window and rule of selection.

    ``eligibility`` and ``waves`` are rows as ``rules.eligibility`` and ``selectors.quota`` read
    them. What decides the order of places (``selection``, ``seed``, ``eligibility``,
    ``name_points``) is public from the day it is set and fixed once the window is open.
    From ``queue_opens_at`` on, where it is set, people queue for places on a page of their own.
    """

    public_id = models.CharField(max_length=40, unique=True, default=ids.new_secret)
    office = models.ForeignKey("offices.Office", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    fund_source = models.CharField(max_length=80)
    budget = models.PositiveBigIntegerField(help_text="whole rupiah")
    quota = models.PositiveIntegerField()
    fee_per_class = models.PositiveIntegerField(default=500_000, help_text="whole rupiah")
    classes_per_mark = models.PositiveSmallIntegerField(default=1)
    marks_per_business = models.PositiveSmallIntegerField(default=1)
    hold_days = models.PositiveSmallIntegerField(default=HOLD_DAYS)
    opens_on = models.DateField()
    closes_on = models.DateField()
    queue_opens_at = models.DateTimeField(null=True, blank=True)
    selection = models.CharField(
        max_length=12,
        choices=[(m, m) for m in SelectionMode],
        default=SelectionMode.FIRST_COME,
    )
    seed = models.CharField(max_length=64, blank=True)
    eligibility = models.JSONField(default=list)
    name_points = models.PositiveSmallIntegerField(default=0)
    waves = models.JSONField(default=list)
    rules_text = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ("-year", "name")
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "name"], name="one_programme_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"

    @classmethod
    def public_scope(cls) -> Q:
        """Programmes are public information (UU 14/2008)."""
        return Q()

    @classmethod
    def handed_scope(cls, viewer: Viewer) -> Q:
        """A Kanwil reads what anybody may read."""
        return Q()

    @classmethod
    def applicant_scope(cls, viewer: Viewer) -> Q:
        """An applicant reads them like anybody."""
        return Q()


class Place(models.Model):
    """A numbered place in a programme, held by one case. A freed number is given again.

    ``cost`` is what the programme's budget bears for it in whole rupiah, fixed when it is
    reserved and again when the case is accepted. ``released_at`` is when it was given up or ran
    out; a place that was used at DJKI never is.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="places")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="places")
    number = models.PositiveIntegerField()
    status = models.CharField(
        max_length=10, choices=[(s, s) for s in PlaceStatus], default=PlaceStatus.RESERVED
    )
    cost = models.PositiveIntegerField(default=0, help_text="whole rupiah")
    person_index = models.CharField(max_length=64)
    taken_at = models.DateTimeField(default=clock.now)
    held_until = models.DateField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    given_again = models.BooleanField(default=False)

    class Meta:
        ordering = ("number", "id")
        indexes = [models.Index(fields=["status", "held_until"], name="place_holds")]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"],
                condition=Q(released_at=None),
                name="one_case_per_place",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(released_at=None), name="one_live_place_per_case"
            ),
            models.CheckConstraint(
                condition=Q(released_at=None, status__in=sorted(LIVE_PLACES))
                | Q(released_at__isnull=False) & ~Q(status__in=sorted(LIVE_PLACES)),
                name="a_live_place_is_not_released",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class OrderChange(models.Model):
    """One person wants a case served before its turn, for a reason; a second one decides."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="order_changes")
    reason = models.CharField(max_length=300)
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey("offices.Person", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "offices.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_granted = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(decided_at=None), name="one_open_change_per_case"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("asked_by")),
                name="two_people_change_an_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}"


class Allocation(models.Model):
    """One giving of places by a programme's stated rule: drawn up by one person, put into force
    by another. ``lines`` are the fairness report, one dict a case, in order."""

    public_id = models.CharField(max_length=40, unique=True, default=ids.new_secret)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="allocations")
    selection = models.CharField(max_length=12)
    seed = models.CharField(max_length=64, blank=True)
    places = models.PositiveIntegerField()
    money = models.BigIntegerField(help_text="whole rupiah left when it was drawn up")
    list_sha256 = models.CharField(max_length=64)
    lines = models.JSONField(default=list)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey("offices.Person", on_delete=models.PROTECT, related_name="+")
    in_force_at = models.DateTimeField(null=True, blank=True)
    in_force_by = models.ForeignKey(
        "offices.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(in_force_by=None) | ~Q(in_force_by=models.F("made_by")),
                name="two_people_allocate",
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.made_at:%Y-%m-%d}"
