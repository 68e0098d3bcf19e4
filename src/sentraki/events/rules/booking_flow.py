"""The life of a booking: it waits or has a seat, and may be given back.

Who waits moves up in the order of booking as soon as a seat is free; no seat is promised twice.
"""

from enum import StrEnum

from sentraki.kernel.access import OFFICERS, Role
from sentraki.kernel.workflow import Workflow, move


class BookingStatus(StrEnum):
    """Where a booking stands."""

    WAITING = "waiting"
    SEATED = "seated"
    CANCELLED = "cancelled"


B = BookingStatus
LIVE_BOOKINGS = frozenset({B.WAITING, B.SEATED})
BOOKING_FLOW = Workflow(
    name="booking",
    statuses=BookingStatus,
    start=B.WAITING,
    ends=frozenset({B.CANCELLED}),
    moves=(
        move(
            "seat",
            (B.WAITING,),
            B.SEATED,
            Role.PUBLIC, Role.APPLICANT, Role.SYSTEM, *OFFICERS,
            guards=("seat_left",),
        ),
        move(
            "cancel",
            (B.WAITING, B.SEATED),
            B.CANCELLED,
            Role.PUBLIC, Role.APPLICANT, Role.SYSTEM, *OFFICERS,
        ),
    ),
)  # fmt: skip
