"""What the web server and the queue's wicket say to each other; needs no Django to be set up."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True)
class Asked:
    """One whole request; ``headers`` by names in small letters, each of them once.

    ``peer`` is the address at the other end, ``version`` ``HTTP/1.0`` or ``HTTP/1.1``; ``stays``
    when the connection may serve another request.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    peer: str
    version: str
    stays: bool


@dataclass(frozen=True)
class Poured:
    """An answer as the house would give it: status line, headers, content."""

    status: str
    headers: list[tuple[str, str]]
    content: bytes


class Word(Enum):
    """What the wicket says in place of an answer: the house shall answer, or it will come."""

    PASSED_ON = 1
    LATER = 2
