"""What stands in an entry: its leaf, its payload, its sealed note."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.seals import encode_payload

LEAF_VERSION = 1
_CODE = re.compile(r"[A-Za-z0-9_.:/+-]{0,120}")
_PERSONAL = re.compile(r"\+?\d{10,}")
_LARGEST = 10**12


@dataclass(frozen=True)
class Leaf:
    """Everything an entry's hash covers. ``at`` is an aware instant."""

    index: int
    verb: str
    on_ref: str
    actor_ref: str
    role: str
    office_id: int | None
    region_code: str
    at: datetime
    payload: Mapping[str, Any]
    note_commitment: str

    def to_bytes(self) -> bytes:
        """Canonical JSON in UTF-8: sorted keys, no blanks, time in UTC with microseconds."""
        return encode_payload(vars(self) | {"v": LEAF_VERSION, "at": instant_text(self.at)})


def instant_text(at: datetime) -> str:
    """``2026-11-22T03:04:05.000006Z``; a naive instant raises ``ValueError``."""
    if at.tzinfo is None:
        raise ValueError("an entry's time needs a zone")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def check_payload(value: Any) -> None:
    """Raise ``ValueError`` unless ``value`` holds only refs, codes, small numbers, yes and no.

    Entries are never erased, so nothing personal may enter: no blanks (names, addresses), no
    run of ten digits or more standing alone (NIK, NIB, phone), no fractions.
    """
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, int):
        if abs(value) > _LARGEST:
            raise ValueError(f"too large for an entry: {value}")
    elif isinstance(value, str):
        if not _CODE.fullmatch(value) or _PERSONAL.fullmatch(value):
            raise ValueError("an entry holds refs and codes only")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            check_payload(key)
            check_payload(item)
    elif isinstance(value, list | tuple):
        for item in value:
            check_payload(item)
    else:
        raise ValueError(f"not for an entry: {type(value).__name__}")


def commitment(salt: bytes, note: str) -> str:
    """SHA-256 over salt and note, hexadecimal.

    With the salt gone the note cannot be guessed from it, yet the log still verifies.
    """
    return hashlib.sha256(salt + note.encode()).hexdigest()


def actor_ref(viewer: Viewer) -> str:
    """Who acted: ``offices.person:3``, ``offices.agency:4``, ``public``, ``system:name`` …"""
    if viewer.role is Role.SYSTEM:
        return f"system:{viewer.name}"
    if viewer.role is Role.AGENCY:
        return viewer.name
    if viewer.person_id is not None:
        return f"offices.person:{viewer.person_id}"
    return viewer.role.value
