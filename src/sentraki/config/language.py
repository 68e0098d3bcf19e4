"""Choosing a language: a cookie, no account, no question mark in the address."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe


@require_safe
def speak(request: HttpRequest, code: str) -> HttpResponse:
    """Remember ``code`` (``id`` or ``en``) for a year and go back to the page one came from."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    referer = request.headers.get("Referer", "")
    came_from_here = url_has_allowed_host_and_scheme(referer, {request.get_host()})
    path = urlsplit(referer).path if came_from_here else "/"
    response = HttpResponseRedirect("/" + path.lstrip("/"))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    response.headers["Cache-Control"] = "no-store"
    return response
