"""The queue for a programme's places: one spot a person, kept over reloads, without scripts.

The spot belongs to the browser's own key, which its form and its cookie carry, so the same form
sent twice, a reload, or an answer lost on the way all lead to the same spot. No session is used.
A crowd opens these pages at once, so each is drawn once and filled in (``portal.stencil``), and
most of a crowd is answered at a wicket (``portal.wicket``) from what is answered here.
"""

from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sentraki.cases.models import Programme
from sentraki.cases.services import arrivals
from sentraki.kernel.errors import Invalid, MoveRefused
from sentraki.kernel.wording import phone_e164
from sentraki.offices.doors import door
from sentraki.offices.limits import client_ip, network_of
from sentraki.portal.forms.apply import LONGEST, said
from sentraki.portal.stencil import Remembered, Stencil, slot
from sentraki.portal.turn import (
    COOKIE,
    LONGEST_KEY,
    NOTE,
    PROGRAMMES,
    Look,
    Note,
    Told,
    before_arriving,
    form_of,
    look_in,
    plainly_read,
)
from sentraki.ui.forms import PhoneInput

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
    key = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_KEY, required=False)

    def clean_phone(self) -> str:
        """The number in E.164."""
        try:
            return phone_e164(self.cleaned_data["phone"])
        except Invalid as no:
            raise said(no) from no


class Face(NamedTuple):
    """A page drawn once: which programme's, in which language, and what it looks like."""

    public_id: str
    language: str
    look: Look


@door(get="programme.enter", post="programme.enter")
def queue(request: HttpRequest, public_id: str) -> HttpResponse:
    """The form, or the spot this browser has. Everybody gets the same pages in the same order."""
    row = PROGRAMMES.get(public_id)
    network = network_of(client_ip(request))
    if request.method == "POST":
        return _arrive(request, row, network)
    return _tell(request, row, look_in(row, network, request.COOKIES.get(COOKIE, "")))


def _arrive(request: HttpRequest, row: Programme, network: str) -> HttpResponse:
    given = {name: request.POST.get(name, "") for name in ("key", "name", "phone")}
    key = given["key"][:LONGEST_KEY]
    told = before_arriving(row, network, given)
    if told is not None:
        return _tell(request, row, told)
    try:
        name, phone = _read(given)
        case = arrivals.arrive(programme=row, name=name, phone=phone, key=key)
    except (Invalid, MoveRefused) as no:
        return _refused(request, row, key, no)
    return _tell(request, row, Told(Look("known") if case is None else None, key))


def _read(given: dict[str, str]) -> tuple[str, str]:
    """Name and phone as typed, where nothing is wrong with them; else ``Invalid`` says what."""
    plain = plainly_read(given)
    if plain is not None:
        return plain
    form = QueueForm(given)
    if not form.is_valid():
        raise Invalid("")
    return form.cleaned_data["name"], form.cleaned_data["phone"]


def _refused(
    request: HttpRequest, row: Programme, key: str, no: Invalid | MoveRefused
) -> HttpResponse:
    """The form again with what was typed and what is wrong."""
    form = QueueForm(request.POST)
    if form.is_valid():
        form.add_error(None, _(no.message) % no.params)
    text = _text_of(form_of(row), row, form=form, csrf_token=get_token(request))
    return _keep(_page(text, status=422), request, Told(Look("form"), key))


def _text_of(look: Look, row: Programme, **more: Any) -> str:
    names = ("place", "waiting", "arrival", "code", "key")
    context = {
        "programme": row,
        "office": row.office,
        "face": look,
        "has_errors": bool(look.wait),
        **{name: slot(name) for name in names},
        "csrf_token": slot("token"),
        **more,
    }
    return render_to_string("portal/queue/queue.html", context)


def _draw(face: Face) -> Stencil:
    row = PROGRAMMES.get(face.public_id)
    blank = {name: slot(name) for name in ("name", "phone", "key")}
    form = QueueForm(initial=blank) if face.look.kind == "form" else None
    return Stencil(_text_of(face.look, row, form=form))


_STENCILS = Remembered(_draw)


def _tell(request: HttpRequest, row: Programme, told: Told) -> HttpResponse:
    """The answer; what it was made of is left beside the request for the wicket."""
    stencil, values = None, told.values()
    language, origin = get_language() or "", f"{request.scheme}://{request.get_host()}"
    if told.look is None:
        response: HttpResponse = redirect(request.path)
    else:
        stencil = _STENCILS.get(Face(row.public_id, language, told.look))
        if "token" in stencil.slots:
            values["token"] = get_token(request)
        response = _page(stencil.fill(values), status=told.status)
        if told.look.wait:
            response["Retry-After"] = str(told.look.wait)
    request.META[NOTE] = Note(told, stencil, values, language, origin)
    return _keep(response, request, told)


def _page(text: str, *, status: int) -> HttpResponse:
    response = HttpResponse(text, status=status)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "same-origin"
    return response


def _keep(response: HttpResponse, request: HttpRequest, told: Told) -> HttpResponse:
    if told.keeps_key(request.COOKIES.get(COOKIE, "")):
        response.set_cookie(
            COOKIE,
            told.key,
            max_age=KEPT,
            path=request.path,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response
