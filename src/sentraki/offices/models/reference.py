"""Bookkeeping of the room: which reference tables are loaded, and who has asked how often."""

from django.db import models

from sentraki.kernel import clock


class ReferenceTable(models.Model):
    """A reference table as it was loaded last; ``sha256`` is of the files it came from."""

    name = models.CharField(max_length=60, primary_key=True)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    loaded_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name


class RateCount(models.Model):
    """How often a key was used in an hour. The key is an HMAC: no address is stored."""

    key = models.CharField(max_length=64, primary_key=True)
    hour = models.PositiveIntegerField(db_index=True)
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.hour}: {self.count}"
