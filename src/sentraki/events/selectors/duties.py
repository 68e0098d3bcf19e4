"""Who serves an event today, and where."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import QuerySet

from sentraki.events.models import Duty, Event
from sentraki.events.rules.duties import DutyPart
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.offices.models import Person

# Letters are often signed in the days after; then the event leaves the signatory's first page.
AFTER = timedelta(days=14)


def duties_of(viewer: Viewer, event: Event) -> QuerySet[Duty]:
    """The duties nobody took back, desk by desk; one query."""
    rows = Duty.objects.for_viewer(viewer).filter(event=event, ended_at=None)
    return rows.select_related("person", "device").order_by("desk", "part", "id")


def signatories_of(duties: Sequence[Duty]) -> list[Person]:
    """Who signs at the event, whoever was named first."""
    named = sorted((d for d in duties if d.part == DutyPart.SIGNATORY), key=lambda d: d.pk)
    return list({duty.person_id: duty.person for duty in named}.values())


def signs_at(viewer: Viewer) -> list[Event]:
    """Events, not over for a fortnight, at which this very officer signs; one query."""
    if viewer.person_id is None:
        return []
    rows = Duty.objects.for_viewer(viewer).filter(
        person_id=viewer.person_id,
        part=DutyPart.SIGNATORY,
        ended_at=None,
        event__ends_at__gte=clock.now() - AFTER,
    )
    return list({row.event_id: row.event for row in rows.select_related("event__office")}.values())
