"""Certificates handed over: one to its owner, or many on one list and in one act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from sentraki.cases.models import Ceremony, CeremonyItem, Delivery, Right
from sentraki.cases.selectors.right_changes import waiting_for_handing
from sentraki.cases.services.filing_papers import Sent
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid, MoveRefused
from sentraki.ledger.acts import act
from sentraki.ledger.rules.secrecy import Secrecy
from sentraki.ledger.services import documents
from sentraki.ledger.uploads import Kind, Purpose, UploadRefused, decode
from sentraki.offices.models import Office

PHOTO = "handing-photo"
MOST_TOGETHER = 500
LONGEST_NAME, LONGEST_NOTE = 120, 500
HANDED = gettext_noop("This certificate was handed over before.")
ENDED = gettext_noop("This right has ended.")
NO_RECEIVER = gettext_noop("Write who received the certificate.")
FUTURE = gettext_noop("The date lies in the future.")
TOO_EARLY = gettext_noop("This day lies before the registration.")
NOT_AGREED = gettext_noop("A photo is kept only if the person agreed to it.")
NO_TITLE = gettext_noop("Write what the list is for.")
NONE_CHOSEN = gettext_noop("Choose at least one certificate.")
TOO_MANY = gettext_noop("A list holds at most %(most)s certificates.")
NOT_WAITING = gettext_noop("One of these certificates was handed over or is not yours.")
CLOSED = gettext_noop("The certificates of this list were handed over before.")
NOT_ON_LIST = gettext_noop("One of these certificates is not on the list.")


@dataclass(frozen=True)
class Received:
    """Who received a certificate and when; ``photo`` only with ``photo_agreed``."""

    receiver: str
    received_on: date
    note: str = ""
    photo: Sent | None = None
    photo_agreed: bool = False


def hand_over(*, right: Right, viewer: Viewer, received: Received, key: str = "") -> Delivery:
    """Record that the owner (or whom the owner sent) received the certificate.

    Raises ``Invalid`` for a missing name, a day that cannot be, a photo without consent or one we
    do not take; ``MoveRefused`` when it was handed over before or the right has ended.
    """
    name = _checked(right, received)
    photo = _written_anew(received.photo)
    with act("right.hand-over", on=right, by=viewer, key=key) as deed:
        fresh = Right.objects.for_viewer(viewer).select_for_update().get(pk=right.pk)
        if fresh.ended_on is not None:
            raise MoveRefused(ENDED)
        if Delivery.objects.for_viewer(viewer).filter(right=fresh).exists():
            raise MoveRefused(HANDED)
        delivery = Delivery.objects.create(
            right=fresh,
            region_code=fresh.region_code,
            receiver=name,
            received_on=received.received_on,
            note=received.note.strip()[:LONGEST_NOTE],
            photo_agreed=received.photo_agreed,
            made_by_id=viewer.acting_person,
            made_at=deed.at,
        )
        if photo is not None:
            delivery.photo = documents.store(
                data=photo, kind=PHOTO, secrecy=Secrecy.C3, on=delivery,
                region_code=fresh.region_code, by=viewer,
            )  # fmt: skip
            delivery.save(update_fields=["photo"])
        deed.record(photo=photo is not None, received_on=received.received_on.isoformat())
    return delivery


def _checked(right: Right, received: Received) -> str:
    name = " ".join(received.receiver.split())[:LONGEST_NAME]
    if not name:
        raise Invalid(NO_RECEIVER, fields={"receiver": NO_RECEIVER})
    if received.received_on > clock.today(right.office.zone):
        raise Invalid(FUTURE, fields={"received_on": FUTURE})
    if right.registered_on is not None and received.received_on < right.registered_on:
        raise Invalid(TOO_EARLY, fields={"received_on": TOO_EARLY})
    if received.photo is not None and not received.photo_agreed:
        raise Invalid(NOT_AGREED, fields={"photo_agreed": NOT_AGREED})
    return name


def _written_anew(photo: Sent | None) -> documents.Made | None:
    if photo is None:
        return None
    try:
        fresh = decode(
            photo.source, accept=frozenset({Kind.IMAGE}), purpose=Purpose.PHOTO, name=photo.name
        )
    except UploadRefused as refused:
        reason = str(refused.message)
        raise Invalid(reason, fields={"photo": reason}, **refused.params) from refused
    return documents.Made(fresh.data, fresh.mime)


def draw_up(
    *,
    office: Office,
    viewer: Viewer,
    title: str,
    held_on: date,
    chosen: Sequence[str],
    place: str = "",
    key: str = "",
) -> Ceremony:
    """List the ``chosen`` rights (public ids) whose certificates are handed over together.

    Raises ``Invalid`` without a title, without a certificate, for too many, or for one that was
    handed over or belongs to another region.
    """
    if not title.strip():
        raise Invalid(NO_TITLE, fields={"title": NO_TITLE})
    wanted = set(chosen)
    if not wanted:
        raise Invalid(NONE_CHOSEN, fields={"chosen": NONE_CHOSEN})
    if len(wanted) > MOST_TOGETHER:
        raise Invalid(TOO_MANY, fields={"chosen": TOO_MANY}, most=MOST_TOGETHER)
    if not all(key.isascii() and key.isprintable() for key in wanted):
        raise Invalid(NOT_WAITING, fields={"chosen": NOT_WAITING})
    facts = {"region_code": office.region_code}
    with act("ceremony.draw-up", on=None, by=viewer, key=key, **facts) as deed:
        rows = list(waiting_for_handing(viewer).filter(office=office, public_id__in=wanted))
        if len(rows) != len(wanted):
            raise Invalid(NOT_WAITING, fields={"chosen": NOT_WAITING})
        ceremony = Ceremony.objects.create(
            office=office,
            region_code=office.region_code,
            title=title.strip()[:120],
            place=place.strip()[:120],
            held_on=held_on,
            made_by_id=viewer.acting_person,
            made_at=deed.at,
        )
        CeremonyItem.objects.bulk_create(CeremonyItem(ceremony=ceremony, right=r) for r in rows)
        deed.about(ceremony)
        deed.record(certificates=len(rows))
    return ceremony


def hand_over_together(
    *, ceremony: Ceremony, viewer: Viewer, receivers: Mapping[int, str], key: str = ""
) -> int:
    """Record in one act that the ticked certificates were handed over; how many they are.

    ``receivers``: key of the item → who received it. What is not ticked stays waiting and may
    stand on another list. Raises ``Invalid`` for none, a nameless receiver, an item of another
    list or a day that has not come; ``MoveRefused`` when it was done before.
    """
    if not receivers:
        raise Invalid(NONE_CHOSEN)
    names = {item: " ".join(name.split())[:LONGEST_NAME] for item, name in receivers.items()}
    if not all(names.values()):
        raise Invalid(NO_RECEIVER)
    if ceremony.held_on > clock.today(ceremony.office.zone):
        raise Invalid(FUTURE)
    with act("ceremony.hand-over", on=ceremony, by=viewer, key=key) as deed:
        fresh = Ceremony.objects.for_viewer(viewer).select_for_update().get(pk=ceremony.pk)
        if fresh.handed_at is not None:
            raise MoveRefused(CLOSED)
        items = list(fresh.items.filter(pk__in=names).select_related("right"))
        if len(items) != len(names):
            raise Invalid(NOT_ON_LIST)
        rights = [item.right for item in items]
        if any(right.ended_on is not None for right in rights):
            raise MoveRefused(ENDED)
        if Delivery.objects.for_viewer(viewer).filter(right__in=rights).exists():
            raise MoveRefused(HANDED)
        Delivery.objects.bulk_create(
            [
                Delivery(
                    right=item.right, region_code=item.right.region_code, ceremony=fresh,
                    receiver=names[item.pk], received_on=fresh.held_on,
                    made_by_id=viewer.acting_person, made_at=deed.at,
                )
                for item in items
            ]
        )  # fmt: skip
        fresh.handed_at = deed.at
        fresh.save(update_fields=["handed_at"])
        deed.record(certificates=len(items))
    return len(items)
