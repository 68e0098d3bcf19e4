"""A registered collective mark at the desk: its members, one member, visits, report, transfer."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from sentraki.cases.models import MarkMember, QualityVisit, Right
from sentraki.cases.rules.member_flow import MEMBER_FLOW, MemberStatus
from sentraki.cases.selectors.collective import COLLECTIVE, quality_points, rules_in_force, uses_of
from sentraki.cases.services import collective, mark_members, mark_report
from sentraki.cases.services.mark_members import Ground
from sentraki.desk import replies
from sentraki.desk.forms.communities import MoveForm, TransferForm, VisitForm
from sentraki.desk.packet import PacketSeal
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer, decide
from sentraki.kernel.errors import AlreadyDone, Refusal
from sentraki.kernel.refs import ref_of
from sentraki.ledger.models import Document
from sentraki.ledger.rules.seal_states import SealState
from sentraki.ledger.services import documents, seals
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on
from sentraki.parties.models import Community

A_PAGE = 50
STATUS: dict[str, tuple[str, Promise]] = {
    MemberStatus.PROPOSED: ("waiting", pgettext_lazy("member status", "proposed")),
    MemberStatus.APPROVED: ("waiting", pgettext_lazy("member status", "admitted by the board")),
    MemberStatus.ACCEPTED: ("waiting", pgettext_lazy("member status", "accepted the rules")),
    MemberStatus.ACTIVE: ("running", pgettext_lazy("member status", "active")),
    MemberStatus.WARNED_1: ("action", pgettext_lazy("member status", "first warning")),
    MemberStatus.WARNED_2: ("action", pgettext_lazy("member status", "second warning")),
    MemberStatus.FROZEN: ("action", pgettext_lazy("member status", "suspended")),
    MemberStatus.REVOKED: ("ended", pgettext_lazy("member status", "revoked")),
    MemberStatus.LEFT: ("ended", pgettext_lazy("member status", "left")),
}
STEPS: dict[str, Promise] = {
    "approve": pgettext_lazy("member step", "Admit: the board has agreed"),
    "accept-rules": pgettext_lazy("member step", "Record that the member accepts the rules"),
    "activate": pgettext_lazy("member step", "Let the member use the mark and issue the seal"),
    "warn": pgettext_lazy("member step", "Warn"),
    "settle": pgettext_lazy("member step", "Take the warning back: it is mended"),
    "freeze": pgettext_lazy("member step", "Suspend: the seal turns red at once"),
    "thaw": pgettext_lazy("member step", "End the suspension"),
    "revoke": pgettext_lazy("member step", "Revoke for good"),
    "leave": pgettext_lazy("member step", "Record that the member leaves"),
}


@door(get="mark-member.view", post="mark-member.propose")
def members(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who may use the mark; a POST puts the community's newer members on the list."""
    right = _right(request, public_id)
    viewer = viewer_on(request)
    if request.method == "POST":
        try:
            made = mark_members.propose(right=right, viewer=viewer, key=replies.key_of(request))
        except AlreadyDone:
            pass
        else:
            replies.done(request, _("%(n)s members put on the list.") % {"n": made})
        return redirect("desk:mark-members", public_id=right.public_id)
    return _members_page(request, right)


def _members_page(request: HttpRequest, right: Right, error: str = "") -> HttpResponse:
    viewer = viewer_on(request)
    page = Paginator(uses_of(viewer, right), A_PAGE).get_page(request.GET.get("page"))
    facts = {"region_code": right.region_code}
    context = {
        "right": right,
        "rows": [(use, *STATUS[use.status]) for use in page],
        "page": page,
        "rules": rules_in_force(right.community) if right.community else None,
        "year": clock.today(right.office.zone).year,
        "error": error,
        "several": [(step, STEPS[step]) for step in mark_members.SEVERAL],
        "may_move": decide("mark-member.move-several", viewer, **facts).allowed,
        "may_propose": decide("mark-member.propose", viewer, **facts).allowed,
        "may_transfer": decide("right.transfer", viewer, **facts).allowed,
    }
    status = 422 if error else 200
    return replies.page(request, "desk/collective/members.html", context, status=status)


@door(post="mark-member.move-several")
def move_several(request: HttpRequest, public_id: str) -> HttpResponse:
    """One step for the chosen members; all of them take it or none does."""
    right, viewer = _right(request, public_id), viewer_on(request)
    if not decide("mark-member.move-several", viewer, region_code=right.region_code).allowed:
        raise Http404
    chosen = set(request.POST.getlist("use"))
    uses = [use for use in uses_of(viewer, right) if use.public_id in chosen]
    if len(uses) != len(chosen):
        raise Http404
    ground = Ground(agreed="agreed" in request.POST)
    try:
        mark_members.move_several(
            uses=uses, viewer=viewer, step=request.POST.get("step", ""), ground=ground,
            key=replies.key_of(request),
        )  # fmt: skip
    except AlreadyDone:
        pass
    except Refusal as refusal:
        return _members_page(request, right, error=replies.words(refusal))
    else:
        replies.done(request, _("Recorded for %(n)s members.") % {"n": len(uses)})
    return redirect("desk:mark-members", public_id=right.public_id)


@door(get="mark-member.view", post="mark-member.move")
def member(request: HttpRequest, public_id: str) -> HttpResponse:
    """One member: the seal, the visits, and the next step."""
    use = _use(request, public_id)
    viewer = viewer_on(request)
    form = MoveForm(request.POST if request.method == "POST" else None, steps=_steps(use, viewer))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        ground = Ground(given["reason"], given["agreed"], given["is_grave"], given["is_named"])
        try:
            mark_members.move(
                use=use, viewer=viewer, step=given["step"], ground=ground,
                key=replies.key_of(request),
            )  # fmt: skip
        except AlreadyDone:
            return redirect("desk:mark-member", public_id=use.public_id)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, _("Recorded."))
            return redirect("desk:mark-member", public_id=use.public_id)
    return _member_page(request, use, move=form)


def _steps(use: MarkMember, viewer: Viewer) -> list[tuple[str, Promise]]:
    moves = MEMBER_FLOW.open_to(status=use.status, role=viewer.role)
    return [(step.verb, STEPS[step.verb]) for step in moves if step.verb in STEPS]


def _member_page(
    request: HttpRequest, use: MarkMember, *, move: MoveForm | None = None,
    visit: VisitForm | None = None,
) -> HttpResponse:  # fmt: skip
    viewer, lang = viewer_on(request), replies.language()
    look, word = STATUS[use.status]
    steps = _steps(use, viewer)
    facts = {"region_code": use.region_code}
    points = quality_points(lang)
    context = {
        "use": use,
        "right": use.right,
        "look": look,
        "word": word,
        "steps": steps,
        "move": move or MoveForm(steps=steps),
        "visit": visit or VisitForm(lang=lang),
        "visits": _visits(use, viewer, points),
        "address": seals.address_of(use.seal.code) if use.seal else "",
        "is_printable": use.seal is not None and use.seal.state == SealState.VALID,
        "may_move": bool(steps) and decide("mark-member.move", viewer, **facts).allowed,
        "may_visit": decide("quality-visit.record", viewer, **facts).allowed,
    }
    wrong = any(form is not None and form.errors for form in (move, visit))
    status = 422 if wrong else 200
    return replies.page(request, "desk/collective/member.html", context, status=status)


def _visits(
    use: MarkMember, viewer: Viewer, points: Mapping[str, str]
) -> list[tuple[QualityVisit, list[str], list[Document]]]:
    """Each visit, the points that were not as they should be, and its photos. Two queries."""
    rows = list(use.visits.all())
    photos: dict[str, list[Document]] = {str(ref_of(row)): [] for row in rows}
    for photo in Document.objects.for_viewer(viewer).filter(
        kind=mark_members.PHOTO, on_ref__in=photos
    ):
        photos[photo.on_ref].append(photo)
    return [
        (
            row,
            [points[code] for code, good in row.points.items() if not good and code in points],
            photos[str(ref_of(row))],
        )
        for row in rows
    ]


@door(get="mark-member.view")
def photo(request: HttpRequest, public_id: str, document: str) -> HttpResponse:
    """A photo of a visit to this very member, to be kept."""
    use, viewer = _use(request, public_id), viewer_on(request)
    owners = [str(ref_of(row)) for row in use.visits.all()]
    found = Document.objects.for_viewer(viewer).filter(
        public_id=document, kind=mark_members.PHOTO, on_ref__in=owners
    )
    kept = found.first()
    if kept is None:
        raise Http404
    content = documents.read(kept, viewer, "visit")
    return replies.download(content, kept.mime, f"kunjungan-{kept.pk}.jpg")


@door(post="quality-visit.record")
def visit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Record a quality visit with its photos."""
    use = _use(request, public_id)
    form = VisitForm(request.POST, request.FILES, lang=replies.language())
    if form.is_valid():
        given = form.cleaned_data
        photos = [sent for file in given["photos"] if (sent := replies.sent_file(file))]
        try:
            mark_members.record_visit(
                use=use, viewer=viewer_on(request), visited_on=given["visited_on"],
                good=given["good"], finding=given["finding"], photos=photos,
                key=replies.key_of(request),
            )  # fmt: skip
        except AlreadyDone:
            return redirect("desk:mark-member", public_id=use.public_id)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, _("The visit is recorded."))
            return redirect("desk:mark-member", public_id=use.public_id)
    return _member_page(request, use, visit=form)


visit.accepts_upload = True  # type: ignore[attr-defined]  # walked by the upload tests


@door(get="mark-member.view")
def seal(request: HttpRequest, public_id: str) -> HttpResponse:
    """The member's seal for packets as a picture; only a valid one is given out."""
    use = _use(request, public_id)
    if use.seal is None or use.seal.state != SealState.VALID:
        raise Http404
    drawn = PacketSeal(
        word=pgettext("seal", "MEMBER"),
        mark=use.right.name,
        code=use.seal.code,
        address=seals.address_of(use.seal.code),
    )
    return replies.download(drawn.svg(), "image/svg+xml", f"stempel-anggota-{use.pk}.svg")


@door(get="mark-member.view")
def report(request: HttpRequest, public_id: str, year: int) -> HttpResponse:
    """The yearly report of a collective mark as PDF."""
    right = _right(request, public_id)
    if not 2000 <= year <= clock.today(right.office.zone).year:
        raise Http404
    content = mark_report.as_pdf(right, viewer_on(request), year)
    return replies.download(content, "application/pdf", f"laporan-{right.number}-{year}.pdf")


@door(get="right.transfer", post="right.transfer")
def transfer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand the mark on to a community that is able to supervise it."""
    right = _right(request, public_id)
    viewer = viewer_on(request)
    rows = Community.objects.for_viewer(viewer).select_related("office")
    posted = request.method == "POST"
    # The present owner is not offered, but a form sent twice still names it.
    others = {row.public_id: row for row in rows if posted or row.pk != right.community_id}
    form = TransferForm(
        request.POST if request.method == "POST" else None,
        others=[(key, row.name) for key, row in others.items()],
    )
    if request.method == "POST" and form.is_valid():
        try:
            collective.transfer(
                right=right, to=others[form.cleaned_data["to"]], viewer=viewer,
                reason=form.cleaned_data["reason"], key=replies.key_of(request),
            )  # fmt: skip
        except AlreadyDone:
            return redirect("desk:mark-members", public_id=right.public_id)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, _("The mark is handed on. The new owner admits its members."))
            return redirect("desk:mark-members", public_id=right.public_id)
    status = 422 if form.errors else 200
    context: dict[str, Any] = {"right": right, "form": form}
    return replies.page(request, "desk/collective/transfer.html", context, status=status)


def _right(request: HttpRequest, public_id: str) -> Right:
    viewer = viewer_on(request)
    rows = Right.objects.for_viewer(viewer).filter(kind=COLLECTIVE)
    row = rows.select_related("office__region", "community__office", "seal").filter(
        public_id=public_id
    ).first()  # fmt: skip
    if row is None or not decide("mark-member.view", viewer, region_code=row.region_code).allowed:
        raise Http404
    return row


def _use(request: HttpRequest, public_id: str) -> MarkMember:
    viewer = viewer_on(request)
    rows = MarkMember.objects.for_viewer(viewer).select_related(
        "member__business", "seal", "rules", "right__office__region", "right__community__office"
    )
    row = rows.filter(public_id=public_id).first()
    if row is None or not decide("mark-member.view", viewer, region_code=row.region_code).allowed:
        raise Http404
    return row
