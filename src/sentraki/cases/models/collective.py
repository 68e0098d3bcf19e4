"""What keeps a collective mark alive: rules of use, the members who may use it, visits to them."""

from django.db import models
from django.db.models import Q

from sentraki.cases.rules.member_flow import MemberStatus
from sentraki.cases.rules.usage_flow import RulesStatus
from sentraki.kernel import clock, ids
from sentraki.kernel.fields import SecretJSONField, SecretTextField
from sentraki.offices.scoping import Scoped


class UsageRules(Scoped):
    """One version of a community's rules of use.

    ``chapters`` is the text by chapter code (``data/collective_rules.csv``), encrypted because it
    may name a mark before it is filed. ``page`` is the paper made when the version was frozen and
    ``sha256`` its hash; ``copy`` the one the board signed, ``signers`` (``list`` of name and
    role) who did.
    ``recorded_number`` and ``recorded_on`` tell when DJKI recorded changed rules.
    """

    public_id = models.CharField(max_length=40, unique=True, default=ids.new_secret)
    community = models.ForeignKey(
        "parties.Community", on_delete=models.PROTECT, related_name="usage_rules"
    )
    number = models.PositiveSmallIntegerField()
    status = models.CharField(
        max_length=10, choices=[(s, s) for s in RulesStatus], default=RulesStatus.DRAFT
    )
    chapters = SecretJSONField()
    started_at = models.DateTimeField(default=clock.now)
    saved_at = models.DateTimeField(default=clock.now)
    frozen_at = models.DateTimeField(null=True, blank=True)
    page = models.ForeignKey(
        "ledger.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sha256 = models.CharField(max_length=64, blank=True)
    signers = SecretJSONField()
    signed_on = models.DateField(null=True, blank=True)
    copy = models.ForeignKey(
        "ledger.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_number = models.CharField(max_length=60, blank=True)
    recorded_on = models.DateField(null=True, blank=True)

    class Meta(Scoped.Meta):
        ordering = ("-number", "-id")
        constraints = [
            models.UniqueConstraint(fields=["community", "number"], name="one_rules_per_number"),
            models.UniqueConstraint(
                fields=["community"],
                condition=Q(status__in=["draft", "frozen"]),
                name="one_rules_in_work",
            ),
            models.UniqueConstraint(
                fields=["community"], condition=Q(status="signed"), name="one_rules_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.number}"


class MarkMember(Scoped):
    """One community member's use of one registered collective mark, and its seal.

    ``rules`` is the version the member accepted. ``is_named``: the member agreed that the seal
    shows the name; without that it shows none.
    """

    public_id = models.CharField(max_length=40, unique=True, default=ids.new_secret)
    right = models.ForeignKey("cases.Right", on_delete=models.PROTECT, related_name="mark_members")
    member = models.ForeignKey(
        "parties.CommunityMember", on_delete=models.PROTECT, related_name="mark_uses"
    )
    status = models.CharField(
        max_length=10, choices=[(s, s) for s in MemberStatus], default=MemberStatus.PROPOSED
    )
    rules = models.ForeignKey(
        UsageRules, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_on = models.DateField(null=True, blank=True)
    is_named = models.BooleanField(default=False)
    seal = models.ForeignKey(
        "ledger.Seal", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = SecretTextField()
    proposed_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta(Scoped.Meta):
        ordering = ("member__name", "id")
        constraints = [
            models.UniqueConstraint(fields=["right", "member"], name="one_use_per_member")
        ]

    def __str__(self) -> str:
        return f"{self.right_id} {self.member_id}"


class QualityVisit(models.Model):
    """One visit to a member: what was looked at, point by point, and what was seen.

    ``points`` maps codes of ``data/quality_points.csv`` to yes or no. Photos are documents of the
    visit.
    """

    use = models.ForeignKey(MarkMember, on_delete=models.PROTECT, related_name="visits")
    visited_on = models.DateField()
    points: models.JSONField[dict[str, bool], dict[str, bool]] = models.JSONField(default=dict)
    finding = SecretTextField()
    is_good = models.BooleanField()
    visited_by = models.ForeignKey("offices.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-visited_on", "-id")

    def __str__(self) -> str:
        return f"{self.visited_on}"
