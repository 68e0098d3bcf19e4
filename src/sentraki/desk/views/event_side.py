"""Beside the door of an event: who serves it, and what its guests may take home."""

from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sentraki.desk import replies
from sentraki.desk.forms.event_side import AUDIENCES, DutyForm, MaterialForm, duty_rows
from sentraki.desk.views.events import event_on, may
from sentraki.events.models import Duty, Event, Material
from sentraki.events.rules.duties import Audience
from sentraki.events.services import duties as duty_services
from sentraki.events.services import materials as material_services
from sentraki.kernel.errors import AlreadyDone, Refusal
from sentraki.offices.doors import door
from sentraki.offices.scoping import get_or_404
from sentraki.offices.viewers import viewer_on


def material_rows(event: Event) -> list[tuple[Material, str]]:
    """What guests may take home, with for whom in words."""
    rows = event.materials.filter(removed_at=None)
    return [(row, str(AUDIENCES[Audience(row.audience)])) for row in rows]


@door(get="event.set-duty", post="event.set-duty")
def duties(request: HttpRequest, public_id: str) -> HttpResponse:
    """The officers of an event, desk by desk, and a form for one more."""
    event = event_on(request, public_id)
    if not may(request, "event.set-duty", event):
        raise Http404
    form = DutyForm(request.POST if request.method == "POST" else None, event=event)
    if request.method == "POST" and form.is_valid():
        try:
            duty_services.set_duty(
                event=event,
                viewer=viewer_on(request),
                key=replies.key_of(request),
                **form.values(),
            )
        except AlreadyDone:
            return redirect("desk:event-duties", public_id=event.public_id)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, _("Recorded."))
            return redirect("desk:event-duties", public_id=event.public_id)
    context = {"event": event, "form": form, "duties": duty_rows(viewer_on(request), event)}
    status = 422 if form.errors else 200
    return replies.page(request, "desk/events/duties.html", context, status=status)


@door(post="event.end-duty")
def end_duty(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a duty back."""
    row = get_or_404(Duty, viewer_on(request), pk=pk)
    with suppress(AlreadyDone):
        duty_services.end_duty(duty=row, viewer=viewer_on(request), key=replies.key_of(request))
    return redirect("desk:event-duties", public_id=row.event.public_id)


@door(get="event.view", post="event.add-material")
def materials(request: HttpRequest, public_id: str) -> HttpResponse:
    """The files of an event; a POST adds one, written anew."""
    event = event_on(request, public_id)
    may_add = may(request, "event.add-material", event)
    if request.method == "POST" and not may_add:
        raise Http404
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = MaterialForm(*sent)
    if request.method == "POST" and form.is_valid():
        try:
            _added(request, event, form)
        except AlreadyDone:
            return redirect("desk:event-materials", public_id=event.public_id)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, _("Recorded."))
            return redirect("desk:event-materials", public_id=event.public_id)
    context = {
        "event": event,
        "form": form,
        "materials": material_rows(event),
        "may_add": may_add,
        "may_remove": may(request, "event.remove-material", event),
    }
    status = 422 if form.errors else 200
    return replies.page(request, "desk/events/materials.html", context, status=status)


materials.accepts_upload = True  # type: ignore[attr-defined]  # walked by the upload tests


def _added(request: HttpRequest, event: Event, form: MaterialForm) -> Material:
    given = form.cleaned_data
    file = replies.sent_file(given["file"])
    assert file is not None
    return material_services.add(
        event=event,
        viewer=viewer_on(request),
        title=given["title"],
        audience=Audience(given["audience"]),
        source=file.source,
        name=file.name,
        key=replies.key_of(request),
    )


@door(get="event.view")
def material(request: HttpRequest, public_id: str, material: str) -> HttpResponse:
    """One file of an event, as its guests get it."""
    event = event_on(request, public_id)
    rows = Material.objects.for_viewer(viewer_on(request)).select_related("document")
    row = rows.filter(event=event, public_id=material, removed_at=None).first()
    if row is None:
        raise Http404
    return as_file(row)


def as_file(row: Material) -> HttpResponse:
    """The file to be kept."""
    mime = row.document.mime
    ending = {"application/pdf": "pdf", "image/png": "png"}.get(mime, "jpg")
    content = material_services.content_of(row)
    return replies.download(content, mime, f"materi-{row.pk}.{ending}")


@door(post="event.remove-material")
def remove_material(request: HttpRequest, material: str) -> HttpResponse:
    """Take a file away from its readers."""
    row = get_or_404(Material, viewer_on(request), public_id=material)
    with suppress(AlreadyDone):
        material_services.remove(
            material=row, viewer=viewer_on(request), key=replies.key_of(request)
        )
    return redirect("desk:event-materials", public_id=row.event.public_id)
