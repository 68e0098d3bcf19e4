"""An office with everything that makes its pages and letters its own: all data, no code."""

from django.db import models
from django.db.models import Q

from sentraki.kernel import clock
from sentraki.offices.rules import (
    DEFAULT_NUMBER_PATTERN,
    OfficeKind,
    PaperSize,
    ScreeningMode,
    SuggestionMode,
)

DEFAULT_COLOUR = "#1f4a86"


class Office(models.Model):
    """One office. ``name`` is the government (Pemerintah Kota Palembang), ``unit`` its office.

    ``parent`` is the Kanwil it hands over to. ``takes_applications`` marks the office with public
    pages; ``may_issue_umk_letter`` needs ``letter_basis``, the rule that says so. ``emblem_ref``
    points at a stored document. ``letterhead_lines`` are the lines of the kop from top to bottom,
    margins are millimetres.
    """

    slug = models.SlugField(max_length=60, unique=True)
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=[(k, k) for k in OfficeKind])
    region = models.ForeignKey("offices.Region", on_delete=models.PROTECT, related_name="offices")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    takes_applications = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)

    address = models.CharField(max_length=255, blank=True)
    postcode = models.CharField(max_length=5, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    whatsapp = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    website = models.CharField(max_length=120, blank=True)
    opening_hours = models.CharField(max_length=120, blank=True)

    letterhead_lines = models.JSONField(default=list, blank=True)
    paper_size = models.CharField(
        max_length=4, choices=[(k, k) for k in PaperSize], default=PaperSize.F4
    )
    margin_top = models.PositiveSmallIntegerField(default=15)
    margin_right = models.PositiveSmallIntegerField(default=20)
    margin_bottom = models.PositiveSmallIntegerField(default=20)
    margin_left = models.PositiveSmallIntegerField(default=25)
    signature_place = models.CharField(max_length=60, blank=True)
    signatory_title = models.CharField(max_length=120, blank=True)
    letter_number_pattern = models.CharField(max_length=80, default=DEFAULT_NUMBER_PATTERN)
    may_issue_umk_letter = models.BooleanField(default=False)
    letter_basis = models.CharField(max_length=255, blank=True)

    colour = models.CharField(max_length=7, default=DEFAULT_COLOUR)
    emblem_ref = models.CharField(max_length=80, blank=True)
    screening_mode = models.CharField(
        max_length=15, choices=[(k, k) for k in ScreeningMode], default=ScreeningMode.FULL
    )
    suggestion_mode = models.CharField(
        max_length=15, choices=[(k, k) for k in SuggestionMode], default=SuggestionMode.DIRECTIONS
    )
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("region_id", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(may_issue_umk_letter=False) | ~Q(letter_basis=""),
                name="offices_office_letter_has_basis",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.name}"

    @property
    def region_code(self) -> str:
        """The dotted code of the office's region: the prefix its officers see."""
        return self.region_id

    @property
    def zone(self) -> str:
        """WIB, WITA or WIT."""
        return clock.zone_of(self.region_id)

    @property
    def is_kanwil(self) -> bool:
        """Whether this is a regional office of the ministry, which files are handed to."""
        return self.kind == OfficeKind.KANWIL

    @property
    def names_variants(self) -> bool:
        """Whether the name check here gives concrete names besides directions of change."""
        return self.suggestion_mode == SuggestionMode.VARIANTS


class OfficialName(models.Model):
    """What an institution was called from when to when; ``office`` is empty for national ones.

    ``body`` says which institution: ``office``, ``ministry-of-law``, ``ip-office`` and so on.
    """

    body = models.SlugField(max_length=40)
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.CASCADE, related_name="official_names"
    )
    name = models.CharField(max_length=160)
    unit = models.CharField(max_length=120, blank=True)
    short_name = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=255)

    class Meta:
        ordering = ("body", "office_id", "valid_from")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "valid_from"],
                condition=Q(office=None),
                name="offices_one_national_name",
            ),
            models.UniqueConstraint(
                fields=["office", "valid_from"],
                condition=Q(office__isnull=False),
                name="offices_one_office_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LetterIssuer(models.Model):
    """A kind of office whose letter gives the small-business fee, with source and validity."""

    kind = models.CharField(max_length=20, choices=[(k, k) for k in OfficeKind])
    name = models.CharField(max_length=160)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=255)
    read_on = models.DateField()

    class Meta:
        ordering = ("kind", "name")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "valid_from"], name="offices_one_issuer_per_start"
            )
        ]

    def __str__(self) -> str:
        return self.name
