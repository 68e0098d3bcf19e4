"""Rules of use of a collective mark: written page by page, frozen, signed, recorded."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from sentraki.cases.models import UsageRules
from sentraki.cases.rules.usage import STEPS, next_step, unwritten
from sentraki.cases.rules.usage_flow import RulesStatus
from sentraki.cases.selectors.collective import chapters, rules_in_work, rules_of
from sentraki.cases.selectors.fees import fee_rows
from sentraki.cases.services import usage_pages
from sentraki.cases.services import usage_rules as services
from sentraki.desk import replies
from sentraki.desk.forms.communities import ChaptersForm, RecordedForm, SignRulesForm
from sentraki.kernel import clock
from sentraki.kernel.access import decide
from sentraki.kernel.errors import AlreadyDone, Refusal
from sentraki.kernel.wording import rupiah, time_id
from sentraki.ledger.services import documents
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on
from sentraki.parties.models import Community

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CHANGE_FEE = "MRK-UBAH-ATURAN-KOLEKTIF"
WORDS: dict[str, tuple[str, Promise]] = {
    RulesStatus.DRAFT: ("waiting", pgettext_lazy("rules status", "being written")),
    RulesStatus.FROZEN: ("action", pgettext_lazy("rules status", "waits for signatures")),
    RulesStatus.SIGNED: ("running", pgettext_lazy("rules status", "in force")),
    RulesStatus.REPLACED: ("ended", pgettext_lazy("rules status", "replaced")),
    RulesStatus.DROPPED: ("ended", pgettext_lazy("rules status", "given up")),
}
TITLES: dict[str, Promise] = {
    "quality": pgettext_lazy("rules of use", "Quality and members"),
    "supervision": pgettext_lazy("rules of use", "Supervision and use of the logo"),
    "sanctions": pgettext_lazy("rules of use", "Sanctions and leaving"),
    "other": pgettext_lazy("rules of use", "Everything else"),
}


def version_rows(community: Community) -> list[tuple[UsageRules, str, Promise]]:
    """The versions, newest first, each with its look and word."""
    return [(row, *WORDS[row.status]) for row in community.usage_rules.all()]


@door(post="usage-rules.write")
def start(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin a version, or go on with the one in work."""
    viewer = viewer_on(request)
    rows = Community.objects.for_viewer(viewer).select_related("office__region")
    community = rows.filter(public_id=public_id).first()
    if (
        community is None
        or not decide("usage-rules.write", viewer, region_code=community.region_code).allowed
    ):
        raise Http404
    try:
        rules = services.start(community=community, viewer=viewer, key=replies.key_of(request))
    except AlreadyDone:
        working = rules_in_work(community)
        if working is None:
            return redirect("desk:community", public_id=community.public_id)
        rules = working
    return redirect("desk:rules-step", public_id=rules.public_id, step=STEPS[0])


@door(get="usage-rules.write", post="usage-rules.write")
def step(request: HttpRequest, public_id: str, step: str) -> HttpResponse:
    """One page of the wizard; kept while one types, and by its button without scripts."""
    rules = rules_or_404(request, public_id)
    if step not in STEPS:
        raise Http404
    mine = [chapter for chapter in chapters() if chapter.step == step]
    posted = request.method == "POST"
    form = ChaptersForm(
        request.POST if posted else None,
        initial=dict(rules.chapters),
        chapters=mine,
        lang=replies.language(),
    )
    if posted and form.is_valid():
        try:
            rules = services.save(
                rules=rules, viewer=viewer_on(request), step=step, texts=form.cleaned_data
            )
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            if "autosave" in request.POST:
                zone = rules.community.office.zone
                return JsonResponse({"saved_at": time_id(rules.saved_at, zone)})
            after = next_step(step)
            if after:
                return redirect("desk:rules-step", public_id=rules.public_id, step=after)
            return redirect("desk:rules", public_id=rules.public_id)
    place = STEPS.index(step)
    context = {
        "rules": rules,
        "form": form,
        "title": TITLES[step],
        "now": place + 1,
        "total": len(STEPS),
        "before": STEPS[place - 1] if place else "",
        "is_open": rules.status == RulesStatus.DRAFT,
    }
    status = 422 if form.errors else 200
    return replies.page(request, "desk/communities/step.html", context, status=status)


@door(get="usage-rules.view", post="usage-rules.freeze")
def rules(request: HttpRequest, public_id: str) -> HttpResponse:
    """One version: its words, its paper, who signed; a POST freezes it."""
    row = rules_or_404(request, public_id)
    refused = ""
    if request.method == "POST":
        try:
            services.freeze(rules=row, viewer=viewer_on(request), key=replies.key_of(request))
        except AlreadyDone:
            return redirect("desk:rules", public_id=row.public_id)
        except Refusal as refusal:
            refused = replies.words(refusal)
        else:
            replies.done(request, _("The text is fixed. Print it and let the whole board sign."))
            return redirect("desk:rules", public_id=row.public_id)
    status = 422 if refused else 200
    context = _context(request, row) | {"refused": refused}
    return replies.page(request, "desk/communities/rules.html", context, status=status)


def _context(request: HttpRequest, row: UsageRules) -> dict[str, Any]:
    viewer, facts = viewer_on(request), services.facts_of(row)
    texts, lang = row.chapters or {}, replies.language()
    look, word = WORDS[row.status]
    fees = fee_rows(CHANGE_FEE)
    return {
        "rules": row,
        "look": look,
        "word": word,
        "chapters": [(c.label(lang), texts.get(c.code, ""), c.step) for c in chapters()],
        "missing": [c.label(lang) for c in unwritten(chapters(), texts)],
        "signers": (row.signers or {}).get("list", []),
        "is_open": row.status == RulesStatus.DRAFT,
        "is_frozen": row.status == RulesStatus.FROZEN,
        "is_changed": row.status == RulesStatus.SIGNED and row.number > 1,
        "fee": rupiah(fees[0].amount) if fees else "",
        "may_write": decide("usage-rules.write", viewer, **facts).allowed,
        "may_record": decide("usage-rules.recorded", viewer, **facts).allowed,
    }


@door(get="usage-rules.sign", post="usage-rules.sign")
def sign(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who of the board has signed, when, and the signed copy."""
    row = rules_or_404(request, public_id)
    board = [s.name for s in usage_pages.board_of(row, clock.today(row.community.office.zone))]
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SignRulesForm(*sent, names=board)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.sign(
                rules=row,
                viewer=viewer_on(request),
                signed_on=given["signed_on"],
                names=given["names"],
                copy=replies.sent_file(given["copy"]),
                key=replies.key_of(request),
            )
        except AlreadyDone:
            return redirect("desk:community", public_id=row.community.public_id)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, _("The rules of use are in force."))
            return redirect("desk:community", public_id=row.community.public_id)
    status = 422 if form.errors else 200
    context = {"rules": row, "form": form}
    return replies.page(request, "desk/communities/sign.html", context, status=status)


sign.accepts_upload = True  # type: ignore[attr-defined]  # walked by the upload tests


@door(post="usage-rules.drop")
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give up a version nobody has signed."""
    row = rules_or_404(request, public_id)
    try:
        services.drop(rules=row, viewer=viewer_on(request), key=replies.key_of(request))
    except AlreadyDone:
        pass
    except Refusal as refusal:
        context = _context(request, row) | {"refused": replies.words(refusal)}
        return replies.page(request, "desk/communities/rules.html", context, status=422)
    else:
        replies.done(request, _("This version is given up."))
    return redirect("desk:community", public_id=row.community.public_id)


@door(get="usage-rules.recorded", post="usage-rules.recorded")
def recorded(request: HttpRequest, public_id: str) -> HttpResponse:
    """What DJKI says of changed rules."""
    row = rules_or_404(request, public_id)
    form = RecordedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        day: date = given["recorded_on"]
        try:
            services.record_change(
                rules=row, viewer=viewer_on(request), number=given["number"], recorded_on=day,
                key=replies.key_of(request),
            )  # fmt: skip
        except AlreadyDone:
            return redirect("desk:rules", public_id=row.public_id)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, _("Recorded."))
            return redirect("desk:rules", public_id=row.public_id)
    status = 422 if form.errors else 200
    context = {"rules": row, "form": form}
    return replies.page(request, "desk/communities/recorded.html", context, status=status)


@door(get="usage-rules.view")
def paper(request: HttpRequest, public_id: str, form: str) -> HttpResponse:
    """The version as ``pdf`` (frozen once it is fixed) or as ``docx`` to go on writing in."""
    row = rules_or_404(request, public_id)
    name = f"ketentuan-v{row.number}.{form}"
    if form == "docx":
        return replies.download(usage_pages.as_docx(row), DOCX, name)
    if form != "pdf":
        raise Http404
    if row.page is None:
        content = usage_pages.as_pdf(row, row.saved_at)
    else:
        content = documents.read(row.page, viewer_on(request), "print")
    return replies.download(content, "application/pdf", name)


def rules_or_404(request: HttpRequest, public_id: str) -> UsageRules:
    """The version if it is of the officer's region, else 404."""
    viewer = viewer_on(request)
    row = rules_of(viewer).filter(public_id=public_id).first()
    if row is None or not decide("usage-rules.view", viewer, **services.facts_of(row)).allowed:
        raise Http404
    return row
