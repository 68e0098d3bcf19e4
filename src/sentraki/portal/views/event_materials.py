"""What guests take home from an event: some for everybody, some against the code of a guest."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sentraki.events.models import Material
from sentraki.events.rules.duties import Audience
from sentraki.events.selectors.events import events_of
from sentraki.events.services import materials
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.offices import limits
from sentraki.offices.doors import door
from sentraki.portal.limits import too_many

BUCKET = "event materials"
ENDINGS = {"application/pdf": "pdf", "image/png": "png"}


class CodeForm(forms.Form):
    """The code that makes somebody a guest of the event."""

    code = forms.CharField(
        label=_l("Booking code, or the code on your certificate"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )


@door(get="event.enter", post="event.enter")
def event_materials(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everybody's materials; with a guest's code (POST, never in the address) the others too."""
    event = events_of(Viewer.public()).filter(public_id=public_id).first()
    if event is None:
        raise Http404
    form = CodeForm(request.POST if request.method == "POST" else None)
    given: list[Material] = []
    if request.method == "POST" and form.is_valid():
        if not limits.allow(request, BUCKET, settings.LOOKUPS_PER_HOUR):
            return too_many(request)
        try:
            given = materials.for_guest(event, form.cleaned_data["code"])
        except Invalid as refused:
            form.add_error("code", _(refused.message) % refused.params)
        else:
            wanted = [row for row in given if row.public_id == request.POST.get("material")]
            if wanted:
                return _as_file(wanted[0])
    context: dict[str, Any] = {
        "event": event,
        "office": event.office,
        "form": form,
        "materials": _for_all(event.pk),
        "given": [row for row in given if row.audience == Audience.GUESTS],
        "code": form.cleaned_data["code"] if given else "",
        "has_errors": bool(form.errors),
    }
    status = 422 if form.errors else 200
    response = render(request, "portal/events/materials.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def _for_all(event_id: int) -> list[Material]:
    rows = Material.objects.for_viewer(Viewer.public()).filter(event_id=event_id)
    return list(rows.select_related("document"))


@door(get="event.enter")
def material(request: HttpRequest, public_id: str, material: str) -> HttpResponse:
    """A material for everybody, to be kept."""
    rows = Material.objects.for_viewer(Viewer.public()).select_related("document")
    row = rows.filter(event__public_id=public_id, public_id=material).first()
    if row is None:
        raise Http404
    return _as_file(row)


def _as_file(row: Material) -> HttpResponse:
    mime = row.document.mime
    response = HttpResponse(materials.content_of(row), content_type=mime)
    name = f"materi-{row.pk}.{ENDINGS.get(mime, 'jpg')}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
