"""Letters at an event: what waits for the signatory on duty, certificates, printing at the door."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from sentraki.desk import replies
from sentraki.desk.event_letters import IN_FORCE, as_pdf, letters_at, name_on
from sentraki.desk.views.events import event_on, may
from sentraki.events.letters import CERTIFICATE
from sentraki.events.models import Event, Visit
from sentraki.events.selectors.duties import duties_of, signatories_of
from sentraki.events.services import certificates
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import AlreadyDone, MoveRefused, Refusal
from sentraki.ledger import letters as kinds
from sentraki.ledger.models import Letter
from sentraki.ledger.rules.letter_flow import LetterStatus
from sentraki.ledger.selectors.letters import may_sign
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on

AT_ONCE = 200
NOTHING = gettext_noop("No signed letter of this event is there to print.")


@door(get="event.view")
def letters(request: HttpRequest, public_id: str) -> HttpResponse:
    """Drafts for the signatory on duty, guests without a certificate, and what can be printed."""
    return _page(request, event_on(request, public_id))


@door(post="event.draw-certificates")
def draw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Draft certificates: for the chosen guests, or for every guest who has none."""
    event = event_on(request, public_id)
    if not may(request, "event.draw-certificates", event):
        raise Http404
    viewer = viewer_on(request)
    try:
        chosen = _chosen(viewer, event, request) if "some" in request.POST else None
        if chosen == []:
            raise MoveRefused("Choose at least one guest.")
        made = certificates.draw_up(
            event=event, viewer=viewer, visits=chosen, key=replies.key_of(request)
        )
    except AlreadyDone:
        pass
    except Refusal as refusal:
        return _page(request, event, error=replies.words(refusal))
    else:
        text = ngettext(
            "%(n)s certificate is drafted and waits for a signature.",
            "%(n)s certificates are drafted and wait for a signature.",
            len(made),
        )
        replies.done(request, text % {"n": len(made)})
    return redirect("desk:event-letters", public_id=event.public_id)


@door(post="event.print-letters")
def print_all(request: HttpRequest, public_id: str) -> HttpResponse:
    """Every signed letter of the event as one PDF with a list on top; one entry in the log."""
    event = event_on(request, public_id)
    if not may(request, "event.print-letters", event):
        raise Http404
    viewer = viewer_on(request)
    try:
        rows = _asked_for(request, letters_at(viewer, event))
        if not rows:
            raise MoveRefused(NOTHING)
        certificates.note_print(
            event=event,
            viewer=viewer,
            papers=len(rows),
            last=max(row.pk for row in rows),
            key=replies.key_of(request),
        )
    except AlreadyDone:
        return redirect("desk:event-letters", public_id=event.public_id)
    except Refusal as refusal:
        return _page(request, event, error=replies.words(refusal))
    return replies.download(as_pdf(event, rows, viewer), "application/pdf", "surat-acara.pdf")


def _chosen(viewer: Viewer, event: Event, request: HttpRequest) -> list[Visit]:
    keys = []
    for given in request.POST.getlist("visit")[: certificates.MOST]:
        try:
            keys.append(UUID(given))
        except ValueError as error:
            raise Http404 from error
    return list(Visit.objects.for_viewer(viewer).filter(event=event, pk__in=keys))


def _asked_for(request: HttpRequest, rows: list[Letter]) -> list[Letter]:
    """The letters of the kind that was asked for; of many, the part that was asked for."""
    part = request.POST.get("part", "")
    start = int(part) * AT_ONCE if part.isascii() and part.isdigit() and len(part) < 4 else 0
    return _printable(rows, request.POST.get("kind", ""))[start : start + AT_ONCE]


def _parts(count: int) -> list[tuple[int, int, int]]:
    """Number, first and last of each part of a printing that is too long for one file."""
    return [
        (n, start + 1, min(start + AT_ONCE, count))
        for n, start in enumerate(range(0, count, AT_ONCE))
        if count > AT_ONCE
    ]


def _printable(rows: list[Letter], wanted: str) -> list[Letter]:
    signed = [row for row in rows if row.status in IN_FORCE]
    if wanted == "certificates":
        return [row for row in signed if row.kind == CERTIFICATE]
    if wanted == "letters":
        return [row for row in signed if row.kind != CERTIFICATE]
    return signed


def _page(request: HttpRequest, event: Event, error: str = "") -> HttpResponse:
    viewer = viewer_on(request)
    rows = letters_at(viewer, event)
    waiting = [_line(viewer, row) for row in rows if row.status == LetterStatus.REQUESTED]
    signed = _printable(rows, "")
    lacking = certificates.without_certificate(event)
    on_duty = signatories_of(list(duties_of(viewer, event)))
    context = {
        "event": event,
        "error": error,
        "on_duty": [person.name for person in on_duty],
        "is_on_duty": viewer.person_id in {person.pk for person in on_duty},
        "waiting": waiting,
        "may_sign_any": any(line["may_sign"] for line in waiting),
        "signed": [_line(viewer, row) for row in signed],
        "has_both": len({row.kind == CERTIFICATE for row in signed}) == 2,
        "parts": _parts(len(signed)),
        "lacking": lacking[: certificates.MOST],
        "lacking_in_all": len(lacking),
        "may_draw": may(request, "event.draw-certificates", event),
        "may_print": may(request, "event.print-letters", event),
        "may_set_duty": may(request, "event.set-duty", event),
    }
    status = 422 if error else 200
    return replies.page(request, "desk/events/letters.html", context, status=status)


def _line(viewer: Viewer, row: Letter) -> dict[str, Any]:
    decision = may_sign(viewer, row) if row.status == LetterStatus.REQUESTED else None
    return {
        "letter": row,
        "name": name_on(row),
        "title": kinds.get(row.kind).title(replies.language()),
        "may_sign": decision.allowed if decision else False,
        "why_not": _(decision.reason) if decision and not decision.allowed else "",
    }
