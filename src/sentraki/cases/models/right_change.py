"""What happens to a right once it stands: its certificate is handed over, it changes, it lasts."""

from django.db import models
from django.db.models import Q

from sentraki.cases.rules.right_change_flow import OPEN, ChangeStatus
from sentraki.kernel import clock, ids
from sentraki.kernel.fields import SecretTextField
from sentraki.offices.scoping import Scoped


class RightChange(Scoped):
    """One change of a right, from the owner's decision to DJKI's record (``right_change_flow``).

    ``kind`` is a row of ``data/right_changes.csv``; ``value`` the new name or address; ``fee`` what
    the table of fees said in whole rupiah on the day of filing, none where it says nothing.
    ``expires_on`` is the new last day of a renewed right.
    """

    public_id = models.CharField(max_length=40, unique=True, default=ids.new_secret)
    right = models.ForeignKey("cases.Right", on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=20)
    status = models.CharField(
        max_length=10, choices=[(s, s) for s in ChangeStatus], default=ChangeStatus.PLANNED
    )
    value = SecretTextField()
    is_named = models.BooleanField(default=False)
    reason = SecretTextField()
    number = models.CharField(max_length=40, blank=True)
    filed_on = models.DateField(null=True, blank=True)
    fee = models.PositiveBigIntegerField(null=True, blank=True)
    recorded_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    proof = models.ForeignKey(
        "ledger.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    begun_by = models.ForeignKey("offices.Person", on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta(Scoped.Meta):
        ordering = ("-begun_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["right", "kind"],
                condition=Q(status__in=[str(s) for s in sorted(OPEN)]),
                name="one_open_change_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.right_id} {self.kind}"


class Ceremony(Scoped):
    """A list of certificates that are handed over together on one day."""

    public_id = models.CharField(max_length=40, unique=True, default=ids.new_secret)
    office = models.ForeignKey("offices.Office", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    place = models.CharField(max_length=120, blank=True)
    held_on = models.DateField()
    made_by = models.ForeignKey("offices.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    handed_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        ordering = ("-held_on", "-id")

    def __str__(self) -> str:
        return self.title


class CeremonyItem(models.Model):
    """One certificate on a list."""

    ceremony = models.ForeignKey(Ceremony, on_delete=models.CASCADE, related_name="items")
    right = models.ForeignKey("cases.Right", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("right__name", "id")
        constraints = [
            models.UniqueConstraint(fields=["ceremony", "right"], name="once_on_a_ceremony_list")
        ]

    def __str__(self) -> str:
        return f"{self.ceremony_id} {self.right_id}"


class Delivery(Scoped):
    """The certificate of a right was handed over: to whom, when, with a note and perhaps a photo.

    Handed over once. A photo is kept only where the receiver agreed (``photo_agreed``).
    """

    right = models.OneToOneField("cases.Right", on_delete=models.PROTECT, related_name="delivery")
    ceremony = models.ForeignKey(
        Ceremony, on_delete=models.PROTECT, null=True, blank=True, related_name="deliveries"
    )
    receiver = SecretTextField()
    received_on = models.DateField()
    note = SecretTextField()
    photo_agreed = models.BooleanField(default=False)
    photo = models.ForeignKey(
        "ledger.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_by = models.ForeignKey("offices.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta(Scoped.Meta):
        ordering = ("-received_on", "-id")

    def __str__(self) -> str:
        return f"{self.right_id} {self.received_on}"
