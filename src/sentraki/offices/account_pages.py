"""The one account page that is ours: as what do you want to work now?"""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from sentraki.offices import selectors, viewers


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose_role(request: HttpRequest) -> HttpResponse:
    """Show the roles a person holds today and keep the choice for this log-in."""
    if request.method == "POST":
        wanted = request.POST.get("membership", "")
        if wanted.isdecimal() and viewers.choose_membership(request, int(wanted[:18])):
            return redirect(_next(request))
    context = {
        "memberships": selectors.my_memberships(viewers.viewer_on(request)),
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "refused": request.method == "POST",
    }
    return render(request, "account/choose_role.html", context)


def _next(request: HttpRequest) -> str:
    """Where the person wanted to go, if it is on this site; else the desk."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)
