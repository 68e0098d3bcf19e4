"""The desk without a line, on paper: what a record is, whose clock counts, who may be one person.

Provisional numbers, gaps and the chain are what tells a lost record from one never made.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

START = "0" * 64
TRUSTED_SECONDS = 120
MOST_RECORDS = 20
LONGEST_CONTENT = 400_000
_HASH = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"[A-Z]{1,3}\d{0,3}-\d{3,5}")
_LATEST = 2**53


class RecordKind(StrEnum):
    """What a desk writes down: somebody came, somebody was registered."""

    VISIT = "visit"
    PERSON = "person"


class RecordState(StrEnum):
    """Where a record stands with the office."""

    RECEIVED = "received"
    APPLIED = "applied"
    QUESTION = "question"


class Doubt(StrEnum):
    """Why a person has to look."""

    SAME_PERSON = "same-person"
    OTHER_CONTENT = "other-content"
    UNFIT = "unfit"


class Answer(StrEnum):
    """What the person said."""

    SAME = "same"
    DIFFERENT = "different"
    HANDLED = "handled"


@dataclass(frozen=True)
class Sent:
    """One record as it came over the line, its shape checked; ``body`` is JSON as text."""

    client_id: UUID
    sequence: int
    kind: RecordKind
    number: str
    told_at: int
    previous_hash: str
    content_hash: str
    body: str

    @property
    def is_whole(self) -> bool:
        """Whether the hash covers exactly what arrived."""
        return self.content_hash == content_hash(self)


def content_hash(record: Sent) -> str:
    """SHA-256 (hex) over every character of the record, chained to the one before."""
    parts = (
        record.previous_hash, record.sequence, record.client_id, record.kind, record.number,
        record.told_at, record.body,
    )  # fmt: skip
    return hashlib.sha256("\n".join(map(str, parts)).encode("utf-8")).hexdigest()


def read_record(row: object) -> Sent | None:
    """The record in ``row`` (decoded JSON), or ``None`` when it is of another shape."""
    if not isinstance(row, Mapping):
        return None
    texts = [row.get(name) for name in ("id", "kind", "number", "prev", "hash", "body")]
    numbers = [row.get(name) for name in ("seq", "at")]
    if not all(isinstance(text, str) for text in texts):
        return None
    if not all(isinstance(n, int) and not isinstance(n, bool) for n in numbers):
        return None
    identity, kind, number, previous, hashed, body = (str(text) for text in texts)
    sequence, told_at = (int(str(n)) for n in numbers)
    shaped = (
        kind in set(RecordKind)
        and 1 <= sequence <= 99_999
        and abs(told_at) < _LATEST
        and (number == "" or _NUMBER.fullmatch(number))
        and _HASH.fullmatch(previous)
        and _HASH.fullmatch(hashed)
        and len(body) <= LONGEST_CONTENT
    )
    try:
        client_id = UUID(identity)
    except ValueError:
        return None
    if not shaped or str(client_id) != identity:
        return None
    return Sent(client_id, sequence, RecordKind(kind), number, told_at, previous, hashed, body)


def is_doubted(offset: int) -> bool:
    """Whether a clock that differs from ours by ``offset`` seconds is flagged."""
    return abs(offset) > TRUSTED_SECONDS


def missing(expected: int, received: Iterable[int]) -> list[int]:
    """Which of 1 to ``expected`` (or the largest received, if more) never arrived."""
    got = set(received)
    return [n for n in range(1, max(expected, *got, 0) + 1) if n not in got]


def number_text(desk: str, n: int) -> str:
    """``M2-007``: a provisional number, which promises nothing."""
    return f"{desk}-{n:03d}"


def number_value(number: str) -> int:
    """The counter in a provisional number; 0 where there is none."""
    _, _, digits = number.rpartition("-")
    return int(digits) if digits.isdigit() else 0


def plain_name(name: str) -> str:
    """A name for comparing: letters and digits only, small, without accents."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def near_nik(left: str, right: str) -> bool:
    """Whether two NIK differ in one or two digits only, as a slip of the finger makes them."""
    if len(left) != len(right):
        return False
    return 0 < sum(a != b for a, b in zip(left, right, strict=True)) <= 2


@dataclass(frozen=True)
class Met:
    """What tells one person from another at a desk. Empty means not known."""

    nik: str = ""
    phone: str = ""
    booking: str = ""
    name: str = ""


def agreements(one: Met, other: Met) -> tuple[str, ...]:
    """What speaks for one person: ``nik``, ``phone``, ``booking``, ``name``; empty for nothing.

    A name alone says little (two Siti Aminah in one hall are two people): it counts when a NIK is
    missing or the two NIK differ by a slip.
    """
    found = [
        what
        for what in ("nik", "phone", "booking")
        if getattr(one, what) and getattr(one, what) == getattr(other, what)
    ]
    same_name = bool(plain_name(one.name)) and plain_name(one.name) == plain_name(other.name)
    open_nik = not one.nik or not other.nik or near_nik(one.nik, other.nik)
    if same_name and (found or open_nik):
        found.append("name")
    return tuple(found)
