"""The menus of the public frame, for every page that extends it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sentraki.offices.models import Office

Label = str | Promise
MENU: tuple[tuple[str, Label], ...] = (
    ("portal:check", _("Check a name")),
    ("portal:apply-start", _("Apply")),
    ("portal:my-case", _("My application")),
)
SERVICES: tuple[tuple[str, Label], ...] = (
    ("portal:check", _("Check names and logo")),
    ("portal:fitting", _("Which right fits?")),
    ("portal:apply-start", _("Apply for facilitation")),
    ("portal:my-case", _("My application")),
    ("portal:events", pgettext_lazy("page", "Events")),
    ("portal:verify", _("Check a seal")),
)
INFORMATION: tuple[tuple[str, Label], ...] = (
    ("portal:figures", pgettext_lazy("page", "Figures")),
    ("portal:register", _("Register of rights")),
    ("portal:about-figures", _("Figures and how they are counted")),
    ("portal:about-data", _("Your personal data")),
    ("portal:about-help", _("Help")),
    ("portal:office-everywhere", _("All offices")),
    ("account_login", _("For officers")),
)


def office_of(request: HttpRequest) -> Office | None:
    """The office whose public pages this visitor sees; ``None`` on the national pages."""
    holder: Any = request
    return holder.office or None


def menus(request: HttpRequest) -> dict[str, Any]:
    """``public_nav`` and ``footer_nav`` of ``ui/public.html``, worked out when they are drawn."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "public_nav": SimpleLazyObject(lambda: _links(MENU, here)),
        "footer_nav": SimpleLazyObject(
            lambda: [
                {"title": _("Services"), "links": _links(SERVICES, here)},
                {"title": _("Information"), "links": _links(INFORMATION, here)},
            ]
        ),
    }


def _links(entries: tuple[tuple[str, Label], ...], here: str) -> list[dict[str, Any]]:
    return [
        {"url": reverse(name), "label": label, "current": name == here} for name, label in entries
    ]
