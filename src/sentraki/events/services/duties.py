"""Naming who serves an event, in which part, at which desk; and taking it back."""

from django.utils.translation import gettext_noop

from sentraki.events.models import Device, Duty, Event
from sentraki.events.rules.duties import NEEDS, DutyPart
from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.errors import Invalid
from sentraki.ledger.acts import act
from sentraki.offices.models import Person
from sentraki.offices.selectors.people import live_memberships

NOT_OURS = gettext_noop("This officer does not work for the event's office today.")
OTHER_ROLE = gettext_noop("This officer's role at the office does not fit the part.")
TWICE = gettext_noop("This officer serves there already.")
OTHER_DESK = gettext_noop("This laptop was prepared for another event, or was revoked.")


def set_duty(
    *,
    event: Event,
    viewer: Viewer,
    person: Person,
    part: DutyPart,
    desk: str = "",
    device: Device | None = None,
    key: str = "",
) -> Duty:
    """Name ``person`` for ``part``; with a laptop the desk is called by the laptop's name.

    Raises ``Invalid`` when the person does not work for the office, has no role the part asks for
    (``rules.duties.NEEDS``), serves there already, or the laptop is another event's or revoked.
    """
    held = {Role(m.role) for m in live_memberships(person.pk) if m.office_id == event.office_id}
    if not held:
        raise Invalid(NOT_OURS, fields={"person": NOT_OURS})
    if not held & NEEDS[part]:
        raise Invalid(OTHER_ROLE, fields={"part": OTHER_ROLE})
    if device is not None and (device.event_id != event.pk or device.revoked_at is not None):
        raise Invalid(OTHER_DESK, fields={"device": OTHER_DESK})
    name = device.name if device is not None else desk.strip()[:40]
    with act("event.set-duty", on=event, by=viewer, key=key) as deed:
        same = event.duties.filter(person=person, part=part, desk=name)
        if same.filter(ended_at=None).exists():
            raise Invalid(TWICE, fields={"person": TWICE})
        row = Duty.objects.create(
            event=event,
            region_code=event.region_code,
            person=person,
            part=part,
            desk=name,
            device=device,
            set_at=deed.at,
        )
        deed.record(person=person.pk, part=str(part), duty=row.pk)
    return row


def end_duty(*, duty: Duty, viewer: Viewer, key: str = "") -> Duty:
    """Take a duty back; who held it stays readable. Ended before, nothing more happens to it."""
    with act("event.end-duty", on=duty, by=viewer, key=key) as deed:
        fresh = Duty.objects.for_viewer(viewer).select_for_update().get(pk=duty.pk)
        fresh.ended_at = fresh.ended_at or deed.at
        fresh.save(update_fields=["ended_at"])
    return fresh
