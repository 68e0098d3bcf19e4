"""Loading the dated tables of law and practice from ``data/``."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.conf import settings

from sentraki.cases.models import DeadlineRule, DocumentRequirement, Fee, StatusText

_NOT_TEXT = frozenset({"length", "safe_length", "checked_on", "notice"})


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (Path(settings.DATA) / name).open(encoding="utf-8-sig", newline="") as handle:
        yield from csv.DictReader(handle)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def load_reference() -> int:
    """Fill each of the four tables when it is empty; returns the number of rows written.

    Rows an office has changed since are left alone.
    """
    written = 0
    if not DocumentRequirement.objects.exists():
        written += len(DocumentRequirement.objects.bulk_create(_requirements()))
    if not Fee.objects.exists():
        written += len(Fee.objects.bulk_create(_fees()))
    if not StatusText.objects.exists():
        written += len(StatusText.objects.bulk_create(_status_texts()))
    if not DeadlineRule.objects.exists():
        written += len(DeadlineRule.objects.bulk_create(deadline_rules()))
    return written


def _requirements() -> list[DocumentRequirement]:
    return [
        DocumentRequirement(
            code=row["code"],
            kind=row["ip_kind"],
            applicant_kind=row["applicant_kind"],
            scheme=row["scheme"],
            position=position,
            supplied_by=row["supplied_by"],
            needed_for=row["needed_for"],
            required=row["required"] == "yes",
            accepts=row["accepts"],
            max_mb=int(row["max_mb"]),
            secrecy=row["secrecy"],
            label_id=row["label_id"],
            label_en=row["label_en"],
            hint_id=row["hint_id"],
            hint_en=row["hint_en"],
            valid_from=_day(row["valid_from"]),
            valid_until=_day(row["valid_until"]),
            source=row["source"][:200],
            confidence=row["confidence"],
        )
        for position, row in enumerate(_rows("document_requirements.csv"), start=1)
    ]


def _fees() -> list[Fee]:
    return [
        Fee(
            code=row["code"],
            ip_kind=row["ip_kind"],
            service=row["service"],
            scheme=row["scheme"],
            unit=row["unit"],
            amount=int(row["amount_idr"]),
            legal_basis=row["legal_basis"],
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
            source=row["source"],
            confidence=row["confidence"],
            note=row["note"],
        )
        for row in _rows("fees/pnbp-ki.csv")
    ]


def _status_texts() -> list[StatusText]:
    return [
        StatusText(
            raw_text=row["raw_text"],
            status=row["our_code"],
            group=row["group"],
            needs_action=row["needs_action"] == "yes",
            legal_term=row["legal_term"],
            confidence=row["confidence"],
        )
        for row in _rows("djki-status/status-map.csv")
    ]


def deadline_rules() -> list[DeadlineRule]:
    """The time limits as the file has them, not saved."""
    return [
        DeadlineRule(
            **{name: value for name, value in row.items() if name not in _NOT_TEXT},
            length=int(row["length"]),
            safe_length=int(row["safe_length"]),
            checked_on=date.fromisoformat(row["checked_on"]),
        )
        for row in _rows("deadline_rules.csv")
    ]
