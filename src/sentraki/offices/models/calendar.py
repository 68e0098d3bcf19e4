"""Days on which offices do not work."""

from django.db import models

from sentraki.offices.rules import HolidayKind


class Holiday(models.Model):
    """A day off: national (``office`` empty) or of one office, with the rule that says so.

    ``is_announced`` is false for a computed date that a decree may still move.
    """

    date = models.DateField()
    kind = models.CharField(max_length=12, choices=[(k, k) for k in HolidayKind])
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    office = models.ForeignKey(
        "offices.Office", null=True, blank=True, on_delete=models.CASCADE, related_name="holidays"
    )
    is_announced = models.BooleanField(default=True)
    source = models.CharField(max_length=255)

    class Meta:
        ordering = ("date", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["date", "name"],
                condition=models.Q(office=None),
                name="offices_one_national_holiday",
            ),
            models.UniqueConstraint(
                fields=["office", "date"],
                condition=models.Q(office__isnull=False),
                name="offices_one_office_holiday",
            ),
            models.CheckConstraint(
                condition=models.Q(office=None, kind__in=["national", "joint-leave"])
                | models.Q(office__isnull=False, kind="office"),
                name="offices_holiday_kind_fits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
