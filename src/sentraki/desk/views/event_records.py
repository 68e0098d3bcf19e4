"""The desks of an event as the office sees them: what arrived, what did not, what to decide."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sentraki.desk import event_sync, replies
from sentraki.events.models import DeskRecord, Device, Event, JoinQuestion
from sentraki.events.rules.desk import Answer, Doubt
from sentraki.events.selectors.devices import open_questions, sheets_of, stuck_at
from sentraki.events.services import devices
from sentraki.kernel.access import decide
from sentraki.kernel.errors import AlreadyDone, Invalid, Refusal
from sentraki.offices.doors import door
from sentraki.offices.scoping import get_or_404
from sentraki.offices.viewers import viewer_on

REASONS = {
    "nik": _l("same NIK"),
    "phone": _l("same phone number"),
    "booking": _l("same booking"),
    "name": _l("same name"),
}
FITTING = {
    Doubt.SAME_PERSON: (Answer.SAME, Answer.DIFFERENT),
    Doubt.OTHER_CONTENT: (Answer.HANDLED,),
    Doubt.UNFIT: (Answer.HANDLED,),
}
_SHOWN = (
    ("owner_name", _l("Name")),
    ("nik", _l("NIK")),
    ("phone", _l("Mobile number")),
    ("street", _l("Address")),
    ("goods", _l("Product")),
)


@door(get="event-desk.view")
def desks(request: HttpRequest, public_id: str) -> HttpResponse:
    """Each laptop with its gaps and its clock, and the questions that wait."""
    return _page(request, _event(request, public_id))


@door(post="event.revoke-desk")
def revoke(request: HttpRequest, desk: str) -> HttpResponse:
    """Refuse a lost laptop; the page then lists what never arrived from it."""
    viewer = viewer_on(request)
    device = get_or_404(Device, viewer, public_id=desk)
    try:
        devices.revoke(device=device, viewer=viewer, key=replies.key_of(request))
    except AlreadyDone:
        pass
    else:
        text = _("%(desk)s was revoked. Nothing it sends is taken any more.")
        replies.done(request, text % {"desk": device.name})
    return redirect("desk:event-desks", public_id=device.event.public_id)


@door(post="event.try-again")
def retry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Work in once more what arrived and got stuck; the laptop need not send it again."""
    event = _event(request, public_id)
    try:
        went, left = event_sync.try_again(
            event=event, viewer=viewer_on(request), key=replies.key_of(request)
        )
    except AlreadyDone:
        pass
    else:
        text = _("Worked in: %(went)s. Still stuck: %(left)s.")
        replies.done(request, text % {"went": went, "left": left})
    return redirect("desk:event-desks", public_id=event.public_id)


@door(post="event.answer-question")
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """An officer's answer: one person, two people, or done by hand."""
    viewer = viewer_on(request)
    row = get_or_404(JoinQuestion, viewer, pk=pk)
    event = row.record.device.event
    said = request.POST.get("said", "")
    try:
        if said not in FITTING[Doubt(row.doubt)]:
            raise Invalid("Choose an answer.")
        event_sync.answer(
            question=row, viewer=viewer, said=Answer(said), key=replies.key_of(request)
        )
    except AlreadyDone:
        pass
    except Refusal as refusal:
        return _page(request, event, error=replies.words(refusal))
    return redirect("desk:event-desks", public_id=event.public_id)


def _event(request: HttpRequest, public_id: str) -> Event:
    return get_or_404(Event, viewer_on(request), public_id=public_id)


def _page(request: HttpRequest, event: Event, error: str = "") -> HttpResponse:
    viewer = viewer_on(request)
    facts = {"region_code": event.region_code}
    context = {
        "event": event,
        "sheets": sheets_of(viewer, event),
        "stuck": stuck_at(viewer, event),
        "may_retry": decide("event.try-again", viewer, **facts).allowed,
        "questions": [_asked(row) for row in open_questions(viewer, event)],
        "may_answer": decide("event.answer-question", viewer, **facts).allowed,
        "may_revoke": decide("event.revoke-desk", viewer, **facts).allowed,
        "error": error,
    }
    status = 422 if error else 200
    return replies.page(request, "desk/event_desk/desks.html", context, status=status)


def _asked(row: JoinQuestion) -> dict[str, Any]:
    """A question with both sides beside each other; where they differ is marked."""
    left = row.other.content if row.other else row.record.content
    right = row.record.content if row.other else _second(row)
    told = [
        (label, left.get(name, ""), right.get(name, ""), left.get(name) != right.get(name))
        for name, label in _SHOWN
        if left.get(name) or right.get(name)
    ]
    names = (", ".join(map(str, side.get("names", []))) for side in (left, right))
    kept, fresh = names
    return {
        "row": row,
        "doubt": Doubt(row.doubt),
        "why": _why(row),
        "told": [*told, (_("Names for the mark"), kept, fresh, kept != fresh)],
        "left": _head(row.other or row.record),
        "right": _head(row.record) if row.other else "",
    }


def _second(row: JoinQuestion) -> Mapping[str, Any]:
    """What came second under one id; nothing where only one thing came."""
    return row.content if row.doubt == Doubt.OTHER_CONTENT else {}


def _why(row: JoinQuestion) -> str:
    if row.doubt == Doubt.UNFIT:
        return _(row.reasons) % row.content if row.reasons else ""
    return ", ".join(str(REASONS[name]) for name in row.reasons.split(",") if name in REASONS)


def _head(record: DeskRecord) -> str:
    case = event_sync.case_of(record) if record.case_ref else None
    return f"{record.number} · {case.code}" if case else record.number
