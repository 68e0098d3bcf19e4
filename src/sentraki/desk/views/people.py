"""Who works here and as what: added, ended, helped out when a second factor is lost."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sentraki.desk import office_acts, replies
from sentraki.desk.forms.office import OfficerForm
from sentraki.kernel.access import decide
from sentraki.kernel.errors import AlreadyDone, Refusal
from sentraki.offices import selectors
from sentraki.offices.doors import door
from sentraki.offices.models import Membership
from sentraki.offices.viewers import viewer_on


@door(get="office.people.view")
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who works or worked here."""
    own, viewer = replies.own_office(request), viewer_on(request)
    members = list(selectors.members_of(viewer, own.pk))
    context = {
        "live": [member for member in members if member.ended_at is None],
        "ended": [member for member in members if member.ended_at is not None],
        "may_add": decide("person.add", viewer, office_id=own.pk).allowed,
        "me": viewer.person_id,
    }
    return replies.page(request, "desk/people/people.html", context)


@door(get="person.add", post="person.add")
def add(request: HttpRequest) -> HttpResponse:
    """Add a person with a role, or one more role to a person who is known."""
    own = replies.own_office(request)
    form = OfficerForm(request.POST if request.method == "POST" else None, office=own)
    if request.method == "POST" and form.is_valid():
        values = {name: text for name, text in form.cleaned_data.items() if name != "role"}
        try:
            office_acts.add_officer(
                office=own,
                viewer=viewer_on(request),
                role=form.chosen_role,
                values=values,
                key=replies.key_of(request),
            )
        except AlreadyDone:
            return redirect("desk:people")
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, _("Added. The person sets a password by “forgot password”."))
            return redirect("desk:people")
    return replies.page(request, "desk/people/add.html", {"form": form})


@door(get="membership.end", post="membership.end")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then end a role: the next click of that person is without it."""
    member = _member(request, pk)
    if request.method == "POST":
        try:
            office_acts.end_membership(
                office=replies.own_office(request),
                viewer=viewer_on(request),
                member=member,
                key=replies.key_of(request),
            )
        except AlreadyDone:
            return redirect("desk:people")
        replies.done(request, _("The role has ended."))
        return redirect("desk:people")
    return replies.page(request, "desk/people/end.html", {"member": member})


@door(get="person.reset-second-factor", post="person.reset-second-factor")
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then forget the second factors of somebody who lost them."""
    member = _member(request, pk)
    if request.method == "POST":
        try:
            office_acts.reset_second_factor(
                office=replies.own_office(request),
                viewer=viewer_on(request),
                person=member.person,
                key=replies.key_of(request),
            )
        except AlreadyDone:
            return redirect("desk:people")
        replies.done(request, _("Reset. A new second factor is set up at the next log-in."))
        return redirect("desk:people")
    return replies.page(request, "desk/people/reset.html", {"member": member})


def _member(request: HttpRequest, pk: int) -> Membership:
    """A membership of the own office, else 404; an ended one only for the same form once more."""
    own = replies.own_office(request)
    rows = selectors.members_of(viewer_on(request), own.pk)
    member = rows.filter(pk=pk).first()
    if member is None or (member.ended_at is not None and request.method != "POST"):
        raise Http404
    return member
