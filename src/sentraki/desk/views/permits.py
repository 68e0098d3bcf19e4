"""One business, one identity: the names on its permits beside its marks, and what differs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sentraki.cases.coherence_words import difference_sentence, permit_name
from sentraki.cases.selectors.identity import at_the_desk
from sentraki.cases.selectors.queues import cases_of
from sentraki.desk import replies
from sentraki.desk.forms.agencies import PermitForm
from sentraki.kernel.access import decide
from sentraki.kernel.errors import AlreadyDone, Refusal
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on
from sentraki.parties.models import Business, Permit
from sentraki.parties.services.permits import drop_permit, note_permit


@door(get="business.view", post="permit.note")
def permits(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is noted, what differs and what to change first; a form for one more paper."""
    business = _business(request, public_id)
    form = PermitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            note_permit(
                business=business,
                viewer=viewer_on(request),
                key=replies.key_of(request),
                **form.values(),
            )
        except AlreadyDone:
            return redirect("desk:permits", business.public_id)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, _("Noted."))
            return redirect("desk:permits", business.public_id)
    return _page(request, business, form)


@door(get="permit.drop", post="permit.drop")
def drop(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """Ask once more, then take the paper out."""
    business = _business(request, public_id)
    permit = business.permits.filter(pk=pk).first()
    if permit is None or (permit.dropped_at is not None and request.method != "POST"):
        raise Http404
    if request.method == "POST":
        try:
            drop_permit(permit=permit, viewer=viewer_on(request), key=replies.key_of(request))
        except AlreadyDone:
            return redirect("desk:permits", business.public_id)
        replies.done(request, _("Taken out."))
        return redirect("desk:permits", business.public_id)
    context = {"business": business, "permit": permit, "paper": permit_name(permit.kind)}
    return replies.page(request, "desk/businesses/permit_drop.html", context)


def _page(request: HttpRequest, business: Business, form: PermitForm) -> HttpResponse:
    viewer = viewer_on(request)
    cases = cases_of(viewer).filter(business=business).select_related("filing")
    known = at_the_desk(business, cases)
    rows: list[tuple[Permit, str]] = [
        (permit, permit_name(permit.kind)) for permit in business.permits.filter(dropped_at=None)
    ]
    context = {
        "business": business,
        "known": known,
        "rows": rows,
        "differences": [difference_sentence(row) for row in known.differences],
        "form": form,
        "may_note": decide("permit.note", viewer, region_code=business.region_code).allowed,
    }
    return replies.page(request, "desk/businesses/permits.html", context)


def _business(request: HttpRequest, public_id: str) -> Business:
    viewer = viewer_on(request)
    row = Business.objects.for_viewer(viewer).filter(public_id=public_id).first()
    facts = {"region_code": row.region_code if row else ""}
    if row is None or not decide("business.view", viewer, **facts).allowed:
        raise Http404
    return row
