"""What the public interface answers with; every field is public already on a page."""

from datetime import date, datetime
from typing import Any

from ninja import Schema


class NotAsked(Schema):
    """What is wrong with the question: one of ours, or the fields that do not fit (``detail``)."""

    error: str = ""
    error_description: str = ""
    detail: list[dict[str, Any]] = []


class SealOut(Schema):
    """What a seal says. ``state``: applied, registered, valid or void; never more than the page."""

    state: str
    code: str
    purpose: str
    cause: str
    valid_until: date | None
    issued_at: datetime | None
    checked_at: datetime | None
    facts: dict[str, str]


class Unknown(Schema):
    """A code that is not in our records, or not of our making."""

    state: str = "unknown"


class RightOut(Schema):
    """One registered right. ``classes`` are Nice classes; ``seal`` opens under ``/verifikasi/``."""

    id: str
    kind: str
    name: str
    holder: str
    number: str
    classes: list[int]
    subsector: str
    region: str
    district: str
    year: int
    filed_on: date | None
    registered_on: date | None
    expires_on: date | None
    seal: str


class RightsOut(Schema):
    """A page of rights: ``total`` counts all that fit; ``next`` is the next page's number."""

    total: int
    definition: str
    source: str
    as_of: datetime
    page: int
    next: int | None
    rows: list[RightOut]


class FigureRow(Schema):
    """One group of a figure; ``None`` is withheld, because it would tell of fewer than five."""

    group: str
    name: str
    facilitated: int
    filed: int | None
    registered: int | None
    refused: int | None


class FiguresOut(Schema):
    """An office's published figures, divided one way. ``facilitated`` of the rows add up."""

    region: str
    divided_by: str
    definitions: dict[str, str]
    basis: str
    source: str
    as_of: datetime
    totals: dict[str, int | None]
    rows: list[FigureRow]
