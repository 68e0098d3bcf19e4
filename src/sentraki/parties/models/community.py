"""A community that owns a mark together: its standing, its board, its members."""

from django.db import models

from sentraki.kernel import clock, ids
from sentraki.kernel.fields import SecretTextField
from sentraki.offices.scoping import Scoped
from sentraki.parties.rules.communities import BoardRole, CommunityKind, Seat


class Community(Scoped):
    """One community as the office knows it: group, cooperative, association or BUMDes.

    ``deed_until`` is empty for a deed without an end. ``product`` is what the members make alike.
    ``guided_by`` is the office that looks after it (dinas pembina).
    """

    public_id = models.CharField(max_length=40, unique=True, default=ids.new_secret)
    office = models.ForeignKey("offices.Office", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    short_name = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=24, choices=[(k, k) for k in CommunityKind])
    deed_number = models.CharField(max_length=120, blank=True)
    deed_on = models.DateField(null=True, blank=True)
    deed_until = models.DateField(null=True, blank=True)
    deed = models.ForeignKey(
        "ledger.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    nib = models.CharField(max_length=13, blank=True)
    product = models.CharField(max_length=255, blank=True)
    phone = SecretTextField()
    street = SecretTextField()
    district_code = models.CharField(max_length=8, blank=True, db_index=True)
    postcode = models.CharField(max_length=5, blank=True)
    guided_by = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta(Scoped.Meta):
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(fields=["region_code", "name"], name="one_community_per_name")
        ]

    def __str__(self) -> str:
        return self.name


class BoardSeat(models.Model):
    """One person of a community's board, from when until when."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="seats")
    name = models.CharField(max_length=255)
    role = models.CharField(max_length=12, choices=[(r, r) for r in BoardRole])
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name

    def as_seat(self) -> Seat:
        """The row as the rules read it."""
        return Seat(self.name, BoardRole(self.role), self.since, self.until)


class CommunityMember(models.Model):
    """One member: a business the office knows, or a name only. ``left_on`` ends it."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="members")
    business = models.ForeignKey(
        "parties.Business", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=255)
    phone = SecretTextField()
    product = models.CharField(max_length=255, blank=True)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    match_key = models.CharField(max_length=64, db_index=True)
    source_ref = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["community", "match_key"],
                condition=models.Q(left_on=None),
                name="one_member_per_key",
            )
        ]

    def __str__(self) -> str:
        return self.name
