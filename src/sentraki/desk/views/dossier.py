"""The dossier of a case: what is still wrong, the copy sheet, sealing, the sealed package."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sentraki.cases.models import Case, Dossier
from sentraki.cases.rules.dossier import DossierFacts
from sentraki.cases.selectors.dossier import copy_sheet_of, points_by_hand
from sentraki.cases.services import decisions
from sentraki.cases.services import dossier as dossiers
from sentraki.cases.telling import voice_of
from sentraki.desk import problem_words, replies
from sentraki.desk.forms.handover import ReasonForm
from sentraki.kernel.access import Role, decide
from sentraki.kernel.errors import AlreadyDone, Refusal
from sentraki.ledger.selectors.documents import may_read
from sentraki.ledger.services import documents
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on

PURPOSE = "dossier-download"


@door(get="dossier.read")
def dossier(request: HttpRequest, code: str) -> HttpResponse:
    """What is wrong and where to mend it; once sealed, the package with its hashes."""
    case = _readable(request, code)
    return _page(request, case, shows_identity=False)


@door(post="case.show-identity")
def identity(request: HttpRequest, code: str) -> HttpResponse:
    """The same page with the owner's identity number; opening it is an entry."""
    case = _readable(request, code)
    dossiers.show_identity(case, viewer_on(request))
    return _page(request, case, shows_identity=True)


@door(get="case.seal-dossier", post="case.seal-dossier")
def seal(request: HttpRequest, code: str) -> HttpResponse:
    """Ask once more, with the points nobody but the officer can answer for; then seal."""
    case = _readable(request, code)
    viewer = viewer_on(request)
    points = points_by_hand(case, replies.language())
    error = ""
    if request.method == "POST":
        ticked = [point for point, _words in points if point in request.POST.getlist("point")]
        try:
            dossiers.seal_dossier(
                case=case, viewer=viewer, ticked=ticked, key=replies.key_of(request)
            )
        except AlreadyDone:
            return redirect("desk:dossier", code=case.code)
        except Refusal as refusal:
            error = replies.words(refusal)
        else:
            replies.done(request, _("The dossier is sealed."))
            return redirect("desk:dossier", code=case.code)
    context = {"case": case, "points": points, "error": error, "has_errors": bool(error)}
    return replies.page(request, "desk/dossier/seal.html", context, status=409 if error else 200)


@door(get="case.reopen", post="case.reopen")
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    """Break the seal so that something can be mended; the reason is kept."""
    case = _readable(request, code)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            decisions.reopen(
                case=case,
                viewer=viewer_on(request),
                reason=form.cleaned_data["reason"],
                key=replies.key_of(request),
            )
        except AlreadyDone:
            return redirect("desk:dossier", code=case.code)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, _("The dossier is open again. Seal it anew when it is mended."))
            return redirect("desk:dossier", code=case.code)
    return replies.page(request, "desk/dossier/reopen.html", {"case": case, "form": form})


@door(get="dossier.read")
def package(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The sealed package as a ZIP; whoever takes it is noted."""
    case = replies.case_of(request, code)
    row = case.dossiers.select_related("package").filter(number=number).first()
    if row is None:
        raise Http404
    content = documents.read(row.package, viewer_on(request), PURPOSE)
    return replies.download(content, "application/zip", f"dosir-{case.code}-{row.number}.zip")


def _readable(request: HttpRequest, code: str) -> Case:
    """The case, if its dossier is the viewer's business; a Kanwil needs to hold the sealed one."""
    case = replies.case_of(request, code)
    if not decide("dossier.read", viewer_on(request), **dossiers.with_office(case)).allowed:
        raise Http404
    return case


def _page(request: HttpRequest, case: Case, *, shows_identity: bool) -> HttpResponse:
    viewer, lang = viewer_on(request), replies.language()
    dossiers_made = case.dossiers.select_related("package", "sealed_by")
    sealed = dossiers_made.filter(opened_again_at=None).first()
    try:
        preview = dossiers.preview(case, lang)
    except Refusal as refusal:
        context = {"case": case, "refusal": replies.words(refusal)}
        return replies.page(request, "desk/dossier/empty.html", context)
    hidden = bool(preview.facts.applicant.identity) and not preview.facts.applicant.is_body
    facts = preview.facts if shows_identity else _without_identity(preview.facts)
    context = {
        "case": case,
        "sealed": sealed,
        "voice": voice_of(case),
        "preview": preview,
        "problems": problem_words.told(preview.problems),
        "letter_problem": _(preview.letter_problem) if preview.letter_problem else "",
        "open_points": sum(not point.done for point in preview.facts.checklist),
        "sheet": [
            (section, not any(field.notice for field in section.fields))
            for section in copy_sheet_of(facts, lang)
        ],
        "identity_is_hidden": hidden and not shows_identity,
        "shows_identity": shows_identity,
        "is_kanwil": viewer.role is Role.KANWIL,
        **_sealed(request, sealed),
    }
    return replies.page(request, "desk/dossier/dossier.html", context)


def _sealed(request: HttpRequest, sealed: Dossier | None) -> dict[str, Any]:
    if sealed is None:
        return {}
    journeys = sealed.case.handovers.filter(dossier=sealed)
    item = journeys.select_related("handover__to_office").last()
    return {"may_download": may_read(viewer_on(request), sealed.package), "item": item}


def _without_identity(facts: DossierFacts) -> DossierFacts:
    if facts.applicant.is_body:
        return facts
    return replace(facts, applicant=replace(facts.applicant, identity=""))
