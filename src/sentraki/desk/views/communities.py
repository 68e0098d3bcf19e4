"""Communities of the region: the list, one community with what it lacks, its members, its marks."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sentraki.cases.models import Case, Right
from sentraki.cases.selectors.collective import lacks_of
from sentraki.cases.selectors.queues import cases_of
from sentraki.cases.services.collective import leave, open_case
from sentraki.cases.services.filing_papers import written_anew
from sentraki.cases.telling import voice_of
from sentraki.desk import replies
from sentraki.desk.forms.communities import (
    BOARD,
    KINDS,
    CollectiveForm,
    CommunityForm,
    MembersForm,
)
from sentraki.desk.views.usage_rules import version_rows
from sentraki.insight.collective import Figure, collective_marks, members_using
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer, decide
from sentraki.kernel.errors import AlreadyDone, Refusal
from sentraki.kernel.refs import key_of
from sentraki.offices.doors import door
from sentraki.offices.selectors import region_path_names
from sentraki.offices.viewers import viewer_on
from sentraki.parties.models import Community
from sentraki.parties.selectors.communities import communities as rows_of
from sentraki.parties.services import communities as services

A_PAGE = 30
MOST_SHOWN = 200
MOST_FILES = 50


def together(viewer: Viewer) -> tuple[Figure, ...]:
    """The figures of marks owned together."""
    return collective_marks(viewer), members_using(viewer)


@door(get="community.list")
def communities(request: HttpRequest) -> HttpResponse:
    """Every community of the region by name."""
    viewer = viewer_on(request)
    page = Paginator(rows_of(viewer), A_PAGE).get_page(request.GET.get("page"))
    office = replies.own_office(request)
    facts = {"region_code": office.region_code}
    context = {
        "page": page,
        "figures": [(one.name, one.count, one.definition) for one in together(viewer)],
        "rows": [(row, KINDS[row.kind]) for row in page],
        "may_record": decide("community.record", viewer, **facts).allowed,
    }
    return replies.page(request, "desk/communities/list.html", context)


@door(get="community.record", post="community.record")
def new(request: HttpRequest) -> HttpResponse:
    """Record a community nobody has recorded yet."""
    region = replies.own_office(request).region_code
    if not decide("community.record", viewer_on(request), region_code=region).allowed:
        raise Http404
    return _edited(request, None)


new.accepts_upload = True  # type: ignore[attr-defined]  # walked by the upload tests


@door(get="community.record", post="community.record")
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Bring a community up to date."""
    return _edited(request, community_of(request, public_id))


edit.accepts_upload = True  # type: ignore[attr-defined]  # walked by the upload tests


def _edited(request: HttpRequest, community: Community | None) -> HttpResponse:
    office = replies.own_office(request)
    if request.method == "POST":
        form = CommunityForm(request.POST, request.FILES, office=office)
        if form.is_valid():
            try:
                written = written_anew(replies.sent_file(form.cleaned_data["deed"]), "deed")
                saved = services.record(
                    office=office,
                    viewer=viewer_on(request),
                    community=community,
                    values=form.values(),
                    seats=form.seats(),
                    deed=written.content if written else None,
                    key=replies.key_of(request),
                )
            except AlreadyDone as again:
                return _first(request, again.receipt)
            except Refusal as refusal:
                replies.put_on(form, refusal)
            else:
                replies.done(request, _("Recorded."))
                return redirect("desk:community", public_id=saved.public_id)
    else:
        form = (
            CommunityForm.about(community, office=office)
            if community
            else (CommunityForm(office=office))
        )
    context = {"form": form, "community": community}
    status = 422 if form.errors else 200
    return replies.page(request, "desk/communities/edit.html", context, status=status)


def _first(request: HttpRequest, receipt: str) -> HttpResponse:
    rows = Community.objects.for_viewer(viewer_on(request))
    found = rows.filter(pk=key_of(receipt, "parties.community") or 0).first()
    if found is None:
        raise Http404
    return redirect("desk:community", public_id=found.public_id)


@door(get="community.view")
def community(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is known of one community, what it lacks, its rules of use, its files and marks."""
    viewer = viewer_on(request)
    row = community_of(request, public_id)
    facts = {"region_code": row.region_code}
    today = clock.today(row.office.zone)
    lacking = lacks_of(row)
    files = cases_of(viewer).filter(community=row)[:MOST_FILES]
    context = {
        "community": row,
        "kind": KINDS[row.kind],
        "places": region_path_names(row.district_code)[:0:-1] if row.district_code else [],
        "lacks": [(lack.code, _(lack.message)) for lack in lacking],
        "board": [
            (s, BOARD[s.as_seat().role], s.as_seat().is_held(today)) for s in row.seats.all()
        ],
        "versions": version_rows(row),
        "files": [(case, voice_of(case)) for case in files],
        "rights": list(Right.objects.for_viewer(viewer).filter(community=row)),
        "how_many": row.members.filter(left_on=None).count(),
        "may_record": decide("community.record", viewer, **facts).allowed,
        "may_write": decide("usage-rules.write", viewer, **facts).allowed,
        "may_file": decide("case.submit", viewer, **facts).allowed,
    }
    return replies.page(request, "desk/communities/community.html", context)


@door(get="community.view", post="community.enrol")
def members(request: HttpRequest, public_id: str) -> HttpResponse:
    """The members; new ones are written one a line, or come as a sheet."""
    row = community_of(request, public_id)
    viewer = viewer_on(request)
    form = MembersForm(request.POST if "people" in request.POST else None)
    if request.method == "POST":
        try:
            if _changed(request, row, form):
                return redirect("desk:community-members", public_id=row.public_id)
        except AlreadyDone:
            return redirect("desk:community-members", public_id=row.public_id)
        except Refusal as refusal:
            replies.put_on(form, refusal)
    found = row.members.select_related("business").order_by("left_on", "name", "pk")
    context = {
        "community": row,
        "form": form,
        "members": list(found[:MOST_SHOWN]),
        "most": MOST_SHOWN if found.count() > MOST_SHOWN else 0,
        "may_enrol": decide("community.enrol", viewer, region_code=row.region_code).allowed,
    }
    status = 422 if form.errors else 200
    return replies.page(request, "desk/communities/members.html", context, status=status)


def _changed(request: HttpRequest, row: Community, form: MembersForm) -> bool:
    viewer, key = viewer_on(request), replies.key_of(request)
    leaving = request.POST.get("leave", "")
    if leaving.isascii() and leaving.isdigit() and len(leaving) < 12:
        gone = leave(community=row, viewer=viewer, number=int(leaving), key=key)
        replies.done(request, _("%(name)s is no longer a member.") % {"name": gone.name})
        return True
    if not form.is_valid():
        return False
    made = services.enrol(community=row, viewer=viewer, people=form.members(), key=key)
    replies.done(request, _("%(n)s members recorded.") % {"n": len(made)})
    return True


@door(get="case.submit", post="case.submit")
def mark(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open the file of a collective mark; a community that lacks something gets the list."""
    row = community_of(request, public_id)
    lacking = lacks_of(row)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CollectiveForm(*sent, community=row)
    if request.method == "POST" and form.is_valid():
        try:
            case = open_case(
                office=replies.own_office(request),
                community=row,
                viewer=viewer_on(request),
                wanted=form.wanted(),
                key=replies.key_of(request),
            )
        except AlreadyDone as again:
            case = _case_of(request, again.receipt)
            return redirect("desk:case", code=case.code)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            text = _("The file is taken in. Give the owner this code: %(code)s.")
            replies.done(request, text % {"code": case.code})
            return redirect("desk:case", code=case.code)
    context: dict[str, Any] = {
        "community": row,
        "form": form,
        "lacks": [(lack.code, _(lack.message)) for lack in lacking],
    }
    status = 422 if form.errors else 200
    return replies.page(request, "desk/communities/mark.html", context, status=status)


mark.accepts_upload = True  # type: ignore[attr-defined]  # walked by the upload tests


def _case_of(request: HttpRequest, receipt: str) -> Case:
    rows = Case.objects.for_viewer(viewer_on(request))
    found = rows.filter(pk=key_of(receipt, "cases.case") or 0).first()
    if found is None:
        raise Http404
    return found


def community_of(request: HttpRequest, public_id: str) -> Community:
    """The community if it lies in the officer's region, else 404; applicants have no page of it."""
    viewer = viewer_on(request)
    rows = Community.objects.for_viewer(viewer).select_related("office__region", "deed")
    row = rows.filter(public_id=public_id).first()
    if row is None or not decide("community.view", viewer, region_code=row.region_code).allowed:
        raise Http404
    return row
