"""Preparing a desk for work without a line, hearing from it, and refusing a lost one."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from sentraki.events.models import Device, Event
from sentraki.kernel import clock, ids
from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.errors import Denied
from sentraki.kernel.secrets import blind_index
from sentraki.ledger.acts import act
from sentraki.offices.selectors.people import live_memberships

REVOKED = gettext_noop("This laptop was revoked. Its records are no longer taken.")
_PURPOSE = "desk device"
_UNKNOWN = "No such device."


@dataclass(frozen=True)
class Prepared:
    """A new device and its token, which is told once and kept as a hash."""

    device: Device
    token: str


def prepare(*, event: Event, viewer: Viewer, key: str = "") -> Prepared:
    """Let a laptop work for ``event`` in the name of this officer, until it is revoked.

    Desks are called M1, M2 … in the order of preparing; a name is never given twice.
    """
    token = ids.new_secret()
    facts = {"region_code": event.region_code}
    with act("event.prepare-desk", on=None, by=viewer, key=key, **facts) as deed:
        row = Device(
            event=event,
            region_code=event.region_code,
            name=f"M{Device.unscoped.filter(event=event).count() + 1}",
            token_hash=blind_index(token, _PURPOSE),
            person_id=viewer.acting_person,
            role=viewer.role,
            prepared_at=deed.at,
        )
        row.save()
        deed.about(row)
        deed.record(event=event.pk)
    return Prepared(row, token)


def device_of(token: str) -> Device:
    """The device of ``token``; raises ``Denied`` for an unknown or revoked one."""
    rows = Device.unscoped.select_related("event__office__region")
    device = rows.filter(token_hash=blind_index(token, _PURPOSE)).first()
    if device is None:
        raise Denied(_UNKNOWN)
    if device.revoked_at is not None:
        raise Denied(REVOKED)
    return device


def viewer_for(device: Device) -> Viewer:
    """The officer a desk acts for, with the rights that officer has today.

    The second factor was shown when the desk was prepared. Raises ``Denied`` once the officer no
    longer works there in that role.
    """
    office = device.event.office
    held = live_memberships(device.person_id).filter(office=office, role=device.role)
    if not held.exists():
        raise Denied(REVOKED)
    return Viewer(
        role=Role(device.role),
        name=f"{device.name}",
        person_id=device.person_id,
        office_id=office.pk,
        regions=(office.region_code,),
        second_factor=True,
    )


def hear(*, device: Device, offset: int, sequence: int, numbers: int) -> None:
    """Note that the desk was heard of, how many records it says it made, and its clock.

    No fact of the office: it enters no log. The counters never go back.
    """
    Device.unscoped.filter(pk=device.pk).update(
        last_seen_at=clock.now(),
        clock_offset=offset,
        last_sequence=max(device.last_sequence, sequence),
        last_number=max(device.last_number, numbers),
    )


def revoke(*, device: Device, viewer: Viewer, key: str = "") -> Device:
    """Refuse everything the laptop sends from now on; what it had not sent is listed as lost."""
    with act("event.revoke-desk", on=device, by=viewer, key=key):
        fresh = Device.unscoped.select_for_update().get(pk=device.pk)
        fresh.revoked_at = fresh.revoked_at or clock.now()
        fresh.save(update_fields=["revoked_at"])
    return fresh
