"""Event, booking, visit."""

from sentraki.events.models.event import Booking, Event
from sentraki.events.models.visit import Visit

__all__ = ["Booking", "Event", "Visit"]
