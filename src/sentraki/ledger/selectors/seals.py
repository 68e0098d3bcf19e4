"""What anybody learns from a seal's code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sentraki.kernel import clock, ids
from sentraki.kernel.seals import encode_payload, verify
from sentraki.ledger.models import Seal
from sentraki.ledger.rules.entries import instant_text
from sentraki.ledger.rules.seal_states import SealPurpose, SealState
from sentraki.ledger.selectors.keys import trusted_keys

UNKNOWN = "unknown"
STALE_AFTER_DAYS = 90


@dataclass(frozen=True)
class SealAnswer:
    """What the page shows. ``state`` is a ``SealState`` or ``"unknown"``; then all else is empty.

    ``since`` is when the state began (for an ended seal the day after its last day, as an
    instant is not known: ``since_on``). ``days_since_check`` counts whole days, ``None`` if never.
    """

    state: str
    code: str = ""
    purpose: str = ""
    on_ref: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    cause: str = ""
    valid_until: date | None = None
    issued_at: datetime | None = None
    since_on: date | None = None
    checked_at: datetime | None = None
    days_since_check: int | None = None

    @property
    def is_known(self) -> bool:
        """Whether the code is ours and nobody touched its facts."""
        return self.state != UNKNOWN

    @property
    def is_stale(self) -> bool:
        """Whether the last check lies more than 90 days back."""
        return self.days_since_check is not None and self.days_since_check > STALE_AFTER_DAYS


def seal_by_code(code: str) -> SealAnswer:
    """The answer for a typed or scanned code, with one query at most.

    A code that is malformed, not stored, or whose signature does not hold is "unknown".
    """
    if not ids.is_code(code):
        return SealAnswer(UNKNOWN)
    seal = Seal.objects.filter(code=ids.normalise_code(code)).first()
    if seal is None or not is_genuine(seal):
        return SealAnswer(UNKNOWN)
    return _answer(seal)


def is_genuine(seal: Seal) -> bool:
    """Whether the seal's facts are exactly those signed with a key we trust."""
    key = trusted_keys().get(seal.key_id)
    if key is None:
        return False
    return verify(encode_payload(signed_facts(seal)), bytes(seal.signature), key)


def seal_of(on_ref: str, purpose: SealPurpose) -> Seal | None:
    """The newest seal of a thing; the caller has reached the thing under a scope."""
    return Seal.objects.filter(on_ref=on_ref, purpose=purpose.value).order_by("-id").first()


def signed_facts(seal: Seal) -> dict[str, Any]:
    """Everything a signature covers, in JSON values."""
    return {
        "code": seal.code,
        "purpose": seal.purpose,
        "on": seal.on_ref,
        "region": seal.region_code,
        "state": seal.state,
        "facts": seal.facts,
        "valid_until": seal.valid_until.isoformat() if seal.valid_until else None,
        "cause": seal.cause,
        "issued_at": instant_text(seal.issued_at),
        "changed_at": instant_text(seal.changed_at),
        "checked_at": instant_text(seal.checked_at) if seal.checked_at else None,
        "key": seal.key_id,
    }


def _answer(seal: Seal) -> SealAnswer:
    zone = clock.zone_of(seal.region_code)
    today = clock.today(zone)
    state, cause = seal.state, seal.cause
    since_on = clock.in_zone(seal.changed_at, zone).date()
    if state != SealState.VOID and seal.valid_until is not None and seal.valid_until < today:
        state, cause = SealState.VOID.value, "ended"
        since_on = seal.valid_until + timedelta(days=1)
    checked = seal.checked_at
    return SealAnswer(
        state=state,
        code=seal.code,
        purpose=seal.purpose,
        on_ref=seal.on_ref,
        facts=seal.facts,
        cause=cause,
        valid_until=seal.valid_until,
        issued_at=seal.issued_at,
        since_on=since_on,
        checked_at=checked,
        days_since_check=(clock.now() - checked).days if checked else None,
    )
