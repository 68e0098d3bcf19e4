"""News from DJKI: read first, both counts of days side by side, then recorded."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sentraki.cases.models import Filing
from sentraki.cases.rules.deadlines import Reckoning
from sentraki.cases.rules.filing_flow import FILING_FLOW, FilingStatus
from sentraki.cases.selectors.due import foresee
from sentraki.cases.selectors.status_texts import status_reader
from sentraki.cases.services.filing import News
from sentraki.cases.services.filing_papers import Registration, record_with_papers
from sentraki.cases.voices import FILING
from sentraki.desk import replies
from sentraki.desk.forms.filings import NewsForm, RecordForm
from sentraki.desk.views.filings import filing_or_404, show
from sentraki.kernel.errors import AlreadyDone, Refusal
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on

DATES = ("happened_on", "letter_dated_on", "due_in_letter")


@door(post="filing.record-event")
def news(request: HttpRequest, pk: int) -> HttpResponse:
    """Without a status: how we read the words. With one: the news is recorded."""
    row = filing_or_404(request, pk)
    if "status" in request.POST:
        return _record(request, row)
    first = NewsForm(request.POST)
    if not first.is_valid():
        return show(request, row, first)
    given = first.cleaned_data
    read = status_reader()(given["raw_text"])
    form = _form(request, row, initial={**given, "status": read.value})
    return _confirm(request, row, form, given, read, is_first=True)


news.accepts_upload = True  # type: ignore[attr-defined]  # walked by the upload tests


def _record(request: HttpRequest, row: Filing) -> HttpResponse:
    form = _form(request, row, request.POST, request.FILES)
    form.is_valid()
    given = form.cleaned_data
    status = form.chosen or FilingStatus.UNKNOWN
    found = _foreseen(row, given, status)
    if found is not None and found.differs and not given.get("compared"):
        form.add_error("compared", _("The two days differ. Read the letter again, then tick this."))
    if not form.errors:
        try:
            _write(request, row, given, status)
        except AlreadyDone:
            return redirect("desk:filing", pk=row.pk)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            text = _("Recorded as “%(status)s”.") % {"status": FILING[status].officer}
            replies.done(request, text)
            return redirect("desk:filing", pk=row.pk)
    return _confirm(request, row, form, given, status)


def _write(request: HttpRequest, row: Filing, given: dict[str, Any], status: FilingStatus) -> None:
    registration = None
    if status is FilingStatus.REGISTERED:
        registration = Registration(
            number=given["certificate_number"],
            registered_on=given["registered_on"],
            sent=replies.sent_file(given["certificate"]),
        )
    record_with_papers(
        filing=row,
        viewer=viewer_on(request),
        news=News(
            raw_text=given["raw_text"],
            happened_on=given["happened_on"],
            letter_dated_on=given["letter_dated_on"],
            due_in_letter=given["due_in_letter"],
            reason_code=given["reason_code"],
        ),
        status=status,
        evidence=replies.sent_file(given["evidence"]),
        registration=registration,
        key=replies.key_of(request),
    )


def _form(request: HttpRequest, row: Filing, *data: Any, initial: Any = None) -> RecordForm:
    moves = FILING_FLOW.open_to(status=row.status, role=viewer_on(request).role)
    sent = request.POST.get("status")
    # A form sent twice names a step that was taken; the first receipt answers it.
    targets = [s for s in FilingStatus if s == sent or s in {step.target for step in moves}]
    return RecordForm(*data, initial=initial, targets=targets, lang=replies.language())


def _foreseen(row: Filing, given: dict[str, Any], status: FilingStatus) -> Reckoning | None:
    return foresee(row, status, given.get("letter_dated_on"), given.get("due_in_letter"))


def _confirm(
    request: HttpRequest,
    row: Filing,
    form: RecordForm,
    given: dict[str, Any],
    status: FilingStatus,
    *,
    is_first: bool = False,
) -> HttpResponse:
    found = _foreseen(row, given, status)
    context = {
        "filing": row,
        "case": row.case,
        "form": form,
        "read": FILING[status],
        "is_unknown": status is FilingStatus.UNKNOWN,
        "is_first": is_first,
        "raw_text": given.get("raw_text", ""),
        "found": found,
        "dated": given.get("letter_dated_on"),
        "named": given.get("due_in_letter"),
        "differs": found is not None and found.differs,
    }
    status_code = 200 if is_first else 422
    return replies.page(request, "desk/filings/news.html", context, status=status_code)
