"""The fingerprint of a register: a sum over its rows, so it follows every change at once.

Each row gives a SHA-256; the digests are added up as four 64-bit numbers, which does not depend on
the order and lets one row be taken away again. The fingerprint is the SHA-256 of that sum. It shows
that two registers differ; it is no defence against somebody who composes rows to hide a change.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from serupa.index.packing import encoded
from serupa.types import Record

Sum = NDArray[np.uint64]
"""Shape (4,)."""

FIELDS = ("status", "number", "source", "filed_on", "registered_on", "owner")
"""Details every register may tell; other columns are kept in ``Record.more``."""

_SUMMED_AT_ONCE = 20_000


def nothing() -> Sum:
    """The sum of no rows."""
    return np.zeros(4, dtype=np.uint64)


def row_text(record_id: str, name: str, mask: int, details: Iterable[tuple[str, str]]) -> str:
    """A row in its one form: details in the order of their columns, empty ones left out."""
    told = sorted((column, value) for column, value in details if value)
    return "\x1f".join([record_id, name, str(mask), *(f"{a}={b}" for a, b in told)])


def record_text(record: Record, mask: int) -> str:
    """``row_text`` of a record whose classes are ``mask`` as bits."""
    details = [(field, getattr(record, field)) for field in FIELDS]
    return row_text(record.id, record.name, mask, [*details, *record.more])


def summed(texts: Iterable[str]) -> Sum:
    """The sum over rows."""
    total, rest = nothing(), iter(texts)
    while given := list(islice(rest, _SUMMED_AT_ONCE)):
        parts = encoded("\x1e".join(given)).split(b"\x1e")
        if len(parts) != len(given):  # one of them has that sign
            parts = list(map(encoded, given))
        digests = b"".join([sha256(part).digest() for part in parts])
        lanes = np.frombuffer(digests, dtype="<u8").reshape(-1, 4)
        total += lanes.sum(axis=0, dtype=np.uint64)
    return total


def written(total: Sequence[int] | Sum, marks: int) -> str:
    """The fingerprint (64 hex digits) of a sum over so many rows."""
    return sha256(f"{marks}:{'.'.join(str(int(lane)) for lane in total)}".encode()).hexdigest()
