"""A mark's seal as a credential for machines, and the list that revokes it."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings

from sentraki.kernel import clock
from sentraki.kernel.credentials import (
    LIST_BITS,
    bit_at,
    encode_bits,
    jwk,
    key_of,
    read_credential,
    sign_credential,
)
from sentraki.kernel.ids import is_code, normalise_code
from sentraki.kernel.seals import key_id, public_key_of
from sentraki.kernel.secrets import blind_index
from sentraki.ledger.models import Seal
from sentraki.ledger.rules.seal_states import SealPurpose, SealState
from sentraki.ledger.selectors.keys import trusted_keys
from sentraki.ledger.selectors.seals import is_genuine

CONTEXT = ["https://www.w3.org/ns/credentials/v2",
           "https://www.w3.org/ns/credentials/undefined-terms/v2"]  # fmt: skip
LIST_LIVES = timedelta(days=1)
# The four words, as the page says them; green and this word for a registered mark alone.
WORDS = {SealState.APPLIED: "DIAJUKAN", SealState.REGISTERED: "TERDAFTAR"}
NOT_OURS, ENDED, REVOKED, VALID = "not-ours", "ended", "revoked", "valid"
CANNOT_TELL = "cannot-tell"


def issuer() -> str:
    """Who signs: ``did:web`` of this installation, resolved at ``/api/v1/did.json``."""
    host = urlsplit(settings.SITE_URL).netloc or "localhost"
    return f"did:web:{quote(host, safe='')}:api:v1"


def did_document() -> dict[str, Any]:
    """The published keys: the present one and those of earlier seals that still count."""
    name = issuer()
    methods = [
        {
            "id": f"{name}#{ident}",
            "type": "JsonWebKey",
            "controller": name,
            "publicKeyJwk": jwk(key),
        }
        for ident, key in trusted_keys().items()
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": name,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def credential_by_code(code: str) -> tuple[str, str]:
    """``(state, token)`` of a mark's seal: the credential of what it says now.

    ``token`` is empty when the code is unknown, is not a mark's, or its mark is void or at its end:
    nothing is certified about these. One query.
    """
    if not is_code(code):
        return "unknown", ""
    seal = Seal.objects.filter(code=normalise_code(code), purpose=SealPurpose.MARK).first()
    if seal is None or not is_genuine(seal):
        return "unknown", ""
    ends = _ends(seal)
    if seal.state not in WORDS or (ends is not None and ends <= clock.now()):
        return SealState.VOID.value, ""
    return seal.state, _signed(_credential(seal, ends))


def status_list(number: int) -> str | None:
    """The signed list ``number`` (from 0) of revoked seals; ``None`` where no seal lies.

    Two queries.
    """
    first = number * LIST_BITS
    within = Seal.objects.filter(pk__gte=first, pk__lt=first + LIST_BITS)
    if number < 0 or not within.exists():
        return None
    void = within.filter(state=SealState.VOID.value).values_list("pk", flat=True)
    where = _list_address(number)
    minute = clock.now().replace(second=0, microsecond=0)
    return _signed(
        {
            "@context": CONTEXT[:1],
            "id": where,
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": issuer(),
            "validFrom": _instant(minute),
            "validUntil": _instant(minute + LIST_LIVES),
            "credentialSubject": {
                "id": f"{where}#list",
                "type": "BitstringStatusList",
                "statusPurpose": "revocation",
                "encodedList": encode_bits(_place(key) for key in void),
            },
        }
    )


def check(
    token: str, did: Mapping[str, Any], status_token: str = "", at: datetime | None = None
) -> tuple[str, dict[str, Any]]:
    """What a third party learns with the network off: ``(verdict, credential)``.

    ``did`` is a saved DID document, ``status_token`` a saved status list. The verdict is
    ``not-ours`` (signature or issuer does not hold), ``ended``, ``revoked``, ``valid``, or
    ``cannot-tell`` (genuine, but there is no list of its own that is at most a day old).
    """
    keys = _keys(did)
    found = read_credential(token, keys)
    now = at or clock.now()
    if found is None or _issuer_of(found) != did.get("id"):
        return NOT_OURS, {}
    if not _is_running(found, now):
        return ENDED, found
    entry = found.get("credentialStatus")
    listed = read_credential(status_token, keys)
    if listed is None or not isinstance(entry, dict) or not _is_running(listed, now):
        return CANNOT_TELL, found
    if listed.get("id") != entry.get("statusListCredential") or _issuer_of(listed) != did.get("id"):
        return CANNOT_TELL, found
    bit = bit_at(str(listed["credentialSubject"]["encodedList"]), int(entry["statusListIndex"]))
    if bit is None:
        return CANNOT_TELL, found
    return (REVOKED if bit else VALID), found


def _credential(seal: Seal, ends: datetime | None) -> dict[str, Any]:
    page = f"{settings.SITE_URL.rstrip('/')}/verifikasi/{seal.code}"
    number = seal.pk // LIST_BITS
    where, place = _list_address(number), str(_place(seal.pk))
    about = {name: str(value) for name, value in seal.facts.items() if value}
    checked = {"checkedAt": _instant(seal.checked_at)} if seal.checked_at else {}
    return {
        "@context": CONTEXT,
        "id": page,
        "type": ["VerifiableCredential", "MarkSealCredential"],
        "issuer": {"id": issuer(), "name": str(seal.facts.get("government", ""))},
        "validFrom": _instant(seal.changed_at),
        **({"validUntil": _instant(ends)} if ends else {}),
        "credentialStatus": {
            "id": f"{where}#{place}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": place,
            "statusListCredential": where,
        },
        "credentialSubject": {
            "type": "Mark",
            "state": seal.state,
            "word": WORDS[SealState(seal.state)],
            **checked,
            **about,
        },
    }


def _signed(credential: Mapping[str, Any]) -> str:
    key = public_key_of(settings.SEAL_KEY)
    return sign_credential(
        credential, key_hex=settings.SEAL_KEY, key_ref=f"{issuer()}#{key_id(key)}"
    )


def _ends(seal: Seal) -> datetime | None:
    """The first instant after the last day, where the seal lives."""
    if seal.valid_until is None:
        return None
    zone = clock.ZONES[clock.zone_of(seal.region_code)]
    return datetime.combine(seal.valid_until + timedelta(days=1), time(), tzinfo=zone)


def _place(key: int) -> int:
    """Where in its list the seal with primary key ``key`` has its bit.

    A one-to-one map whose constants come from the installation's lasting index key: neighbours
    in the list say nothing about who was sealed one after the other.
    """
    seed = blind_index("places", "status list")
    factor, shift = int(seed[:8], 16) | 1, int(seed[8:16], 16)
    return (key % LIST_BITS * factor + shift) % LIST_BITS


def _list_address(number: int) -> str:
    return f"{settings.SITE_URL.rstrip('/')}/api/v1/status/{number}"


def _instant(at: datetime) -> str:
    return at.astimezone(clock.ZONES["WIB"]).isoformat(timespec="seconds")


def _keys(did: Mapping[str, Any]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for method in did.get("verificationMethod") or ():
        key = key_of(method.get("publicKeyJwk") or {})
        if key is not None:
            found[str(method.get("id"))] = key
    return found


def _issuer_of(credential: Mapping[str, Any]) -> object:
    named = credential.get("issuer")
    return named.get("id") if isinstance(named, dict) else named


def _is_running(credential: Mapping[str, Any], now: datetime) -> bool:
    try:
        begins = datetime.fromisoformat(str(credential["validFrom"]))
        until = credential.get("validUntil")
        return begins <= now and (until is None or now < datetime.fromisoformat(str(until)))
    except (KeyError, ValueError, TypeError):
        return False
