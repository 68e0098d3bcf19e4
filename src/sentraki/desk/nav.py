"""The rooms of the desk in its side menu, with how much waits in each."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import pgettext_lazy

from sentraki.cases.selectors.queues import nav_counts
from sentraki.kernel import access
from sentraki.kernel.access import Viewer
from sentraki.offices.viewers import viewer_on

SEARCH = "desk:cases"


@dataclass(frozen=True)
class Room:
    """One line of the menu: shown to those who may do ``action`` there.

    ``stems`` are the beginnings of the names of the pages that belong to it, ``count`` the name
    of the number beside it.
    """

    name: str
    label: Promise
    icon: str
    action: str
    stems: tuple[str, ...] = ()
    count: str = ""


ROOMS: tuple[Room, ...] = (
    Room("desk:today", pgettext_lazy("desk", "Today"), "home", "today.view"),
    Room(
        "desk:deadlines",
        pgettext_lazy("desk", "Deadlines"),
        "clock",
        "deadline.list",
        ("desk:deadline",),
        "deadlines",
    ),
    Room(
        "desk:cases",
        pgettext_lazy("desk", "Files"),
        "doc",
        "case.list",
        ("desk:case", "desk:dossier"),
        "cases",
    ),
    Room(
        "desk:letters",
        pgettext_lazy("desk", "Letters"),
        "sign",
        "letter.list",
        ("desk:letter",),
        "letters",
    ),
    Room(
        "desk:handovers",
        pgettext_lazy("desk", "Handover to the Kanwil"),
        "up",
        "handover.list",
        ("desk:handover",),
    ),
    Room(
        "desk:filings",
        pgettext_lazy("desk", "Applications at DJKI"),
        "file",
        "filing.list",
        ("desk:filing", "desk:file-case", "desk:reply"),
        "filings",
    ),
    Room(
        "desk:rights",
        pgettext_lazy("desk", "Registered rights"),
        "seal",
        "right.list",
        ("desk:right", "desk:renewal"),
    ),
    Room(
        "desk:programmes",
        pgettext_lazy("desk", "Programmes"),
        "cal",
        "programme.list",
        ("desk:programme",),
    ),
    Room("desk:events", pgettext_lazy("desk", "Events"), "people", "event.list", ("desk:event",)),
    Room(
        "desk:figures",
        pgettext_lazy("desk", "Figures"),
        "chart",
        "figure.list",
        ("desk:figure",),
    ),
    Room(
        "desk:businesses",
        pgettext_lazy("desk", "Businesses"),
        "people",
        "business.list",
        ("desk:business", "desk:permit"),
    ),
    Room(
        "desk:communities",
        pgettext_lazy("desk", "Communities"),
        "people",
        "community.list",
        ("desk:communit", "desk:rules"),
    ),
    Room(
        "desk:office-list",
        pgettext_lazy("desk", "Who has no mark"),
        "grid",
        "business.list",
        ("desk:office-list",),
    ),
    Room(
        "desk:imports",
        pgettext_lazy("desk", "Import sheets"),
        "down",
        "import.list",
        ("desk:import",),
    ),
    Room(
        "desk:watches",
        pgettext_lazy("desk", "Similar marks published"),
        "scales",
        "watch.list",
        ("desk:watch",),
        "watches",
    ),
    Room(
        "desk:gazettes",
        pgettext_lazy("desk", "Trademark gazette"),
        "grid",
        "gazette.list",
        ("desk:gazette",),
    ),
    Room("desk:registers", pgettext_lazy("desk", "Registers searched"), "find", "corpus.list"),
    Room(
        "desk:people",
        pgettext_lazy("desk", "Officers"),
        "lock",
        "office.people.view",
        ("desk:people", "desk:person", "desk:agenc"),
    ),
    Room("desk:office", pgettext_lazy("desk", "Office"), "gear", "office.settings.view"),
)


def address_of(name: str, *args: Any) -> str:
    """The address of a page; empty where this installation has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def room_of(view_name: str) -> str:
    """The name of the room a page belongs to, by its longest fitting stem; empty for none."""
    fitting = [
        (len(stem), room.name)
        for room in ROOMS
        for stem in (room.name, *room.stems)
        if view_name == room.name or view_name.startswith(stem)
    ]
    return max(fitting)[1] if fitting else ""


def menus(request: HttpRequest) -> dict[str, Any]:
    """``desk_nav`` and ``search_url`` of ``ui/desk.html``, worked out when they are drawn."""
    return {
        "desk_nav": SimpleLazyObject(lambda: rooms_of(request)),
        "search_url": SimpleLazyObject(lambda: _search_of(viewer_on(request))),
    }


def rooms_of(request: HttpRequest) -> list[dict[str, Any]]:
    """The menu of this officer with its numbers. One query; none for everybody else."""
    viewer = viewer_on(request)
    if not viewer.is_officer or not viewer.second_factor:
        return []
    here = room_of(request.resolver_match.view_name if request.resolver_match else "")
    counts = nav_counts(viewer)
    return [
        {
            "url": url,
            "label": room.label,
            "icon": room.icon,
            "count": counts.get(room.count),
            "current": here == room.name,
        }
        for room in ROOMS
        if access.may_enter(room.action, viewer).allowed and (url := address_of(room.name))
    ]


def _search_of(viewer: Viewer) -> str:
    allowed = access.may_enter("case.list", viewer).allowed
    return address_of(SEARCH) if allowed and viewer.is_officer else ""
