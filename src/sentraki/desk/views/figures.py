"""Figures for the office itself: true numbers, the files behind each, freezing, and the report."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext

from sentraki.desk import figure_report, replies
from sentraki.insight.counting import Scope, figure_value, rows_of, totals
from sentraki.insight.dimensions import DIMENSIONS
from sentraki.insight.models import Snapshot
from sentraki.insight.registry import FIGURES, PARTS
from sentraki.insight.snapshots import compare, freeze
from sentraki.kernel import clock
from sentraki.kernel.access import decide
from sentraki.kernel.errors import AlreadyDone, Invalid
from sentraki.offices.doors import door
from sentraki.offices.scoping import get_or_404
from sentraki.offices.viewers import viewer_on

A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FreezeForm(forms.Form):
    """What the frozen figures are for."""

    title = forms.CharField(
        label=_l("What are they for?"),
        max_length=120,
        help_text=_l("For example: yearly report 2022. Everybody can read this."),
    )


@door(get="figure.list", post="figure.freeze")
def figures(request: HttpRequest) -> HttpResponse:
    """The office's figures as they are, each with its files; a form that freezes them."""
    office, viewer = replies.own_office(request), viewer_on(request)
    form = FreezeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            freeze(
                office=office,
                viewer=viewer,
                title=form.cleaned_data["title"],
                key=replies.key_of(request),
            )
            replies.done(request, _("Frozen. The log holds the hash."))
            return redirect("desk:figures")
        except AlreadyDone:
            return redirect("desk:figures")
        except Invalid as no:
            form.add_error("title", _(no.message))
    counted = totals(Scope(office))
    snapshots = Snapshot.objects.for_viewer(viewer).filter(office=office).defer("lines")
    context = {
        "rows": [(one, figure_value(counted, one)) for one in FIGURES.values()],
        "parts": [FIGURES[slug].name for slug in PARTS],
        "as_of": clock.now(),
        "snapshots": snapshots.select_related("made_by")[:20],
        "form": form,
        "may_freeze": decide("figure.freeze", viewer, region_code=office.region_code).allowed,
    }
    status = 422 if form.errors else 200
    return replies.page(request, "desk/figures/figures.html", context, status=status)


@door(get="figure.list")
def rows(request: HttpRequest, slug: str) -> HttpResponse:
    """The files one figure counts, narrowed by year and district; as many as the figure says."""
    if slug not in FIGURES:
        raise Http404
    office = replies.own_office(request)
    found = rows_of(Scope(office), FIGURES[slug])
    asked: dict[str, str] = {}
    for name in ("tahun", "kecamatan"):
        text = request.GET.get(name, "")[:13]
        if text and (name != "tahun" or (text.isascii() and text.isdigit() and len(text) == 4)):
            found = found.filter(**{DIMENSIONS[name].path: text})
            asked[name] = text
    listed = found.select_related("case__business", "case__filing", "programme")
    page = Paginator(listed.order_by("programme__year", "number", "pk"), A_PAGE).get_page(
        request.GET.get("page")
    )
    years = rows_of(Scope(office), FIGURES[slug]).order_by().values_list("programme__year")
    context = {
        "figure": FIGURES[slug],
        "page": page,
        "count": page.paginator.count,
        "asked": asked,
        "years": sorted({str(year) for (year,) in years.distinct()}),
    }
    return replies.page(request, "desk/figures/rows.html", context)


@door(get="figure.see")
def snapshot(request: HttpRequest, public_id: str) -> HttpResponse:
    """Frozen figures against the files of today: what is gone, changed or back-dated."""
    one = get_or_404(Snapshot, viewer_on(request), public_id=public_id)
    found = compare(one)
    words = {
        "gone": pgettext("row", "removed"),
        "changed": pgettext("row", "changed"),
        "back-dated": pgettext("row", "back-dated"),
    }
    context: dict[str, Any] = {
        "snapshot": one,
        "is_sound": found.is_sound,
        "changes": [(change, words[change.kind]) for change in found.changes][:200],
        "count": len(found.changes),
        "unexplained": len(found.unexplained),
    }
    return replies.page(request, "desk/figures/snapshot.html", context)


@door(get="figure.export")
def workbook(request: HttpRequest) -> HttpResponse:
    """The office's figures with definitions as a spreadsheet."""
    content = figure_report.workbook(replies.own_office(request))
    return _file(content, XLSX, "xlsx")


@door(get="figure.export")
def report(request: HttpRequest) -> HttpResponse:
    """The same on the office's own paper, with its place in the ranking: for an award letter."""
    content = figure_report.paper(replies.own_office(request), clock.now())
    return _file(content, "application/pdf", "pdf")


def _file(content: bytes, kind: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="angka.{ending}"'
    return response
