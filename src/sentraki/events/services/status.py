"""The one place where the status of a booking is written."""

from sentraki.events.models import Booking
from sentraki.events.rules.booking_flow import BOOKING_FLOW, BookingStatus
from sentraki.kernel.access import Viewer


def set_booking_status(booking: Booking, verb: str, viewer: Viewer, **facts: bool) -> None:
    """Take a step and store it; raises ``MoveRefused`` when the flow has no such step."""
    step = BOOKING_FLOW.take(verb, status=booking.status, role=viewer.role, facts=facts)
    booking.status = BookingStatus(step.target)
    booking.save()
