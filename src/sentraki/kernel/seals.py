"""Signing and verifying the facts behind a QR code, with Ed25519.

A signature says that this installation wrote exactly these bytes; it is not a certified electronic
signature in the sense of PP 71/2019 and must not be called one.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)


def encode_payload(facts: Mapping[str, Any]) -> bytes:
    """``facts`` as bytes that depend on their content alone: JSON in UTF-8, keys sorted, no blanks.

    Values are strings, whole numbers, booleans, ``None``, and lists or string-keyed mappings of
    these; anything else (a float above all) raises ``TypeError``.
    """
    _refuse_unstable(facts)
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def sign(payload: bytes, key_hex: str) -> bytes:
    """The 64-byte signature of ``payload`` under the private key (32 bytes as hexadecimal)."""
    return _private(key_hex).sign(payload)


def verify(payload: bytes, signature: bytes, public_key: bytes) -> bool:
    """Whether ``signature`` over ``payload`` was made with the key of ``public_key`` (32 bytes).

    A signature or key of the wrong length is simply not valid; nothing is raised.
    """
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, payload)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key_of(key_hex: str) -> bytes:
    """The 32-byte public key that belongs to a private key."""
    return _private(key_hex).public_key().public_bytes_raw()


def key_id(public_key: bytes) -> str:
    """A short name for a public key: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(public_key).hexdigest()[:16]


def _private(key_hex: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key_hex))


def _refuse_unstable(value: Any) -> None:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a key of a signed payload must be text, not {key!r}")
            _refuse_unstable(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_unstable(inner)
    elif value is not None and not isinstance(value, str | int):
        raise TypeError(f"{type(value).__name__} cannot stand in a signed payload")
