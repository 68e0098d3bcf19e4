"""A registered right: public facts, chosen when it was recorded."""

from django.db import models
from django.db.models import Q

from sentraki.kernel import clock, ids
from sentraki.kernel.access import Viewer
from sentraki.offices.scoping import Scoped


class Right(Scoped):
    """One registered mark (later: work, design, communal record). Holds no private fact.

    ``year`` is the year of registration, ``district_code`` the kecamatan of the business; an
    imported row may know less than a filed one and says so by empty fields. ``business`` is whom an
    officer tied an imported one to; a filed one has its business through its file, until DJKI
    recorded another owner (``given_away_on``): from then an officer says whose it is.
    """

    public_id = models.CharField(max_length=40, unique=True, default=ids.new_code)
    office = models.ForeignKey("offices.Office", on_delete=models.PROTECT, related_name="+")
    filing = models.OneToOneField(
        "cases.Filing", on_delete=models.PROTECT, null=True, blank=True, related_name="right"
    )
    community = models.ForeignKey(
        "parties.Community", on_delete=models.PROTECT, null=True, blank=True, related_name="rights"
    )
    business = models.ForeignKey(
        "parties.Business", on_delete=models.PROTECT, null=True, blank=True, related_name="rights"
    )
    kind = models.CharField(max_length=20, default="mark")
    number = models.CharField(max_length=40)
    name = models.CharField(max_length=255)
    holder = models.CharField(max_length=255, blank=True)
    classes = models.CharField(max_length=80, blank=True)
    subsector = models.CharField(max_length=40, blank=True, db_index=True)
    district_code = models.CharField(max_length=8, blank=True, db_index=True)
    year = models.PositiveSmallIntegerField(db_index=True)
    filed_on = models.DateField(null=True, blank=True)
    registered_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    given_away_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_cause = models.CharField(max_length=40, blank=True)
    certificate = models.ForeignKey(
        "ledger.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    seal = models.ForeignKey(
        "ledger.Seal", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source_ref = models.CharField(max_length=80, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta(Scoped.Meta):
        ordering = ("-year", "name", "id")
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="one_right_per_number")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_of_its_file(self) -> bool:
        """Whether the owner is the applicant of the file it grew out of."""
        return self.filing_id is not None and self.given_away_on is None

    @classmethod
    def public_scope(cls) -> Q:
        """Registered rights are public."""
        return Q()

    @classmethod
    def handed_scope(cls, viewer: Viewer) -> Q:
        """A Kanwil reads what anybody may read."""
        return Q()

    @classmethod
    def applicant_scope(cls, viewer: Viewer) -> Q:
        """An applicant reads the register like anybody."""
        return Q()
