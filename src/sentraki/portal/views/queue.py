"""The queue for a programme's places: one spot a person, kept over reloads, without scripts.

The spot belongs to the browser's own key, which its form and its cookie carry, so the same form
sent twice, a reload, or an answer lost on the way all lead to the same spot. No session is used.
"""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sentraki.cases.models import Programme
from sentraki.cases.selectors.arrivals import spot_of
from sentraki.cases.services import arrivals
from sentraki.kernel import clock, ids
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid, MoveRefused
from sentraki.kernel.wording import phone_e164
from sentraki.offices.doors import door
from sentraki.portal.forms.apply import LONGEST, said
from sentraki.portal.pace import seconds_to_wait
from sentraki.ui.forms import PhoneInput

COOKIE = "antre"
KEPT = 60 * 24 * 3600


class QueueForm(forms.Form):
    """All that a spot needs. ``key`` is the browser's own secret."""

    name = forms.CharField(
        label=_l("Your name"), max_length=LONGEST, widget=forms.TextInput({"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_l("Mobile number"),
        help_text=_l("One spot for each number. Example: 0812 3456 7890."),
        widget=PhoneInput({"data-secret": True}),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=100, required=False)

    def clean_phone(self) -> str:
        """The number in E.164."""
        try:
            return phone_e164(self.cleaned_data["phone"])
        except Invalid as no:
            raise said(no) from no


@door(get="programme.enter", post="programme.enter")
def queue(request: HttpRequest, public_id: str) -> HttpResponse:
    """The form, or the spot this browser has. Everybody gets the same pages in the same order."""
    row = _programme(public_id)
    wait = seconds_to_wait(request)
    key = request.COOKIES.get(COOKIE, "")
    if request.method == "POST":
        return _arrive(request, row, wait)
    if wait:
        return _page(request, row, key, status=429, wait=wait)
    spot = spot_of(row, key)
    if spot is not None:
        return _page(request, row, key, spot=spot)
    if len(key) < arrivals.SHORTEST_KEY:
        key = ids.new_secret()
    return _page(request, row, key, form=QueueForm(initial={"key": key}))


def _programme(public_id: str) -> Programme:
    rows = Programme.objects.for_viewer(Viewer.public()).select_related("office__region")
    found = rows.filter(public_id=public_id).exclude(queue_opens_at=None).first()
    if found is None:
        raise Http404
    return found


def _arrive(request: HttpRequest, row: Programme, wait: int) -> HttpResponse:
    form = QueueForm(request.POST)
    key = request.POST.get("key", "")[:100]
    if wait:
        return _page(request, row, key, form=form, status=429, wait=wait)
    if not form.is_valid():
        return _page(request, row, key, form=form, status=422)
    try:
        case = arrivals.arrive(
            programme=row,
            name=form.cleaned_data["name"],
            phone=form.cleaned_data["phone"],
            key=key,
        )
    except (Invalid, MoveRefused) as no:
        form.add_error(None, _(no.message) % no.params)
        return _page(request, row, key, form=form, status=422)
    if case is None:
        return _page(request, row, key, is_known=True)
    return _keep(redirect("portal:queue", public_id=row.public_id), request, key)


def _page(
    request: HttpRequest, row: Programme, key: str, *, status: int = 200, wait: int = 0, **more: Any
) -> HttpResponse:
    context = {
        "programme": row,
        "office": row.office,
        "is_open": arrivals.is_queue_open(row),
        "is_early": row.queue_opens_at is not None and clock.now() < row.queue_opens_at,
        "key": key,
        "wait": wait,
        "has_errors": bool(wait) or status == 422,
        **more,
    }
    response = render(request, "portal/queue/queue.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "same-origin"
    if wait:
        response["Retry-After"] = str(wait)
        return response
    return _keep(response, request, key)


def _keep(response: HttpResponse, request: HttpRequest, key: str) -> HttpResponse:
    if len(key) >= arrivals.SHORTEST_KEY and request.COOKIES.get(COOKIE) != key:
        response.set_cookie(
            COOKIE,
            key,
            max_age=KEPT,
            path=request.path,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response
