"""The words in a picture, offered to the name check: an extra that need not be installed.

A picture is read in the limited child process and kept, written and logged nowhere; what was read
is a name nobody has filed yet and is treated like one that was typed.
"""

import json
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from sentraki.kernel.limited import ChildFailed, LimitExceeded, run_limited
from sentraki.screening.alike import Box

INSIDE = "serupa.images.lettering:read"
MEMORY_MB, SECONDS = 512, 10
WAIT = 15.0
"""Seconds by the clock, waiting for a free child included; then the page answers without words."""

LONGEST = 255
"""Letters of a name that are compared."""

NEEDED = ("onnxruntime", "rapidocr")


@dataclass(frozen=True)
class Inscription:
    """What stands in a picture. ``text``: as a name may be written, "" for no words; ``boxes``:
    where words stand, in pixels of the picture as serupa decodes it. ``missing``: the reader is
    not installed here; ``failed``: it is, and could not read this picture."""

    text: str = ""
    boxes: tuple[Box, ...] = ()
    missing: bool = False
    failed: bool = False


def is_installed() -> bool:
    """Whether words in pictures can be read here."""
    return all(find_spec(package) is not None for package in NEEDED)


def read(content: bytes, *, written: bytes = b"") -> Inscription:
    """The words in a file as sent. ``written``: the JPEG we made of it, read where the file itself
    is no picture (a page). Never raises for what was sent or what is not installed."""
    if not is_installed():
        return Inscription(missing=True)
    try:
        told = _told(content)
        if told.get("refused") == "format" and written:
            told = _told(written)
    except (LimitExceeded, ChildFailed):
        return Inscription(failed=True)
    if "refused" in told:
        return Inscription(failed=True)
    boxes = tuple((left, top, right, bottom) for left, top, right, bottom in told["boxes"])
    return Inscription(told["phrase"][:LONGEST].strip(), boxes)


def _told(content: bytes) -> dict[str, Any]:
    answer = run_limited(INSIDE, content, memory_mb=MEMORY_MB, seconds=SECONDS, wall_seconds=WAIT)
    return dict(json.loads(answer))
