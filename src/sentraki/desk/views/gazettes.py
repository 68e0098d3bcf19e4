"""The trademark gazette: bringing a file, following its reading, what was read and what not."""

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sentraki.cases import jobs
from sentraki.cases.selectors.watch import hits_of
from sentraki.cases.services import gazette as services
from sentraki.cases.services.gazette import read_to_the_end
from sentraki.desk import replies
from sentraki.desk.forms.gazette import GazetteForm, TakeBackForm
from sentraki.kernel.access import decide
from sentraki.kernel.errors import AlreadyDone, Invalid, Refusal
from sentraki.kernel.refs import key_of
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on
from sentraki.screening import gazette
from sentraki.screening.models import GazetteEntry, GazetteReading

A_PAGE = 30
#: Smaller files are read while one waits, larger ones in the background.
# Some sixty marks: each label is compared too, which takes longer than reading it.
INLINE_BYTES = 100_000


@door(get="gazette.list")
def gazettes(request: HttpRequest) -> HttpResponse:
    """Every file brought so far, newest first."""
    rows = GazetteReading.objects.select_related("issue")
    context = {
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "may_bring": decide("gazette.receive", viewer_on(request)).allowed,
    }
    return replies.page(request, "desk/gazette/list.html", context)


@door(get="gazette.receive", post="gazette.receive")
def new(request: HttpRequest) -> HttpResponse:
    """Choose a file; the answer to a POST is how its reading goes, or why it cannot be read."""
    posted = request.method == "POST"
    form = GazetteForm(request.POST, request.FILES) if posted else GazetteForm()
    if posted and form.is_valid():
        try:
            return redirect("desk:gazette", public_id=_received(request, form).public_id)
        except Invalid as refusal:
            replies.put_on(form, refusal)
    status = 422 if form.errors else 200
    return replies.page(request, "desk/gazette/new.html", {"form": form}, status=status)


new.accepts_upload = True  # type: ignore[attr-defined]  # walked by the upload tests


def _received(request: HttpRequest, form: GazetteForm) -> GazetteReading:
    file = form.cleaned_data["file"]
    source = _path_of(file)
    try:
        reading = gazette.receive(
            source=source,
            name=file.name or "",
            viewer=viewer_on(request),
            told=form.told(),
            key=replies.key_of(request),
        )
    except AlreadyDone as again:
        key = int(key_of(again.receipt, "screening.gazettereading") or 0)
        return GazetteReading.objects.get(pk=key)
    if source.stat().st_size > INLINE_BYTES:
        jobs.read_gazette.enqueue(reading.public_id)
        return reading
    return read_to_the_end(reading.public_id)


def _path_of(file: UploadedFile[Any]) -> Path:
    if not isinstance(file, TemporaryUploadedFile):
        raise Invalid(gazette.NOT_A_GAZETTE, fields={"file": gazette.NOT_A_GAZETTE})
    return Path(file.temporary_file_path())


@door(get="gazette.list")
def reading(request: HttpRequest, public_id: str) -> HttpResponse:
    """How far a file is read, its counts, and every line nothing could be made of."""
    row = GazetteReading.objects.select_related("issue").filter(public_id=public_id).first()
    if row is None:
        raise Http404
    percent = round(100 * row.pages_read / row.pages) if row.pages else 0
    context = {
        "row": row,
        "percent": percent,
        "trouble": _(row.trouble) if row.trouble else "",
        "may_take_back": row.issue is not None and _may_take_back(request, row),
        "counts": {name: row.counts.get(name, 0) for name in gazette.COUNTS},
        "sample": list(row.issue.entries.all()[:20]) if row.issue else [],
    }
    return replies.page(request, "desk/gazette/reading.html", context)


@door(get="gazette.take-back", post="gazette.take-back")
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Why a wrong issue goes, with everything that came of it."""
    row = GazetteReading.objects.select_related("issue").filter(public_id=public_id).first()
    if row is None or not _may_take_back(request, row):
        raise Http404
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            services.take_back(
                reading=row, viewer=viewer_on(request), reason=reason, key=replies.key_of(request)
            )
        except AlreadyDone:
            return redirect("desk:gazette", public_id=public_id)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, _("The issue was taken back."))
            return redirect("desk:gazette", public_id=public_id)
    context = {"row": row, "form": form, "hits": hits_of(row) if row.issue else 0}
    status = 422 if form.errors else 200
    return replies.page(request, "desk/gazette/back.html", context, status=status)


def _may_take_back(request: HttpRequest, row: GazetteReading) -> bool:
    return decide("gazette.take-back", viewer_on(request), started_by=row.started_by).allowed


@door(get="gazette.list")
def label(request: HttpRequest, number: str) -> HttpResponse:
    """The small picture of a published label."""
    return label_of(GazetteEntry.objects.filter(number=number).first())


def label_of(entry: GazetteEntry | None) -> HttpResponse:
    """The picture of an entry as an answer, else 404; it was written anew when it was read."""
    path = gazette.label_file(entry) if entry is not None else None
    if path is None:
        raise Http404
    return HttpResponse(path.read_bytes(), content_type="image/webp")
