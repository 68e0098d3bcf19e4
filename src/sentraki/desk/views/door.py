"""The door of an event: people come in one after another; two records of one are joined by hand."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sentraki.desk import replies
from sentraki.desk.forms.events import DoorForm
from sentraki.desk.views.events import event_on, may
from sentraki.events.models import Event, Visit
from sentraki.events.selectors.events import booking_at, seats_of
from sentraki.events.services import visits
from sentraki.events.services.bookings import UNKNOWN
from sentraki.kernel.errors import AlreadyDone, Invalid, Refusal
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on

KEPT = ("desk",)


@door(get="event.check-in", post="event.check-in")
def check_in(request: HttpRequest, public_id: str) -> HttpResponse:
    """A code or a name; then the next person. The name of the desk stays in its box."""
    event = event_on(request, public_id)
    if not may(request, "event.check-in", event):
        raise Http404
    office = replies.own_office(request)
    start = {name: request.GET.get(name, "")[:40] for name in KEPT}
    form = DoorForm(
        request.POST if request.method == "POST" else None, initial=start, office=office
    )
    if request.method == "POST" and form.is_valid():
        try:
            visit = _let_in(request, event, form)
        except AlreadyDone:
            return redirect("desk:event-door", public_id=event.public_id)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, _("%(name)s is in.") % {"name": visit.name})
            answer = redirect("desk:event-door", public_id=event.public_id)
            if visit.desk:
                answer["Location"] += f"?desk={visit.desk}" if visit.desk.isalnum() else ""
            return answer
    context = {"event": event, "form": form, "seats": seats_of(event)}
    status = 422 if form.errors else 200
    return replies.page(request, "desk/events/door.html", context, status=status)


def _let_in(request: HttpRequest, event: Event, form: DoorForm) -> Visit:
    viewer, code = viewer_on(request), form.cleaned_data["code"]
    booking = booking_at(viewer, event, code) if code else None
    if code and booking is None:
        raise Invalid(UNKNOWN, fields={"code": UNKNOWN})
    return visits.check_in(
        event=event,
        viewer=viewer,
        arrival=form.arrival(),
        booking=booking,
        key=replies.key_of(request),
    )


@door(post="event.join-visits")
def join(request: HttpRequest, public_id: str) -> HttpResponse:
    """Two records were one person: the officer has looked at both and says so."""
    event = event_on(request, public_id)
    if not may(request, "event.join-visits", event):
        raise Http404
    keep, other = (_visit(request, event, name) for name in ("keep", "other"))
    try:
        if keep is None or other is None:
            raise Invalid(visits.NOT_TWO)
        visits.join(keep=keep, other=other, viewer=viewer_on(request), key=replies.key_of(request))
    except AlreadyDone:
        pass
    except Refusal as refusal:
        replies.done(request, replies.words(refusal))
    else:
        replies.done(request, _("The two records are one now."))
    return redirect("desk:event", public_id=event.public_id)


def _visit(request: HttpRequest, event: Event, name: str) -> Visit | None:
    try:
        key = UUID(request.POST.get(name, ""))
    except ValueError:
        return None
    return Visit.objects.for_viewer(viewer_on(request)).filter(event=event, pk=key).first()
