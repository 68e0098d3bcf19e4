"""What a laptop carries to an event, and the files the page itself consists of."""

import hashlib
from collections import Counter as Tally
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language

from sentraki.cases.models import Case, DocumentRequirement, Programme
from sentraki.cases.selectors.quota import places_of
from sentraki.events.models import Event
from sentraki.events.rules.booking_flow import LIVE_BOOKINGS
from sentraki.events.selectors.events import guests
from sentraki.events.services.devices import Prepared
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.wording import date_id, phone_pretty
from sentraki.offices.models import Office
from sentraki.offices.selectors import districts_of
from serupa.goods.lexicon import summaries

OWN = Path(__file__).parent / "static" / "desk"
APP = "desk/meja/app.js"
SHEET = "ui/css/sentraki.css"
ICON = "ui/icon.svg"
FIRST_CLASSES = (25, 29, 30)
LOOKED_AT, MOST_USUAL = 500, 5
# The worker fetches these itself; it is not one of the files it keeps.
_WORKER = "desk/meja/worker.js"


def script(name: str) -> str:
    """The plain address of a script of ours: modules name each other without a fingerprint."""
    return f"{settings.STATIC_URL}{name}"


@cache
def scripts() -> tuple[str, ...]:
    """Every module the page may need without a line, as addresses."""
    found = sorted(path for path in OWN.rglob("*.js"))
    names = [f"desk/{path.relative_to(OWN).as_posix()}" for path in found]
    return tuple(script(name) for name in names if name != _WORKER)


@cache
def version() -> str:
    """Changes whenever a script, the sheet or the icon does: the worker then fetches all anew."""
    digest = hashlib.sha256()
    for path in sorted(OWN.rglob("*.js")):
        digest.update(path.read_bytes())
    digest.update(f"{static(SHEET)}{static(ICON)}".encode())
    return digest.hexdigest()[:16]


def icon() -> str:
    """The address of the icon."""
    return static(ICON)


def files() -> list[str]:
    """What the worker keeps beside the page: scripts, sheet, icon."""
    return [*scripts(), static(SHEET), icon()]


def quota_of(office: Office) -> Mapping[str, Any]:
    """The places of the office's open programme: ``size`` and ``left``; empty without one."""
    today = clock.today(office.zone)
    rows = Programme.objects.for_viewer(Viewer.public()).filter(
        office=office, opens_on__lte=today, closes_on__gte=today
    )
    programme = rows.order_by("-year", "id").first()
    if programme is None:
        return {}
    return {"size": programme.quota, "left": places_of(programme).left}


def usual_classes(viewer: Viewer) -> list[int]:
    """The classes the office meets most, for the register to take along."""
    rows = Case.objects.for_viewer(viewer).exclude(classes="").order_by("-pk")
    counted = Tally(n for row in rows[:LOOKED_AT] for n in row.class_numbers)
    return sorted(n for n, _ in counted.most_common(MOST_USUAL)) or list(FIRST_CLASSES)


def package(prepared: Prepared, classes: Sequence[int] = ()) -> dict[str, Any]:
    """Everything the laptop needs for one event: its guests, lists to choose from, the token.

    ``classes`` are those whose registered marks are taken along; none for no register.
    """
    device, event = prepared.device, prepared.device.event
    office = event.office
    carried = ",".join(map(str, classes))
    english = (get_language() or "id").startswith("en")
    return {
        "desk": device.name,
        "token": prepared.token,
        "sync": reverse("desk:event-desk-send"),
        "event": {
            "title": event.title,
            "place": event.place,
            "day": date_id(clock.in_zone(event.starts_at, office.zone).date()),
        },
        "guests": _guests(event),
        "quota": quota_of(office),
        "districts": [
            list(row) for row in districts_of(office.region_code).values_list("code", "name")
        ],
        "classes": [[str(n), f"{n} · {text[english]}"] for n, text in sorted(summaries().items())],
        "papers": _papers("en" if english else "id"),
        "extract": f"{reverse('desk:event-desk-extract')}?{urlencode({'kelas': carried})}"
        if carried
        else "",
    }


def _guests(event: Event) -> list[dict[str, Any]]:
    here = set(guests(event).exclude(booking=None).values_list("booking_id", flat=True))
    rows = event.bookings.filter(status__in=LIVE_BOOKINGS).order_by("number")
    return [
        {
            "code": row.code,
            "name": row.name,
            "phone": phone_pretty(row.phone) if row.phone else "",
            "community": row.community,
            "here": row.pk in here,
        }
        for row in rows
    ]


def _papers(lang: str) -> list[list[str]]:
    rows = DocumentRequirement.objects.filter(
        kind="mark", supplied_by="applicant", required=True, programme=None,
        applicant_kind__in=("any", "person"), scheme__in=("any", "umk"), valid_until=None,
    )  # fmt: skip
    return [[code, label] for code, label in {row.code: row.label(lang) for row in rows}.items()]
