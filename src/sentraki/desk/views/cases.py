"""The list of files and the page of one: evidence on the left, decisions on the right."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sentraki.cases.models import Case
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.selectors import queues
from sentraki.cases.selectors.applicant import story_of
from sentraki.cases.selectors.papers import paper_states
from sentraki.cases.selectors.quota import programmes_of
from sentraki.cases.services import dossier as dossiers
from sentraki.cases.services.export import note_export
from sentraki.cases.services.intake import facts_of
from sentraki.cases.services.papers import LABEL
from sentraki.cases.telling import sentence_now, voice_of
from sentraki.cases.voices import CASE
from sentraki.desk import case_rows, case_sheet, replies
from sentraki.desk.forms.cases import ReasonForm
from sentraki.desk.forms.counter import TYPES
from sentraki.desk.turn_box import turn_box
from sentraki.kernel import clock, ids
from sentraki.kernel.access import Role, decide
from sentraki.kernel.errors import AlreadyDone
from sentraki.kernel.refs import ref_of
from sentraki.kernel.sheets import write_csv
from sentraki.kernel.wording import mask_nik, mask_phone, phone_pretty, wa_link
from sentraki.ledger.selectors.documents import documents_of
from sentraki.ledger.selectors.letters import letters_of
from sentraki.ledger.selectors.timeline import timeline
from sentraki.offices.doors import door
from sentraki.offices.selectors import region_path_names
from sentraki.offices.viewers import viewer_on
from sentraki.parties.models import Community

A_PAGE = 30
MOST_HITS = 50
ALL = "semua"
SHOWN_LINES = 12
# Acts inside other acts, which tell the same in the file's own words.
KEEPING = frozenset({"document.store", "letter.attach"})


@door(get="case.list", post="case.list")
def cases(request: HttpRequest) -> HttpResponse:
    """A queue, or what a search found. Words of a search come by POST and stay out of addresses."""
    viewer = viewer_on(request)
    sizes = queues.queue_sizes(viewer)
    words = replies.searched(request)
    if request.method == "POST":
        found = list(queues.search_cases(viewer, words)[: MOST_HITS + 1])
        only = found[0] if len(found) == 1 else None
        if only is not None and only.code == ids.normalise_code(words):
            return redirect("desk:case", code=only.code)
        context = {
            "tiles": case_rows.queue_tiles(sizes),
            "is_search": True,
            "rows": case_rows.rows_of(viewer, found[:MOST_HITS]),
            "has_more": len(found) > MOST_HITS,
            "most": MOST_HITS,
        }
        return replies.page(request, "desk/cases/cases.html", context)
    current = request.GET.get("antre", CaseStatus.SUBMITTED.value)
    rows = _queue(request, current)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "tiles": case_rows.queue_tiles(sizes, current),
        "ended": [
            (status.value, CASE[status].officer, sizes[status.value])
            for status in case_rows.ENDS
            if sizes[status.value]
        ],
        "programmes": list(programmes_of(viewer)),
        "current": current,
        "title": CASE[CaseStatus(current)].officer if current != ALL else _("All files"),
        "page": page,
        "rows": case_rows.rows_of(viewer, list(page)),
        "picks": _may_export(request),
        "programme": request.GET.get("program", ""),
        "classes": request.GET.get("kelas", ""),
        "community": _community(request),
    }
    return replies.page(request, "desk/cases/cases.html", context)


def _queue(request: HttpRequest, current: str) -> Any:
    viewer = viewer_on(request)
    if current == ALL:
        rows = queues.cases_of(viewer)
    elif current in set(CaseStatus) and current != CaseStatus.DRAFT:
        rows = queues.queue(viewer, current)
    else:
        raise Http404
    programme, number = request.GET.get("program", ""), request.GET.get("kelas", "")
    community = request.GET.get("komunitas", "")
    if programme:
        rows = rows.filter(programme__public_id=programme)
    if number.isascii() and number.isdigit():
        rows = queues.of_class(rows, int(number[:2]))
    if community:
        rows = rows.filter(community__public_id=community)
    return rows


def _community(request: HttpRequest) -> Community | None:
    """The community the list is narrowed to, if the officer may know of it."""
    asked = request.GET.get("komunitas", "")
    if not asked:
        return None
    return Community.objects.for_viewer(viewer_on(request)).filter(public_id=asked).first()


def _may_export(request: HttpRequest) -> bool:
    facts = {"region_code": replies.own_office(request).region_code}
    return decide("case.export", viewer_on(request), **facts).allowed


@door(get="case.export", post="case.export")
def export(request: HttpRequest) -> HttpResponse:
    """The chosen files, or the whole queue, as a sheet; the reason is kept."""
    given = request.POST if request.method == "POST" else request.GET
    codes = [ids.normalise_code(code) for code in given.getlist("case")]
    current = given.get("antre", ALL)
    rows = _queue(request, current) if not codes else _chosen(request, codes)
    form = ReasonForm(request.POST if "reason" in request.POST else None)
    if form.is_valid():
        office, found = replies.own_office(request), list(rows)
        try:
            note_export(
                office=office,
                viewer=viewer_on(request),
                cases=found,
                reason=form.cleaned_data["reason"],
                key=replies.key_of(request),
            )
        except AlreadyDone:
            return redirect("desk:cases")
        day = clock.today(office.zone).isoformat()
        return replies.download(
            _sheet(request, found), "text/csv; charset=utf-8", f"berkas-{day}.csv"
        )
    context = {"form": form, "codes": codes, "current": current, "count": rows.count()}
    return replies.page(request, "desk/cases/export.html", context)


def _chosen(request: HttpRequest, codes: list[str]) -> Any:
    rows = queues.cases_of(viewer_on(request)).filter(code__in=codes)
    if rows.count() != len(set(codes)):
        raise Http404
    return rows


def _sheet(request: HttpRequest, cases: list[Case]) -> bytes:
    """Nothing secret: no mark, no person, no number of a person."""
    heads = [_("Code"), _("Business"), _("District"), _("Class"), _("Programme"), _("Status"),
             _("Sent on"), _("Days")]  # fmt: skip
    zone = replies.own_office(request).zone
    return write_csv(
        heads,
        [
            [
                row.case.code,
                row.name,
                row.district,
                row.case.classes,
                str(row.case.programme or ""),
                str(voice_of(row.case).officer),
                clock.in_zone(row.case.submitted_at, zone).date() if row.case.submitted_at else "",
                row.days if row.days is not None else "",
            ]
            for row in case_rows.rows_of(viewer_on(request), cases)
        ],
    )


@door(get="case.view")
def case(request: HttpRequest, code: str) -> HttpResponse:
    """One file with its evidence, papers and decisions."""
    return case_page(request, viewed(request, code))


@door(post="case.show-identity")
def identity(request: HttpRequest, code: str) -> HttpResponse:
    """The same page with the owner's NIK; opening it is an entry under the officer's name."""
    row = viewed(request, code)
    dossiers.show_identity(row, viewer_on(request))
    return case_page(request, row, shows_identity=True)


def viewed(request: HttpRequest, code: str) -> Case:
    """The file of ``code`` if this officer may see it, else 404. Drafts are the applicant's own."""
    row = replies.case_of(request, code)
    allowed = decide("case.view", viewer_on(request), **facts_of(row)).allowed
    if not allowed or row.status == CaseStatus.DRAFT:
        raise Http404
    return row


def case_page(request: HttpRequest, row: Case, *, shows_identity: bool = False) -> HttpResponse:
    """The page of one file."""
    viewer = viewer_on(request)
    states = paper_states(row)
    lines = case_sheet.paper_lines(viewer, row, states)
    story = story_of(row, viewer)
    letters = list(letters_of(viewer, ref_of(row)))
    context = {
        "case": row,
        "name": case_rows.name_of(row),
        "voice": voice_of(row),
        "days": case_rows.days_text(case_rows.days_since(row.submitted_at)),
        "reads": sentence_now(story),
        "story": story,
        "place": story.place,
        "turn": turn_box(viewer, row, story.place),
        "evidence": case_sheet.evidence_of(viewer, row),
        "has_label": any(s.requirement.code == LABEL and s.paper for s in states),
        "pdki": list(row.pdki_checks.select_related("checked_by", "evidence")),
        "may_check_pdki": decide("case.check-pdki", viewer, **facts_of(row)).allowed,
        "lines": lines,
        "bad": sum(line.is_bad for line in lines),
        "good": sum(line.state == "good" for line in lines),
        "choice": case_sheet.choice_of(viewer, row, states),
        "defects": case_sheet.defects_of(states),
        "letters": letters,
        "twins": list(queues.twins(viewer, row)[:MOST_HITS]),
        "history": _history(request, row, letters),
        "again": [notice for notice in story.returns if notice.reason],
        **_owner(request, row, shows_identity=shows_identity),
    }
    return replies.page(request, "desk/cases/case.html", context)


def _history(request: HttpRequest, row: Case, letters: list[Any]) -> dict[str, Any]:
    viewer = viewer_on(request)
    papers = documents_of(viewer, ref_of(row))
    also = [str(ref_of(thing)) for thing in (*letters, *papers)]
    lines = timeline(viewer, ref_of(row), also=also)[::-1]
    told = [
        (line.at, line.sentence(replies.language()), line.actor)
        for line in lines
        if line.verb not in KEEPING
    ]
    return {"first": told[:SHOWN_LINES], "rest": told[SHOWN_LINES:]}


def _owner(request: HttpRequest, row: Case, *, shows_identity: bool) -> dict[str, Any]:
    """Who applied: numbers masked for all who do not work on files, the NIK for everybody."""
    viewer, business = viewer_on(request), row.business
    works = decide("case.show-identity", viewer, **facts_of(row)).allowed
    greeting = _("%(office)s, about your file %(code)s.") % {
        "office": row.office.unit, "code": row.code
    }  # fmt: skip
    nik = business.nik if business else ""
    return {
        "business": business,
        "nik": nik if shows_identity else (mask_nik(nik) if nik else ""),
        "shows_identity": shows_identity,
        "may_show_identity": works and bool(nik) and not shows_identity,
        "is_masked": not works,
        "phone": phone_pretty(row.phone) if works else mask_phone(row.phone),
        "chat": wa_link(row.phone, greeting) if works else "",
        "place_names": region_path_names(business.district_code)[:0:-1] if business else [],
        "mark_type": TYPES.get(str(row.mark.get("mark_type", "")), ""),
        "may_add": decide("case.add-paper", viewer, **facts_of(row)).allowed
        and viewer.role is not Role.APPLICANT,
    }
