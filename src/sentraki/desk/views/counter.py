"""Taking in somebody at the counter, or at the desk of an event."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sentraki.cases.models import Case
from sentraki.cases.services.counter import take_in as write_down
from sentraki.desk import replies
from sentraki.desk.forms.counter import CounterForm
from sentraki.events.models import Visit
from sentraki.events.rules.events import Outcome
from sentraki.events.services import visits
from sentraki.kernel.access import decide
from sentraki.kernel.errors import AlreadyDone, Invalid, Refusal
from sentraki.kernel.refs import key_of, ref_of
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on


@door(get="case.submit", post="case.submit")
def take_in(request: HttpRequest) -> HttpResponse:
    """One page for the whole application; what is not at hand is promised for later."""
    office = replies.own_office(request)
    visit = _visit(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CounterForm(*sent, office=office, initial=_known(visit))
    if request.method == "POST" and form.is_valid():
        try:
            case = write_down(
                office=office,
                viewer=viewer_on(request),
                told=form.told(),
                origin_ref=str(ref_of(visit)) if visit else "",
                key=replies.key_of(request),
            )
            if visit is not None:
                _follow_up(request, visit, case)
        except AlreadyDone as again:
            return _first(request, again.receipt)
        except Refusal as refusal:
            replies.put_on(form, _named(refusal))
        else:
            text = _("The file is taken in. Give the owner this code: %(code)s.")
            replies.done(request, text % {"code": case.code})
            return redirect("desk:case", code=case.code)
    status = 422 if form.errors else 200
    context = {"form": form, "visit": visit}
    return replies.page(request, "desk/cases/new.html", context, status=status)


take_in.accepts_upload = True  # type: ignore[attr-defined]  # walked by the upload tests


def _visit(request: HttpRequest) -> Visit | None:
    """The visit to an event this file begins at; 404 for one the officer may not know of."""
    told = (request.POST if request.method == "POST" else request.GET).get("kunjungan", "")
    if not told:
        return None
    try:
        rows = Visit.objects.for_viewer(viewer_on(request)).filter(pk=UUID(told), joined_to=None)
    except ValueError as error:
        raise Http404 from error
    found = rows.select_related("event").first()
    if found is None:
        raise Http404
    return found


def _known(visit: Visit | None) -> dict[str, str]:
    """What the door has asked already."""
    if visit is None:
        return {}
    held = {"owner_name": visit.name, "phone": visit.phone, "nik": visit.nik}
    return held | {"subsector": visit.subsector, "district_code": visit.district_code}


def _follow_up(request: HttpRequest, visit: Visit, case: Case) -> None:
    """The visit remembers its file; the file has named the visit already."""
    if decide("event.follow-up", viewer_on(request), region_code=visit.region_code).allowed:
        visits.follow_up(
            visit=visit,
            viewer=viewer_on(request),
            outcome=Outcome.STARTED,
            case_ref=str(ref_of(case)),
            business_ref=str(ref_of(case.business)) if case.business else "",
        )


def _named(refusal: Refusal) -> Refusal:
    """The refusal with the form's names of the papers it is about."""
    if not isinstance(refusal, Invalid):
        return refusal
    fields = {f"paper_{code}": reason for code, reason in refusal.fields.items()}
    return Invalid(refusal.message, fields={**refusal.fields, **fields}, **refusal.params)


def _first(request: HttpRequest, receipt: str) -> HttpResponse:
    rows = Case.objects.for_viewer(viewer_on(request))
    found = rows.filter(pk=key_of(receipt, "cases.case") or 0).first()
    if found is None:
        raise Http404
    return redirect("desk:case", code=found.code)
