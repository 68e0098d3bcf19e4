"""What a browser finds of its own spot in the queue."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection

from sentraki.cases.models import Programme
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.kernel.secrets import blind_index

# Asked by everybody of a crowd and again at each reload, so it is not composed anew each time.
# The key leads to its one row by itself; asked for the programme too, SQLite would rather read
# through all who came to it.
_SPOTS = """
    SELECT c.resume_hash, c.programme_id, c.code, c.arrival_number, p.number, p.held_until,
           c.waiting_number, c.status
    FROM cases_case c LEFT JOIN cases_place p ON p.case_id = c.id AND p.released_at IS NULL
    WHERE c.resume_hash IN ({}) AND c.arrival_number IS NOT NULL
"""


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
    return spots_of([key]).get((programme.pk, key))


def spots_of(keys: Collection[str]) -> dict[tuple[int, str], Spot]:
    """The spots of many browsers by (programme's id, key). One query, none without a key."""
    wanted = {blind_index(key, "resume"): key for key in keys if key}
    if not wanted:
        return {}
    hashes = list(wanted)
    marks = ", ".join(["%s"] * len(hashes))
    with connection.cursor() as cursor:
        cursor.execute(_SPOTS.format(marks), hashes)
        rows = cursor.fetchall()
    return {
        (where, wanted[key_hash]): Spot(
            code, arrival, place, until, waiting, status != CaseStatus.DRAFT
        )
        for key_hash, where, code, arrival, place, until, waiting, status in rows
    }
