"""What a browser finds of its own spot in the queue."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Subquery

from sentraki.cases.models import Case, Place, Programme
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.kernel.secrets import blind_index


@dataclass(frozen=True)
class Spot:
    """What one person has in the queue. ``place`` is ``None`` for those who wait, ``waiting`` the
    number among them at arrival; ``is_begun`` once the file has been sent to the office."""

    code: str
    arrival: int
    place: int | None
    held_until: date | None
    waiting: int | None
    is_begun: bool


def spot_of(programme: Programme, key: str) -> Spot | None:
    """The spot the browser with this ``key`` has in the programme. One query."""
    if not key:
        return None
    live = Place.objects.filter(case=OuterRef("pk"), released_at=None)
    rows = Case.unscoped.filter(programme=programme, resume_hash=blind_index(key, "resume"))
    found = (
        rows.exclude(arrival_number=None)
        .annotate(
            place=Subquery(live.values("number")[:1]), until=Subquery(live.values("held_until")[:1])
        )
        .values_list("code", F("arrival_number"), "place", "until", "waiting_number", "status")
        .first()
    )
    if found is None:
        return None
    code, arrival, place, until, waiting, status = found
    return Spot(code, arrival, place, until, waiting, status != CaseStatus.DRAFT)
