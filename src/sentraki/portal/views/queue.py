"""The queue for a programme's places: one spot a person, kept over reloads, without scripts.

The spot belongs to the browser's own key, which its form and its cookie carry, so the same form
sent twice, a reload, or an answer lost on the way all lead to the same spot. No session is used.
A crowd opens these pages at once, so each is drawn once and filled in (``portal.stencil``).
"""

from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sentraki.cases.models import Programme
from sentraki.cases.selectors.arrivals import Spot, spot_of
from sentraki.cases.services import arrivals
from sentraki.kernel import clock, ids
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid, MoveRefused
from sentraki.kernel.wording import phone_e164
from sentraki.offices.doors import door
from sentraki.portal.forms.apply import LONGEST, said
from sentraki.portal.pace import seconds_to_wait
from sentraki.portal.stencil import Remembered, Stencil, slot
from sentraki.ui.forms import PhoneInput
from sentraki.ui.templatetags.ui import number

COOKIE = "antre"
KEPT = 60 * 24 * 3600
LONGEST_KEY = 100


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
    """What the page looks like, for everybody to whom it looks the same.

    ``kind`` is ``form``, ``place``, ``waiting``, ``known``, ``early``, ``closed`` or ``slower``.
    """

    public_id: str
    language: str
    kind: str
    wait: int = 0
    until: date | None = None
    is_begun: bool = False


@door(get="programme.enter", post="programme.enter")
def queue(request: HttpRequest, public_id: str) -> HttpResponse:
    """The form, or the spot this browser has. Everybody gets the same pages in the same order."""
    row = _PROGRAMMES.get(public_id)
    if request.method == "POST":
        return _arrive(request, row)
    key = request.COOKIES.get(COOKIE, "")[:LONGEST_KEY]
    wait = seconds_to_wait(request, key)
    if wait:
        return _page(request, _face(row, "slower", wait=wait), key, status=429)
    spot = spot_of(row, key)
    if spot is not None:
        return _spot_page(request, row, key, spot)
    if len(key) < arrivals.SHORTEST_KEY:
        key = ids.new_secret()
    return _page(request, _face(row, "form"), key)


def _programme(public_id: str) -> Programme:
    rows = Programme.objects.for_viewer(Viewer.public()).select_related("office__region")
    found = rows.filter(public_id=public_id).exclude(queue_opens_at=None).first()
    if found is None:
        raise Http404
    return found


def _face(row: Programme, kind: str, **more: Any) -> Face:
    """The page of that kind; in place of the form the reason why there is none now."""
    if kind == "form" and not arrivals.is_queue_open(row):
        is_early = row.queue_opens_at is not None and clock.now() < row.queue_opens_at
        kind = "early" if is_early else "closed"
    return Face(row.public_id, get_language() or "", kind, **more)


def _arrive(request: HttpRequest, row: Programme) -> HttpResponse:
    given = {name: request.POST.get(name, "") for name in ("key", "name", "phone")}
    key, typed = given["key"][:LONGEST_KEY], {"name": given["name"], "phone": given["phone"]}
    wait = seconds_to_wait(request, key)
    if wait:
        return _page(request, _face(row, "form", wait=wait), key, status=429, **typed)
    if spot_of(row, key) is not None:
        return _keep(redirect(request.path), request, key)
    try:
        name, phone = _read(given)
        case = arrivals.arrive(programme=row, name=name, phone=phone, key=key)
    except (Invalid, MoveRefused) as no:
        return _refused(request, row, key, no)
    if case is None:
        return _page(request, _face(row, "known"), key)
    return _keep(redirect(request.path), request, key)


def _read(given: dict[str, str]) -> tuple[str, str]:
    """Name and phone as typed, where nothing is wrong with them; else ``Invalid`` says what.

    The form says the same at length. A crowd sends it right, and is spared building the form.
    """
    name = given["name"].strip()
    if name and len(name) <= LONGEST and name.isprintable():
        return name, phone_e164(given["phone"])
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
    face = _face(row, "form")
    text = _text_of(face, row, form=form, csrf_token=get_token(request))
    return _answer(request, text, key, status=422)


def _text_of(face: Face, row: Programme, **more: Any) -> str:
    names = ("place", "waiting", "arrival", "code", "key")
    context = {
        "programme": row,
        "office": row.office,
        "face": face,
        "has_errors": bool(face.wait),
        **{name: slot(name) for name in names},
        "csrf_token": slot("token"),
        **more,
    }
    return render_to_string("portal/queue/queue.html", context)


def _draw(face: Face) -> Stencil:
    row = _PROGRAMMES.get(face.public_id)
    blank = {name: slot(name) for name in ("name", "phone", "key")}
    form = QueueForm(initial=blank) if face.kind == "form" else None
    return Stencil(_text_of(face, row, form=form))


_PROGRAMMES = Remembered(_programme)
_STENCILS = Remembered(_draw)


def _spot_page(request: HttpRequest, row: Programme, key: str, spot: Spot) -> HttpResponse:
    kind = "place" if spot.place else "waiting"
    return _page(
        request,
        _face(row, kind, until=spot.held_until, is_begun=spot.is_begun),
        key,
        place=number(spot.place),
        waiting=number(spot.waiting or spot.arrival),
        arrival=number(spot.arrival),
        code=spot.code,
    )


def _page(
    request: HttpRequest, face: Face, key: str, *, status: int = 200, **values: str
) -> HttpResponse:
    values = {"name": "", "phone": "", "key": key, **values}
    stencil = _STENCILS.get(face)
    if "token" in stencil.slots:
        values["token"] = get_token(request)
    response = _answer(request, stencil.fill(values), key, status=status)
    if face.wait:
        response["Retry-After"] = str(face.wait)
    return response


def _answer(request: HttpRequest, text: str, key: str, *, status: int) -> HttpResponse:
    response = HttpResponse(text, status=status)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "same-origin"
    return response if status == 429 else _keep(response, request, key)


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
