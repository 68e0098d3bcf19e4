"""Rules of use of a collective mark: written, frozen, signed by the whole board, recorded."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from sentraki.cases.models import UsageRules
from sentraki.cases.rules.usage import STEPS, unsigned, unwritten
from sentraki.cases.rules.usage_flow import RulesStatus
from sentraki.cases.selectors.collective import chapters, rules_in_force, rules_in_work
from sentraki.cases.services.filing_papers import Sent, written_anew
from sentraki.cases.services.status import set_rules_status
from sentraki.cases.services.usage_pages import as_pdf, board_of
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer, decide
from sentraki.kernel.errors import Denied, Invalid, MoveRefused
from sentraki.ledger.acts import act
from sentraki.ledger.rules.secrecy import Secrecy
from sentraki.ledger.services import documents
from sentraki.ledger.services.documents import Made
from sentraki.parties.models import Community

PAGE, COPY = "usage-rules", "usage-rules-signed"
LONGEST = 8_000
_SYSTEM = Viewer.system("cases.usage_rules")
NOT_A_DRAFT = gettext_noop("This version is frozen. Write a newer one.")
FUTURE = gettext_noop("The date lies in the future.")
NOT_ALL = gettext_noop("The whole board signs. Still missing: %(names)s.")
NO_COPY = gettext_noop("Add the signed copy, as PDF or photo.")
NO_NUMBER = gettext_noop("Write the number DJKI gave.")
NOT_IN_FORCE = gettext_noop("Only rules that are in force are recorded at DJKI.")
_NO_STEP = gettext_noop("There is no such page in the form.")
_TOO_LONG = gettext_noop("This text is longer than 8,000 letters.")


def facts_of(thing: UsageRules | Community) -> dict[str, Any]:
    """What the policy needs to know."""
    return {"region_code": thing.region_code}


def start(*, community: Community, viewer: Viewer, key: str = "") -> UsageRules:
    """Begin a version; it starts with the words of the one in force, or with our first wording.

    A version that is in work already is given back as it is.
    """
    with act("usage-rules.write", on=community, by=viewer, key=key, **facts_of(community)) as deed:
        working = rules_in_work(community)
        if working is not None:
            deed.record(number=working.number)
            return working
        old = rules_in_force(community)
        words = dict(old.chapters) if old else {c.code: c.starter for c in chapters() if c.starter}
        newest = community.usage_rules.order_by("-number").first()
        made = UsageRules.objects.create(
            community=community,
            region_code=community.region_code,
            number=(newest.number if newest else 0) + 1,
            chapters=dict[str, Any](words),
            started_at=deed.at,
            saved_at=deed.at,
        )
        deed.record(number=made.number)
    return made


def save(*, rules: UsageRules, viewer: Viewer, step: str, texts: Mapping[str, str]) -> UsageRules:
    """Keep one page of a draft. Scratch paper: it enters the log when the version is frozen.

    Raises ``Denied``, ``Invalid`` for an unknown page or a text too long, ``MoveRefused`` once the
    version is frozen.
    """
    decision = decide("usage-rules.write", viewer, **facts_of(rules))
    if not decision.allowed:
        raise Denied(decision.reason, hidden=True)
    if step not in STEPS:
        raise Invalid(_NO_STEP)
    mine = [chapter.code for chapter in chapters() if chapter.step == step]
    long = {code: _TOO_LONG for code in mine if len(texts.get(code, "")) > LONGEST}
    if long:
        raise Invalid(_TOO_LONG, fields=long)
    with transaction.atomic():
        fresh = _locked(rules, viewer)
        if fresh.status != RulesStatus.DRAFT:
            raise MoveRefused(NOT_A_DRAFT)
        given = {code: texts[code].strip() for code in mine if code in texts}
        fresh.chapters = {**fresh.chapters, **given}
        fresh.saved_at = clock.now()
        fresh.save(update_fields=["chapters", "saved_at"])
    return fresh


def _locked(rules: UsageRules, viewer: Viewer) -> UsageRules:
    rows = UsageRules.objects.for_viewer(viewer).select_for_update()
    return rows.get(pk=rules.pk)


def freeze(*, rules: UsageRules, viewer: Viewer, key: str = "") -> UsageRules:
    """Fix the text and make its page, with the hash by which it is known for ever.

    Raises ``MoveRefused`` naming ``chapters_written`` while a chapter of the law is empty.
    """
    with act("usage-rules.freeze", on=rules, by=viewer, key=key, **facts_of(rules)) as deed:
        fresh = _locked(rules, viewer)
        facts = {"chapters_written": not unwritten(chapters(), fresh.chapters)}
        set_rules_status(fresh, "freeze", viewer, facts)
        page = as_pdf(fresh, deed.at)
        fresh.frozen_at = deed.at
        fresh.sha256 = hashlib.sha256(page).hexdigest()
        fresh.page = documents.store(
            data=Made(page, "application/pdf"),
            kind=PAGE,
            secrecy=Secrecy.C4,
            on=fresh,
            region_code=fresh.region_code,
            by=viewer,
        )
        fresh.save()
        deed.record(number=fresh.number, sha256=fresh.sha256)
    return fresh


def sign(
    *,
    rules: UsageRules,
    viewer: Viewer,
    signed_on: date,
    names: Sequence[str],
    copy: Sent | None,
    key: str = "",
) -> UsageRules:
    """Record that the board has signed a frozen version; the one in force before is replaced.

    ``names`` are those whose signatures stand on ``copy``: the whole board of ``signed_on``.
    Raises ``Invalid`` naming who is missing, a missing copy, or a day in the future.
    """
    if signed_on > clock.today(rules.community.office.zone):
        raise Invalid(FUTURE, fields={"signed_on": FUTURE})
    if copy is None:
        raise Invalid(NO_COPY, fields={"copy": NO_COPY})
    written = written_anew(copy, "copy")
    assert written is not None
    with act("usage-rules.sign", on=rules, by=viewer, key=key, **facts_of(rules)) as deed:
        fresh = _locked(rules, viewer)
        board = board_of(fresh, signed_on)
        missing = unsigned([seat.name for seat in board], names)
        if missing:
            raise Invalid(NOT_ALL, fields={"names": NOT_ALL}, names=", ".join(missing))
        old = rules_in_force(fresh.community)
        if old is not None:
            set_rules_status(old, "replace", _SYSTEM, {})
        set_rules_status(fresh, "sign", viewer, {"all_signed": bool(board), "copy_kept": True})
        fresh.signed_on = signed_on
        fresh.signers = {"list": [{"name": s.name, "role": str(s.role)} for s in board]}
        fresh.copy = documents.store(
            data=written.content,
            kind=COPY,
            secrecy=Secrecy.C4,
            on=fresh,
            region_code=fresh.region_code,
            by=viewer,
            original_name=written.name,
        )
        fresh.save()
        deed.record(number=fresh.number, signers=len(board), sha256=fresh.copy.content_sha256)
    return fresh


def drop(*, rules: UsageRules, viewer: Viewer, key: str = "") -> UsageRules:
    """Give up a version nobody has signed; its number is never used again."""
    with act("usage-rules.drop", on=rules, by=viewer, key=key, **facts_of(rules)) as deed:
        fresh = _locked(rules, viewer)
        set_rules_status(fresh, "drop", viewer, {})
        deed.record(number=fresh.number)
    return fresh


def record_change(
    *, rules: UsageRules, viewer: Viewer, number: str, recorded_on: date, key: str = ""
) -> UsageRules:
    """Note that DJKI has recorded changed rules of use (fee ``MRK-UBAH-ATURAN-KOLEKTIF``)."""
    if not number.strip():
        raise Invalid(NO_NUMBER, fields={"number": NO_NUMBER})
    if recorded_on > clock.today(rules.community.office.zone):
        raise Invalid(FUTURE, fields={"recorded_on": FUTURE})
    with act("usage-rules.recorded", on=rules, by=viewer, key=key, **facts_of(rules)) as deed:
        fresh = _locked(rules, viewer)
        if fresh.status != RulesStatus.SIGNED:
            raise MoveRefused(NOT_IN_FORCE)
        fresh.recorded_number, fresh.recorded_on = number.strip()[:60], recorded_on
        fresh.save(update_fields=["recorded_number", "recorded_on"])
        deed.record(number=fresh.number, recorded_on=recorded_on.isoformat())
    return fresh
