"""Materials of an event: added, taken away, and given to whoever may have them."""

from pathlib import Path

from django.utils.translation import gettext_noop

from sentraki.events.letters import CERTIFICATE
from sentraki.events.models import Event, Material
from sentraki.events.rules.duties import Audience
from sentraki.events.services.bookings import booking_with
from sentraki.events.services.certificates import event_of_certificate
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.kernel.refs import key_of
from sentraki.ledger.acts import act
from sentraki.ledger.models import Letter
from sentraki.ledger.rules.seal_states import SealState
from sentraki.ledger.rules.secrecy import Secrecy
from sentraki.ledger.selectors.seals import seal_by_code
from sentraki.ledger.services import documents
from sentraki.ledger.services.documents import Made
from sentraki.ledger.uploads import IMAGE_OR_PDF, Purpose, UploadRefused, clean_name, decode

KIND = "event-material"
MOST = 20
NO_TITLE = gettext_noop("Write what the file is called for its readers.")
TOO_MANY = gettext_noop("An event has at most 20 materials. Take one away first.")
OTHER_CODE = gettext_noop("This is neither a booking of this event nor a certificate of it.")
_SYSTEM = Viewer.system("events.materials")


def add(
    *,
    event: Event,
    viewer: Viewer,
    title: str,
    audience: Audience,
    source: Path | bytes,
    name: str,
    key: str = "",
) -> Material:
    """Keep a PDF or picture, written anew, for everybody or for guests who hold a code.

    Raises ``Invalid`` for a file we do not take, no title, or more than 20 materials.
    """
    if not title.strip():
        raise Invalid(NO_TITLE, fields={"title": NO_TITLE})
    try:
        fresh = decode(source, accept=IMAGE_OR_PDF, purpose=Purpose.PAPER, name=name)
    except UploadRefused as refused:
        reason = str(refused.message)
        raise Invalid(reason, fields={"file": reason}, **refused.params) from refused
    with act("event.add-material", on=event, by=viewer, key=key) as deed:
        if event.materials.filter(removed_at=None).count() >= MOST:
            raise Invalid(TOO_MANY, fields={"file": TOO_MANY})
        document = documents.store(
            data=Made(fresh.data, fresh.mime),
            kind=KIND,
            secrecy=Secrecy.C0 if audience == Audience.PUBLIC else Secrecy.C2,
            on=event,
            region_code=event.region_code,
            by=viewer,
            original_name=clean_name(name),
        )
        row = Material.objects.create(
            event=event,
            region_code=event.region_code,
            title=title.strip()[:160],
            audience=audience,
            document=document,
            added_at=deed.at,
        )
        deed.record(material=row.pk, audience=str(audience))
    return row


def remove(*, material: Material, viewer: Viewer, key: str = "") -> Material:
    """Take a material away; nobody is given it any more. Taken away before, nothing happens."""
    with act("event.remove-material", on=material, by=viewer, key=key) as deed:
        fresh = Material.objects.for_viewer(viewer).select_for_update().get(pk=material.pk)
        fresh.removed_at = fresh.removed_at or deed.at
        fresh.save(update_fields=["removed_at"])
    return fresh


def for_guest(event: Event, code: str) -> list[Material]:
    """What somebody with ``code`` may take home: everything of the event that is not taken away.

    ``code`` is that of a booking of the event, or of a valid certificate of it (who walked in has
    no booking). Raises ``Invalid`` for any other.
    """
    try:
        booking_with(event, code)
    except Invalid as refused:
        if not _is_certificate(event, code):
            raise Invalid(OTHER_CODE, fields={"code": OTHER_CODE}) from refused
    return list(event.materials.filter(removed_at=None).select_related("document"))


def _is_certificate(event: Event, code: str) -> bool:
    answer = seal_by_code(code)
    key = key_of(answer.on_ref, "ledger.letter")
    if answer.state != SealState.VALID or not key:
        return False
    letter = Letter.objects.for_viewer(_SYSTEM).filter(pk=key, kind=CERTIFICATE).first()
    return letter is not None and event_of_certificate(letter) == event


def content_of(material: Material) -> bytes:
    """The file, once the caller has found that its reader may have it."""
    return documents.read(material.document, _SYSTEM, "material")
