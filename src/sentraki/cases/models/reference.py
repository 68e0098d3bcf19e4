"""Rows that are law or practice on a date: papers asked for, fees, DJKI's status texts."""

from django.db import models


class DocumentRequirement(models.Model):
    """A paper a kind of case needs. Offices add rows; code never lists papers."""

    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, default="mark")
    owner_kind = models.CharField(max_length=20, blank=True)
    programme = models.ForeignKey(
        "cases.Programme", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    position = models.PositiveSmallIntegerField()
    label_id = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120)
    hint_id = models.CharField(max_length=300, blank=True)
    hint_en = models.CharField(max_length=300, blank=True)
    accepts = models.CharField(max_length=40)
    required = models.BooleanField(default=True)
    secrecy = models.CharField(max_length=2)
    source = models.CharField(max_length=120, blank=True)
    confidence = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "kind", "owner_kind"],
                condition=models.Q(programme=None),
                name="one_general_requirement",
            )
        ]

    def __str__(self) -> str:
        return self.code


class Fee(models.Model):
    """An official fee with its validity; below "high" confidence it is shown "periksa kembali"."""

    code = models.CharField(max_length=40)
    ip_kind = models.CharField(max_length=20)
    service = models.CharField(max_length=200)
    scheme = models.CharField(max_length=10)
    unit = models.CharField(max_length=40)
    amount = models.PositiveBigIntegerField()
    legal_basis = models.CharField(max_length=80, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=80, blank=True)
    confidence = models.CharField(max_length=10)

    class Meta:
        ordering = ("code", "scheme", "valid_from")

    def __str__(self) -> str:
        return f"{self.code} {self.scheme}"


class StatusText(models.Model):
    """A raw status text of PDKI and what we read it as; an officer may correct the row."""

    raw_text = models.CharField(max_length=200, unique=True)
    status = models.CharField(max_length=16)
    group = models.CharField(max_length=20)
    confidence = models.CharField(max_length=20)

    class Meta:
        ordering = ("raw_text",)

    def __str__(self) -> str:
        return self.raw_text
