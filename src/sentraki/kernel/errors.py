"""The family of refusals. A face turns each into a page; nobody has to guess from a message.

::

    Refusal
    ├── Denied            the person may not do this (403, or 404 when it must not be known)
    ├── MoveRefused       the workflow has no such step from here, or a guard says no
    ├── Invalid           what was typed or sent cannot be taken; names fields and reasons
    ├── Taken             the last place or number has just gone
    ├── Stale             somebody else changed it in between
    └── AlreadyDone       the same request was carried out before; carries its first receipt

Messages are English gettext ids; faces translate them with ``params``.
"""

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """A clear no: ``message`` is an English text id, ``params`` fill its ``%(name)s`` places."""

    def __init__(self, message: str, **params: Any) -> None:
        super().__init__(message)
        self.message = message
        self.params: Mapping[str, Any] = params

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


class Denied(Refusal):
    """The viewer may not do this; ``hidden`` means the object's existence is not told either."""

    def __init__(self, message: str, *, hidden: bool = False, **params: Any) -> None:
        super().__init__(message, **params)
        self.hidden = hidden


class MoveRefused(Refusal):
    """No such step from this status, or a guard does not hold (``missing`` names them)."""

    def __init__(self, message: str, *, missing: tuple[str, ...] = (), **params: Any) -> None:
        super().__init__(message, **params)
        self.missing = missing


class Invalid(Refusal):
    """Input that cannot be taken; ``fields`` maps a field's name to its reason (text ids)."""

    def __init__(
        self, message: str, *, fields: Mapping[str, str] | None = None, **params: Any
    ) -> None:
        super().__init__(message, **params)
        self.fields = dict(fields or {})


class Taken(Refusal):
    """A scarce thing has run out."""


class Stale(Refusal):
    """The object changed after the viewer looked at it."""


class AlreadyDone(Refusal):
    """The same idempotency key was used before; ``receipt`` points at what it made then."""

    def __init__(self, message: str, *, receipt: str, **params: Any) -> None:
        super().__init__(message, **params)
        self.receipt = receipt
