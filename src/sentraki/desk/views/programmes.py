"""Yearly programmes: their places, their files, their rules."""

from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sentraki.cases.models import Case, Programme
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.rules.quota import SelectionMode
from sentraki.cases.selectors.quota import (
    money_of,
    places_of,
    programmes_of,
    waves_of,
    with_places,
)
from sentraki.cases.services.programmes import set_programme
from sentraki.cases.voices import CASE
from sentraki.desk import replies
from sentraki.desk.forms.programmes import MODES, ProgrammeForm
from sentraki.desk.views.allocations import conditions_in_words
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer, decide
from sentraki.kernel.errors import AlreadyDone, Refusal
from sentraki.kernel.refs import key_of
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on


def _may_set(request: HttpRequest, row: Programme | None = None) -> bool:
    """An administrator sets the programmes of the own office, not of its neighbours."""
    office = replies.own_office(request)
    mine = row is None or row.office_id == office.pk
    facts = {"region_code": office.region_code}
    return mine and decide("programme.set", viewer_on(request), **facts).allowed


@door(get="programme.list")
def programmes(request: HttpRequest) -> HttpResponse:
    """Every programme of the region with its bar, newest year first."""
    rows = programmes_of(viewer_on(request))
    context = {
        "programmes": with_places(rows),
        "may_set": _may_set(request),
    }
    return replies.page(request, "desk/programmes/programmes.html", context)


@door(get="programme.list")
def programme(request: HttpRequest, public_id: str) -> HttpResponse:
    """One programme: places held, filed, left and waiting, its files by state, its rule."""
    viewer, row = viewer_on(request), _programme(request, public_id)
    today = clock.today(row.office.zone)
    context = {
        "programme": row,
        "places": places_of(row),
        "queues": _queues(viewer, row),
        "rule": MODES[SelectionMode(row.selection)],
        "money": money_of(row),
        "conditions": conditions_in_words(row),
        "waves": waves_of(row),
        "may_see_files": decide("programme.view", viewer, region_code=row.region_code).allowed,
        "rules": [line for line in row.rules_text.splitlines() if line.strip()],
        "is_open": row.opens_on <= today <= row.closes_on,
        "now": clock.now(),
        "may_set": _may_set(request, row),
    }
    return replies.page(request, "desk/programmes/programme.html", context)


def _queues(viewer: Viewer, row: Programme) -> list[dict[str, Any]]:
    """Its files by status; a draft has no programme yet."""
    counted = Case.objects.for_viewer(viewer).filter(programme=row).order_by()
    numbers = dict(counted.values_list("status").annotate(n=Count("pk")))
    here = reverse("desk:cases")
    return [
        {
            "count": numbers[status.value],
            "label": CASE[status].officer,
            "url": f"{here}?antre={status.value}&program={row.public_id}",
            "current": False,
        }
        for status in CaseStatus
        if numbers.get(status.value) and status is not CaseStatus.DRAFT
    ]


@door(get="programme.set", post="programme.set")
def create(request: HttpRequest) -> HttpResponse:
    """Set up a new programme."""
    return _form_page(request, None)


@door(get="programme.set", post="programme.set")
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a programme."""
    row = _programme(request, public_id)
    if not _may_set(request, row):
        raise Http404
    return _form_page(request, row)


def _form_page(request: HttpRequest, row: Programme | None) -> HttpResponse:
    office = replies.own_office(request)
    start = ProgrammeForm.start_values(row, clock.today(office.zone))
    form = ProgrammeForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            saved = set_programme(
                office=office,
                viewer=viewer_on(request),
                values=form.values(office.zone),
                programme=row,
                key=replies.key_of(request),
            )
        except AlreadyDone as again:
            return _first(request, again.receipt)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, _("The programme is saved."))
            return redirect("desk:programme", public_id=saved.public_id)
    status = 422 if form.errors else 200
    context = {"form": form, "programme": row}
    return replies.page(request, "desk/programmes/form.html", context, status=status)


def _first(request: HttpRequest, receipt: str) -> HttpResponse:
    rows = programmes_of(viewer_on(request)).filter(pk=key_of(receipt, "cases.programme") or 0)
    found = rows.first()
    if found is None:
        raise Http404
    return redirect("desk:programme", public_id=found.public_id)


def _programme(request: HttpRequest, public_id: str) -> Programme:
    found = programmes_of(viewer_on(request)).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
