"""Asking people to come: by community, or everybody of a list; nobody is asked twice."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_noop

from sentraki.events.models import Event, Invitation
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.kernel.secrets import blind_index
from sentraki.kernel.wording import date_id, phone_e164
from sentraki.ledger.acts import act
from sentraki.ledger.messages import Recipient

MESSAGE = "event-invited"
NOBODY = gettext_noop("There is nobody left to ask: all of them are invited, or have no number.")
NOT_ANNOUNCED = gettext_noop("Announce the event first: the text leads to its public page.")


@dataclass(frozen=True)
class Invitee:
    """Whom to ask; without an e-mail address the text is sent by hand (``wa.me``)."""

    name: str
    phone: str
    email: str = ""
    community: str = ""
    business_ref: str = ""


def text_fields(event: Event) -> dict[str, str]:
    """What the invitation's texts say of ``event``."""
    day = clock.in_zone(event.starts_at, event.office.zone)
    return {
        "title": event.title,
        "day": date_id(day.date()),
        "hour": f"{day:%H.%M}",
        "place": event.place,
        "office": event.office.unit,
        "page": f"{settings.SITE_URL}/acara/{event.public_id}/",
    }


def invite(*, event: Event, viewer: Viewer, people: Sequence[Invitee], key: str = "") -> int:
    """Keep whom the office asked, write to those with an e-mail address; how many are new.

    A number that is none, or was asked before, is left out. Raises ``Invalid`` when nobody is
    left and when the event is not announced. Three statements, however many people.
    """
    if not event.is_announced:
        raise Invalid(NOT_ANNOUNCED)
    with act("event.invite", on=event, by=viewer, key=key) as deed:
        known = set(event.invitations.values_list("phone_index", flat=True))
        rows: dict[str, tuple[Invitation, Invitee]] = {}
        for person in people:
            row = _row(event, person)
            if row is not None and row.phone_index not in known:
                rows.setdefault(row.phone_index, (row, person))
        if not rows:
            raise Invalid(NOBODY)
        Invitation.objects.bulk_create([row for row, _person in rows.values()], batch_size=500)
        fields = text_fields(event)
        for _row_made, person in rows.values():
            if person.email:
                to = Recipient("email", person.email, event.region_code, name=person.name)
                deed.tell(MESSAGE, to=to, **fields)
        deed.record(people=len(rows))
    return len(rows)


def _row(event: Event, person: Invitee) -> Invitation | None:
    try:
        number = phone_e164(person.phone)
    except Invalid:
        return None
    return Invitation(
        region_code=event.region_code,
        event=event,
        name=person.name.strip()[:255],
        phone=number,
        phone_index=blind_index(number, "phone"),
        community=person.community.strip()[:120],
        business_ref=person.business_ref,
    )
