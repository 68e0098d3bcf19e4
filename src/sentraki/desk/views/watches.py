"""What the watch found: similar marks published, while an objection is still possible."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sentraki.cases.models import WatchHit
from sentraki.cases.selectors import watch as selectors
from sentraki.cases.services import objections, watch
from sentraki.desk import replies
from sentraki.desk.forms.gazette import AnswerForm, DraftForm
from sentraki.kernel import clock
from sentraki.kernel.access import decide
from sentraki.kernel.errors import AlreadyDone, Refusal
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on

A_PAGE = 30
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@door(get="watch.list")
def watches(request: HttpRequest) -> HttpResponse:
    """Open hits of the region, the nearest last day first."""
    page = Paginator(selectors.open_hits(viewer_on(request)), A_PAGE).get_page(
        request.GET.get("page")
    )
    return replies.page(request, "desk/watch/list.html", {"page": page})


@door(get="watch.view")
def watch_hit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Both marks side by side, why they resemble, the draft, and what was decided."""
    return _page(request, hit_or_404(request, public_id))


@door(post="watch.answer")
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Record what was decided."""
    hit = hit_or_404(request, public_id)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            watch.answer(
                hit=hit, viewer=viewer_on(request), key=replies.key_of(request), **form.cleaned_data
            )
        except AlreadyDone:
            return redirect("desk:watch", public_id=hit.public_id)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, _("Recorded."))
            return redirect("desk:watch", public_id=hit.public_id)
    return _page(request, hit, answer=form)


@door(post="watch.draft")
def draft(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep the points as edited."""
    hit = hit_or_404(request, public_id)
    form = DraftForm(request.POST)
    if form.is_valid():
        points = form.cleaned_data["points"].replace("\r\n", "\n").split("\n\n")
        try:
            watch.edit_draft(
                hit=hit, viewer=viewer_on(request), points=points, key=replies.key_of(request)
            )
        except AlreadyDone:
            return redirect("desk:watch", public_id=hit.public_id)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, _("The draft was kept."))
            return redirect("desk:watch", public_id=hit.public_id)
    return _page(request, hit, draft=form)


@door(get="watch.view")
def paper(request: HttpRequest, public_id: str, form: str) -> HttpResponse:
    """The draft objection as PDF or Word file."""
    if form not in ("pdf", "docx"):
        raise Http404
    hit = hit_or_404(request, public_id)
    name = f"rancangan-keberatan-{hit.entry.number}.{form}"
    if form == "pdf":
        return replies.download(objections.as_pdf(hit), "application/pdf", name)
    return replies.download(objections.as_docx(hit), DOCX, name)


def hit_or_404(request: HttpRequest, public_id: str) -> WatchHit:
    """The open hit if it is of the viewer's region; after its last day it is gone."""
    viewer = viewer_on(request)
    hit = selectors.open_hits(viewer).filter(public_id=public_id).first()
    if hit is None or not decide("watch.view", viewer, region_code=hit.region_code).allowed:
        raise Http404
    return hit


def _page(
    request: HttpRequest,
    hit: WatchHit,
    *,
    answer: AnswerForm | None = None,
    draft: DraftForm | None = None,
) -> HttpResponse:
    viewer = viewer_on(request)
    points = "\n\n".join(selectors.proposed_points(hit))
    wrong = next((form for form in (answer, draft) if form is not None), None)
    words = selectors.words_of(hit, replies.language())
    context = {
        "hit": hit,
        "words": words,
        "rows": selectors.reasons_of(words),
        "own_label": selectors.own_label(hit),
        "days": (hit.last_day - clock.today("WIB")).days,
        "may": decide("watch.draft", viewer, region_code=hit.region_code).allowed,
        "form": wrong,
        "answer": answer or AnswerForm(initial={"answered": hit.answer, "note": hit.note}),
        "draft": draft or DraftForm(initial={"points": points}),
        "link": watch.link_of(hit),
    }
    return replies.page(request, "desk/watch/hit.html", context, status=422 if wrong else 200)
