"""The page that works without a line: its shell, its worker, its package, and what it sends."""

import json
import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from sentraki.desk import desk_package, event_sync, replies
from sentraki.events.models import DeskRecord, Device, Event
from sentraki.events.rules.desk import MOST_RECORDS, read_record
from sentraki.events.selectors.events import events_of
from sentraki.events.services import devices
from sentraki.kernel import clock
from sentraki.kernel.errors import Denied, Invalid
from sentraki.kernel.wording import date_id
from sentraki.offices.doors import door
from sentraki.offices.limits import allow_key
from sentraki.offices.scoping import get_or_404
from sentraki.offices.viewers import viewer_on
from sentraki.screening import extracts

MOST_EVENTS = 30
SENDINGS = 3_000
_SCHEME = "Bearer "


@door(get="event-desk.enter")
@gzip_page
def shell(request: HttpRequest) -> HttpResponse:
    """The page without a single fact in it: the worker keeps it, anybody may look at it.

    Sent compressed: there is no secret in it that its length could tell.
    """
    response = render(
        request, "desk/event_desk/page.html", {"app": desk_package.script(desk_package.APP)}
    )
    response.policy_more = "manifest-src 'self'"  # type: ignore[attr-defined]
    response["X-Desk-Version"] = desk_package.version()
    return response


@door(get="event-desk.enter")
@gzip_page
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: the list of files, and the script that keeps them."""
    facts = {"version": desk_package.version(), "files": desk_package.files()}
    source = (desk_package.OWN / "meja" / "worker.js").read_text(encoding="utf-8")
    text = f"const DESK = {json.dumps(facts)};\n{source}"
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@door(get="event-desk.enter")
def manifest(request: HttpRequest) -> HttpResponse:
    """What a browser needs to install the page."""
    here = reverse("desk:event-desk")
    facts = {
        "id": here,
        "name": _("SentraKI event desk"),
        "short_name": _("Event desk"),
        "lang": get_language() or "id",
        "start_url": here,
        "scope": here,
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#14264b",
        "icons": [{"src": desk_package.icon(), "type": "image/svg+xml",
                   "sizes": "any", "purpose": "any"}],
    }  # fmt: skip
    return JsonResponse(facts, content_type="application/manifest+json")


@door(get="event.prepare-desk", post="event.prepare-desk")
def prepare(request: HttpRequest) -> HttpResponse:
    """The events to choose from; with one chosen, a new device and all it carries."""
    viewer, office = viewer_on(request), replies.own_office(request)
    if request.method != "POST":
        rows = events_of(viewer).filter(office=office, ends_at__gte=clock.now())
        events = [[row.public_id, _line(row)] for row in rows.order_by("starts_at")[:MOST_EVENTS]]
        classes = ", ".join(map(str, desk_package.usual_classes(viewer)))
        told = {"events": events, "classes": classes, "csrf": get_token(request)}
        return JsonResponse(told)
    wanted = request.POST.get("event", "")
    if not wanted:
        raise Invalid("Choose an event.")
    event = get_or_404(Event, viewer, public_id=wanted)
    if event.office_id != office.pk:
        raise Http404
    prepared = devices.prepare(event=event, viewer=viewer, key=replies.key_of(request))
    return JsonResponse(desk_package.package(prepared, _classes(request.POST.get("classes", ""))))


@door(get="extract.read")
def extract(request: HttpRequest) -> HttpResponse:
    """The registered marks of some classes in one file, to be searched on the laptop."""
    found = extracts.prepare(
        viewer=viewer_on(request), classes=_classes(request.GET.get("kelas", ""))
    )
    return HttpResponse(found.content, content_type="application/octet-stream")


def _classes(typed: str) -> list[int]:
    """Class numbers as somebody types them: ``29, 30``. Wrong ones are refused by the extract."""
    return [int(part) for part in re.findall(r"[0-9]{1,3}", typed)[:45]]


def _line(event: Event) -> str:
    day = clock.in_zone(event.starts_at, event.office.zone).date()
    return f"{event.title} · {date_id(day)}"


@door(post="event-desk.enter")
@csrf_exempt
def send(request: HttpRequest) -> HttpResponse:
    """What a laptop kept, in any order and any number of times; an answer for each record.

    The token in the header stands for a log-in, so no cookie is read and none is needed.
    """
    device = _device(request)
    if device is None:
        return JsonResponse({"error": "refused"}, status=401)
    if not allow_key(str(device.pk), "desk sending", SENDINGS):
        return JsonResponse({"error": "slower"}, status=429)
    message = _message(request)
    if message is None:
        return JsonResponse({"error": "unreadable"}, status=400)
    try:
        viewer = devices.viewer_for(device)
    except Denied:
        return JsonResponse({"error": "refused"}, status=401)
    offset = _offset(message.get("now"))
    counters = message.get("counters")
    counted = counters if isinstance(counters, dict) else {}
    devices.hear(
        device=device,
        offset=offset,
        sequence=_count(counted.get("seq")),
        numbers=_count(counted.get("numbers")),
    )
    answers = [
        _taken(row, device, viewer, offset)
        for row in _rows(message.get("records"))[:MOST_RECORDS]
        if isinstance(row, dict)
    ]
    answers += _asked(device, _rows(message.get("ask")))
    return JsonResponse({"answers": answers, "quota": desk_package.quota_of(device.event.office)})


def _device(request: HttpRequest) -> Device | None:
    given = request.headers.get("Authorization", "")
    try:
        return devices.device_of(given.removeprefix(_SCHEME)) if given else None
    except Denied:
        return None


def _message(request: HttpRequest) -> dict[str, Any] | None:
    try:
        message = json.loads(request.body)
    except ValueError:
        return None
    return message if isinstance(message, dict) else None


def _taken(row: dict[str, Any], device: Device, viewer: Any, offset: int) -> dict[str, Any]:
    sent = read_record(row)
    if sent is None or not sent.is_whole:
        return {"id": str(row.get("id", ""))[:40], "state": "damaged"}
    record = event_sync.take(device=device, viewer=viewer, sent=sent, offset=offset)
    if record.content_hash != sent.content_hash or record.device_id != device.pk:
        return {"id": str(sent.client_id), "state": "differs"}
    return _answer(record)


def _asked(device: Device, wanted: Iterable[Any]) -> list[dict[str, Any]]:
    keys = [key for text in list(wanted)[:500] if (key := _uuid(text))]
    return [_answer(row) for row in device.records.filter(client_id__in=keys)]


def _answer(record: DeskRecord) -> dict[str, Any]:
    case = event_sync.case_of(record) if record.case_ref else None
    place = event_sync.place_of(case) if case else None
    return {
        "id": str(record.client_id),
        "state": record.state,
        "receipt": record.receipt,
        "code": case.code if case else record.receipt,
        "place": place or 0,
    }


def _offset(told: object) -> int:
    """The laptop's clock minus ours in whole seconds; 0 when it told no time."""
    if not isinstance(told, int) or isinstance(told, bool) or abs(told) > 2**53:
        return 0
    return told // 1000 - int(clock.now().timestamp())


def _count(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value <= 99_999 else 0


def _rows(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
