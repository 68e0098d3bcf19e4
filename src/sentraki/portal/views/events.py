"""Events anybody can read, and a seat by phone number without an account or scripts."""

import base64
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sentraki.events.models import Booking, Event
from sentraki.events.rules.booking_flow import BookingStatus
from sentraki.events.rules.events import is_open
from sentraki.events.selectors.events import events_of, seats_of
from sentraki.events.services import bookings
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import AlreadyDone, Invalid, Refusal
from sentraki.kernel.wording import phone_e164
from sentraki.ledger.rendering import qr_svg
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on
from sentraki.parties.selectors.subsectors import subsectors
from sentraki.portal.context import office_of
from sentraki.portal.forms.apply import LONGEST, said
from sentraki.portal.pace import seconds_to_wait
from sentraki.ui.forms import PhoneInput

MOST_SHOWN = 100


class BookingForm(forms.Form):
    """All that a seat needs."""

    name = forms.CharField(
        label=_l("Your name"), max_length=LONGEST, widget=forms.TextInput({"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_l("Mobile number"),
        help_text=_l("One seat for each number. Example: 0812 3456 7890."),
        widget=PhoneInput({"data-secret": True}),
    )
    community = forms.CharField(
        label=_l("Community, if you come with one"), required=False, max_length=120
    )
    subsector = forms.ChoiceField(label=_l("Field of work"), required=False)
    photo_consent = forms.BooleanField(
        label=_l("I agree to be in photographs of the event"),
        help_text=_l("You may come without agreeing."),
        required=False,
    )

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["subsector"]
        assert isinstance(field, forms.ChoiceField)
        rows = [(row.code, row.name(lang)) for row in subsectors()]
        field.choices = [("", _("None of these, or not sure")), *rows]

    def clean_phone(self) -> str:
        """The number in E.164."""
        try:
            return phone_e164(self.cleaned_data["phone"])
        except Invalid as no:
            raise said(no) from no


@door(get="event.enter")
def events(request: HttpRequest) -> HttpResponse:
    """What is announced and not over, soonest first."""
    rows = events_of(Viewer.public()).filter(is_announced=True, ends_at__gte=clock.now())
    office = office_of(request)
    if office is not None:
        rows = rows.filter(office=office)
    context = {"events": rows.order_by("starts_at", "pk")[:MOST_SHOWN]}
    return render(request, "portal/events/events.html", context)


@door(get="event.enter", post="event.book")
def event(request: HttpRequest, public_id: str) -> HttpResponse:
    """One event; below it the form for a seat while seats may be booked."""
    row = _event(public_id)
    wait = seconds_to_wait(request) if request.method == "POST" else 0
    lang = getattr(request, "LANGUAGE_CODE", "id")
    form = BookingForm(request.POST if request.method == "POST" else None, lang=lang)
    if request.method == "POST" and not wait and form.is_valid():
        try:
            seat = bookings.book(
                event=row,
                viewer=viewer_on(request),
                key=request.POST.get("idempotency_key", ""),
                **form.cleaned_data,
            )
        except AlreadyDone as again:
            seat = bookings.booked_before(row, again.receipt)
            return _to_ticket(row, seat)
        except Refusal as refusal:
            _put_on(form, refusal)
        else:
            return _to_ticket(row, seat)
    status = 429 if wait else 422 if form.errors else 200
    context = {
        "event": row,
        "office": row.office,
        "form": form,
        "seats": seats_of(row),
        "is_open": is_open(clock.now(), row.books_until, row.ends_at),
        "has_materials": row.materials.filter(removed_at=None).exists(),
        "wait": wait,
        "has_errors": status != 200,
    }
    response = render(request, "portal/events/event.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    if wait:
        response["Retry-After"] = str(wait)
    return response


def _event(public_id: str) -> Event:
    found = events_of(Viewer.public()).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _to_ticket(event: Event, seat: Booking) -> HttpResponse:
    return redirect("portal:event-ticket", public_id=event.public_id, code=seat.code)


def _put_on(form: forms.Form, refusal: Refusal) -> None:
    named = refusal.fields if isinstance(refusal, Invalid) else {}
    for name in named:
        form.add_error(name if name in form.fields else None, _(named[name]))
    if not named:
        form.add_error(None, _(refusal.message) % refusal.params)


@door(get="event.enter", post="event.leave")
def ticket(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """The seat of whoever holds the code: its QR for the door, and a way to give it back."""
    row = _event(public_id)
    try:
        if request.method == "POST":
            bookings.leave(
                event=row,
                code=code,
                viewer=viewer_on(request),
                key=request.POST.get("idempotency_key", ""),
            )
            return redirect("portal:event", public_id=row.public_id)
        seat = bookings.booking_with(row, code)
    except AlreadyDone:
        return redirect("portal:event", public_id=row.public_id)
    except Invalid as error:
        raise Http404 from error
    here = request.build_absolute_uri(
        reverse("portal:event-ticket", args=[row.public_id, seat.code])
    )
    context = {
        "event": row,
        "office": row.office,
        "seat": seat,
        "has_materials": row.materials.filter(removed_at=None).exists(),
        "is_seated": seat.status == BookingStatus.SEATED,
        "qr": base64.b64encode(qr_svg(here)).decode(),
    }
    response = render(request, "portal/events/ticket.html", context)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "strict-origin"
    return response
