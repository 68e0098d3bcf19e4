"""Issuing seals and changing what they say."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop

from sentraki.kernel import ids
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import MoveRefused
from sentraki.kernel.refs import ref_of
from sentraki.kernel.seals import encode_payload, key_id, public_key_of, sign
from sentraki.ledger.acts import act
from sentraki.ledger.models import Seal
from sentraki.ledger.rules.seal_states import CAUSES, SealPurpose, SealState, may_become, may_start
from sentraki.ledger.selectors.seals import signed_facts

_NO_STEP = gettext_noop("A seal of this kind cannot say that.")
_PERSONAL = re.compile(r"(?<!\d)\d{16}(?!\d)|\+?62\d{8,}|(?<!\d)08\d{8,}")


def issue(
    purpose: SealPurpose,
    on: Any,
    facts: Mapping[str, Any],
    valid_until: date | None,
    by: Viewer,
    *,
    state: SealState | None = None,
    region_code: str = "",
    code: str = "",
    checked_at: datetime | None = None,
    key: str = "",
) -> Seal:
    """A new seal about ``on`` showing ``facts`` (public, JSON values) to anybody.

    ``state`` defaults to ``APPLIED`` for marks and ``VALID`` for all others; ``region_code`` to
    that of ``on``; ``code`` to a fresh one. Facts that look like a NIK or a mobile number raise
    ``ValueError``.
    """
    state = state or (SealState.APPLIED if purpose is SealPurpose.MARK else SealState.VALID)
    if not may_start(purpose, state):
        raise MoveRefused(_NO_STEP)
    _refuse_personal(facts)
    region = region_code or getattr(on, "region_code", "")
    about = ref_of(on)
    if getattr(on, "region_code", region) != region:
        raise ValueError(f"{about} does not lie in {region}")
    with act("seal.issue", on=None, by=by, key=key, region_code=region, about=about) as deed:
        seal = Seal(
            code=code or ids.new_seal_code(),
            purpose=purpose.value,
            on_ref=about,
            region_code=region,
            state=state.value,
            facts=dict(facts),
            valid_until=valid_until,
            issued_at=deed.at,
            changed_at=deed.at,
            checked_at=checked_at,
        )
        _seal(seal)
        deed.about(seal)
        deed.record(purpose=purpose.value, state=state.value, about=about)
    return seal


def set_state(
    seal: Seal,
    state: SealState,
    cause: str,
    by: Viewer,
    *,
    facts: Mapping[str, Any] | None = None,
    valid_until: date | None = None,
    checked_at: datetime | None = None,
    note: str = "",
    key: str = "",
) -> Seal:
    """Let the seal say ``state``; ``cause`` (one of ``CAUSES``) is needed for ``VOID`` alone.

    ``facts`` replace or add to the public facts; ``valid_until`` is set when given. Raises
    ``MoveRefused`` for a step the purpose does not have.
    """
    if (state is SealState.VOID) != (cause in CAUSES) or (cause and cause not in CAUSES):
        raise ValueError(f"{state} does not go with cause {cause!r}")
    _refuse_personal(facts or {})
    with act("seal.set-state", on=seal, by=by, note=note, key=key) as deed:
        locked = Seal.objects.select_for_update().get(pk=seal.pk)
        if not may_become(locked.purpose, locked.state, state):
            raise MoveRefused(_NO_STEP)
        locked.state = state.value
        locked.cause = cause
        locked.facts = {**locked.facts, **(facts or {})}
        locked.valid_until = valid_until or locked.valid_until
        locked.checked_at = checked_at or locked.checked_at
        locked.changed_at = deed.at
        _seal(locked)
        deed.record(state=state.value, cause=cause, about=locked.on_ref)
    return locked


def refresh_checked(
    seal: Seal,
    by: Viewer,
    *,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    valid_until: date | None = None,
    key: str = "",
) -> Seal:
    """Note that an officer compared the seal with the official register at ``at``.

    ``facts`` replace public facts that moved on meanwhile (the stage of an application), as does
    ``valid_until`` when it is given (a renewed right).
    """
    _refuse_personal(facts or {})
    with act("seal.check", on=seal, by=by, key=key) as deed:
        locked = Seal.objects.select_for_update().get(pk=seal.pk)
        locked.facts = {**locked.facts, **(facts or {})}
        locked.checked_at = at
        locked.valid_until = valid_until or locked.valid_until
        _seal(locked)
        deed.record(about=locked.on_ref)
    return locked


def address_of(code: str) -> str:
    """The address behind the QR of a seal."""
    return f"{settings.SITE_URL.rstrip('/')}/verifikasi/{code}"


def _seal(seal: Seal) -> None:
    seal.key_id = key_id(public_key_of(settings.SEAL_KEY))
    seal.signature = sign(encode_payload(signed_facts(seal)), settings.SEAL_KEY)
    seal.save()


def _refuse_personal(value: Any) -> None:
    if isinstance(value, Mapping):
        for item in value.values():
            _refuse_personal(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_personal(item)
    elif _PERSONAL.search(str(value)):
        raise ValueError("a seal's facts are public; this looks like a personal number")
