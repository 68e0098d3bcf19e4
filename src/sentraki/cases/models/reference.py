"""Rows that are law or practice on a date: papers asked for, fees, DJKI's status texts."""

from django.db import models


class DocumentRequirement(models.Model):
    """A paper a kind of case needs. Offices add rows; code never lists papers.

    ``applicant_kind``: any, person, body or community. ``scheme``: any, or the tariff whose payers
    show it (umk, umum). An empty day of validity is open or unknown. ``supplied_by``: applicant,
    office or system. ``needed_for``: submission or filing. ``required`` is false for papers that
    only some cases need. ``accepts``: file kinds, blank-separated.
    """

    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, default="mark")
    applicant_kind = models.CharField(max_length=12, default="any")
    scheme = models.CharField(max_length=10, default="any")
    programme = models.ForeignKey(
        "cases.Programme", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    position = models.PositiveSmallIntegerField()
    supplied_by = models.CharField(max_length=12, default="applicant")
    needed_for = models.CharField(max_length=12, default="submission")
    required = models.BooleanField(default=True)
    accepts = models.CharField(max_length=40)
    max_mb = models.PositiveSmallIntegerField(default=15)
    secrecy = models.CharField(max_length=2)
    label_id = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120)
    hint_id = models.CharField(max_length=300, blank=True)
    hint_en = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    confidence = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "kind", "applicant_kind", "scheme"],
                condition=models.Q(programme=None, valid_until=None),
                name="one_general_requirement",
            )
        ]

    def __str__(self) -> str:
        return self.code

    def label(self, lang: str) -> str:
        """The paper's name in ``lang`` (Indonesian unless ``en``)."""
        return self.label_en if lang.startswith("en") else self.label_id

    def hint(self, lang: str) -> str:
        """How to get it right, in ``lang``."""
        return self.hint_en if lang.startswith("en") else self.hint_id


class Fee(models.Model):
    """An official fee with its validity; below "high" confidence it is shown "periksa kembali"."""

    code = models.CharField(max_length=40)
    ip_kind = models.CharField(max_length=20)
    service = models.CharField(max_length=200)
    scheme = models.CharField(max_length=10)
    unit = models.CharField(max_length=40)
    amount = models.PositiveBigIntegerField()
    legal_basis = models.CharField(max_length=160, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    confidence = models.CharField(max_length=10)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("code", "scheme", "valid_from")

    def __str__(self) -> str:
        return f"{self.code} {self.scheme}"


class StatusText(models.Model):
    """A raw status text of PDKI and what we read it as; an officer may correct the row."""

    raw_text = models.CharField(max_length=200, unique=True)
    status = models.CharField(max_length=16)
    group = models.CharField(max_length=20)
    needs_action = models.BooleanField(default=False)
    legal_term = models.CharField(max_length=120, blank=True)
    confidence = models.CharField(max_length=20)

    class Meta:
        ordering = ("raw_text",)

    def __str__(self) -> str:
        return self.raw_text
