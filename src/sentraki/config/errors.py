"""What people see when something is refused or breaks: what happened, why, what to do now."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import TemplateDoesNotExist, loader
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

TEMPLATE = "ui/error.html"
INTERFACE = "/api/"
"""Below it answers are for machines."""


@dataclass(frozen=True)
class Trouble:
    """One error page: its status, its heading, its one or two sentences."""

    status: int
    title: str
    text: str


def page(request: HttpRequest, trouble: Trouble, *, plain: bool = False) -> HttpResponse:
    """Draw ``trouble``; ``plain`` asks nothing of the database or the session.

    When even the template fails, a bare page with the same words is sent.
    """
    context = {
        "status": trouble.status,
        "title": trouble.title,
        "text": trouble.text,
        "request_id": getattr(request, "request_id", ""),
    }
    try:
        html: str = loader.render_to_string(TEMPLATE, context, None if plain else request)
    except TemplateDoesNotExist:
        html = _bare(trouble)
    except Exception:
        if not plain:
            raise
        html = _bare(trouble)
    return HttpResponse(html, status=trouble.status)


def _bare(trouble: Trouble) -> str:
    title, text = escape(trouble.title), escape(trouble.text)
    return (
        f'<!doctype html><html lang="{get_language() or "id"}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
        f"<main><h1>{title}</h1><p>{text}</p></main></html>"
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request cannot be read."""
    title = _("We cannot read this request")
    text = _("Go back and send the form again.")
    if request.path.startswith(INTERFACE):
        told = {"error": "invalid_request", "error_description": title}
        return JsonResponse(told, status=400)
    return page(request, Trouble(400, title, text), plain=True)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: known person, not for this role; the door's own reason is shown when it gave one."""
    title = _("This page is not for your role")
    text = str(exception) or _("Ask the administrator of your office.")
    return page(request, Trouble(403, title, text))


def forbidden_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose secret does not match (``CSRF_FAILURE_VIEW``)."""
    title = _("This form has expired")
    text = _("The form was open for too long, or cookies are off. Go back, reload, send it again.")
    return page(request, Trouble(403, title, text))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: also the answer for whatever belongs to another region."""
    title = _("Page not found")
    text = _("No such page, or not yours. Check the code.")
    return page(request, Trouble(404, title, text))


def too_large(request: HttpRequest) -> HttpResponse:
    """413: the body is larger than any form of ours may send."""
    title = _("This is too large to send")
    text = _("Send fewer files at once, or photograph them here: we shrink the pictures.")
    return page(request, Trouble(413, title, text), plain=True)


def broken(request: HttpRequest, *args: Any) -> HttpResponse:
    """500: our fault; carries the number an officer can look up in the log."""
    title = _("Something broke on our side")
    text = _("Something broke on our side. Nothing you typed is lost. Try again, or quote %(id)s.")
    number = getattr(request, "request_id", "")
    return page(request, Trouble(500, title, text % {"id": number}), plain=True)
