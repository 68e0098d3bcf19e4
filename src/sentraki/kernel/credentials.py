"""Signed credentials that verify without us: W3C Verifiable Credentials 2.0 as JWS.

The envelope is "Securing Verifiable Credentials using JOSE and COSE" (W3C Recommendation,
15 May 2025): the credential itself is the payload of a compact JWS, ``typ`` is ``vc+jwt``, the
algorithm EdDSA with Ed25519 (RFC 8037). Revocation is "Bitstring Status List v1.0" (W3C
Recommendation, 15 May 2025): one bit a credential, 131,072 bits a list, so one bit tells little.
"""

import base64
import binascii
import gzip
import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from sentraki.kernel.seals import encode_payload, sign, verify

TYPE = "vc+jwt"
LIST_BITS = 131_072
# A list of that size packs into 16 KB at most; anything larger is not one of ours.
_LONGEST = 65_536


def sign_credential(credential: Mapping[str, Any], *, key_hex: str, key_ref: str) -> str:
    """The credential as a compact JWS: three base64url parts with dots between them.

    ``key_ref`` is the address of the verification method (``did:web:…#…``). The same input gives
    the same text. Values as in :func:`sentraki.kernel.seals.encode_payload`.
    """
    header = {"alg": "EdDSA", "cty": "vc", "kid": key_ref, "typ": TYPE}
    signed = f"{_text(encode_payload(header))}.{_text(encode_payload(credential))}"
    return f"{signed}.{_text(sign(signed.encode('ascii'), key_hex))}"


def read_credential(token: str, keys: Mapping[str, bytes]) -> dict[str, Any] | None:
    """The credential inside ``token`` when its signature holds, else ``None``; raises nothing.

    ``keys`` maps key references to public keys (32 bytes). The header must be exactly of our
    kind: another algorithm, type, or an unknown key is not valid.
    """
    parts = token.split(".")
    if len(parts) != 3 or len(token) > _LONGEST:
        return None
    header, content, signature = (_bytes(part) for part in parts)
    head = _object(header)
    if head is None or content is None or signature is None:
        return None
    key = keys.get(str(head.get("kid")))
    if key is None or head.get("alg") != "EdDSA" or head.get("typ") != TYPE:
        return None
    if not verify(f"{parts[0]}.{parts[1]}".encode("ascii"), signature, key):
        return None
    return _object(content)


def jwk(public_key: bytes) -> dict[str, str]:
    """An Ed25519 public key (32 bytes) as a JSON Web Key (RFC 8037)."""
    return {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "x": _text(public_key)}


def key_of(jwk_entry: Mapping[str, Any]) -> bytes | None:
    """The opposite of :func:`jwk`; ``None`` for any other kind of key."""
    if jwk_entry.get("kty") != "OKP" or jwk_entry.get("crv") != "Ed25519":
        return None
    found = _bytes(str(jwk_entry.get("x", "")))
    return found if found is not None and len(found) == 32 else None


def encode_bits(places: Iterable[int]) -> str:
    """A list of ``LIST_BITS`` bits with those at ``places`` set, as ``encodedList``.

    Bit 0 is the leftmost bit of the first byte; gzip, then base64url behind the multibase letter
    ``u``. The same places give the same text. A place outside the list raises ``ValueError``.
    """
    bits = bytearray(LIST_BITS // 8)
    for place in places:
        if not 0 <= place < LIST_BITS:
            raise ValueError(f"no such place in a status list: {place}")
        bits[place // 8] |= 0x80 >> place % 8
    return "u" + _text(gzip.compress(bytes(bits), mtime=0))


def bit_at(encoded: str, place: int) -> bool | None:
    """Whether the bit at ``place`` is set; ``None`` when that is no list of ours."""
    packed = _bytes(encoded[1:]) if encoded[:1] == "u" else None
    if packed is None or not 0 <= place < LIST_BITS:
        return None
    reader = zlib.decompressobj(wbits=31)
    try:
        bits = reader.decompress(packed, LIST_BITS // 8 + 1)
    except zlib.error:
        return None
    if len(bits) != LIST_BITS // 8:
        return None
    return bool(bits[place // 8] & 0x80 >> place % 8)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _bytes(text: str) -> bytes | None:
    """The bytes of unpadded base64url in its one spelling; ``None`` for anything else."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if _text(data) == text else None


def _object(data: bytes | None) -> dict[str, Any] | None:
    try:
        found = json.loads(data) if data is not None else None
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
