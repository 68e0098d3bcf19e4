"""Documents as somebody may see them."""

from django.db.models import QuerySet

from sentraki.kernel.access import Viewer, decide
from sentraki.kernel.refs import key_of, ref_of
from sentraki.ledger.models import Document, Message
from sentraki.offices.models import Office

EMBLEM = "office-emblem"
_ANYBODY = Viewer.public()


def documents_of(viewer: Viewer, ref: str) -> QuerySet[Document]:
    """Living documents of ``ref`` the viewer may know of, oldest first (contents: ``read``)."""
    return Document.objects.for_viewer(viewer).filter(on_ref=ref, erased_at=None).order_by("id")


def may_read(viewer: Viewer, document: Document) -> bool:
    """Whether the viewer may open the content."""
    return decide(
        "document.read",
        viewer,
        about=document.on_ref,
        region_code=document.region_code,
        secrecy=document.secrecy,
        handed_to=document.handed_to_id,
    ).allowed


def emblem_of(office: Office) -> Document | None:
    """The emblem ``office`` shows now: a public picture kept as an emblem, and nothing else."""
    key = key_of(office.emblem_ref, "ledger.document")
    shown = documents_of(_ANYBODY, ref_of(office)).filter(kind=EMBLEM)
    return shown.filter(pk=key).first() if key else None


def messages_of(viewer: Viewer, ref: str) -> QuerySet[Message]:
    """Messages about ``ref``, oldest first."""
    return Message.objects.for_viewer(viewer).filter(on_ref=ref).order_by("id")
