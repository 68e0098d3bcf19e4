"""Applying: a start with name and phone, one topic a page, a check of all answers, a receipt."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sentraki.cases.models import Case
from sentraki.cases.selectors.papers import paper_states
from sentraki.cases.services import intake
from sentraki.kernel import clock
from sentraki.kernel.errors import AlreadyDone, Invalid, MoveRefused
from sentraki.kernel.secrets import open_token, seal_token
from sentraki.kernel.wording import date_en, date_id
from sentraki.offices import limits, viewers
from sentraki.offices.doors import door
from sentraki.offices.models import Office
from sentraki.offices.selectors import office_by_slug, public_offices, working_calendar
from sentraki.offices.viewers import viewer_on
from sentraki.portal import steps
from sentraki.portal.answer_sheet import sheet_of
from sentraki.portal.forms.apply import NameForm, StartForm, StepForm
from sentraki.portal.forms.apply_owner import nik_doubts
from sentraki.portal.limits import too_many
from sentraki.portal.own_case import is_open, own_case, page_context
from sentraki.screening.services import check as screen
from sentraki.ui.errors import ErrorLink
from serupa import explain

CHECK, RESUME = "check", "resume link"
RESUME_KEPT = 600
FIRST_NEWS_DAYS = 5
BACK = "kembali"
HELD = "portal.resume"


@door(get="case.enter", post="case.start")
def start(request: HttpRequest) -> HttpResponse:
    """Open a draft. A POST that brings only the name check's answers shows the empty form."""
    carried = _carried(request)
    asked = "begin" in request.POST
    office = request_office(request)
    form = StartForm(
        request.POST if asked else None,
        office=office,
        offices=public_offices(),
        initial={"office": request.GET.get("kantor", "")},
    )
    if asked and form.is_valid():
        if not limits.allow(request, "apply start", settings.SCREENING_PER_HOUR):
            return too_many(request)
        office = office or office_by_slug(form.cleaned_data["office"])
        if office is not None:
            return _begin(request, form, office, carried)
    return _start_page(request, form, carried)


def request_office(request: HttpRequest) -> Office | None:
    """The office whose pages the visitor sees, if one was chosen."""
    return getattr(request, "office", None) or None


@dataclass(frozen=True)
class Carried:
    """What came from the name check, and the token it came in."""

    check: dict[str, Any]
    token: str = ""


def _carried(request: HttpRequest) -> Carried:
    token = request.POST.get("token", "")
    if not token:
        return Carried({})
    try:
        return Carried(open_token(token, CHECK), token)
    except Invalid:
        return Carried({})


def _start_page(request: HttpRequest, form: StartForm, carried: Carried) -> HttpResponse:
    context = {"form": form, "token": carried.token, "names": carried.check.get("names", [])}
    return render(request, "portal/apply/start.html", context)


def _begin(request: HttpRequest, form: StartForm, office: Office, carried: Carried) -> HttpResponse:
    phone = form.cleaned_data["phone"]
    try:
        begun = intake.start(
            office=office,
            viewer=viewer_on(request),
            name=form.cleaned_data["name"],
            phone=phone,
            check=carried.check,
            key=request.POST.get("idempotency_key", ""),
        )
    except AlreadyDone as done:
        known = intake.find_started(receipt=done.receipt, phone=phone)
        if known is None:
            raise
        viewers.grant(request, str(intake.grant_of(known)))
        return redirect("portal:apply-kept", known.code)
    viewers.grant(request, str(intake.grant_of(begun.case)))
    held = {"code": begun.case.code, "secret": begun.secret}
    request.session[HELD] = seal_token(held, RESUME, RESUME_KEPT)
    return redirect("portal:apply-kept", begun.case.code)


@door(get="case.own")
def kept(request: HttpRequest, code: str) -> HttpResponse:
    """The code, and the resume link for ten minutes after the start; afterwards only the code."""
    case = own_case(request, code)
    secret = _held_secret(request, case)
    link = request.build_absolute_uri(reverse("portal:resume", args=[secret])) if secret else ""
    context = page_context(case, link=link, note=_self_note(request, case))
    response = render(
        request, "portal/apply/kept.html", {**context, "next": steps.first_open(case)}
    )
    response["Referrer-Policy"] = "strict-origin"
    return response


def _held_secret(request: HttpRequest, case: Case) -> str:
    try:
        held = open_token(request.session.get(HELD, ""), RESUME, RESUME_KEPT)
    except Invalid:
        return ""
    return str(held["secret"]) if held["code"] == case.code else ""


def _self_note(request: HttpRequest, case: Case) -> str:
    """What a person sends to the own chat: the code, never a key."""
    text = _("My draft at %(office)s: code %(code)s. Continue at %(site)s with this phone number.")
    site = request.build_absolute_uri(reverse("portal:my-case"))
    return text % {"office": case.office.unit, "code": case.code, "site": site}


@door(get="case.own", post="case.own")
def step(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """One topic. What is valid is kept even when something else on the page is not."""
    case = own_case(request, code)
    page = next((one for one in steps.STEPS if one.slug == slug and one.form), None)
    if page is None or page.form is None:
        raise Http404
    if request.method != "POST":
        if not is_open(case):
            return redirect("portal:my-case-page", case.code)
        return _step_page(request, case, page, page.form(case=case))
    form = page.form(request.POST, case=case)
    valid = form.is_valid()
    for section, values in form.sections().items():
        case = intake.save_answers(
            case=case, viewer=viewer_on(request), section=section, values=values
        )
    if "autosave" in request.POST:
        return JsonResponse({"saved_at": _time(case)})
    if not valid:
        return _step_page(request, case, page, form)
    if form.stays():
        return redirect(request.get_full_path())
    return redirect(_onward(request, case, slug))


def _onward(request: HttpRequest, case: Case, slug: str) -> str:
    if request.GET.get(BACK) == "periksa":
        return reverse("portal:apply-review", args=[case.code])
    return steps.after(case, slug)


def _time(case: Case) -> str:
    return f"{clock.in_zone(clock.now(), case.office.zone):%H.%M} {case.office.zone}"


def _step_page(request: HttpRequest, case: Case, page: steps.Step, form: StepForm) -> HttpResponse:
    context = page_context(
        case,
        step=page,
        number=steps.number_of(page.slug),
        total=steps.TOTAL,
        form=form,
        previous=steps.before(case, page.slug),
        screened=_screened(case, form) if isinstance(form, NameForm) else None,
        doubts=nik_doubts(case) if page.slug == "pemilik" else [],
    )
    return render(request, "portal/apply/step.html", context)


def _screened(case: Case, form: NameForm) -> dict[str, Any] | None:
    """What the check says of a name nobody has checked: the band, why, and who decides."""
    if not form.unchecked:
        return None
    goods = case.answers.get("goods") or {}
    answer = screen(
        names=[form.unchecked],
        classes=goods.get("classes") or [],
        goods=str(goods.get("text", "")),
        limit=3,
        variants=case.office.names_variants,
    )
    report = answer.reports[0]
    lang = "en" if (get_language() or "id").startswith("en") else "id"
    words = explain(report, "en" if lang == "en" else "id")
    return {"name": form.unchecked, "band": report.band, "words": words}


@door(get="case.own", post="case.own")
def review(request: HttpRequest, code: str) -> HttpResponse:
    """Every answer with a way to change it, what is missing, and the button that sends."""
    case = own_case(request, code)
    if request.method == "POST":
        key = request.POST.get("idempotency_key", "")
        try:
            intake.submit(case=case, viewer=viewer_on(request), key=key)
        except AlreadyDone:
            return redirect("portal:apply-sent", case.code)
        except MoveRefused as no:
            if "complete" not in no.missing:
                raise
            return _review_page(request, case, refused=True)
        return redirect("portal:apply-sent", case.code)
    if not is_open(case):
        return redirect("portal:my-case-page", case.code)
    return _review_page(request, case)


def _review_page(request: HttpRequest, case: Case, *, refused: bool = False) -> HttpResponse:
    states = paper_states(case)
    missing = steps.lacking(case.answers, states)
    links = [ErrorLink(str(one.title), f"bagian-{one.slug}") for one in missing]
    context = page_context(
        case,
        sheet=sheet_of(case, states),
        missing=links,
        refused=refused,
        has_errors=refused,
        doubts=nik_doubts(case),
    )
    return render(request, "portal/apply/review.html", context)


@door(get="case.own")
def sent(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt: number, time, what happens next. Only for a case that was sent."""
    case = own_case(request, code)
    if case.submitted_at is None or is_open(case):
        return redirect("portal:apply-review", case.code)
    day = clock.in_zone(case.submitted_at, case.office.zone).date()
    first_news = working_calendar(case.office).add_working_days(day, FIRST_NEWS_DAYS)
    english = (get_language() or "id").startswith("en")
    words = {
        "code": case.code,
        "date": date_en(first_news) if english else date_id(first_news),
        "office": case.office.unit,
    }
    note = _("%(office)s: file received. Code %(code)s. Keep it.") % words
    context = page_context(
        case,
        headline=_("Sent. Your code is %(code)s. First news by %(date)s.") % words,
        note=note,
        promised=[state for state in paper_states(case) if state.promised and state.is_missing],
    )
    return render(request, "portal/apply/sent.html", context)
