"""Sealed dossiers: which wait to be sent, and which wait to be filed."""

from django.db.models import Exists, OuterRef, QuerySet

from sentraki.cases.models import Case, HandoverItem
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.kernel.access import Viewer

RETURNED = "returned"
ACKNOWLEDGED = "acknowledged"


def _journeys() -> QuerySet[HandoverItem]:
    return HandoverItem.objects.filter(
        case_id=OuterRef("pk"), dossier__opened_again_at=None
    ).exclude(answer=RETURNED)


def ready_to_send(viewer: Viewer) -> QuerySet[Case]:
    """Sealed cases that are not under way, oldest first."""
    sealed = Case.objects.for_viewer(viewer).filter(status=CaseStatus.READY)
    return (
        sealed.exclude(Exists(_journeys())).select_related("business").order_by("decided_at", "id")
    )


def ready_to_file(viewer: Viewer) -> QuerySet[Case]:
    """Sealed cases the Kanwil has acknowledged and nobody has filed, oldest first."""
    sealed = Case.objects.for_viewer(viewer).filter(status=CaseStatus.READY)
    acknowledged = _journeys().filter(answer=ACKNOWLEDGED)
    return sealed.filter(Exists(acknowledged)).select_related("business").order_by("id")
