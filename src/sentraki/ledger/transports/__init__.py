"""Ways a message can go: one folder each, with one class that is all a new way needs."""

from typing import Protocol

from sentraki.ledger.messages import Texts


class Undeliverable(Exception):
    """This try failed; ``reason`` is one word for the log (no address, no text)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Transport(Protocol):
    """``slug`` is the channel's name in recipients and rows."""

    slug: str

    def deliver(self, *, address: str, name: str, texts: Texts, message_id: str) -> None:
        """Hand the texts over; ``message_id`` is the same at each try. Raises Undeliverable."""


def by_channel(channel: str) -> Transport:
    """The transport of this channel; raises ``KeyError``."""
    return _TRANSPORTS[channel]


def register(transport: Transport) -> None:
    """Add a way; the same channel twice raises ``ValueError``."""
    if transport.slug in _TRANSPORTS:
        raise ValueError(f"channel {transport.slug} exists already")
    _TRANSPORTS[transport.slug] = transport


_TRANSPORTS: dict[str, Transport] = {}
