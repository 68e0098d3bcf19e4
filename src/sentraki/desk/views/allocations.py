"""Giving places by the stated rule: drawn up, shown line by line, put into force by a second."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from sentraki.cases.models import Allocation, Programme
from sentraki.cases.rules.eligibility import SENTENCES, Condition
from sentraki.cases.rules.quota import SelectionMode
from sentraki.cases.selectors.eligibility import conditions_of
from sentraki.cases.selectors.queues import district_names
from sentraki.cases.selectors.quota import is_allocated, programmes_of
from sentraki.cases.services import allocations
from sentraki.desk import replies
from sentraki.desk.forms.programmes import MODES
from sentraki.desk.views.places import may, programme_on
from sentraki.kernel import clock
from sentraki.kernel.access import decide
from sentraki.kernel.errors import AlreadyDone, Refusal
from sentraki.kernel.refs import ref_of
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on

A_PAGE = 100
WHY: Mapping[str, Any] = {
    "first_come": _l("Arrival number %(arrival)s. The last place went to number %(line)s."),
    "score": _l(
        "%(score)s points, arrival number %(arrival)s. The last place went to %(line)s points."
    ),
    "lottery": _l("Lot %(lot)s. The last place went to lot %(line)s."),
    "equity": _l(
        "Arrival number %(arrival)s in %(district)s, which has %(share)s places. "
        "No kecamatan has more than %(most)s."
    ),
    "priority": _l(
        "Goes first: carried over or moved up by two people. Arrival number %(arrival)s."
    ),
    "budget": _l("A place is left, but the budget does not bear %(cost)s rupiah more."),
}


def why(line: Mapping[str, Any], districts: Mapping[str, str]) -> str:
    """The reason for one line in words."""
    facts = dict(line["facts"])
    if line["reason"] == "left_out":
        return _left_out(facts)
    if "district" in facts:
        facts["district"] = districts.get(facts["district"], "–")
    return str(WHY[line["reason"]]) % facts


def _left_out(facts: Mapping[str, Sequence[str]]) -> str:
    parts = []
    if facts["papers"]:
        count = len(facts["papers"])
        text = ngettext("%(n)s paper is missing", "%(n)s papers are missing", count)
        parts.append(text % {"n": count})
    for name in facts["conditions"]:
        sentence = _(SENTENCES[Condition(name)]) % {"n": "n"}
        parts.append(_("not met: %(condition)s") % {"condition": sentence})
    return _("Not on the list: %(why)s") % {"why": "; ".join(parts)}


@door(get="programme.view")
def allocation(request: HttpRequest, public_id: str) -> HttpResponse:
    """The newest drawing-up with a reason for every line."""
    row = programme_on(request, public_id)
    found = row.allocations.select_related("made_by", "in_force_by").first()
    lines = found.lines if found else []
    page = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    codes = {str(line["facts"].get("district", "")) for line in page}
    districts = district_names({code for code in codes if code})
    context = {
        "programme": row,
        "mode": MODES[SelectionMode(row.selection)],
        "one_by_one": row.selection == SelectionMode.FIRST_COME,
        "is_over": clock.today(row.office.zone) > row.closes_on,
        "allocation": found,
        "given": sum(line["has_place"] for line in lines),
        "page": page,
        "lines": [(line, why(line, districts)) for line in page],
        "may_draw": may(request, "programme.draw-up", row) and not is_allocated(row),
        "may_enforce": bool(found and _may_enforce(request, found) and not found.in_force_at),
        "may_carry": may(request, "programme.carry-over", row),
    }
    return replies.page(request, "desk/places/allocation.html", context)


def _may_enforce(request: HttpRequest, found: Allocation) -> bool:
    facts = {
        "region_code": found.programme.region_code,
        "hands": frozenset({str(ref_of(found.made_by))}),
    }
    return decide("programme.enforce", viewer_on(request), **facts).allowed


@door(post="programme.draw-up")
def draw_up(request: HttpRequest, public_id: str) -> HttpResponse:
    """Work out who would get a place; nobody gets anything yet."""
    row = programme_on(request, public_id)
    try:
        allocations.draw_up(programme=row, viewer=viewer_on(request), key=replies.key_of(request))
    except AlreadyDone:
        pass
    else:
        replies.done(request, _("Drawn up. A second person puts it into force."))
    return redirect("desk:allocation", public_id=row.public_id)


@door(post="programme.enforce")
def enforce(request: HttpRequest, public_id: str) -> HttpResponse:
    """Reserve the places as drawn up; everybody else goes on the waiting list in that order."""
    row = programme_on(request, public_id)
    found = row.allocations.filter(public_id=request.POST.get("allocation", "")).first()
    if found is None:
        return redirect("desk:allocation", public_id=row.public_id)
    try:
        allocations.enforce(
            allocation=found, viewer=viewer_on(request), key=replies.key_of(request)
        )
    except AlreadyDone:
        pass
    else:
        replies.done(request, _("In force. Everybody was told."))
    return redirect("desk:allocation", public_id=row.public_id)


class CarryForm(forms.Form):
    """Which later programme takes over those who still wait."""

    def __init__(self, data: Any, *, later: Sequence[Programme]) -> None:
        super().__init__(data)
        choices = [(row.public_id, str(row)) for row in later]
        self.fields["target"] = forms.ChoiceField(label=_("Programme"), choices=choices)


@door(get="programme.carry-over", post="programme.carry-over")
def carry_over(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let those who still wait stand first in a later year's programme."""
    row = programme_on(request, public_id)
    if not may(request, "programme.carry-over", row):
        raise Http404
    rows = programmes_of(viewer_on(request))
    later = list(rows.filter(office_id=row.office_id, year__gt=row.year))
    form = CarryForm(request.POST if request.method == "POST" else None, later=later)
    error = ""
    if request.method == "POST" and form.is_valid():
        target = next(one for one in later if one.public_id == form.cleaned_data["target"])
        try:
            number = allocations.carry_over(
                source=row, target=target, viewer=viewer_on(request), key=replies.key_of(request)
            )
        except AlreadyDone:
            return redirect("desk:programme-places", public_id=target.public_id)
        except Refusal as refusal:
            error = replies.words(refusal)
        else:
            text = ngettext(
                "%(n)s waiting file stands first in %(name)s now.",
                "%(n)s waiting files stand first in %(name)s now.",
                number,
            )
            replies.done(request, text % {"n": number, "name": target})
            return redirect("desk:programme-places", public_id=target.public_id)
    context = {"programme": row, "form": form, "later": later, "error": error}
    status = 422 if form.errors else 409 if error else 200
    return replies.page(request, "desk/places/carry.html", context, status=status)


def conditions_in_words(row: Programme) -> list[str]:
    """The programme's conditions as applicants read them."""
    return [_(SENTENCES[one.condition]) % {"n": one.value} for one in conditions_of(row)]
