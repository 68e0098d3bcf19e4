"""Applications at DJKI: number and receipt, every piece of news, up to the certificate."""

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sentraki.cases.models import Filing, Right
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.rules.filing_flow import FILING_FLOW, FilingStatus
from sentraki.cases.selectors.due import to_keep
from sentraki.cases.selectors.filings import Row, filing_rows
from sentraki.cases.selectors.handover import ready_to_file
from sentraki.cases.selectors.refusals import reasons
from sentraki.cases.selectors.replies import replies_of, to_answer
from sentraki.cases.services import dossier as dossiers
from sentraki.cases.services import ending
from sentraki.cases.services.filing_papers import file_with_receipt
from sentraki.cases.services.replacing import REPLACEABLE
from sentraki.cases.voices import FILING
from sentraki.desk import deadline_rows, replies
from sentraki.desk.forms.filings import FileForm, NewsForm
from sentraki.kernel import clock
from sentraki.kernel.access import decide, may_enter
from sentraki.kernel.errors import AlreadyDone, Refusal
from sentraki.kernel.refs import ref_of
from sentraki.ledger.models import Document
from sentraki.ledger.services import documents
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on

A_PAGE = 30
EXTENSIONS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


@door(get="filing.list")
def filings(request: HttpRequest) -> HttpResponse:
    """Acknowledged dossiers without a number, then every application, the oldest check first."""
    viewer = viewer_on(request)
    wanted = request.GET.get("tampil", "")
    rows = filing_rows(viewer, only_due=wanted == "periksa")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    shown = [Row.of(filing) for filing in page]
    context = {
        "to_file": ready_to_file(viewer),
        "may_file": may_enter("filing.file", viewer).allowed,
        "may_take": may_enter("filing.export", viewer).allowed,
        "page": page,
        "rows": [(row, FILING[FilingStatus(row.filing.status)]) for row in shown],
        "only_due": wanted == "periksa",
    }
    return replies.page(request, "desk/filings/filings.html", context)


@door(get="filing.file", post="filing.file")
def file_case(request: HttpRequest, code: str) -> HttpResponse:
    """Write down the number, the date and the receipt DJKI gave."""
    case = replies.case_of(request, code)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            filing = file_with_receipt(
                case=case,
                viewer=viewer_on(request),
                number=given["number"],
                received_on=given["received_on"],
                receipt=replies.sent_file(given["receipt"]),
                key=replies.key_of(request),
            )
        except AlreadyDone:
            return redirect("desk:filing", pk=_filing_of(request, case.pk).pk)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, _("Recorded as filed. The seal now says “applied for”."))
            return redirect("desk:filing", pk=filing.pk)
    context = {"case": case, "form": form}
    return replies.page(request, "desk/filings/file.html", context)


file_case.accepts_upload = True  # type: ignore[attr-defined]  # walked by the upload tests


@door(get="filing.view")
def filing(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything heard about one application, and a box for the next news."""
    form = NewsForm(initial={"happened_on": _today(request)})
    return show(request, filing_or_404(request, pk), form)


@door(get="filing.view")
def document(request: HttpRequest, pk: int, public_id: str) -> HttpResponse:
    """A receipt, proof or certificate of this very application, to be kept."""
    row = filing_or_404(request, pk)
    viewer = viewer_on(request)
    owners = [str(ref_of(row.case)), str(ref_of(row))]
    found = Document.objects.for_viewer(viewer).filter(public_id=public_id, on_ref__in=owners)
    paper = found.filter(pk__in=_papers(row)).first()
    if paper is None:
        raise Http404
    content = documents.read(paper, viewer, "filing")
    name = f"{paper.kind}-{row.number}.{EXTENSIONS.get(paper.mime, 'bin')}"
    return replies.download(content, paper.mime, name)


@door(post="case.close")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Finish the file once DJKI's answer is known."""
    row = filing_or_404(request, pk)
    try:
        ending.close(case=row.case, viewer=viewer_on(request), key=replies.key_of(request))
    except AlreadyDone:
        pass
    else:
        replies.done(request, _("The file is finished."))
    return redirect("desk:filing", pk=row.pk)


def filing_or_404(request: HttpRequest, pk: int) -> Filing:
    """The application if the viewer may know of it, else 404."""
    rows = Filing.objects.for_viewer(viewer_on(request)).select_related(
        "case__office__region", "case__business", "seal", "receipt"
    )
    row = rows.filter(pk=pk).first()
    if row is None or not decide("filing.view", viewer_on(request), **facts_of(row)).allowed:
        raise Http404
    return row


def show(request: HttpRequest, row: Filing, form: NewsForm) -> HttpResponse:
    """The page of one application with ``form`` for the next news."""
    viewer = viewer_on(request)
    facts = facts_of(row)
    events = list(row.events.select_related("evidence", "recorded_by"))
    role_moves = FILING_FLOW.open_to(status=row.status, role=viewer.role)
    known = reasons()
    context = {
        "filing": row,
        "case": row.case,
        "form": form,
        "voice": FILING[FilingStatus(row.status)],
        "events": [
            (event, FILING[FilingStatus(event.status)], known.get(event.reason_code))
            for event in reversed(events)
        ],
        "right": right_of(row),
        "deadlines": deadline_rows.cards(to_keep(viewer).filter(filing=row)),
        "replies": list(replies_of(viewer).filter(filing=row)),
        "to_answer": decide("reply.begin", viewer, **facts).allowed and to_answer(row) is not None,
        "may_record": bool(role_moves) and decide("filing.record-event", viewer, **facts).allowed,
        "may_replace": row.status in REPLACEABLE
        and decide("case.replace", viewer, **facts).allowed,
        "may_close": row.case.status == CaseStatus.FILED
        and row.status in ending.OUTCOMES
        and decide("case.close", viewer, **facts).allowed,
        "lang": replies.language(),
    }
    return replies.page(request, "desk/filings/filing.html", context)


def facts_of(row: Filing) -> dict[str, object]:
    """What the policy asks about an application."""
    return {"about": str(ref_of(row.case)), **dossiers.with_office(row.case)}


def right_of(row: Filing) -> Right | None:
    """The right the application became, if it did."""
    try:
        return row.right
    except Right.DoesNotExist:
        return None


def _today(request: HttpRequest) -> date:
    return clock.today(replies.own_office(request).zone)


def _filing_of(request: HttpRequest, case_pk: int) -> Filing:
    row = Filing.objects.for_viewer(viewer_on(request)).filter(case_id=case_pk).first()
    if row is None:
        raise Http404
    return row


def _papers(row: Filing) -> list[int]:
    """Keys of the documents that belong to the application: receipt, proofs, certificate."""
    papers: list[int | None] = [row.receipt_id, *row.events.values_list("evidence_id", flat=True)]
    right = right_of(row)
    papers += [right.certificate_id] if right is not None else []
    return [pk for pk in papers if pk is not None]
