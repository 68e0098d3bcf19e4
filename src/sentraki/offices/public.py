"""Which office's public pages a visitor sees."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sentraki.offices import selectors
from sentraki.offices.models import Office

COOKIE = "kantor"
COOKIE_AGE = 365 * 24 * 3600


def office_of(request: HttpRequest) -> Office | None:
    """The office the visitor chose; else the only one there is; else ``None``, the national home.

    A cookie naming an office that is not there (any more) counts as no choice.
    """
    slug = request.COOKIES.get(COOKIE, "")
    chosen = selectors.office_by_slug(slug) if slug.isprintable() and slug else None
    if chosen is not None and chosen.takes_applications:
        return chosen
    return selectors.only_public_office()


def choose_office(request: HttpRequest, response: HttpResponse, slug: str) -> Office | None:
    """Remember the office of ``slug`` in the visitor's browser; ``None`` when there is no such one.

    Only offices that take applications have public pages.
    """
    office = selectors.office_by_slug(slug)
    if office is None or not office.takes_applications:
        return None
    response.set_cookie(
        COOKIE,
        office.slug,
        max_age=COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    setattr(request, "office", office)  # noqa: B010
    return office
