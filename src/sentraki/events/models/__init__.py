"""Event, booking, visit; desks without a line and what they sent."""

from sentraki.events.models.device import DeskRecord, Device, JoinQuestion
from sentraki.events.models.event import Booking, Event
from sentraki.events.models.invitation import Invitation
from sentraki.events.models.visit import Visit

__all__ = [
    "Booking",
    "DeskRecord",
    "Device",
    "Event",
    "Invitation",
    "JoinQuestion",
    "Visit",
]
