"""Idle places and whom to call: the ready ones, the incomplete ones, and what a list will give."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from sentraki.cases.models import Case, Programme
from sentraki.cases.rules.simulation import FEWEST
from sentraki.cases.selectors.quota import places_of
from sentraki.cases.selectors.reaching import (
    idle_of,
    lacking,
    measured_yields,
    ready_for_a_place,
    simulate,
)
from sentraki.cases.services import outreach
from sentraki.desk import replies
from sentraki.desk.case_rows import name_of
from sentraki.desk.views.places import may, programme_on
from sentraki.kernel import clock
from sentraki.kernel.errors import AlreadyDone, Invalid, Refusal
from sentraki.kernel.wording import wa_link
from sentraki.ledger import messages
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on

A_PAGE = 50
LOW, HIGH = 10, 30


def chat(case: Case, slug: str, **fields: str) -> str:
    """A chat with the applicant, the short text already typed; empty without a number."""
    given = {"code": case.code, "office": case.office.unit, **fields}
    try:
        return wa_link(case.phone, messages.write(slug, given, lang="id").short)
    except Invalid:
        return ""


@door(get="programme.view", post="programme.remind")
def incomplete(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everybody who lacks a paper, with exactly what; one press writes to all of them."""
    row = programme_on(request, public_id)
    if request.method == "POST":
        return _write(request, row, outreach.remind_incomplete, "desk:programme-incomplete")
    rows = lacking(viewer_on(request), row)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    lang = replies.language()
    context = {
        "programme": row,
        "count": len(rows),
        "page": page,
        "rows": [
            {
                "case": one.case,
                "name": name_of(one.case),
                "items": one.items(lang),
                "chat": chat(one.case, "case-missing", items=one.items("id")),
            }
            for one in page
        ],
        "may_write": may(request, "programme.remind", row),
    }
    return replies.page(request, "desk/places/incomplete.html", context)


@door(get="programme.view", post="programme.remind")
def idle(request: HttpRequest, public_id: str) -> HttpResponse:
    """The alarm and everybody who could take an idle place today."""
    row = programme_on(request, public_id)
    if request.method == "POST":
        return _write(request, row, outreach.tell_places_left, "desk:programme-idle")
    viewer = viewer_on(request)
    places = places_of(row)
    rows = ready_for_a_place(viewer, row)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "programme": row,
        "places": places,
        "alarm": idle_of(row, places, clock.today(row.office.zone)),
        "count": len(rows),
        "page": page,
        "rows": [
            {
                "case": one.case,
                "name": name_of(one.case),
                "band": one.band,
                "chat": chat(one.case, "places-left"),
            }
            for one in page
        ],
        "may_write": may(request, "programme.remind", row),
    }
    return replies.page(request, "desk/places/idle.html", context)


def _write(
    request: HttpRequest, row: Programme, verb: Callable[..., int], back: str
) -> HttpResponse:
    try:
        number = verb(programme=row, viewer=viewer_on(request), key=replies.key_of(request))
    except AlreadyDone:
        pass
    except Refusal as refusal:
        replies.done(request, replies.words(refusal))
    else:
        text = ngettext(
            "%(n)s applicant was written to.", "%(n)s applicants were written to.", number
        )
        replies.done(request, text % {"n": number})
    return redirect(back, public_id=row.public_id)


class AssumptionForm(forms.Form):
    """What the office assumes: how many filings of a hundred meet an earlier mark."""

    low = forms.IntegerField(label=_l("At least, of a hundred"), min_value=1, max_value=98)
    high = forms.IntegerField(label=_l("At most, of a hundred"), min_value=1, max_value=98)

    def clean(self) -> dict[str, Any] | None:
        """The larger number comes second; turned round it is still understood."""
        low, high = self.cleaned_data.get("low"), self.cleaned_data.get("high")
        if low and high and low > high:
            self.cleaned_data |= {"low": high, "high": low}
        return self.cleaned_data


@door(get="programme.view")
def simulation(request: HttpRequest, public_id: str) -> HttpResponse:
    """About how many certificates the list gives, and how many more with other names."""
    row = programme_on(request, public_id)
    start = {"low": LOW, "high": HIGH}
    form = AssumptionForm(request.GET if "low" in request.GET else None, initial=start)
    given = form.cleaned_data if form.is_bound and form.is_valid() else start
    requests, found = simulate(
        viewer_on(request), row, met_low=given["low"] / 100, met_high=given["high"] / 100
    )
    sample = measured_yields()
    context = {
        "programme": row,
        "form": form,
        "given": given,
        "requests": requests,
        "fewest": FEWEST,
        "found": found,
        "sample": [(band, sample.similar[band], sample.unrelated[band]) for band in (4, 3, 2, 1)],
        "similar": sum(sample.similar.values()),
        "unrelated": sum(sample.unrelated.values()),
    }
    status = 422 if form.is_bound and form.errors else 200
    return replies.page(request, "desk/places/simulation.html", context, status=status)
