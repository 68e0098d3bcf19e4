"""Files of the importer: the sheet that comes in, the rows that go back, the empty sheet."""

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from sentraki.desk import replies
from sentraki.desk.forms.imports import SheetForm
from sentraki.kernel.errors import AlreadyDone, Invalid
from sentraki.kernel.limited import ChildFailed, LimitExceeded
from sentraki.kernel.refs import key_of
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on
from sentraki.parties.models import ImportBatch
from sentraki.parties.selectors.imports import batch_of_job, batch_or_404
from sentraki.parties.services import imports
from sentraki.parties.services.import_kinds import kind_of
from sentraki.parties.services.import_returns import give_back
from sentraki.parties.services.import_returns import template as empty_sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
_UNREADABLE = (Invalid, LimitExceeded, ChildFailed)


@door(get="import.preview", post="import.preview")
def new(request: HttpRequest) -> HttpResponse:
    """Choose a file; the answer to a POST is its preview, or why it cannot be read."""
    posted = request.method == "POST"
    form = SheetForm(request.POST, request.FILES) if posted else SheetForm()
    if posted and form.is_valid():
        try:
            batch = _read(request, form)
        except _UNREADABLE as refusal:
            replies.put_on(form, refusal)
        else:
            return redirect("desk:import", public_id=batch.public_id)
    context = {"form": form, "has_errors": bool(form.errors)}
    status = 422 if form.errors else 200
    return replies.page(request, "desk/imports/new.html", context, status=status)


new.accepts_upload = True  # type: ignore[attr-defined]  # walked by the upload tests


def _read(request: HttpRequest, form: SheetForm) -> ImportBatch:
    """The sheet read; the first one again when the same form came twice."""
    file = form.cleaned_data["file"]
    try:
        return imports.preview(
            office=replies.own_office(request),
            viewer=viewer_on(request),
            path=_path_of(file),
            name=file.name or "",
            kind=form.cleaned_data["kind"],
            key=replies.key_of(request),
        )
    except AlreadyDone as again:
        key = int(key_of(again.receipt, "parties.importbatch") or 0)
        return batch_of_job(viewer_on(request), key)


def _path_of(file: UploadedFile[Any]) -> Path:
    if not isinstance(file, TemporaryUploadedFile):
        raise Invalid("This file is too large or too intricate to be read here.")
    return Path(file.temporary_file_path())


@door(get="import.list")
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty workbook with our headings, all columns text."""
    try:
        what = kind_of(kind)
    except Invalid as unknown:
        raise Http404 from unknown
    return replies.download(empty_sheet(what), XLSX, f"templat-{what.slug}.xlsx")


@door(get="import.export")
def rows(request: HttpRequest, public_id: str, form: str) -> HttpResponse:
    """The flagged and rejected rows with their reasons, as ``xlsx`` or ``csv``."""
    if form not in ("xlsx", "csv"):
        raise Http404
    viewer = viewer_on(request)
    batch = batch_or_404(viewer, public_id)
    content = give_back(batch=batch, viewer=viewer, as_csv=form == "csv")
    return replies.download(content, CSV if form == "csv" else XLSX, f"baris-perlu-dilihat.{form}")
