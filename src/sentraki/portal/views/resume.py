"""The secret link back into one's own file."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.services import intake
from sentraki.offices import limits, viewers
from sentraki.offices.doors import door
from sentraki.portal import steps
from sentraki.portal.limits import too_many


@door(get="case.enter", post="case.enter")
def resume(request: HttpRequest, secret: str) -> HttpResponse:
    """A GET shows a button and asks nothing of anybody, so a chat's preview uses up nothing."""
    if request.method != "POST":
        return _page(request)
    if not limits.allow(request, "resume link", settings.LOOKUPS_PER_HOUR):
        return too_many(request)
    case = intake.find_by_link(secret=secret)
    if case is None:
        return _page(request, _("This link is not known here. Use your code and mobile number."))
    viewers.grant(request, str(intake.grant_of(case)))
    if case.status == CaseStatus.DRAFT:
        return redirect(steps.first_open(case))
    return redirect("portal:my-case-page", case.code)


def _page(request: HttpRequest, error: str = "") -> HttpResponse:
    context = {"error": error, "has_errors": bool(error)}
    response = render(request, "portal/my_case/resume.html", context)
    response["Referrer-Policy"] = "strict-origin"
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
