"""Decisions about one file. Each is asked once more on a page that says what will happen."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sentraki.cases.models import Case
from sentraki.cases.selectors.papers import paper_states
from sentraki.cases.selectors.quota import next_place
from sentraki.cases.selectors.readiness import places_for
from sentraki.cases.services import decisions
from sentraki.cases.telling import day_text
from sentraki.desk import case_sheet, replies
from sentraki.desk.case_rows import name_of
from sentraki.desk.forms.cases import DeclineForm, ReasonForm, ReturnForm
from sentraki.desk.views.cases import viewed
from sentraki.kernel import clock
from sentraki.kernel.errors import AlreadyDone, Refusal, Stale, Taken
from sentraki.kernel.wording import date_id
from sentraki.ledger import messages
from sentraki.offices.doors import door
from sentraki.offices.selectors import working_calendar
from sentraki.offices.viewers import viewer_on

RETURN_WORKING_DAYS = 10


def seen_version(request: HttpRequest) -> int | None:
    """The version of the file the officer decided on, as the page carried it."""
    text = request.POST.get("seen_version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _seen(request: HttpRequest, case: Case) -> int:
    """What the page carries on: the version seen first, so that a second try stays stale."""
    seen = seen_version(request)
    return case.version if seen is None else seen


def _confirm(request: HttpRequest, case: Case, **more: Any) -> HttpResponse:
    context = {"case": case, "name": name_of(case), "seen": _seen(request, case), **more}
    context["has_errors"] = bool(more.get("error"))
    status = 409 if more.get("error") else 200
    return replies.page(request, "desk/cases/confirm.html", context, status=status)


def _carry_out(request: HttpRequest, case: Case, verb: Callable[[], object], after: str) -> Any:
    """Redirect to the file once it is done (also when it was done before), else the refusal."""
    try:
        verb()
    except AlreadyDone:
        return redirect("desk:case", code=case.code)
    except Refusal as refusal:
        return refusal
    replies.done(request, after)
    return redirect("desk:case", code=case.code)


def _words(refusal: Refusal) -> dict[str, Any]:
    return {
        "error": replies.words(refusal),
        "is_stale": isinstance(refusal, Stale),
        "is_full": isinstance(refusal, Taken) or "place_left" in getattr(refusal, "missing", ()),
    }


@door(get="case.accept", post="case.accept")
def accept(request: HttpRequest, code: str) -> HttpResponse:
    """Give the file a place. The page names the place that is next."""
    case = viewed(request, code)
    number = next_place(case.programme) if case.programme else None
    places = places_for(case)
    asked: dict[str, Any] = {
        "question": _("Accept %(name)s?") % {"name": name_of(case)},
        "verb": _("accept and give a place"),
        "text": _("Place number %(n)s of %(m)s is kept for %(name)s.")
        % {"n": number or "–", "m": places.quota, "name": name_of(case)},
        "note": _("The letter is drafted. Whoever checked a file does not sign its letter."),
    }
    if request.method == "POST":
        answer = _carry_out(
            request,
            case,
            lambda: decisions.accept(
                case=case,
                viewer=viewer_on(request),
                seen_version=seen_version(request),
                key=replies.key_of(request),
            ),
            _("Accepted. The letter waits for a signature."),
        )
        if isinstance(answer, HttpResponse):
            return answer
        asked |= _words(answer)
    return _confirm(request, case, **asked)


@door(get="case.waitlist", post="case.waitlist")
def waitlist(request: HttpRequest, code: str) -> HttpResponse:
    """Put a complete file on the waiting list of a full programme."""
    case = viewed(request, code)
    places = places_for(case)
    asked: dict[str, Any] = {
        "question": _("Put %(name)s on the waiting list?") % {"name": name_of(case)},
        "verb": _("put on the waiting list"),
        "text": _("All %(m)s places are taken; %(n)s are waiting already.")
        % {"m": places.quota, "n": places.waiting},
    }
    if request.method == "POST":
        answer = _carry_out(
            request,
            case,
            lambda: decisions.waitlist(
                case=case,
                viewer=viewer_on(request),
                seen_version=seen_version(request),
                key=replies.key_of(request),
            ),
            _("On the waiting list. The applicant was told the number."),
        )
        if isinstance(answer, HttpResponse):
            return answer
        asked |= _words(answer)
    return _confirm(request, case, **asked)


@door(get="case.decline", post="case.decline")
def decline(request: HttpRequest, code: str) -> HttpResponse:
    """End the file because a rule of the programme is not met."""
    case = viewed(request, code)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    asked: dict[str, Any] = {
        "question": _("Does %(name)s not meet the rules?") % {"name": name_of(case)},
        "verb": _("decline this file"),
        "text": _(
            "Choose the rule that is not met. The applicant reads the reason and may ask for a "
            "review."
        ),
        "form": form,
        "danger": True,
    }
    if request.method == "POST" and form.is_valid():
        answer = _carry_out(
            request,
            case,
            lambda: decisions.decline(
                case=case,
                viewer=viewer_on(request),
                reason=form.reason,
                seen_version=seen_version(request),
                key=replies.key_of(request),
            ),
            _("Recorded. The applicant was told."),
        )
        if isinstance(answer, HttpResponse):
            return answer
        asked |= _words(answer)
    return _confirm(request, case, **asked)


@door(get="case.withdraw", post="case.withdraw")
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """The applicant, at the counter or by phone, takes the file back; a place becomes free."""
    case = viewed(request, code)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    asked: dict[str, Any] = {
        "question": _("Does the applicant withdraw %(name)s?") % {"name": name_of(case)},
        "verb": _("withdraw this file"),
        "text": _("A place that was kept is given to the next in line. This cannot be undone."),
        "form": form,
        "danger": True,
    }
    if request.method == "POST" and form.is_valid():
        answer = _carry_out(
            request,
            case,
            lambda: decisions.withdraw(
                case=case,
                viewer=viewer_on(request),
                reason=form.cleaned_data["reason"],
                key=replies.key_of(request),
            ),
            _("Withdrawn. A place that was kept is free again."),
        )
        if isinstance(answer, HttpResponse):
            return answer
        asked |= _words(answer)
    return _confirm(request, case, **asked)


@door(get="case.return", post="case.return")
def send_back(request: HttpRequest, code: str) -> HttpResponse:
    """All defects in one list and one message: written, then shown as sent, then sent."""
    case = viewed(request, code)
    is_second = case.returns.exists()
    form = _return_form(request, case, is_second=is_second)
    error: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        if "confirmed" not in request.POST:
            return _preview(request, case, form)
        defects = form.defects
        answer = _carry_out(
            request,
            case,
            lambda: decisions.return_once(
                case=case,
                viewer=viewer_on(request),
                defects=defects,
                due_on=form.cleaned_data["due_on"],
                reason=form.cleaned_data.get("reason", ""),
                seen_version=seen_version(request),
                key=replies.key_of(request),
            ),
            _("Sent. A place that was kept stays kept."),
        )
        if isinstance(answer, HttpResponse):
            return answer
        error = answer
    context = {
        "case": case,
        "name": name_of(case),
        "form": form,
        "is_second": is_second,
        "seen": _seen(request, case),
        **(_words(error) if error else {}),
    }
    status = 422 if form.errors else 409 if error else 200
    return replies.page(request, "desk/cases/return.html", context, status=status)


def _return_form(request: HttpRequest, case: Case, *, is_second: bool) -> ReturnForm:
    states = paper_states(case)
    only = request.GET.get("dokumen", "")
    wanted = {name.removeprefix("say_") for name in request.POST if name.startswith("say_")}
    defects = case_sheet.defects_of(states, wanted if request.method == "POST" else {only})
    if request.method == "POST":
        defects = [row for row in defects if row["code"] in wanted]
    calendar = working_calendar(case.office)
    due = calendar.add_working_days(clock.today(case.office.zone), RETURN_WORKING_DAYS)
    return ReturnForm(
        request.POST if request.method == "POST" else None,
        defects=defects,
        is_second=is_second,
        is_sent="confirmed" in request.POST,
        only=only,
        initial={"due_on": due},
    )


def _preview(request: HttpRequest, case: Case, form: ReturnForm) -> HttpResponse:
    """The message as the applicant will get it, and the list on the file's own page."""
    defects, due = form.defects, form.cleaned_data["due_on"]
    texts = messages.write(
        "case-returned",
        {
            "code": case.code,
            "office": case.office.unit,
            "n": str(len(defects)),
            "due": date_id(due),
        },
        lang="id",
    )
    verb = ngettext("return with %(n)s defect", "return with %(n)s defects", len(defects))
    hidden = [
        (name, value)
        for name in form.fields
        for value in request.POST.getlist(name)
        if not isinstance(form.fields[name], forms.FileField)
    ]
    context = {
        "case": case,
        "name": name_of(case),
        "message": texts.body,
        "defects": defects,
        "due": day_text(due),
        "verb": verb % {"n": len(defects)},
        "hidden": hidden,
        "seen": _seen(request, case),
    }
    return replies.page(request, "desk/cases/return_preview.html", context)
