"""Certificates of attendance: drafted for whoever was checked in, signed like any letter."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_noop

from sentraki.events.letters import CERTIFICATE
from sentraki.events.models import Event, Visit
from sentraki.events.rules.certificates import held_on
from sentraki.events.selectors.events import guests
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid, MoveRefused
from sentraki.kernel.refs import key_of, ref_of
from sentraki.ledger.acts import act
from sentraki.ledger.models import Letter
from sentraki.ledger.rules.letter_flow import LetterStatus
from sentraki.ledger.services import letters

NOT_BEGUN = gettext_noop("Certificates are drafted once the event has begun.")
NOT_THERE = gettext_noop("A certificate is for somebody who was checked in at this event.")
ALL_HAVE = gettext_noop("Nobody who was checked in lacks a certificate or a draft of one.")
MOST = 200
LIVE = (LetterStatus.REQUESTED, LetterStatus.ISSUED, LetterStatus.USED)
_SYSTEM = Viewer.system("events.certificates")


def without_certificate(event: Event) -> list[Visit]:
    """Guests of ``event``, each person once, with neither a certificate nor a draft of one."""
    came = list(guests(event).defer("phone", "nik"))
    have = _with_certificate([ref_of(visit) for visit in came])
    return [visit for visit in came if ref_of(visit) not in have]


def _with_certificate(refs: Sequence[str]) -> set[str]:
    rows = Letter.objects.for_viewer(_SYSTEM).filter(
        kind=CERTIFICATE, on_ref__in=refs, status__in=LIVE
    )
    return set(rows.values_list("on_ref", flat=True))


def draw_up(
    *, event: Event, viewer: Viewer, visits: Sequence[Visit] | None = None, key: str = ""
) -> list[Letter]:
    """Draft a certificate for each of ``visits``, or for every guest who has none (200 at once).

    Raises ``MoveRefused`` before the event has begun or when nobody is left, ``Invalid`` for a
    visit of another event or one that was joined to another record.
    """
    if clock.now() < event.starts_at:
        raise MoveRefused(NOT_BEGUN)
    if visits is not None and any(v.event_id != event.pk or v.joined_to_id for v in visits):
        raise Invalid(NOT_THERE)
    with act("event.draw-certificates", on=event, by=viewer, key=key) as deed:
        lacking = without_certificate(event)
        if visits is not None:
            wanted = {visit.pk for visit in visits}
            lacking = [visit for visit in lacking if visit.pk in wanted]
        if not lacking:
            raise MoveRefused(ALL_HAVE)
        made = [_request(event, visit, viewer) for visit in lacking[:MOST]]
        deed.record(people=len(made))
    return made


def _request(event: Event, visit: Visit, viewer: Viewer) -> Letter:
    zone = event.office.zone
    first, last = (clock.in_zone(at, zone).date() for at in (event.starts_at, event.ends_at))
    fields = {
        "name": visit.name,
        "part": str(visit.part),
        "event_kind": str(event.kind),
        "title": event.title,
        "held_on": held_on(first, last),
        "where": event.place,
        "is_named": visit.name_consent,
    }
    return letters.request(CERTIFICATE, visit, fields, office=event.office, by=viewer)


def end_of(visit: Visit) -> None:
    """End the certificate of a record that turned out to be somebody else's; inside an act."""
    rows = Letter.objects.for_viewer(_SYSTEM).filter(kind=CERTIFICATE, on_ref=ref_of(visit))
    for letter in rows.filter(status=LetterStatus.REQUESTED):
        letters.withdraw(letter, _SYSTEM)
    for letter in rows.filter(status=LetterStatus.ISSUED):
        letters.revoke(letter, _SYSTEM, cause="replaced")


def event_of_certificate(letter: Letter) -> Event | None:
    """The event a certificate speaks of; ``None`` for any other letter."""
    key = key_of(letter.on_ref, "events.visit")
    if letter.kind != CERTIFICATE or not key:
        return None
    rows = Visit.objects.for_viewer(_SYSTEM).select_related("event")
    visit = rows.filter(pk=UUID(key)).first()
    return visit.event if visit else None


def note_print(*, event: Event, viewer: Viewer, papers: int, last: int, key: str = "") -> None:
    """Note that ``papers`` letters of the event were printed together; one entry for all.

    ``last`` is the newest of them. Raises ``AlreadyDone`` for a used key.
    """
    with act("event.print-letters", on=event, by=viewer, key=key) as deed:
        deed.record(papers=papers, last=last)
