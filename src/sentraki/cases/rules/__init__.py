"""What the centre decides on paper: plain values in, plain values out; no Django, no clock."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """Something that stands in the way: ``message`` is an English text id, ``field`` where."""

    code: str
    field: str
    message: str


def N_(text: str) -> str:
    """Mark ``text`` as a text id, so that it is collected for translation."""
    return text
