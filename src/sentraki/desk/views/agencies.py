"""Other agencies that may ask about a business: let in, shown their secret once, ended."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sentraki.desk import office_acts, replies
from sentraki.desk.forms.agencies import AgencyForm
from sentraki.kernel.access import decide
from sentraki.kernel.errors import AlreadyDone, Refusal
from sentraki.offices.doors import door
from sentraki.offices.models import Agency
from sentraki.offices.viewers import viewer_on


@door(get="agency.list")
def agencies(request: HttpRequest) -> HttpResponse:
    """Everybody who may ask or might once."""
    own, viewer = replies.own_office(request), viewer_on(request)
    rows = list(own.agencies.all())
    context = {
        "live": [row for row in rows if row.ended_at is None],
        "ended": [row for row in rows if row.ended_at is not None],
        "may_add": decide("agency.add", viewer, office_id=own.pk).allowed,
    }
    return replies.page(request, "desk/agencies/agencies.html", context)


@door(get="agency.add", post="agency.add")
def add(request: HttpRequest) -> HttpResponse:
    """Let one in. The secret stands on the answer to this form and nowhere else."""
    own = replies.own_office(request)
    form = AgencyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            agency, secret = office_acts.add_agency(
                office=own,
                viewer=viewer_on(request),
                values=form.values(),
                key=replies.key_of(request),
            )
        except AlreadyDone:
            replies.done(
                request, _("Let in before. Its secret was shown once; add it anew if lost.")
            )
            return redirect("desk:agencies")
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            context = {"agency": agency, "secret": secret}
            return replies.page(request, "desk/agencies/added.html", context)
    return replies.page(request, "desk/agencies/add.html", {"form": form})


@door(get="agency.end", post="agency.end")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then end it: its next question is refused."""
    own = replies.own_office(request)
    agency = Agency.objects.filter(office=own, pk=pk).first()
    if agency is None or (agency.ended_at is not None and request.method != "POST"):
        raise Http404
    if request.method == "POST":
        try:
            office_acts.end_agency(
                office=own, viewer=viewer_on(request), agency=agency, key=replies.key_of(request)
            )
        except AlreadyDone:
            return redirect("desk:agencies")
        replies.done(request, _("The agency asks no more."))
        return redirect("desk:agencies")
    return replies.page(request, "desk/agencies/end.html", {"agency": agency})
