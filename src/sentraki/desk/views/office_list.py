"""The office's own list: who has no mark, how long it takes, whom to ask, which two are one."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sentraki.cases.rules.text import one_line
from sentraki.desk import replies
from sentraki.desk.figure_report import MARKS, MEMBERS
from sentraki.desk.views.invitations import said
from sentraki.events.models import Event
from sentraki.events.selectors.events import events_of
from sentraki.events.services.invitations import Invitee, invite
from sentraki.insight.office_list import districts, own_backlog, without_mark
from sentraki.kernel import clock
from sentraki.kernel.access import decide
from sentraki.kernel.errors import AlreadyDone, Invalid, Refusal
from sentraki.kernel.refs import ref_of
from sentraki.kernel.wording import mask_nik, mask_phone
from sentraki.offices.doors import door
from sentraki.offices.models import Office
from sentraki.offices.viewers import viewer_on
from sentraki.parties.models import Business
from sentraki.parties.selectors.alike import Pair, pairs_alike
from sentraki.parties.services import alike as services

SHARED = {
    "nib": _l("same NIB"),
    "nik_index": _l("same NIK"),
    "phone_index": _l("same phone number"),
    "place_key": _l("same name and address"),
}
DIFFER = {"nik": _l("NIK"), "phone": _l("phone number"), "nib": _l("NIB")}


class AskForm(forms.Form):
    """Which event, and who: everybody without a mark of one kecamatan, or of all."""

    event = forms.ChoiceField(label=_l("Event"))
    district = forms.ChoiceField(label=_l("District (kecamatan)"), required=False)

    def __init__(self, *args: Any, events: list[Event], places: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one.code, one.name) for one in places if one.code]
        for name, choices in (
            ("event", [(one.public_id, one.title) for one in events]),
            ("district", [("", _("All of them")), *named]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


@door(get="business.list", post="event.invite")
def office_list(request: HttpRequest) -> HttpResponse:
    """Counts by kecamatan, the clock, and one press that asks everybody without a mark."""
    office, viewer = replies.own_office(request), viewer_on(request)
    upcoming = events_of(viewer).filter(office=office, is_announced=True, ends_at__gte=clock.now())
    events, places = list(upcoming.order_by("starts_at")[:50]), districts(office)
    form = AskForm(request.POST if request.method == "POST" else None, events=events, places=places)
    if request.method == "POST" and form.is_valid():
        chosen = next(one for one in events if one.public_id == form.cleaned_data["event"])
        try:
            count = invite(
                event=chosen,
                viewer=viewer,
                people=_invitees(office, form.cleaned_data["district"]),
                key=replies.key_of(request),
            )
        except AlreadyDone:
            return redirect("desk:event-invitations", public_id=chosen.public_id)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, said(count))
            return redirect("desk:event-invitations", public_id=chosen.public_id)
    backlog = own_backlog(office, clock.today(office.zone).year)
    context = {
        "form": form,
        "events": events,
        "districts": places,
        "count": sum(one.businesses for one in places),
        "marked": sum(one.with_mark for one in places),
        "backlog": backlog,
        "marks": MARKS,
        "members": MEMBERS,
        "years_with": backlog.years_with(MARKS, MEMBERS) if backlog else 0,
        "may_ask": decide("event.invite", viewer, region_code=office.region_code).allowed,
    }
    status = 422 if form.errors else 200
    return replies.page(request, "desk/office_list/list.html", context, status=status)


def _invitees(office: Office, district: str) -> list[Invitee]:
    return [
        Invitee(
            row.owner_name or row.trade_name,
            row.phone,
            email=row.email,
            business_ref=str(ref_of(row)),
        )
        for row in without_mark(office, district).exclude(phone_index="").iterator()
    ]


@door(get="business.list", post="business.join")
def alike(request: HttpRequest) -> HttpResponse:
    """Businesses that may be one, side by side; an officer joins them or keeps both."""
    viewer, wrong = viewer_on(request), ""
    if request.method == "POST":
        first, second = (_business(request, name) for name in ("first", "second"))
        key = replies.key_of(request)
        try:
            if first is None or second is None:
                raise Invalid(services.NOT_TWO)
            if request.POST.get("decision") == "join":
                asked = "asked" in request.POST
                services.join(keep=first, other=second, viewer=viewer, asked=asked, key=key)
            else:
                services.keep_apart(first=first, second=second, viewer=viewer, key=key)
            return redirect("desk:office-list-alike")
        except AlreadyDone:
            return redirect("desk:office-list-alike")
        except Refusal as refusal:
            wrong = replies.words(refusal)
    context = {
        "pairs": [_line(pair) for pair in pairs_alike(viewer)],
        "wrong": wrong,
        "has_errors": bool(wrong),
        "may_join": decide(
            "business.join", viewer, region_code=replies.own_office(request).region_code
        ).allowed,
    }
    status = 422 if wrong else 200
    return replies.page(request, "desk/office_list/alike.html", context, status=status)


def _business(request: HttpRequest, name: str) -> Business | None:
    rows = Business.objects.for_viewer(viewer_on(request))
    return rows.filter(public_id=one_line(request.POST.get(name, "")[:40])).first()


def _line(pair: Pair) -> dict[str, Any]:
    return {
        "pair": pair,
        "shared": [SHARED[sign] for sign in pair.shared],
        "differ": [DIFFER[name] for name in pair.differ],
        "sides": [_side(pair.first), _side(pair.second)],
    }


def _side(row: Business) -> dict[str, Any]:
    return {
        "row": row,
        "nik": mask_nik(row.nik) if row.nik else "",
        "phone": mask_phone(row.phone) if row.phone else "",
    }
