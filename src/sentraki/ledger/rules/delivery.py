"""When a message that did not get through is tried again, and when it is laid aside."""

from datetime import timedelta
from enum import StrEnum


class MessageStatus(StrEnum):
    """``PARKED``: given up after the last try, waiting for a person."""

    QUEUED = "queued"
    SENT = "sent"
    PARKED = "parked"


MAX_TRIES = 5
#: How long one worker may hold a message before another may take it over.
LEASE = timedelta(minutes=5)
_WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)


def wait_after(tries: int) -> timedelta | None:
    """How long to wait after ``tries`` failures (1 or more); ``None`` means: park it."""
    return _WAITS[tries - 1] if tries < MAX_TRIES else None
