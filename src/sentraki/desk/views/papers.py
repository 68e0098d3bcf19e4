"""Papers of a file: opened, judged, added at the counter; and the search in PDKI."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sentraki.cases.models import Case
from sentraki.cases.rules.statement import PAPER as STATEMENT
from sentraki.cases.selectors.papers import PaperState, paper_states
from sentraki.cases.selectors.statement import asks_for_statement, statement_pdf
from sentraki.cases.services import decisions, papers
from sentraki.cases.services.intake import facts_of
from sentraki.cases.services.pdki import check_with_picture
from sentraki.desk import replies
from sentraki.desk.case_rows import name_of
from sentraki.desk.forms.cases import BAD, GOOD, JudgeForm, PaperForm, PdkiForm
from sentraki.desk.views.cases import viewed
from sentraki.kernel import clock
from sentraki.kernel.access import decide
from sentraki.kernel.errors import AlreadyDone, Refusal
from sentraki.kernel.refs import ref_of
from sentraki.ledger.models import Document
from sentraki.ledger.rules.secrecy import is_guarded
from sentraki.ledger.selectors.documents import documents_of, may_read
from sentraki.ledger.services import documents
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on

PURPOSE = "check"
PICTURES = frozenset({"image/jpeg", "image/png"})
POLICY = "default-src 'none'; sandbox"
EXTENSIONS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


def _state(case: Case, requirement: str) -> tuple[PaperState, list[PaperState]]:
    states = paper_states(case)
    for state in states:
        if state.requirement.code == requirement:
            return state, states
    raise Http404


@door(get="case.view")
def paper(request: HttpRequest, code: str, requirement: str) -> HttpResponse:
    """One paper with what an officer says of it."""
    case = viewed(request, code)
    state, states = _state(case, requirement)
    return _page(request, case, state, states, {})


def _page(
    request: HttpRequest,
    case: Case,
    state: PaperState,
    states: list[PaperState],
    forms: dict[str, Any],
) -> HttpResponse:
    viewer, held = viewer_on(request), state.paper
    facts = facts_of(case)
    document = held.document if held else None
    judged = {"ok": GOOD, "replace": BAD}.get(held.checked if held else "", "")
    judge = JudgeForm(initial={"verdict": judged, "reason": held.reason if held else ""})
    may_open = document is not None and may_read(viewer, document)
    may_judge = may_open and decide("case.judge-paper", viewer, **facts).allowed
    context = {
        "case": case,
        "name": name_of(case),
        "title": state.requirement.label(replies.language()),
        "hint": state.requirement.hint(replies.language()),
        "code": state.requirement.code,
        "paper": held,
        "document": document,
        "may_open": may_open,
        "is_picture": document is not None and document.mime in PICTURES,
        "noted": document is not None and is_guarded(document.secrecy),
        "judge": judge if may_judge else None,
        "add": PaperForm() if decide("case.add-paper", viewer, **facts).allowed else None,
        "may_return": decide("case.return", viewer, **facts).allowed and case.status == "submitted",
        "is_made_here": state.requirement.code == STATEMENT,
        "others": _unlooked(state, states),
        **forms,
    }
    bad = any(form.errors for form in forms.values())
    return replies.page(request, "desk/cases/paper.html", context, status=422 if bad else 200)


def _unlooked(state: PaperState, states: list[PaperState]) -> list[tuple[str, str]]:
    """Papers nobody has looked at yet, to go on with."""
    return [
        (row.requirement.code, row.requirement.label(replies.language()))
        for row in states
        if row.paper is not None and not row.paper.checked and row is not state
    ]


@door(get="case.view")
def statement(request: HttpRequest, code: str) -> HttpResponse:
    """The owner's statement filled in, for printing at the counter."""
    case = viewed(request, code)
    if not asks_for_statement(case):
        raise Http404
    name = f"surat-pernyataan-{case.code}.pdf"
    response = replies.download(statement_pdf(case), "application/pdf", name)
    response["Cache-Control"] = "private, no-store"
    return response


@door(post="case.judge-paper")
def judge(request: HttpRequest, code: str, requirement: str) -> HttpResponse:
    """Good, or to be replaced with the reason; then on to the next paper nobody has looked at."""
    case = viewed(request, code)
    state, states = _state(case, requirement)
    if state.paper is None:
        raise Http404
    form = JudgeForm(request.POST)
    if form.is_valid():
        try:
            decisions.judge_paper(
                case=case,
                viewer=viewer_on(request),
                requirement=requirement,
                good=form.cleaned_data["verdict"] == GOOD,
                reason=form.cleaned_data["reason"],
                key=replies.key_of(request),
            )
        except AlreadyDone:
            return redirect("desk:case", code=case.code)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            left = _unlooked(state, states)
            if "next" in request.POST and left:
                return redirect("desk:case-paper", code=case.code, requirement=left[0][0])
            return redirect("desk:case", code=case.code)
    return _page(request, case, state, states, {"judge": form})


@door(post="case.add-paper")
def add(request: HttpRequest, code: str, requirement: str) -> HttpResponse:
    """Take in a paper the applicant brought; it replaces the one that was there."""
    case = viewed(request, code)
    state, states = _state(case, requirement)
    form = PaperForm(request.POST, request.FILES)
    if form.is_valid():
        sent = replies.sent_file(form.cleaned_data["file"])
        assert sent is not None
        try:
            papers.add_paper(
                case=case,
                viewer=viewer_on(request),
                requirement=requirement,
                source=sent.source,
                name=sent.name,
                key=replies.key_of(request),
            )
        except AlreadyDone:
            return redirect("desk:case-paper", code=case.code, requirement=requirement)
        except Refusal as refusal:
            form.add_error("file", replies.words(refusal))
        else:
            replies.done(request, _("The paper was added."))
            return redirect("desk:case-paper", code=case.code, requirement=requirement)
    return _page(request, case, state, states, {"add": form})


add.accepts_upload = True  # type: ignore[attr-defined]  # walked by the upload tests


@door(get="case.view")
def paper_file(request: HttpRequest, code: str, requirement: str) -> HttpResponse:
    """The valid paper itself: a picture we wrote is shown, everything else is downloaded."""
    case = viewed(request, code)
    held = _state(case, requirement)[0].paper
    if held is None:
        raise Http404
    return _served(request, held.document, f"{requirement}-{case.code}")


@door(get="case.view")
def file(request: HttpRequest, code: str, public_id: str) -> HttpResponse:
    """Another document of this very file: an earlier paper, a screenshot of PDKI."""
    case = viewed(request, code)
    found = documents_of(viewer_on(request), ref_of(case)).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return _served(request, found, f"{found.kind}-{case.code}")


def _served(request: HttpRequest, document: Document, name: str) -> HttpResponse:
    """The content; reading a guarded one is an entry. Nothing is kept in a cache."""
    content = documents.read(document, viewer_on(request), PURPOSE)
    name = f"{name}.{EXTENSIONS.get(document.mime, 'bin')}"
    response = replies.download(content, document.mime, name)
    if document.mime in PICTURES:
        response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "private, no-store"
    return response


@door(get="case.check-pdki", post="case.check-pdki")
def pdki(request: HttpRequest, code: str) -> HttpResponse:
    """Write down what a search in PDKI by hand has shown."""
    case = viewed(request, code)
    today = clock.today(case.office.zone)
    initial = {"checked_on": today}
    form = PdkiForm(initial=initial)
    if request.method == "POST":
        form = PdkiForm(request.POST, request.FILES, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            check_with_picture(
                case=case,
                viewer=viewer_on(request),
                finding=given["finding"],
                checked_on=given["checked_on"],
                today=today,
                picture=replies.sent_file(given["picture"]),
                key=replies.key_of(request),
            )
        except AlreadyDone:
            return redirect("desk:case", code=case.code)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, _("The search is recorded."))
            return redirect("desk:case", code=case.code)
    context = {"case": case, "name": name_of(case), "form": form}
    status = 422 if form.errors else 200
    return replies.page(request, "desk/cases/pdki.html", context, status=status)


pdki.accepts_upload = True  # type: ignore[attr-defined]  # walked by the upload tests
