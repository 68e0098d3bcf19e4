"""Drafting, signing, ending letters, and making their pages.

The order is that of a certificate authority: number, content hash and seal are stored first, in
one transaction; then the page is made and attached. A machine that dies in between leaves a signed
letter without a page, and :func:`finish` makes the very same page later.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from sentraki.kernel import clock, ids
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import AlreadyDone, Denied, Invalid
from sentraki.kernel.refs import ref_of
from sentraki.kernel.seals import encode_payload
from sentraki.kernel.workflow import Move
from sentraki.ledger import letters as registry
from sentraki.ledger.acts import Deed, act
from sentraki.ledger.letters import LetterKind, Signing
from sentraki.ledger.messages import Recipient
from sentraki.ledger.models import Document, Letter
from sentraki.ledger.rules.entries import actor_ref
from sentraki.ledger.rules.letter_flow import LETTER_FLOW, LetterStatus
from sentraki.ledger.rules.seal_states import SealPurpose, SealState
from sentraki.ledger.rules.series import letter_series
from sentraki.ledger.selectors.letters import pictures_of, sign_facts
from sentraki.ledger.services import pages, seals
from sentraki.ledger.services.counters import claim
from sentraki.offices.models import Membership, Office, Person
from sentraki.offices.rules import letter_number, lies_in

_DRAFTED = gettext_noop("A draft of this letter is waiting already.")
_HIDDEN = gettext_noop("There is no such letter, or it is not for you.")
_NOBODY = gettext_noop("A letter is signed by a person.")
_OTHER_OFFICE = gettext_noop("This belongs to another office.")
_FOREIGN_PICTURE = gettext_noop("A picture of this letter belongs to another file.")


def request(
    kind: str,
    on: Any,
    fields: Mapping[str, Any],
    *,
    office: Office,
    by: Viewer,
    pictures: Mapping[str, Document] | None = None,
    checked_by: Sequence[str] = (),
    note: str = "",
    key: str = "",
) -> Letter:
    """Draft a letter of ``kind`` about ``on``; it waits for a signature.

    ``fields`` are JSON values; ``pictures`` maps file names of the template to documents of
    ``on`` (the office's emblem joins them when it is signed); ``checked_by`` are refs of officers
    who checked it and must not sign it either.
    Raises ``AlreadyDone`` (its receipt is the draft) while an unsigned draft exists.
    """
    registry.get(kind)
    about = ref_of(on)
    region = getattr(on, "region_code", "") or office.region_code
    if not lies_in(region, office.region_code):
        raise Denied(_OTHER_OFFICE, hidden=True)
    hands = sorted({actor_ref(by), *(str(ref_of(ref)) for ref in checked_by)})
    with act(
        "letter.request", on=None, by=by, note=note, key=key, region_code=region, about=about
    ) as deed:
        waiting = (
            Letter.objects.for_viewer(by)
            .filter(kind=kind, on_ref=about, status=LetterStatus.REQUESTED)
            .first()
        )
        if waiting is not None:
            raise AlreadyDone(_DRAFTED, receipt=ref_of(waiting))
        if any(picture.on_ref != about for picture in (pictures or {}).values()):
            raise Invalid(_FOREIGN_PICTURE)
        letter = Letter.objects.create(
            kind=kind,
            on_ref=about,
            region_code=region,
            office=office,
            fields=dict(fields),
            pictures={name: document.public_id for name, document in (pictures or {}).items()},
            hands=hands,
            drafted_by=actor_ref(by),
            created_at=deed.at,
        )
        deed.about(letter)
        deed.record(kind=kind, about=about)
    return letter


def sign(
    letter: Letter, by: Viewer, key: str = "", *, tell: Sequence[Recipient] = (), note: str = ""
) -> Letter:
    """Sign a draft: give it the next number of its series, a seal, and then its page.

    A letter of the same kind about the same thing that is still in force is revoked as replaced.
    Raises ``Denied`` (among others when the signatory drafted or checked it), ``MoveRefused``,
    ``AlreadyDone``. ``tell`` receive the message ``letter-issued``.
    """
    facts = sign_facts(letter)
    with act("letter.sign", on=letter, by=by, note=note, key=key, **facts) as deed:
        locked, move = _take(letter, "sign", by)
        kind = registry.get(locked.kind)
        earlier = _revoke_earlier(locked, by)
        signing = _settle(locked, kind, deed, by)
        locked.replaces = earlier
        locked.pictures = pictures_of(locked)
        locked.signed_by, locked.signed_at = actor_ref(by), deed.at
        locked.number, locked.valid_until = signing.number, signing.valid_until
        locked.frozen = _freeze(locked, kind, signing, by)
        locked.content_hash = hashlib.sha256(encode_payload(locked.frozen)).hexdigest()
        locked.seal = seals.issue(
            SealPurpose.LETTER,
            locked,
            kind.make_facts(locked, signing),
            signing.valid_until,
            by,
            code=signing.seal_code,
        )
        set_status(locked, move)
        deed.record(sequence=locked.sequence, year=locked.year, content=locked.content_hash)
        for recipient in tell:
            _tell(deed, locked, recipient)
        deed.after_commit(lambda: pages.finish(locked.pk))
    return locked


def withdraw(letter: Letter, by: Viewer, *, note: str = "", key: str = "") -> Letter:
    """Take back a draft nobody has signed."""
    return _end(letter, "withdraw", "withdrawn", by, note=note, key=key)


def revoke(
    letter: Letter, by: Viewer, *, cause: str = "revoked", note: str = "", key: str = ""
) -> Letter:
    """End a signed letter; its seal says so at once. ``cause`` is one of the seals' ``CAUSES``."""
    return _end(letter, "revoke", cause, by, note=note, key=key)


def mark_used(letter: Letter, used_for: Any, by: Viewer, *, key: str = "") -> Letter:
    """Note the one filing the letter was used for.

    Raises ``MoveRefused`` when it was used, has ended, or its last day is over (the law wants it
    signed in the year of filing; domain reference 1.3, read November 2026).
    """
    if getattr(used_for, "region_code", letter.region_code) != letter.region_code:
        raise Denied(_HIDDEN, hidden=True)
    with act("letter.use", on=letter, by=by, key=key) as deed:
        locked, move = _take(letter, "use", by)
        locked.used_for = ref_of(used_for)
        deed.record(used_for=locked.used_for, about=locked.on_ref)
        set_status(locked, move)
    return locked


def expire_due(by: Viewer) -> int:
    """End all unused letters whose last day is over; returns how many (``by`` is the system)."""
    ended = 0
    for letter in Letter.objects.for_viewer(by).filter(
        status=LetterStatus.ISSUED, valid_until__lt=clock.today("WIT")
    ):
        if _is_over(letter):
            _end(letter, "expire", "ended", by)
            ended += 1
    return ended


def _end(
    letter: Letter, verb: str, cause: str, by: Viewer, *, note: str = "", key: str = ""
) -> Letter:
    with act(f"letter.{verb}", on=letter, by=by, note=note, key=key) as deed:
        locked, move = _take(letter, verb, by)
        locked.ended_at, locked.end_cause = deed.at, cause
        set_status(locked, move)
        if locked.seal is not None:
            seals.set_state(locked.seal, SealState.VOID, cause, by)
        deed.record(cause=cause, about=locked.on_ref)
    return locked


def _take(letter: Letter, verb: str, by: Viewer) -> tuple[Letter, Move]:
    locked = Letter.objects.for_viewer(by).select_for_update().filter(pk=letter.pk).first()
    if locked is None:
        raise Denied(_HIDDEN, hidden=True)
    over = _is_over(locked)
    move = LETTER_FLOW.take(
        verb, status=locked.status, role=by.role, facts={"still_valid": not over, "over": over}
    )
    return locked, move


def set_status(letter: Letter, move: Move) -> None:
    """The one writer of a letter's status; everything else about it is saved with it."""
    letter.status = move.target
    letter.save()


def _is_over(letter: Letter) -> bool:
    return letter.valid_until is not None and letter.valid_until < clock.today(letter.office.zone)


def _revoke_earlier(letter: Letter, by: Viewer) -> Letter | None:
    earlier = (
        Letter.objects.for_viewer(by)
        .filter(kind=letter.kind, on_ref=letter.on_ref, status=LetterStatus.ISSUED)
        .first()
    )
    return None if earlier is None else revoke(earlier, by, cause="replaced")


def _settle(letter: Letter, kind: LetterKind, deed: Deed, by: Viewer) -> Signing:
    """Claim the number and fix everything that belongs to this moment."""
    office = letter.office
    on = clock.in_zone(deed.at, office.zone).date()
    letter.year = on.year
    letter.sequence = claim(letter_series(office_id=office.pk, kind=kind.slug, year=on.year))
    code = ids.new_seal_code()
    return Signing(
        number=letter_number(
            kind.number_pattern or office.letter_number_pattern,
            n=letter.sequence,
            office_code=office.code,
            on=on,
        ),
        at=deed.at,
        on=on,
        valid_until=kind.valid_until(on),
        seal_code=code,
        seal_url=seals.address_of(code),
        signatory=_signatory(by, office, on),
    )


def _signatory(by: Viewer, office: Office, on: date) -> Mapping[str, str]:
    if by.person_id is None:
        raise Denied(_NOBODY)
    person = Person.objects.get(pk=by.person_id)
    position = (
        Membership.objects.filter(person=person, office=office, role=by.role, valid_from__lte=on)
        .filter(ended_at=None)
        .exclude(position="")
        .values_list("position", flat=True)
        .first()
    )
    return {
        "name": person.name,
        "nip": person.nip,
        "position": position or office.signatory_title,
        "unit": office.unit,
    }


def _freeze(letter: Letter, kind: LetterKind, signing: Signing, by: Viewer) -> dict[str, Any]:
    pictures = Document.objects.for_viewer(by).filter(public_id__in=letter.pictures.values())
    contents = dict(pictures.values_list("public_id", "content_sha256"))
    return {
        "template": kind.template,
        "data": dict(kind.make_data(letter, signing)),
        "pictures": {name: contents[ref] for name, ref in letter.pictures.items()},
        "qr": signing.seal_url,
    }


def _tell(deed: Deed, letter: Letter, recipient: Recipient) -> None:
    deed.tell(
        "letter-issued",
        to=recipient,
        office=letter.office.unit,
        number=letter.number,
        until=letter.valid_until.strftime("%d-%m-%Y") if letter.valid_until else "-",
        site={"link": seals.address_of(letter.seal.code) if letter.seal else ""},
    )
