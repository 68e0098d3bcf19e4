"""Taking what a desk wrote down: each record once, whatever order, split or repetition."""

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_noop

from sentraki.events.models import DeskRecord, Device, JoinQuestion
from sentraki.events.rules.desk import (
    Answer,
    Doubt,
    Met,
    RecordState,
    Sent,
    agreements,
    is_doubted,
    plain_name,
)
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Denied, MoveRefused
from sentraki.kernel.ids import new_code
from sentraki.kernel.refs import Ref
from sentraki.kernel.secrets import blind_index
from sentraki.ledger.acts import act

ANSWERED = gettext_noop("Somebody has answered this already.")
_ELSEWHERE = gettext_noop("This person was met at another event.")
_PICTURES = ("label", "signature")


def receive(*, device: Device, viewer: Viewer, sent: Sent, offset: int) -> DeskRecord:
    """Keep one whole record; sent again it is given back and nothing is written.

    The same id with another content is kept as a question beside the first one, which stands.
    ``offset`` is the desk's clock minus ours in seconds.
    """
    known = DeskRecord.unscoped.filter(client_id=sent.client_id).first()
    if known is not None:
        if known.content_hash != sent.content_hash or known.device_id != device.pk:
            _ask_about_other(known, viewer, sent)
        return known
    content = read_content(sent)
    row = DeskRecord(
        client_id=sent.client_id,
        device=device,
        region_code=device.region_code,
        sequence=sent.sequence,
        kind=sent.kind,
        number=sent.number,
        told_at=sent.told_at,
        clock_offset=offset,
        clock_doubted=is_doubted(offset),
        content=content,
        content_hash=sent.content_hash,
        previous_hash=sent.previous_hash,
        receipt=new_code(groups=3),
        booking_code=_text(content, "booking", 24),
        nik_index=_index(_text(content, "nik", 24), "nik"),
        phone_index=_index(_text(content, "phone", 24), "phone"),
        name_index=_index(plain_name(_text(content, "owner_name", 255)), "desk name"),
    )
    facts = {"region_code": device.region_code}
    with act("event.receive-record", on=None, by=viewer, key=str(sent.client_id), **facts) as deed:
        row.received_at = deed.at
        row.save(force_insert=True)
        deed.about(row)
        deed.record(device=device.pk, sequence=sent.sequence, clock=row.clock_doubted)
    return row


def read_content(sent: Sent) -> dict[str, Any]:
    """The body as an object; anything else is kept under ``raw`` so that nothing sent is lost."""
    try:
        content = json.loads(sent.body)
    except ValueError:
        content = None
    return content if isinstance(content, dict) else {"raw": sent.body}


def _text(content: dict[str, Any], name: str, longest: int) -> str:
    value = content.get(name)
    return value.strip()[:longest] if isinstance(value, str) else ""


def _index(value: str, purpose: str) -> str:
    return blind_index(value, purpose) if value else ""


def _ask_about_other(known: DeskRecord, viewer: Viewer, sent: Sent) -> None:
    if known.questions.filter(content_hash=sent.content_hash).exists():
        return
    with act("event.ask-about-record", on=known, by=viewer) as deed:
        JoinQuestion.objects.create(
            record=known,
            region_code=known.region_code,
            doubt=Doubt.OTHER_CONTENT,
            content=read_content(sent),
            content_hash=sent.content_hash,
        )
        deed.record(doubt=Doubt.OTHER_CONTENT)


def met_in(record: DeskRecord) -> Met:
    """What a record says about who was met."""
    return Met(
        nik=_text(record.content, "nik", 24),
        phone=_text(record.content, "phone", 24),
        booking=record.booking_code,
        name=_text(record.content, "owner_name", 255),
    )


def twin_of(record: DeskRecord) -> tuple[DeskRecord, tuple[str, ...]] | None:
    """The earliest other record of the event that may be of the same person, and why."""
    others = DeskRecord.unscoped.filter(
        device__event_id=record.device.event_id, kind=record.kind
    ).exclude(pk=record.pk)
    near = others.none()
    for name in ("nik_index", "phone_index", "name_index", "booking_code"):
        value = getattr(record, name)
        if value:
            near = near | others.filter(**{name: value})
    me = met_in(record)
    for other in near.exclude(state=RecordState.RECEIVED).order_by("id"):
        why = agreements(me, met_in(other))
        if why:
            return other, why
    return None


def settle(
    *,
    record: DeskRecord,
    viewer: Viewer,
    visit_ref: Ref | str = "",
    case_ref: Ref | str = "",
    doubt: Doubt | None = None,
    other: DeskRecord | None = None,
    reasons: Sequence[str] = (),
    params: Mapping[str, Any] = MappingProxyType({}),
) -> DeskRecord:
    """Note what a record led to, with the question a person has to answer, if there is one.

    ``reasons`` and ``params`` are what agrees, or the refusal's text id and its values. Pictures
    are dropped once there is a case that keeps them; who was met and the names stay for those who
    have to compare.
    """
    with act("event.settle-record", on=record, by=viewer) as deed:
        if other is not None and other.device.event_id != record.device.event_id:
            raise Denied(_ELSEWHERE, hidden=True)
        record.visit_ref = str(visit_ref) or record.visit_ref
        record.case_ref = str(case_ref) or record.case_ref
        if case_ref:
            record.content = {k: v for k, v in record.content.items() if k not in _PICTURES}
        record.save(update_fields=["visit_ref", "case_ref", "content"])
        set_record_state(record, RecordState.QUESTION if doubt else RecordState.APPLIED)
        if doubt:
            JoinQuestion.unscoped.get_or_create(
                record=record,
                doubt=doubt,
                content_hash="",
                defaults={
                    "region_code": record.region_code,
                    "other": other,
                    "reasons": ",".join(reasons)[:300],
                    "content": dict(params),
                },
            )
        deed.record(state=record.state)
    return record


def note_failure(record: DeskRecord, kind: str) -> None:
    """Note the kind of our own mistake that stopped a record. No fact: it enters no log."""
    record.failure = kind[:80]
    record.save(update_fields=["failure"])


def set_record_state(record: DeskRecord, state: RecordState) -> None:
    """The one writer of where a record stands. Must run inside an act."""
    record.state, record.failure = state, ""
    record.save(update_fields=["state", "failure"])


def answer(*, question: JoinQuestion, viewer: Viewer, said: Answer, key: str = "") -> JoinQuestion:
    """An officer decides; the question is closed and its record, if nothing else is open, too."""
    with act("event.answer-question", on=question, by=viewer, key=key) as deed:
        fresh = JoinQuestion.unscoped.select_for_update().get(pk=question.pk)
        if fresh.answer:
            raise MoveRefused(ANSWERED)
        fresh.answer, fresh.answered_at = said, deed.at
        fresh.answered_by_id = viewer.acting_person
        fresh.save(update_fields=["answer", "answered_at", "answered_by"])
        record = fresh.record
        if not record.questions.filter(answer="").exclude(doubt=Doubt.OTHER_CONTENT).exists():
            set_record_state(record, RecordState.APPLIED)
        deed.record(said=said)
    return fresh
