"""Taking in somebody at the counter."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sentraki.cases.models import Case
from sentraki.cases.services.counter import take_in as write_down
from sentraki.desk import replies
from sentraki.desk.forms.counter import CounterForm
from sentraki.kernel.errors import AlreadyDone, Invalid, Refusal
from sentraki.kernel.refs import key_of
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on


@door(get="case.submit", post="case.submit")
def take_in(request: HttpRequest) -> HttpResponse:
    """One page for the whole application; what is not at hand is promised for later."""
    office = replies.own_office(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CounterForm(*sent, office=office)
    if request.method == "POST" and form.is_valid():
        try:
            case = write_down(
                office=office,
                viewer=viewer_on(request),
                told=form.told(),
                key=replies.key_of(request),
            )
        except AlreadyDone as again:
            return _first(request, again.receipt)
        except Refusal as refusal:
            replies.put_on(form, _named(refusal))
        else:
            text = _("The file is taken in. Give the owner this code: %(code)s.")
            replies.done(request, text % {"code": case.code})
            return redirect("desk:case", code=case.code)
    status = 422 if form.errors else 200
    return replies.page(request, "desk/cases/new.html", {"form": form}, status=status)


take_in.accepts_upload = True  # type: ignore[attr-defined]  # walked by the upload tests


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
