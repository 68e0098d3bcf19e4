"""Papers of an application: the checklist, the signature, files in pieces, own small pictures."""

from collections.abc import Collection, Mapping

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from sentraki.cases.models import Case
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.selectors.papers import PaperState, paper_states
from sentraki.cases.services import intake, papers
from sentraki.cases.services.papers import SIGNATURE
from sentraki.kernel.errors import AlreadyDone, Invalid, Refusal
from sentraki.ledger.services import documents
from sentraki.offices.doors import DoorView, door
from sentraki.offices.viewers import viewer_on
from sentraki.portal import steps
from sentraki.portal.checklist import PICTURES, item_of
from sentraki.portal.own_case import is_open, own_case, page_context
from sentraki.portal.pieces import CANNOT, Piece, Upload, sweep
from sentraki.portal.thumbs import thumbnail
from sentraki.ui.errors import ErrorLink

PICTURE_POLICY = "default-src 'none'; sandbox"


def takes_files(view: DoorView) -> DoorView:
    """Mark a view that accepts uploads, so that hostile files are tried on it."""
    view.accepts_upload = True  # type: ignore[attr-defined]
    return view


@takes_files
@door(get="case.own", post="case.own")
def checklist(request: HttpRequest, code: str) -> HttpResponse:
    """All papers but the signature; a POST takes every file of the form and the promises."""
    case = own_case(request, code)
    states = [state for state in paper_states(case) if state.requirement.code != SIGNATURE]
    if request.method != "POST":
        return _page(request, case, steps.PAPERS, states, {})
    return _take(request, case, steps.PAPERS, states)


@takes_files
@door(get="case.own", post="case.own")
def signature(request: HttpRequest, code: str) -> HttpResponse:
    """The applicant's signature, drawn or photographed."""
    case = own_case(request, code)
    states = [state for state in paper_states(case) if state.requirement.code == SIGNATURE]
    if request.method != "POST":
        return _page(request, case, steps.SIGNATURE, states, {})
    return _take(request, case, steps.SIGNATURE, states)


def _take(request: HttpRequest, case: Case, slug: str, states: list[PaperState]) -> HttpResponse:
    codes = {state.requirement.code for state in states}
    refused = _attach(request, case, codes)
    if is_open(case):
        _promise(request, case, codes)
    if refused:
        fresh = [s for s in paper_states(case) if s.requirement.code in codes]
        return _page(request, case, slug, fresh, refused)
    if "kembali" in request.GET:
        return redirect("portal:apply-review", case.code)
    return redirect(steps.after(case, slug))


def _attach(request: HttpRequest, case: Case, codes: Collection[str]) -> dict[str, str]:
    """Attach the files of the form; returns what to say of those that were refused, by paper."""
    key = request.POST.get("idempotency_key", "")[:50]
    refused: dict[str, str] = {}
    for code in sorted(codes & request.FILES.keys()):
        for file in request.FILES.getlist(code):
            try:
                papers.add_paper(
                    case=case,
                    viewer=viewer_on(request),
                    requirement=code,
                    source=file.read(),
                    name=file.name or "",
                    key=f"{key}:{code}" if key else "",
                )
            except AlreadyDone:
                continue
            except Invalid as no:
                refused[code] = _(no.message) % no.params
    return refused


def _promise(request: HttpRequest, case: Case, codes: Collection[str]) -> None:
    """Keep which missing papers are promised for later; those of other pages stay."""
    before = list(case.answers.get("later") or [])
    ticked = [code for code in request.POST.getlist("later") if code in codes]
    after = [code for code in before if code not in codes] + ticked
    if after != before:
        case.answers = intake.save_answers(
            case=case, viewer=viewer_on(request), section="later", values={"value": after}
        ).answers


def _page(
    request: HttpRequest,
    case: Case,
    slug: str,
    states: list[PaperState],
    refused: Mapping[str, str],
) -> HttpResponse:
    if not is_open(case):
        return redirect("portal:my-case-page", case.code)
    wanted = request.GET.get("ganti", "")
    items = [
        item_of(
            case,
            state,
            error=refused.get(state.requirement.code, ""),
            open_again=state.requirement.code == wanted,
        )
        for state in states
    ]
    items.sort(key=lambda item: item.is_optional)
    needed = [item for item in items if not item.is_optional]
    bad = [item for item in items if item.state == "replace" or item.error]
    step = steps.STEPS[steps.number_of(slug) - 1]
    context = page_context(
        case,
        step=step,
        number=steps.number_of(slug),
        total=steps.TOTAL,
        previous=steps.before(case, slug),
        needed=needed,
        optional=[item for item in items if item.is_optional],
        here=sum(item.state == "done" for item in needed),
        wrong=[ErrorLink(f"{item.title}: {item.error}", f"{item.code}_title") for item in bad],
        is_returned=case.status == CaseStatus.RETURNED,
        upload_url=reverse("portal:apply-piece", args=[case.code]),
        has_errors=bool(refused),
    )
    name = "signature" if slug == steps.SIGNATURE else "checklist"
    return render(request, f"portal/papers/{name}.html", context)


@takes_files
@door(post="case.own")
def piece(request: HttpRequest, code: str) -> HttpResponse:
    """One piece of a file, as ``ui/js/upload.js`` sends it; the last one attaches the paper."""
    case = own_case(request, code)
    try:
        answer = _receive(request, case)
    except Refusal as no:
        return JsonResponse({"error": _(no.message) % no.params}, status=400)
    return JsonResponse(answer)


def _receive(request: HttpRequest, case: Case) -> dict[str, object]:
    kind = request.POST.get("kind", "")
    upload = Upload(case.code, request.POST.get("upload_id", ""))
    papers.requirement_of(case, kind)
    if upload.is_done:
        return _done(request, case, kind)
    sent = _piece(request)
    if sent.offset == 0:
        sweep()
    here = upload.take(sent)
    if here < sent.size:
        return {"received": here}
    try:
        papers.add_paper(
            case=case,
            viewer=viewer_on(request),
            requirement=kind,
            source=upload.whole(),
            name=request.POST.get("name", ""),
            key=upload.key,
        )
    except AlreadyDone:
        upload.finish()
    except Invalid:
        upload.drop()
        raise
    else:
        upload.finish()
    return _done(request, case, kind)


def _piece(request: HttpRequest) -> Piece:
    """The piece in the form; raises ``Invalid`` when its numbers are none or it has no bytes."""
    file = request.FILES.get("chunk")
    size, offset = request.POST.get("size", ""), request.POST.get("offset", "")
    numbers = [int(text) for text in (size, offset) if text.isascii() and text.isdigit()]
    if file is None or len(numbers) != 2 or len(size + offset) > 20:
        raise Invalid(CANNOT)
    return Piece(numbers[0], numbers[1], file.read())


def _done(request: HttpRequest, case: Case, kind: str) -> dict[str, object]:
    state = next(s for s in paper_states(case) if s.requirement.code == kind)
    context = {
        "item": item_of(case, state),
        "upload_url": reverse("portal:apply-piece", args=[case.code]),
    }
    return {
        "done": True,
        "html": render_to_string("portal/papers/item.html", context, request=request).strip(),
    }


@door(get="case.own")
def picture(request: HttpRequest, code: str, requirement: str) -> HttpResponse:
    """The applicant's own paper as a small picture we wrote; papers in PDF have none."""
    case = own_case(request, code)
    rows = case.papers.filter(requirement=requirement, replaced_at=None)
    paper = rows.select_related("document").first()
    if paper is None or paper.document.mime not in PICTURES:
        raise Http404
    content = documents.read(paper.document, viewer_on(request), "preview")
    response = HttpResponse(thumbnail(content), content_type="image/jpeg")
    response["Content-Security-Policy"] = PICTURE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = "private, no-store"
    return response
