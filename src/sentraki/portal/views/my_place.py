"""Taking up the place that is held for one's own case."""

from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sentraki.cases.services import offers
from sentraki.kernel.errors import AlreadyDone, MoveRefused
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on
from sentraki.portal.own_case import own_case


@door(post="case.own")
def take_up(request: HttpRequest, code: str) -> HttpResponse:
    """One press takes the place up; pressed again, or too late, it says so."""
    case = own_case(request, code)
    try:
        with suppress(AlreadyDone):
            offers.confirm_place(
                case=case,
                viewer=viewer_on(request),
                key=request.POST.get("idempotency_key", ""),
            )
    except MoveRefused:
        messages.warning(request, _("No place is held for this file any more."))
    else:
        messages.success(request, _("The place is yours."))
    return redirect("portal:my-case-page", case.code)
