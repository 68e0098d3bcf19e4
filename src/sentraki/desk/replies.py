"""How pages of the desk answer: the frame, the thing asked for or 404, refusals in words."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sentraki.cases.models import Case
from sentraki.cases.rules.text import one_line
from sentraki.cases.services.filing_papers import Sent
from sentraki.cases.voices import GUARDS
from sentraki.kernel import ids
from sentraki.kernel.errors import Invalid, MoveRefused, Refusal
from sentraki.offices import selectors
from sentraki.offices.models import Office
from sentraki.offices.viewers import viewer_on


def language() -> Literal["id", "en"]:
    """``id`` or ``en``."""
    return "en" if (get_language() or "id").startswith("en") else "id"


def own_office(request: HttpRequest) -> Office:
    """The office the officer acts for; 404 for everybody else."""
    office = selectors.own_office(viewer_on(request))
    if office is None:
        raise Http404
    return office


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page in the desk's frame; instants are told on the clocks of the officer's office."""
    given = {"office": own_office(request), **context}
    return render(request, template, given, status=status)


def case_of(request: HttpRequest, code: str) -> Case:
    """The case of ``code`` if the officer may know of it, else 404; applicants have own pages."""
    viewer = viewer_on(request)
    if not viewer.is_officer:
        raise Http404
    rows = Case.objects.for_viewer(viewer)
    case = rows.select_related("office__region", "business").filter(
        code=ids.normalise_code(code)
    ).first()  # fmt: skip
    if case is None:
        raise Http404
    return case


def key_of(request: HttpRequest) -> str:
    """The form's idempotency key."""
    return request.POST.get("idempotency_key", "")


def searched(request: HttpRequest) -> str:
    """What was typed into a search field, at most 255 characters of it, as one clean line."""
    return one_line(request.POST.get("q", "")[:255])


def words(refusal: Refusal) -> str:
    """A refusal in the reader's language, with what is missing."""
    text = _(refusal.message) % refusal.params
    if isinstance(refusal, MoveRefused) and refusal.missing:
        names = ", ".join(str(GUARDS[name]) for name in refusal.missing)
        return _("%(sentence)s Missing: %(names)s.") % {"sentence": text, "names": names}
    return text


def put_on(form: forms.Form, refusal: Refusal) -> None:
    """Show ``refusal`` on ``form``: at the fields it names, else above all of them."""
    named = refusal.fields if isinstance(refusal, Invalid) else {}
    known = {field: reason for field, reason in named.items() if field in form.fields}
    for field, reason in known.items():
        form.add_error(field, _(reason) % refusal.params)
    if not known:
        form.add_error(None, words(refusal))


def done(request: HttpRequest, sentence: str) -> None:
    """Say on the next page what was done."""
    messages.success(request, sentence)


def sent_file(file: "UploadedFile[bytes] | None") -> Sent | None:
    """An upload as the services take it: where it lies, and its name."""
    if file is None:
        return None
    name = file.name or ""
    if isinstance(file, TemporaryUploadedFile):
        return Sent(Path(file.temporary_file_path()), name)
    return Sent(file.read(), name)


def download(content: bytes, mime: str, name: str) -> HttpResponse:
    """A file to be kept, never shown by the browser as a page of ours."""
    response = HttpResponse(content, content_type=mime)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
