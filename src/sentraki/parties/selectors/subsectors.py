"""The 17 subsectors of the creative economy, from their dated table."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Subsector:
    """One subsector: its number in the list, code, and names."""

    number: int
    code: str
    name_id: str
    name_en: str

    def name(self, lang: str) -> str:
        """The name in ``lang`` (Indonesian unless ``en``)."""
        return self.name_en if lang.startswith("en") else self.name_id


@cache
def subsectors() -> tuple[Subsector, ...]:
    """All 17 in their official order (``data/subsectors.csv``, "periksa kembali")."""
    path = Path(settings.DATA) / "subsectors.csv"
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return tuple(
            Subsector(int(row["number"]), row["code"], row["name_id"], row["name_en"])
            for row in csv.DictReader(handle)
        )
