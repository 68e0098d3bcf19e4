"""Kinds of events, parts people play there, and what a visit may come to."""

from datetime import datetime
from enum import StrEnum


class EventKind(StrEnum):
    """What the office holds (domain: socialisation, clinic, guidance, ceremony)."""

    TALKSHOW = "talkshow"
    DISSEMINATION = "dissemination"
    CLINIC = "clinic"
    TRAINING = "training"
    CEREMONY = "ceremony"


class Part(StrEnum):
    """The part a person plays at an event."""

    GUEST = "guest"
    SPEAKER = "speaker"
    COMPANION = "companion"
    PRESS = "press"


class Outcome(StrEnum):
    """How far a visit came at the desk; each includes those before it."""

    NONE = ""
    CONSULTED = "consulted"
    SCREENED = "screened"
    STARTED = "started"


MOST_SEATS = 10_000


def is_open(now: datetime, until: datetime | None, ends_at: datetime) -> bool:
    """Whether seats may be booked: up to ``until`` where it is given, else up to the end."""
    return now <= (until or ends_at)


def seats_left(capacity: int, booked: int) -> int:
    """Seats nobody has booked; never below nothing, whatever the capacity was cut to."""
    return max(0, capacity - booked)
