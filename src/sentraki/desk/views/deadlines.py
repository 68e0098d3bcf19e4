"""The queue of deadlines: what can be lost first stands first; each has a page of its own."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sentraki.cases.models import Deadline, Reminder
from sentraki.cases.rules.deadline_flow import DEADLINE_FLOW, DeadlineStatus
from sentraki.cases.rules.deadlines import Choice, Who
from sentraki.cases.selectors.due import Standing, asked, deadlines_of, standings, to_keep
from sentraki.cases.services import deadlines as services
from sentraki.cases.services import reminders
from sentraki.cases.services.dossier import with_office
from sentraki.desk import deadline_rows, replies
from sentraki.desk.forms.deadlines import DecideForm, MeetForm, WithdrawForm
from sentraki.kernel.access import Viewer, decide
from sentraki.kernel.errors import AlreadyDone, Invalid, Refusal
from sentraki.kernel.refs import key_of
from sentraki.kernel.wording import wa_link
from sentraki.offices.doors import door
from sentraki.offices.models import Person
from sentraki.offices.viewers import viewer_on

A_PAGE = 30
ASKED, ALL = "ditanya", "semua"


@door(get="deadline.list")
def deadlines(request: HttpRequest) -> HttpResponse:
    """What has to be kept, the nearest day first; or what is asked about; or everything."""
    viewer, wanted = viewer_on(request), request.GET.get("tampil", "")
    page = Paginator(_wanted(viewer, wanted), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": deadline_rows.of(standings(list(page))),
        "wanted": wanted,
        "asked": _wanted(viewer, ASKED).count(),
    }
    return replies.page(request, "desk/deadlines/deadlines.html", context)


def _wanted(viewer: Viewer, wanted: str) -> "QuerySet[Deadline]":
    if wanted == ALL:
        return deadlines_of(viewer)
    rows = to_keep(viewer)
    return rows.filter(asked()) if wanted == ASKED else rows


@door(get="deadline.view")
def deadline(request: HttpRequest, public_id: str) -> HttpResponse:
    """One deadline: both days, the article, what is asked, what an officer may say."""
    return _show(request, deadline_or_404(request, public_id))


@door(post="deadline.meet")
def meet(request: HttpRequest, public_id: str) -> HttpResponse:
    """The answer was sent in time."""

    def work(row: Deadline, given: Mapping[str, Any], **more: Any) -> Deadline:
        return services.meet(deadline=row, met_on=given["met_on"], note=given["note"], **more)

    return _carry_out(request, public_id, "meet", work, _("Recorded: the deadline was kept."))


@door(post="deadline.withdraw")
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """The deadline does not apply."""

    def work(row: Deadline, given: Mapping[str, Any], **more: Any) -> Deadline:
        return services.withdraw(deadline=row, reason=given["reason"], **more)

    return _carry_out(request, public_id, "withdraw", work, _("Recorded: it does not apply."))


@door(post="deadline.decide")
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Whose day counts, or the date on the letter."""

    def work(row: Deadline, given: Mapping[str, Any], **more: Any) -> Deadline:
        choice = Choice(given["choice"]) if given.get("choice") else None
        dated = given.get("letter_dated_on")
        return services.decide(deadline=row, choice=choice, letter_dated_on=dated, **more)

    return _carry_out(request, public_id, "decide", work, _("Recorded. This day counts now."))


def deadline_or_404(request: HttpRequest, public_id: str) -> Deadline:
    """The deadline if the viewer may know of it, else 404."""
    row = deadlines_of(viewer_on(request)).filter(public_id=public_id).first()
    if row is None or not _may(row, "deadline.view", viewer_on(request)):
        raise Http404
    return row


def _may(row: Deadline, action: str, viewer: Viewer) -> bool:
    return decide(action, viewer, **with_office(row.filing.case)).allowed


def _forms(row: Deadline, *data: Any) -> dict[str, forms.Form]:
    return {
        "meet": MeetForm(*data),
        "withdraw": WithdrawForm(*data),
        "decide": DecideForm(row, *data),
    }


def _carry_out(
    request: HttpRequest,
    public_id: str,
    verb: str,
    work: Callable[..., Deadline],
    sentence: str,
) -> HttpResponse:
    row = deadline_or_404(request, public_id)
    form = _forms(row, request.POST)[verb]
    if form.is_valid():
        try:
            work(row, form.cleaned_data, viewer=viewer_on(request), key=replies.key_of(request))
        except AlreadyDone:
            return redirect("desk:deadline", public_id=row.public_id)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, sentence)
            return redirect("desk:deadline", public_id=row.public_id)
    return _show(request, row, wrong={verb: form})


def _show(
    request: HttpRequest, row: Deadline, wrong: Mapping[str, forms.Form] | None = None
) -> HttpResponse:
    viewer = viewer_on(request)
    item = standings([row])[0]
    verbs = {step.verb for step in DEADLINE_FLOW.open_to(status=row.status, role=viewer.role)}
    is_asked = row.status == DeadlineStatus.OPEN and bool(row.question)
    context = {
        "row": row,
        "line": deadline_rows.line_of(item),
        "term": item.term,
        "is_sure": item.is_sure,
        "form": next(iter((wrong or {}).values()), None),
        "forms": {**_forms(row), **(wrong or {})},
        "may": {verb: _may(row, f"deadline.{verb}", viewer) for verb in verbs},
        "may_decide": is_asked and _may(row, "deadline.decide", viewer),
        "ours": row.who == Who.APPLICANT,
        "wa": _chat(row, item, viewer),
        "reminders": _reminded(row),
    }
    return replies.page(
        request, "desk/deadlines/deadline.html", context, status=422 if wrong else 200
    )


def _chat(row: Deadline, item: Standing, viewer: Viewer) -> str:
    """A chat with the applicant, today's text already typed; empty for those without the phone."""
    case = row.filing.case
    is_running = row.status in (DeadlineStatus.OPEN, DeadlineStatus.MISSED)
    if not (is_running and row.who == Who.APPLICANT and item.term is not None):
        return ""
    if not decide("case.view", viewer, **with_office(case)).allowed:
        return ""
    text = reminders.prepared_text(row, item.term)
    try:
        return wa_link(case.phone, text) if text else ""
    except Invalid:
        return ""


def _reminded(row: Deadline) -> list[tuple[Reminder, str]]:
    """Who was told when, by name; two queries."""
    told = list(row.reminders.filter(was_sent=True))
    keys = {key for one in told if (key := key_of(one.to, "offices.person"))}
    names = dict(Person.objects.filter(pk__in=keys).values_list("pk", "name"))
    return [
        (one, names.get(int(key_of(one.to, "offices.person") or 0), _("Applicant"))) for one in told
    ]
