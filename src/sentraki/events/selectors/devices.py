"""Desks of an event: what they sent, what never arrived, what waits for a person."""

from dataclasses import dataclass

from django.db.models import QuerySet

from sentraki.events.models import DeskRecord, Device, Event, JoinQuestion
from sentraki.events.rules.desk import (
    RecordState,
    is_doubted,
    missing,
    number_text,
    number_value,
)
from sentraki.kernel.access import Viewer


@dataclass(frozen=True)
class DeskSheet:
    """A desk with its gaps: ``lost_numbers`` were given out and never arrived.

    ``lost_records`` counts every record the desk said it had made, arrivals included. What it
    made after it was last heard of nobody can know: its numbers begin with ``unknown_from``.
    """

    device: Device
    received: int
    lost_records: int
    lost_numbers: tuple[str, ...]
    unknown_from: str

    @property
    def serving(self) -> tuple[str, ...]:
        """Who was named for the desk on which the laptop stands."""
        duties = self.device.duties.all()
        return tuple(duty.person.name for duty in duties if duty.ended_at is None)

    @property
    def minutes_off(self) -> int:
        """How far the laptop's clock was off when last heard of; 0 when it was right enough."""
        offset = self.device.clock_offset
        return round(offset / 60) if is_doubted(offset) else 0


def sheets_of(viewer: Viewer, event: Event) -> list[DeskSheet]:
    """The desks of ``event`` this viewer may see. Four queries, however many."""
    rows = Device.objects.for_viewer(viewer).filter(event=event).select_related("person")
    return [_sheet(row) for row in rows.prefetch_related("records", "duties__person")]


def _sheet(device: Device) -> DeskSheet:
    records = list(device.records.all())
    gaps = missing(device.last_sequence, [record.sequence for record in records])
    numbers = [number_value(record.number) for record in records if record.number]
    lost = missing(device.last_number, numbers)
    following = max([device.last_number, *numbers]) + 1
    return DeskSheet(
        device,
        len(records),
        len(gaps),
        tuple(number_text(device.name, n) for n in lost),
        number_text(device.name, following),
    )


def open_questions(viewer: Viewer, event: Event) -> QuerySet[JoinQuestion]:
    """What waits for a person's answer, oldest first."""
    rows = JoinQuestion.objects.for_viewer(viewer).filter(record__device__event=event, answer="")
    return rows.select_related("record__device", "other__device")


def stuck_at(viewer: Viewer, event: Event) -> list[DeskRecord]:
    """Records of ``event`` that arrived and were not worked in, oldest first."""
    rows = DeskRecord.objects.for_viewer(viewer).filter(
        device__event=event, state=RecordState.RECEIVED
    )
    return list(rows.select_related("device__event__office__region").order_by("id"))
