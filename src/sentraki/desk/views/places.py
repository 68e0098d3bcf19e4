"""The places of one programme: who holds them, who waits, and an order changed by two people."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sentraki.cases.models import OrderChange, Programme
from sentraki.cases.rules.place_flow import PlaceStatus
from sentraki.cases.rules.quota import CARRIED, JUMPED
from sentraki.cases.selectors.quota import (
    live_places,
    money_of,
    places_of,
    programmes_of,
    waiting_list,
)
from sentraki.cases.services import holds, offers, turns
from sentraki.cases.voices import PLACE
from sentraki.desk import replies
from sentraki.desk.case_rows import name_of
from sentraki.desk.forms.cases import ReasonForm
from sentraki.desk.views.cases import viewed
from sentraki.kernel.access import decide
from sentraki.kernel.errors import AlreadyDone, Refusal
from sentraki.kernel.refs import ref_of
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on

A_PAGE = 50


def programme_on(request: HttpRequest, public_id: str) -> Programme:
    """The programme of that address if the officer may know of it, else 404."""
    found = programmes_of(viewer_on(request)).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def may(request: HttpRequest, action: str, programme: Programme) -> bool:
    """Whether the officer may do ``action`` with the programme."""
    facts = {"region_code": programme.region_code}
    return decide(action, viewer_on(request), **facts).allowed


@door(get="programme.view")
def programme_places(request: HttpRequest, public_id: str) -> HttpResponse:
    """Live places by number, the waiting list by turn, changes of order that wait."""
    row = programme_on(request, public_id)
    held = live_places(row).select_related("case__business").order_by("number")
    page = Paginator(held, A_PAGE).get_page(request.GET.get("page"))
    waiting = waiting_list(row).select_related("business")
    context = {
        "programme": row,
        "places": places_of(row),
        "money": money_of(row),
        "page": page,
        "held": [(place, name_of(place.case), PLACE[PlaceStatus(place.status)]) for place in page],
        "waiting": [
            (number, case, name_of(case), why_first(case.turn_rank))
            for number, case in enumerate(waiting[:A_PAGE], 1)
        ],
        "changes": _open_changes(request, row),
        "may_offer": may(request, "place.offer", row),
    }
    return replies.page(request, "desk/places/places.html", context)


def why_first(rank: int) -> str:
    """Why a case stands before its arrival number; empty for the ordinary turn."""
    if rank == JUMPED:
        return _("order changed by two people")
    return _("carried over from last year") if rank == CARRIED else ""


def _open_changes(request: HttpRequest, row: Programme) -> list[dict[str, Any]]:
    changes = OrderChange.objects.filter(case__programme=row, decided_at=None)
    found = []
    for change in changes.select_related("case__business", "asked_by"):
        facts = {
            "region_code": row.region_code,
            "hands": frozenset({str(ref_of(change.asked_by))}),
        }
        allowed = decide("order.decide", viewer_on(request), **facts).allowed
        found.append({"change": change, "name": name_of(change.case), "may_decide": allowed})
    return found


@door(post="place.offer")
def offer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Offer the free places to the next in line now, instead of within the hour."""
    row = programme_on(request, public_id)
    number = holds.offer_places(programme=row, viewer=viewer_on(request))
    text = ngettext(
        "%(n)s place was offered to the next in line.",
        "%(n)s places were offered to the next in line.",
        number,
    )
    replies.done(request, text % {"n": number} if number else _("No place could be offered."))
    return redirect("desk:programme-places", public_id=row.public_id)


@door(get="order.ask", post="order.ask")
def ask_order(request: HttpRequest, code: str) -> HttpResponse:
    """Ask that a file be served before its turn; a second person decides."""
    case = viewed(request, code)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {
        "case": case,
        "name": name_of(case),
        "question": _("Serve %(name)s before its turn?") % {"name": name_of(case)},
        "verb": _("ask a second person"),
        "text": _(
            "Nothing changes until a second person agrees. Both names and the reason are kept."
        ),
        "form": form,
    }
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            turns.ask_order(
                case=case,
                viewer=viewer_on(request),
                reason=form.cleaned_data["reason"],
                key=replies.key_of(request),
            )
        except AlreadyDone:
            return redirect("desk:case", code=case.code)
        except Refusal as refusal:
            context |= {"error": replies.words(refusal), "has_errors": True}
            status = 409
        else:
            replies.done(request, _("Asked. A second person decides on the programme's page."))
            return redirect("desk:case", code=case.code)
    return replies.page(request, "desk/cases/confirm.html", context, status=status)


@door(post="order.decide")
def decide_order(request: HttpRequest, code: str) -> HttpResponse:
    """The second person's yes or no."""
    case = viewed(request, code)
    if case.programme is None:
        raise Http404
    granted = request.POST.get("answer") == "yes"
    try:
        turns.decide_order(
            case=case, viewer=viewer_on(request), granted=granted, key=replies.key_of(request)
        )
    except AlreadyDone:
        pass
    else:
        replies.done(
            request,
            _("Granted. The file is served first.") if granted else _("Refused. The turn stays."),
        )
    return redirect("desk:programme-places", public_id=case.programme.public_id)


@door(post="place.confirm")
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """The applicant said by phone or at the counter that the place is taken up."""
    case = viewed(request, code)
    try:
        offers.confirm_place(case=case, viewer=viewer_on(request), key=replies.key_of(request))
    except AlreadyDone:
        pass
    else:
        replies.done(request, _("The place is taken up."))
    return redirect("desk:case", code=case.code)
