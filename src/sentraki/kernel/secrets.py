"""Keeping things secret: blind indexes, sealed form state, encrypted bytes.

Every key is derived by HKDF-SHA256 from a key of the settings, with the purpose in its derivation:
what was made for one purpose is of no use for another.
"""

import base64
import hashlib
import hmac
import json
import os
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from sentraki.kernel import clock
from sentraki.kernel.errors import Invalid

DAY = 86_400
_FORMAT = 1
_NONCE = 12
_EXPIRED = "This page was open for too long. Please start this step again."
_FOREIGN = "What this page sent back cannot be read. Please start this step again."


class CannotDecrypt(ValueError):
    """The bytes were changed, belong to another context, or were made with another key."""


def blind_index(value: str, purpose: str) -> str:
    """A keyed fingerprint of ``value`` for looking it up without storing it: 64 hex digits.

    The caller normalises first (digits of a NIK, a phone in E.164). HMAC-SHA256 under a key made
    from ``settings.BLIND_INDEX_KEY`` for ``purpose`` alone.
    """
    key = _derive(settings.BLIND_INDEX_KEY, f"blind index/{purpose}")
    return hmac.new(key, value.encode("utf-8"), hashlib.sha256).hexdigest()


def seal_token(payload: dict[str, Any], purpose: str, max_age: int = DAY) -> str:
    """``payload`` (JSON values) encrypted and signed as URL-safe text, for a hidden form field.

    It opens for ``max_age`` seconds at most and for the same ``purpose`` only.
    """
    made = int(clock.now().timestamp())
    content = json.dumps({"until": made + max_age, "payload": payload}, ensure_ascii=False)
    return _fernet(purpose).encrypt_at_time(content.encode("utf-8"), made).decode("ascii")


def open_token(token: str, purpose: str, max_age: int = DAY) -> dict[str, Any]:
    """What :func:`seal_token` was given.

    Raises ``Invalid`` when the token was changed, made for another purpose, or is older than the
    shorter of the two ages.
    """
    present = int(clock.now().timestamp())
    fernet = _fernet(purpose)
    try:
        made = fernet.extract_timestamp(token)
        content = json.loads(fernet.decrypt(token))
    except (InvalidToken, ValueError):
        raise Invalid(_FOREIGN) from None
    if present > min(content["until"], made + max_age):
        raise Invalid(_EXPIRED)
    payload: dict[str, Any] = content["payload"]
    return payload


def encrypt_bytes(data: bytes, context: str) -> bytes:
    """``data`` under AES-256-GCM with a key of ``settings.BLOB_KEY`` made for ``context``.

    The result is a format byte, a key byte (which key it was), 12 nonce bytes, then ciphertext
    and tag: 30 bytes longer than ``data``. The same input gives other bytes each time.
    """
    header = bytes([_FORMAT, _key_byte()])
    nonce = os.urandom(_NONCE)
    return header + nonce + _cipher(context).encrypt(nonce, data, header)


def decrypt_bytes(data: bytes, context: str) -> bytes:
    """The opposite of :func:`encrypt_bytes`; raises ``CannotDecrypt`` saying what is wrong."""
    header, nonce, rest = data[:2], data[2 : 2 + _NONCE], data[2 + _NONCE :]
    if len(nonce) < _NONCE or header[0] != _FORMAT:
        raise CannotDecrypt("these bytes were not encrypted here")
    if header[1] != _key_byte():
        raise CannotDecrypt("these bytes were encrypted with another key")
    try:
        return _cipher(context).decrypt(nonce, rest, header)
    except InvalidTag:
        raise CannotDecrypt("these bytes were changed or belong to another context") from None


@lru_cache(maxsize=256)
def _derive(key: str, purpose: str) -> bytes:
    material = key.encode("utf-8")
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(material)


def _fernet(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derive(settings.SECRET_KEY, f"token/{purpose}")))


def _cipher(context: str) -> AESGCM:
    return AESGCM(_derive(settings.BLOB_KEY, f"blob/{context}"))


def _key_byte() -> int:
    return _derive(settings.BLOB_KEY, "key id")[0]
