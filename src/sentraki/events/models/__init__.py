"""Event, booking, visit, duties, materials; desks without a line and what they sent."""

from sentraki.events.models.device import DeskRecord, Device, JoinQuestion
from sentraki.events.models.duty import Duty
from sentraki.events.models.event import Booking, Event
from sentraki.events.models.invitation import Invitation
from sentraki.events.models.material import Material
from sentraki.events.models.visit import Visit

__all__ = [
    "Booking",
    "DeskRecord",
    "Device",
    "Duty",
    "Event",
    "Invitation",
    "JoinQuestion",
    "Material",
    "Visit",
]
