"""The life of a place in a programme: reserved, then taken up, then used at DJKI, or free again.

A place is reserved for one case until a day. The applicant's word, an officer's, or a sealed
dossier makes it confirmed; filing uses it. What is not confirmed by the day expires, and its
number goes to the next in line.
"""

from datetime import date, timedelta
from enum import StrEnum

from sentraki.kernel.access import Role
from sentraki.kernel.workflow import Workflow, move

HOLD_DAYS = 14


class PlaceStatus(StrEnum):
    """Where a place stands."""

    RESERVED = "reserved"
    CONFIRMED = "confirmed"
    USED = "used"
    EXPIRED = "expired"
    RELEASED = "released"


S = PlaceStatus
LIVE_PLACES = frozenset({S.RESERVED, S.CONFIRMED, S.USED})

PLACE_FLOW = Workflow(
    name="place",
    statuses=PlaceStatus,
    start=S.RESERVED,
    ends=frozenset({S.USED, S.EXPIRED, S.RELEASED}),
    moves=(
        move(
            "confirm",
            (S.RESERVED,),
            S.CONFIRMED,
            Role.APPLICANT,
            Role.INTAKE,
            Role.VERIFIER,
            Role.SYSTEM,
            guards=("in_time",),
        ),
        move(
            "expire",
            (S.RESERVED,),
            S.EXPIRED,
            Role.SYSTEM,
            guards=("time_is_up",),
            notify=("place-expired",),
        ),
        move(
            "release",
            (S.RESERVED, S.CONFIRMED),
            S.RELEASED,
            Role.APPLICANT,
            Role.VERIFIER,
            Role.SYSTEM,
        ),
        move("use", (S.RESERVED, S.CONFIRMED), S.USED, Role.VERIFIER, Role.KANWIL, Role.SYSTEM),
    ),
)


def held_until(day: date, days: int = HOLD_DAYS) -> date:
    """The last day on which a place reserved on ``day`` may be taken up; ``days`` of at least 1."""
    if days < 1:
        raise ValueError("a place is held for at least a day")
    return day + timedelta(days=days)


def is_over(until: date | None, today: date) -> bool:
    """Whether the hold has run out: the last day itself still counts for the applicant."""
    return until is not None and until < today
