"""Counters of scarce things."""

from typing import ClassVar

from django.db import models


class Counter(models.Model):
    """How many of something have been given out; ``limit`` is empty where there is none."""

    name = models.CharField(max_length=120, unique=True)
    value = models.PositiveBigIntegerField(default=0)
    limit = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(limit=None) | models.Q(value__lte=models.F("limit")),
                name="ledger_counter_within_limit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.value}"
