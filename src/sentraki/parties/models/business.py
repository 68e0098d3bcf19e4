"""A business, its products, and the consents its owner gave."""

from django.db import models
from django.db.models import Q

from sentraki.kernel import clock, ids
from sentraki.kernel.fields import SecretTextField
from sentraki.offices.scoping import Scoped
from sentraki.parties.rules import HasMark, OwnerKind, Scale


class Business(Scoped):
    """One business as the office knows it. Personal numbers are encrypted and found by index.

    ``has_mark`` is what an enumeration said; ``place_key`` finds the same name at the same address.
    One that an officer ``joined_to`` another keeps its files and counts no more.
    """

    public_id = models.CharField(max_length=40, unique=True, default=ids.new_secret)
    owner_kind = models.CharField(
        max_length=20, choices=[(k, k) for k in OwnerKind], default=OwnerKind.PERSON
    )
    owner_name = models.CharField(max_length=255, blank=True)
    trade_name = models.CharField(max_length=255, blank=True)
    nik = SecretTextField()
    nik_index = models.CharField(max_length=64, blank=True, db_index=True)
    nib = models.CharField(max_length=13, blank=True, db_index=True)
    npwp = SecretTextField()
    phone = SecretTextField()
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    email = SecretTextField()
    street = SecretTextField()
    rt_rw = models.CharField(max_length=20, blank=True)
    village_code = models.CharField(max_length=13, blank=True)
    district_code = models.CharField(max_length=8, blank=True, db_index=True)
    postcode = models.CharField(max_length=5, blank=True)
    scale = models.CharField(max_length=10, choices=[(s, s) for s in Scale], default=Scale.UNKNOWN)
    subsector = models.CharField(max_length=40, blank=True, db_index=True)
    activity = models.TextField(blank=True)
    gender = models.CharField(max_length=1, blank=True)
    started_on = models.DateField(null=True, blank=True)
    has_mark = models.CharField(
        max_length=3, choices=[(h, h) for h in HasMark], blank=True, db_index=True
    )
    place_key = models.CharField(max_length=64, blank=True, db_index=True)
    joined_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="joined"
    )
    match_key = models.CharField(max_length=64, blank=True, db_index=True)
    source_ref = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta(Scoped.Meta):
        ordering = ("trade_name", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["region_code", "match_key"],
                condition=~Q(match_key=""),
                name="one_business_per_match_key",
            )
        ]

    def __str__(self) -> str:
        return self.trade_name or self.owner_name or self.public_id


class Apart(Scoped):
    """Two businesses an officer looked at and found to be two; they are not shown again."""

    first = models.ForeignKey(Business, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Business, on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey("offices.Person", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(default=clock.now)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_word_about_two")
        ]

    def __str__(self) -> str:
        return f"{self.first_id}≠{self.second_id}"


class Product(models.Model):
    """A thing or service a business sells."""

    business = models.ForeignKey(Business, on_delete=models.CASCADE, related_name="products")
    name = models.CharField(max_length=255)
    description = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class Consent(models.Model):
    """One purpose a person agreed to: which text, when, through what; and when taken back."""

    business = models.ForeignKey(Business, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    text_version = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)
    given_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.text_version}"
