"""The second try after a refusal: a new file for the same owner, linked to the refused one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sentraki.cases.models import Case
from sentraki.cases.services import replacing
from sentraki.desk import replies
from sentraki.desk.forms.replacing import ReasonForm
from sentraki.kernel.errors import AlreadyDone, Refusal
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on


@door(get="case.replace", post="case.replace")
def replace(request: HttpRequest, code: str) -> HttpResponse:
    """Say why the mark was refused, and open the new file."""
    case = replies.case_of(request, code)
    form = ReasonForm(request.POST or None, initial={"reason_code": _reason(case)})
    if request.method == "POST" and form.is_valid():
        try:
            new = replacing.replace(
                case=case,
                viewer=viewer_on(request),
                reason_code=form.cleaned_data["reason_code"],
                key=replies.key_of(request),
            )
        except AlreadyDone:
            return redirect("desk:case", case.replacements.latest("pk").code)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, _("A new file was opened. The applicant chooses another name."))
            return redirect("desk:case", new.code)
    status = 422 if form.errors else 200
    return replies.page(
        request, "desk/cases/replace.html", {"case": case, "form": form}, status=status
    )


def _reason(case: Case) -> str:
    """The reason recorded with the refusal, if one was."""
    filing = getattr(case, "filing", None)
    rows = filing.events.exclude(reason_code="") if filing is not None else None
    newest = rows.last() if rows is not None else None
    return newest.reason_code if newest is not None else ""
