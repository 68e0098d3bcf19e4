"""Taking files in, giving them out, erasing them."""

import hashlib
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext_noop

from sentraki.kernel import access, ids
from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.errors import Denied, Invalid, Refusal
from sentraki.kernel.refs import ref_of
from sentraki.kernel.secrets import decrypt_bytes, encrypt_bytes
from sentraki.ledger.acts import act, writers_wait
from sentraki.ledger.models import Document
from sentraki.ledger.rules.entries import actor_ref
from sentraki.ledger.rules.secrecy import Secrecy, is_guarded
from sentraki.ledger.selectors.blobs import files_older_than, get
from sentraki.ledger.services import blobs
from sentraki.offices.models import Office
from sentraki.offices.rules import lies_in

_KEEPER = Viewer.system("documents")
_ERASED = gettext_noop("This document was erased.")
_DAMAGED = gettext_noop("This document is damaged on our side. Quote %(code)s to the office.")
_NOT_ITS_KANWIL = gettext_noop("Files are handed over to a Kanwil only.")
_HIDDEN = gettext_noop("There is no such document, or it is not for you.")


class Decoded(Protocol):
    """Bytes that are known to be harmless: made here, or decoded and written anew by uploads."""

    @property
    def data(self) -> bytes:
        """The content."""

    @property
    def mime(self) -> str:
        """Its media type."""


@dataclass(frozen=True)
class Made:
    """Bytes this program made itself."""

    data: bytes
    mime: str


def store(
    *,
    data: Decoded,
    kind: str,
    secrecy: Secrecy,
    on: Any,
    region_code: str,
    by: Viewer,
    original_name: str = "",
    key: str = "",
) -> Document:
    """Keep ``data`` as a document of ``on`` (object or ref); C3 and above are encrypted.

    The bytes are on disk before the row is. Raises ``Denied``; ``AlreadyDone`` for a used ``key``.
    """
    about = ref_of(on)
    if getattr(on, "region_code", region_code) != region_code:
        raise ValueError(f"{about} does not lie in {region_code}")
    public_id = ids.new_secret()
    encrypted = is_guarded(secrecy)
    stored = encrypt_bytes(data.data, public_id) if encrypted else data.data
    with act(
        "document.store", on=None, by=by, key=key, about=about, region_code=region_code
    ) as deed:
        document = Document.objects.create(
            public_id=public_id,
            kind=kind,
            secrecy=secrecy.value,
            mime=data.mime,
            size=len(data.data),
            stored_sha256=blobs.put(stored),
            content_sha256=hashlib.sha256(data.data).hexdigest(),
            on_ref=about,
            region_code=region_code,
            encrypted=encrypted,
            original_name=original_name[:255],
            created_at=deed.at,
            by_ref=actor_ref(by),
            handed_to_id=by.office_id if by.role is Role.KANWIL else None,
        )
        deed.about(document)
        deed.record(kind=kind, about=about, secrecy=secrecy.value)
    return document


def read(document: Document, by: Viewer, purpose: str) -> bytes:
    """The content, for ``purpose`` (a word such as ``view`` or ``dossier``).

    Reading C3 and above is itself an entry. Raises ``Denied`` (hidden) and ``Refusal`` for erased
    or damaged documents.
    """
    facts: dict[str, Any] = {
        "about": document.on_ref,
        "region_code": document.region_code,
        "secrecy": document.secrecy,
        "handed_to": document.handed_to_id,
    }
    decision = access.decide("document.read", by, **facts)
    if not decision.allowed:
        raise Denied(decision.reason, hidden=True)
    if document.erased_at is not None:
        raise Refusal(_ERASED)
    content = _content(document)
    if is_guarded(document.secrecy):
        with act("document.read", on=document, by=by, **facts) as deed:
            deed.record(purpose=purpose, about=document.on_ref)
    return content


def hand_to(document: Document, office: Office, by: Viewer, key: str = "") -> Document:
    """Share a document with the Kanwil of its province, which knows of no other document.

    Raises ``Invalid`` for an office that is none, or the Kanwil of another province.
    """
    if not office.is_kanwil or not lies_in(document.region_code, office.region_code):
        raise Invalid(_NOT_ITS_KANWIL)
    with act("document.hand-over", on=document, by=by, key=key) as deed:
        document.handed_to = office
        document.save(update_fields=["handed_to"])
        deed.record(about=document.on_ref, office=str(ref_of(office)))
    return document


def erase(document: Document, by: Viewer, note: str = "", key: str = "") -> None:
    """Remove the content and the original name for good; the row stays and says when."""
    with act(
        "document.erase", on=document, by=by, note=note, key=key, about=document.on_ref
    ) as deed:
        locked = Document.objects.for_viewer(by).select_for_update().filter(pk=document.pk).first()
        if locked is None:
            raise Denied(_HIDDEN, hidden=True)
        locked.erased_at = locked.erased_at or deed.at
        locked.original_name = ""
        locked.save(update_fields=["erased_at", "original_name"])
        deed.record(about=document.on_ref, kind=document.kind)
        deed.after_commit(lambda: _drop_unused(locked.stored_sha256))
    document.refresh_from_db()


def sweep() -> int:
    """Remove files no living row points at and that are older than an hour; returns how many."""
    dropped = 0
    for path in files_older_than():
        if path.name.startswith("."):
            path.unlink(missing_ok=True)
            dropped += 1
        else:
            dropped += _drop_unused(path.name)
    return dropped


def _content(document: Document) -> bytes:
    try:
        stored = get(document.stored_sha256)
        content = decrypt_bytes(stored, document.public_id) if document.encrypted else stored
    except (OSError, ValueError) as error:
        raise Refusal(_DAMAGED, code=document.public_id[:8]) from error
    return content


def _is_used(sha256: str) -> bool:
    return (
        Document.objects.for_viewer(_KEEPER).filter(stored_sha256=sha256, erased_at=None).exists()
    )


def _drop_unused(sha256: str) -> int:
    with writers_wait():
        if _is_used(sha256):
            return 0
        blobs.drop(sha256)
        return 1
