"""Setting an event."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop

from sentraki.events.models import Event
from sentraki.events.rules.events import MOST_SEATS
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Denied, Invalid
from sentraki.ledger.acts import act
from sentraki.offices.models import Office

OTHER_OFFICE = "This belongs to another office."
ENDS_FIRST = gettext_noop("The event ends before it begins.")
TOO_LARGE = gettext_noop("An event has at least one seat and at most ten thousand.")
FIELDS = frozenset(
    {
        "kind", "title", "call", "place", "starts_at", "ends_at", "books_until", "capacity",
        "walk_ins", "agreement", "is_announced",
    }
)  # fmt: skip


def set_event(
    *,
    office: Office,
    viewer: Viewer,
    values: Mapping[str, Any],
    event: Event | None = None,
    key: str = "",
) -> Event:
    """Create an event or change it; fewer seats than are booked take nobody's seat away.

    Raises ``Invalid`` with the field's reason.
    """
    if event is not None and event.office_id != office.pk:
        raise Denied(OTHER_OFFICE, hidden=True)
    unknown = set(values) - FIELDS
    if unknown:
        raise Invalid("An event has no such field: %(name)s", name=", ".join(sorted(unknown)))
    facts = {"region_code": office.region_code}
    with act("event.set", on=event, by=viewer, key=key, **facts) as deed:
        row = event or Event(office=office, region_code=office.region_code)
        for name, value in values.items():
            setattr(row, name, value)
        if row.ends_at < row.starts_at:
            raise Invalid(ENDS_FIRST, fields={"ends_at": ENDS_FIRST})
        if not 1 <= row.capacity <= MOST_SEATS:
            raise Invalid(TOO_LARGE, fields={"capacity": TOO_LARGE})
        row.save()
        deed.about(row)
        deed.record(kind=str(row.kind), capacity=row.capacity)
    return row
