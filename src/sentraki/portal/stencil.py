"""A page drawn once and filled in many times, for the few pages a whole crowd opens at once.

Drawing a template costs milliseconds, filling a stencil microseconds. The template is drawn with a
mark wherever people differ; filling puts escaped text in place of the marks. So a stencil may
depend on whatever its key names, but never on who looks.
"""

import re
import time
from collections.abc import Callable, Mapping
from html import escape
from secrets import token_hex
from threading import Lock
from typing import Generic, TypeVar

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

# Nobody can type what is drawn anew in each process.
_MARK = token_hex(12)
_SLOT = re.compile(f"{_MARK}-([a-z_]+)-")
_K = TypeVar("_K")
_V = TypeVar("_V")


def slot(name: str) -> SafeString:
    """What the template gets instead of a value; ``name`` is small letters and underscores."""
    return mark_safe(f"{_MARK}-{name}-")


class Stencil:
    """The text of one drawn page; its slots may stand in text and in quoted attributes."""

    def __init__(self, text: str) -> None:
        self._parts = _SLOT.split(text)

    @property
    def slots(self) -> frozenset[str]:
        """The names of the slots in it."""
        return frozenset(self._parts[1::2])

    def fill(self, values: Mapping[str, str]) -> str:
        """The page with ``values`` escaped in its slots; ``KeyError`` for one that is missing."""
        parts = list(self._parts)
        for at in range(1, len(parts), 2):
            parts[at] = escape(values[parts[at]])
        return "".join(parts)


class Remembered(Generic[_K, _V]):
    """What was made for a key, kept ``settings.QUEUE_MEMORY_SECONDS`` in this process.

    When the time is over one thread makes it anew and the others go on with the old one, so that
    a crowd never waits for the same work many times. A change shows soon after that time.
    """

    MOST = 500

    def __init__(self, make: Callable[[_K], _V]) -> None:
        self._make = make
        self._kept: dict[_K, tuple[float, _V]] = {}
        self._busy: set[_K] = set()
        self._lock = Lock()

    def get(self, key: _K) -> _V:
        """What belongs to ``key``; whatever making it raises is raised and not remembered."""
        kept = self._kept.get(key)
        if kept is not None and time.monotonic() < kept[0]:
            return kept[1]
        with self._lock:
            if kept is not None and key in self._busy:
                return kept[1]
            self._busy.add(key)
        try:
            value = self._make(key)
            with self._lock:
                if len(self._kept) >= self.MOST:
                    self._kept.clear()
                self._kept[key] = (time.monotonic() + settings.QUEUE_MEMORY_SECONDS, value)
        finally:
            with self._lock:
                self._busy.discard(key)
        return value
