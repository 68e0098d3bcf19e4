"""A yearly programme and its places."""

from django.db import models
from django.db.models import Q

from sentraki.cases.rules.quota import SelectionMode
from sentraki.kernel import clock, ids
from sentraki.kernel.access import Viewer
from sentraki.offices.scoping import Scoped


class Programme(Scoped):
    """What an office pays for in one year: quota, fund, window and rule of selection."""

    public_id = models.CharField(max_length=40, unique=True, default=ids.new_secret)
    office = models.ForeignKey("offices.Office", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    fund_source = models.CharField(max_length=80)
    budget = models.PositiveBigIntegerField(help_text="whole rupiah")
    quota = models.PositiveIntegerField()
    classes_per_mark = models.PositiveSmallIntegerField(default=1)
    opens_on = models.DateField()
    closes_on = models.DateField()
    selection = models.CharField(
        max_length=12,
        choices=[(m, m) for m in SelectionMode],
        default=SelectionMode.FIRST_COME,
    )
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
    """A numbered place in a programme, held by one case. A released number is given again."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="places")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="places")
    number = models.PositiveIntegerField()
    person_index = models.CharField(max_length=64)
    taken_at = models.DateTimeField(default=clock.now)
    released_at = models.DateTimeField(null=True, blank=True)
    given_again = models.BooleanField(default=False)

    class Meta:
        ordering = ("number", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"],
                condition=Q(released_at=None),
                name="one_case_per_place",
            ),
            models.UniqueConstraint(
                fields=["programme", "person_index"],
                condition=Q(released_at=None) & ~Q(person_index=""),
                name="one_live_place_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"
