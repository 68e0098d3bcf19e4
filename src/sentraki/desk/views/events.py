"""Events of the office: the list, one event with its guests and what it led to, its form."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sentraki.desk import replies
from sentraki.desk.forms.event_side import duty_rows
from sentraki.desk.forms.events import KINDS, EventForm
from sentraki.events.models import Event
from sentraki.events.rules.events import EventKind
from sentraki.events.selectors.events import events_of, guests, seats_of, twins_at
from sentraki.events.services.events import set_event
from sentraki.insight.events import DAYS, DEFINITION, SOURCE, conversion
from sentraki.kernel import clock
from sentraki.kernel.access import decide
from sentraki.kernel.errors import AlreadyDone, Refusal
from sentraki.kernel.refs import key_of, ref_of
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on
from sentraki.parties.selectors.subsectors import subsectors

A_PAGE = 50


def event_on(request: HttpRequest, public_id: str) -> Event:
    """The event of the officer's region, else 404."""
    rows = events_of(viewer_on(request)).filter(public_id=public_id)
    found = rows.first()
    if found is None:
        raise Http404
    return found


def may(request: HttpRequest, action: str, event: Event) -> bool:
    """Whether the officer may do ``action`` with ``event``."""
    return decide(action, viewer_on(request), region_code=event.region_code).allowed


@door(get="event.list")
def events(request: HttpRequest) -> HttpResponse:
    """Every event of the region, newest first."""
    office, viewer = replies.own_office(request), viewer_on(request)
    page = Paginator(events_of(viewer), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, KINDS[EventKind(row.kind)]) for row in page],
        "may_set": decide("event.set", viewer, region_code=office.region_code).allowed,
    }
    return replies.page(request, "desk/events/events.html", context)


@door(get="event.view")
def event(request: HttpRequest, public_id: str) -> HttpResponse:
    """One event: seats, who came, records that may be one person, and what it led to."""
    row, viewer = event_on(request, public_id), viewer_on(request)
    came = Paginator(guests(row).order_by("-received_at"), A_PAGE)
    page = came.get_page(request.GET.get("page"))
    found = [conversion(row, viewer, days) for days in DAYS]
    begun = {ref_of(visit): case for visit, case in found[-1].rows}
    context = {
        "event": row,
        "kind": KINDS[EventKind(row.kind)],
        "seats": seats_of(row),
        "page": page,
        "visits": [(visit, begun.get(ref_of(visit))) for visit in page],
        "twins": twins_at(row),
        "conversions": [(one, _("%(n)s files begun") % {"n": one.began}) for one in found],
        "sectors": _sectors(found[-1]),
        "definition": DEFINITION,
        "source": SOURCE,
        "now": clock.now(),
        "may_set": may(request, "event.set", row) and row.office == replies.own_office(request),
        "duties": duty_rows(viewer, row),
        "may_set_duty": may(request, "event.set-duty", row),
        "may_check_in": may(request, "event.check-in", row),
    }
    return replies.page(request, "desk/events/event.html", context)


def _sectors(found: Any) -> list[dict[str, Any]]:
    lang = get_language() or "id"
    names = {sector.code: sector.name(lang) for sector in subsectors()}
    names[""] = _("not recorded")
    most = max((one.came for one in found.sectors), default=0) or 1
    return [
        {"name": names[one.code], "came": one.came, "began": one.began, "most": most}
        for one in found.sectors
    ]


@door(get="event.set", post="event.set")
def create(request: HttpRequest) -> HttpResponse:
    """Set up a new event."""
    return _form_page(request, None)


@door(get="event.set", post="event.set")
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change an event of the own office."""
    row = event_on(request, public_id)
    if row.office != replies.own_office(request):
        raise Http404
    return _form_page(request, row)


def _form_page(request: HttpRequest, row: Event | None) -> HttpResponse:
    office = replies.own_office(request)
    start = EventForm.start_values(row, office.zone)
    form = EventForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            saved = set_event(
                office=office,
                viewer=viewer_on(request),
                values=form.values(office.zone),
                event=row,
                key=replies.key_of(request),
            )
        except AlreadyDone as again:
            return redirect("desk:event", public_id=_first(request, again.receipt).public_id)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, _("The event is saved."))
            return redirect("desk:event", public_id=saved.public_id)
    status = 422 if form.errors else 200
    return replies.page(
        request, "desk/events/form.html", {"form": form, "event": row}, status=status
    )


def _first(request: HttpRequest, receipt: str) -> Event:
    rows = events_of(viewer_on(request)).filter(pk=key_of(receipt, "events.event") or 0)
    found = rows.first()
    if found is None:
        raise Http404
    return found
