"""Why DJKI refuses, or what it misses: the rows of ``data/refusal_reasons.csv``."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class RefusalReason:
    """One reason with its code (``A1``) and the ``notice`` to show while nobody confirmed it."""

    code: str
    group: str
    name_id: str
    name_en: str
    legal_basis: str
    notice: str

    def name(self, lang: str) -> str:
        """The reason in ``lang`` (Indonesian unless ``en``)."""
        return self.name_en if lang.startswith("en") else self.name_id


@cache
def reasons() -> Mapping[str, RefusalReason]:
    """Every reason by its code, in the table's order."""
    text = (Path(settings.DATA) / "refusal_reasons.csv").read_text(encoding="utf-8")
    return {
        row["code"]: RefusalReason(
            row["code"],
            row["group"],
            row["name_id"],
            row["name_en"],
            row["legal_basis"],
            row["notice"],
        )
        for row in csv.DictReader(text.splitlines())
    }
