"""How often one form and one connection may knock at the queue, counted in memory alone.

A bucket holds ``burst`` knocks and refills evenly. Each process counts for itself, so with two
processes there are up to twice as many. One form has a small bucket. Behind one address of a mobile
network stand many people, so a connection has a large one: the limit slows, it never locks out,
and what was typed is kept.
"""

import time
from threading import Lock

from django.conf import settings
from django.http import HttpRequest

from sentraki.offices.limits import client_ip, network_of

MOST_KNOWN = 100_000


class Pace:
    """Buckets by whose they are: ``wait(whose)`` is 0.0 for come in, else seconds until it may."""

    def __init__(self, burst: int, per_minute: int) -> None:
        self.burst, self.per_second = float(burst), per_minute / 60
        self._held: dict[str, tuple[float, float]] = {}
        self._lock = Lock()

    def wait(self, whose: str, now: float | None = None) -> float:
        """Count one knock."""
        at = time.monotonic() if now is None else now
        with self._lock:
            left, seen = self._held.pop(whose, (self.burst, at))
            left = min(self.burst, left + (at - seen) * self.per_second)
            allowed = left >= 1
            self._held[whose] = (left - 1 if allowed else left, at)
            if len(self._held) > MOST_KNOWN:
                self._held.pop(next(iter(self._held)))
        return 0.0 if allowed else (1 - left) / self.per_second

    def give_back(self, whose: str) -> None:
        """Take the last knock of ``whose`` back, because the same request is counted again."""
        with self._lock:
            if whose in self._held:
                left, seen = self._held[whose]
                self._held[whose] = (min(self.burst, left + 1), seen)


SENDING = Pace(settings.QUEUE_BURST, settings.QUEUE_PER_MINUTE)
LOOKING = Pace(settings.QUEUE_BURST * 4, settings.QUEUE_PER_MINUTE * 4)
SAME_FORM = Pace(settings.QUEUE_FORM_BURST, settings.QUEUE_FORM_PER_MINUTE)


def seconds_to_wait(request: HttpRequest, key: str = "") -> int:
    """Whole seconds until this request, whose form carries ``key``, may go on; 0 when it may now.

    A form sent again and again is slowed by itself first, so that it takes nothing from those who
    share its connection.
    """
    network = network_of(client_ip(request))
    return knock(network, is_sending=request.method == "POST", key=key)


def knock(network: str, *, is_sending: bool, key: str = "") -> int:
    """As :func:`seconds_to_wait` for what comes from ``network``."""
    wait = 0.0
    if is_sending and key:
        wait = SAME_FORM.wait(key)
    if not wait:
        wait = (SENDING if is_sending else LOOKING).wait(network)
    return int(wait) + 1 if wait else 0


def take_back(network: str, *, is_sending: bool, key: str = "") -> None:
    """Forget the last knock that was let in, because the same request is counted once more."""
    if is_sending and key:
        SAME_FORM.give_back(key)
    (SENDING if is_sending else LOOKING).give_back(network)
