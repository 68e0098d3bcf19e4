"""Whose pages are shown: choosing an office, and its colour."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from sentraki.offices import public
from sentraki.offices.doors import door
from sentraki.offices.selectors import office_by_slug

SHEET_AGE = 3600


@door(get="office.choose")
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Remember the office in the visitor's browser and show its front page."""
    response = redirect("portal:home")
    if public.choose_office(request, response, slug) is None:
        raise Http404
    response["Cache-Control"] = "no-store"
    return response


@door(get="office.choose")
def everywhere(request: HttpRequest) -> HttpResponse:
    """Forget the office: back to the front page of the whole country."""
    response = redirect("portal:home")
    response.delete_cookie(public.COOKIE, samesite="Lax")
    response["Cache-Control"] = "no-store"
    return response


@door(get="guide.read")
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The office's own colour; inline style is forbidden, so it comes as a tiny sheet."""
    office = office_by_slug(slug)
    if office is None:
        raise Http404
    response = HttpResponse(f":root{{--office:{office.colour}}}", content_type="text/css")
    response["Cache-Control"] = f"public, max-age={SHEET_AGE}"
    return response
