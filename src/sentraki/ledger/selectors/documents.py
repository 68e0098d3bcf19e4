"""Documents as somebody may see them."""

from django.db.models import QuerySet

from sentraki.kernel.access import Viewer, decide
from sentraki.ledger.models import Document, Message


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


def messages_of(viewer: Viewer, ref: str) -> QuerySet[Message]:
    """Messages about ``ref``, oldest first."""
    return Message.objects.for_viewer(viewer).filter(on_ref=ref).order_by("id")
