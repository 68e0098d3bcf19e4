"""The answer desk: DJKI's letter in points, an answer to each, and the paper once it is whole."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sentraki.cases.models import FilingEvent, Reply, ReplyPoint
from sentraki.cases.rules.answering import KIND_OF, TITLES, Exhibit, ReplyKind
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.rules.office_letter import dates_of, gaps_in, is_answered, take_apart
from sentraki.cases.selectors import replies as selectors
from sentraki.cases.selectors.due import deadlines_of, standings
from sentraki.cases.services import replies, reply_papers
from sentraki.cases.services.dossier import with_office
from sentraki.desk import deadline_rows
from sentraki.desk import replies as frame
from sentraki.desk.forms.replies import AnswerForm, LetterForm, PointForm, SentForm, version_of
from sentraki.desk.views.filings import facts_of, filing_or_404
from sentraki.desk.views.watches import DOCX
from sentraki.kernel import clock
from sentraki.kernel.access import decide
from sentraki.kernel.errors import AlreadyDone, Refusal, Stale
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on

JUST_NOW = timedelta(minutes=30)
ARRANGED = ("reword", "join", "remove")


@door(get="reply.begin", post="reply.begin")
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Paste the letter, see how it is read, and begin the answer."""
    filing = filing_or_404(request, pk)
    event = selectors.to_answer(filing)
    if not decide("reply.begin", viewer_on(request), **facts_of(filing)).allowed:
        raise Http404
    if event is None:
        begun = selectors.replies_of(viewer_on(request)).filter(filing=filing).first()
        return redirect("desk:reply", begun.public_id) if begun else redirect("desk:filing", pk)
    given = {"dated_on": event.letter_dated_on, "due_in_letter": event.due_in_letter}
    form = LetterForm(request.POST or None, initial=given)
    read: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        if "confirmed" in request.POST:
            try:
                reply = _begin(request, event, form)
            except AlreadyDone:
                return redirect("desk:reply-new", pk)
            except Refusal as refusal:
                frame.put_on(form, refusal)
            else:
                return redirect("desk:reply", reply.public_id)
        else:
            form, read = _reading(event, form)
    title = TITLES[KIND_OF[FilingStatus(event.status)]]
    context = {"filing": filing, "form": form, "read": read, "title": title}
    status = 422 if form.errors else 200
    return frame.page(request, "desk/reply/new.html", context, status=status)


def _begin(request: HttpRequest, event: FilingEvent, form: LetterForm) -> Reply:
    return replies.begin(
        event=event, viewer=viewer_on(request), key=frame.key_of(request), **form.cleaned_data
    )


def _reading(event: FilingEvent, form: LetterForm) -> tuple[LetterForm, dict[str, Any]]:
    """The form with the letter's dates filled in where none were given, and the points found."""
    given = dict(form.cleaned_data)
    found = dates_of(given["letter"])
    given["dated_on"] = given["dated_on"] or found.dated_on
    given["due_in_letter"] = given["due_in_letter"] or found.due_on
    return LetterForm(initial=given), {"points": take_apart(given["letter"]).points}


@door(get="reply.view")
def reply(request: HttpRequest, public_id: str) -> HttpResponse:
    """Every point with what is still missing; the papers once nothing is."""
    return _page(request, reply_or_404(request, public_id))


@door(get="reply.view", post="reply.answer")
def point(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """One point: what the letter says, wording by article, the evidence held, the answer."""
    row = point_or_404(request, public_id, pk)
    if request.method != "POST":
        return _point_page(request, row, AnswerForm(initial=_now(row)))
    if not decide("reply.answer", viewer_on(request), **_facts(row.reply)).allowed:
        raise Http404
    form = AnswerForm(request.POST)
    autosave = "autosave" in request.POST
    if not form.is_valid():
        return JsonResponse({}, status=422) if autosave else _point_page(request, row, form)
    text = form.cleaned_data["answer"].replace("\r\n", "\n")
    if not autosave:
        text = _with_blocks(row, text, request.POST.getlist("block"))
    try:
        saved = _answer(request, row, text, form.cleaned_data["version"])
    except Stale as refusal:
        if autosave:
            return JsonResponse({}, status=409)
        row.refresh_from_db()
        return _clash(request, row, text, frame.words(refusal))
    except Refusal as refusal:
        frame.put_on(form, refusal)
        return JsonResponse({}, status=422) if autosave else _point_page(request, row, form)
    if autosave:
        zone = row.reply.filing.case.office.zone
        told = f"{clock.in_zone(saved.edited_at, zone):%H.%M} {zone}"
        return JsonResponse({"saved_at": told})
    if "stay" in request.POST:
        return redirect("desk:reply-point", public_id, pk)
    frame.done(request, _("The answer to this point was kept."))
    return redirect("desk:reply", public_id)


def _answer(request: HttpRequest, row: ReplyPoint, text: str, version: int) -> ReplyPoint:
    viewer = viewer_on(request)
    wanted = request.POST.getlist("exhibit")
    held = {one.code: one for one in exhibits_of(request, row)}
    return replies.answer(
        point=row,
        viewer=viewer,
        text=text,
        version=version,
        exhibits=[held[code] for code in dict.fromkeys(wanted) if code in held],
    )


def exhibits_of(request: HttpRequest, row: ReplyPoint) -> list[Exhibit]:
    """What may be attached: what the viewer's office holds, and what is attached already."""
    held = {one.code: one for one in selectors.exhibits_of(viewer_on(request), row.reply)}
    for one in row.exhibits:
        held.setdefault(one["code"], Exhibit(one["code"], "", one["line"]))
    return list(held.values())


def _with_blocks(row: ReplyPoint, text: str, keys: list[str]) -> str:
    """``text`` with the chosen wordings behind it, filled in for this mark."""
    known = selectors.known_of(row)
    chosen = [known.fill(one) for one in selectors.blocks_for(row.codes) if one.key in keys]
    return "\n\n".join(filter(None, [text.strip(), *chosen])) if chosen else text


def _now(row: ReplyPoint) -> dict[str, Any]:
    return {"answer": row.answer, "version": row.version}


def _clash(request: HttpRequest, row: ReplyPoint, text: str, why: str) -> HttpResponse:
    """Both wordings: nothing of either is lost, and sending once more takes the writer's own."""
    form = AnswerForm({"answer": text, "version": row.version})
    form.is_valid()
    form.add_error(None, why)
    return _point_page(request, row, form, theirs=row.answer or _("(empty)"))


@door(post="reply.arrange")
def arrange(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """Edit, cut, join or take away a point."""
    row = point_or_404(request, public_id, pk)
    how = request.POST.get("how", "reword")
    form = PointForm(request.POST)
    if how not in ARRANGED or (how == "reword" and not form.is_valid()):
        return _point_page(request, row, AnswerForm(initial=_now(row)), wording=form)
    given: dict[str, Any] = {
        "viewer": viewer_on(request),
        "version": version_of(request.POST),
        "key": frame.key_of(request),
    }
    if how == "reword":
        given["text"] = form.cleaned_data["text"]
    try:
        getattr(replies, how)(point=row, **given)
    except AlreadyDone:
        return redirect("desk:reply", public_id)
    except Refusal as refusal:
        frame.put_on(form, refusal)
        return _point_page(request, row, AnswerForm(initial=_now(row)), wording=form)
    frame.done(request, _("The points were arranged."))
    return redirect("desk:reply", public_id)


@door(post="reply.arrange")
def add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add a point the cutting has missed."""
    row = reply_or_404(request, public_id)
    form = PointForm(request.POST)
    if form.is_valid():
        viewer, text = viewer_on(request), form.cleaned_data["text"]
        try:
            replies.add(reply=row, viewer=viewer, text=text, key=frame.key_of(request))
        except AlreadyDone:
            return redirect("desk:reply", public_id)
        except Refusal as refusal:
            frame.put_on(form, refusal)
        else:
            return redirect("desk:reply", public_id)
    return _page(request, row, {"add": form})


@door(post="reply.finish")
def finish(request: HttpRequest, public_id: str) -> HttpResponse:
    """Record that the complete answer was handed in."""
    row = reply_or_404(request, public_id)
    form = SentForm(request.POST)
    if form.is_valid():
        viewer, given = viewer_on(request), form.cleaned_data
        try:
            replies.finish(reply=row, viewer=viewer, key=frame.key_of(request), **given)
        except AlreadyDone:
            return redirect("desk:reply", public_id)
        except Refusal as refusal:
            frame.put_on(form, refusal)
        else:
            frame.done(request, _("Recorded: the answer was handed in and the deadline kept."))
            return redirect("desk:reply", public_id)
    return _page(request, row, {"sent": form})


@door(get="reply.view")
def paper(request: HttpRequest, public_id: str, form: str) -> HttpResponse:
    """The complete answer as PDF or Word file; refused while a point has no answer."""
    if form not in ("pdf", "docx"):
        raise Http404
    row = reply_or_404(request, public_id)
    try:
        content = reply_papers.as_pdf(row) if form == "pdf" else reply_papers.as_docx(row)
    except Refusal as refusal:
        return _page(request, row, refused=frame.words(refusal))
    name = f"{row.kind}-{row.filing.number}.{form}"
    return frame.download(content, "application/pdf" if form == "pdf" else DOCX, name)


def reply_or_404(request: HttpRequest, public_id: str) -> Reply:
    """The answer if the viewer may know of it, else 404."""
    viewer = viewer_on(request)
    row = selectors.replies_of(viewer).filter(public_id=public_id).first()
    if row is None or not decide("reply.view", viewer, **_facts(row)).allowed:
        raise Http404
    return row


def point_or_404(request: HttpRequest, public_id: str, pk: int) -> ReplyPoint:
    """A point of an answer the viewer may know of, else 404."""
    row = reply_or_404(request, public_id)
    found = row.points.select_related("edited_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    found.reply = row
    return found


def _facts(row: Reply) -> dict[str, Any]:
    return with_office(row.filing.case)


def _may(request: HttpRequest, row: Reply) -> dict[str, bool]:
    viewer, running = viewer_on(request), row.sent_on is None
    verbs = ("answer", "arrange", "finish")
    return {one: running and decide(f"reply.{one}", viewer, **_facts(row)).allowed for one in verbs}


def _page(
    request: HttpRequest,
    row: Reply,
    wrong: Mapping[str, forms.Form] | None = None,
    *,
    refused: str = "",
) -> HttpResponse:
    viewer = viewer_on(request)
    points = [(one, is_answered(one.answer)) for one in row.points.select_related("edited_by")]
    due = deadlines_of(viewer).filter(event=row.event, rule=row.kind)
    context = {
        "reply": row,
        "title": TITLES[ReplyKind(row.kind)],
        "points": points,
        "missing": [one.position for one, done in points if not done],
        "lines": deadline_rows.of(standings(due)),
        "may": _may(request, row),
        "form": next(iter((wrong or {}).values()), None),
        "refused": refused,
        "forms": {"add": PointForm(), "sent": SentForm(), **(wrong or {})},
    }
    status = 422 if wrong or refused else 200
    return frame.page(request, "desk/reply/reply.html", context, status=status)


def _point_page(
    request: HttpRequest,
    row: ReplyPoint,
    form: AnswerForm,
    *,
    wording: PointForm | None = None,
    theirs: str = "",
) -> HttpResponse:
    viewer, ticked = viewer_on(request), {one["code"] for one in row.exhibits}
    if form.is_bound:
        ticked = set(request.POST.getlist("exhibit"))
    known = selectors.known_of(row)
    near = row.edited_by_id != viewer.person_id and clock.now() - row.edited_at < JUST_NOW
    context = {
        "reply": row.reply,
        "point": row,
        "title": TITLES[ReplyKind(row.reply.kind)],
        "form": form,
        "wrong": wording if wording and wording.errors else form,
        "wording": wording or PointForm(initial={"text": row.text}),
        "blocks": [(one, known.fill(one)) for one in selectors.blocks_for(row.codes)],
        "exhibits": [(one, one.code in ticked) for one in exhibits_of(request, row)],
        "gaps": gaps_in(row.answer),
        "near": near and row.version > 1,
        "theirs": theirs,
        "former": list(reversed(row.former.get("list", []))),
        "may": _may(request, row.reply),
    }
    status = 422 if form.errors or (wording and wording.errors) else 200
    return frame.page(request, "desk/reply/point.html", context, status=status)
