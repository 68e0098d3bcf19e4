"""Figures for everybody: what each number means, how it divides, and the rows behind it."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from sentraki.cases.selectors.refusals import reasons
from sentraki.insight import stages
from sentraki.insight.comparisons import answered, backlogs
from sentraki.insight.counting import Published, Scope, anonymous_rows, crossed
from sentraki.insight.dimensions import DIMENSIONS, DISTRICT
from sentraki.insight.office_list import own_backlog
from sentraki.insight.protection import OTHERS
from sentraki.insight.registry import FIGURES, Definition
from sentraki.kernel import clock
from sentraki.kernel.sheets import write_csv
from sentraki.offices.doors import door
from sentraki.offices.models import Office
from sentraki.portal import figure_sheet as sheet
from sentraki.portal.context import office_of

COLLECTIVE_MARKS = 30
MEMBERS = (25, 50, 100)


def choose_first(request: HttpRequest) -> HttpResponse:
    """Figures of all offices together are not published: which office is it about?"""
    offices = Office.objects.filter(takes_applications=True).select_related("region")
    return render(request, "portal/figures/offices.html", {"offices": offices})


def figure_or_404(slug: str) -> Definition:
    """A figure of the registry."""
    if slug not in FIGURES:
        raise Http404
    return FIGURES[slug]


@door(get="figure.view")
def figures(request: HttpRequest) -> HttpResponse:
    """The four figures of the visitor's office with years and districts; all offices otherwise."""
    office = office_of(request)
    if office is None:
        return choose_first(request)
    public = Published(Scope(office))
    context: dict[str, Any] = {
        "as_of": clock.now(),
        "is_open": public.is_open,
        "backlog": backlogs().get(office.region_code),
    }
    if public.is_open:
        series, bars = sheet.years(public)
        by_district = public.by(DISTRICT)
        context |= {
            "cards": sheet.cards(public),
            "parts": sheet.parts(public),
            "whole": public.total,
            "series": series,
            "bars": bars,
            "spots": sheet.spots(by_district),
            "districts": sheet.lines(public, DISTRICT, FIGURES["difasilitasi"]),
            "ways": sheet.ways("difasilitasi", DISTRICT),
            "answered": answered(public),
        }
    return render(request, "portal/figures/figures.html", context)


@door(get="figure.view")
def figure(request: HttpRequest, slug: str) -> HttpResponse:
    """One figure: definition, basis, source, and its parts in the way the address names."""
    definition, office = figure_or_404(slug), office_of(request)
    if office is None:
        return choose_first(request)
    way = sheet.chosen_way(request.GET.get("menurut", ""))
    public = Published(Scope(office))
    lines = sheet.lines(public, way, definition) if public.is_open else []
    context = {
        "figure": definition,
        "card": sheet.cards(public, [slug])[0],
        "way": way,
        "ways": sheet.ways(slug, way),
        "lines": lines,
        "is_withheld": any(line.is_withheld for line in lines),
        "is_open": public.is_open,
        "as_of": clock.now(),
    }
    return render(request, "portal/figures/figure.html", context)


@door(get="figure.view")
def rows(request: HttpRequest) -> HttpResponse:
    """The rows behind the figures, one a place, without anything that names somebody."""
    office = office_of(request)
    if office is None:
        return choose_first(request)
    way = sheet.chosen_way(request.GET.get("menurut", ""))
    public = Published(Scope(office))
    words = outcome_words()
    cells: list[list[str]] = []
    if public.is_open:
        table = public.by(way)
        names = way.labels(table.rows)
        cells = [
            [names[row], words[outcome] if outcome else _("withheld")]
            for row, outcome in anonymous_rows(table)
        ]
    response = HttpResponse(
        write_csv((way.slug, "hasil"), cells),
        content_type="text/csv; charset=utf-8; header=present",
    )
    response["Content-Disposition"] = f'attachment; filename="angka-{way.slug}.csv"'
    return response


def outcome_words() -> dict[str, str]:
    """Outcome, or the joined ones, in words."""
    names = {
        "not_filed": FIGURES["belum-diajukan"].name,
        "pending": FIGURES["diproses"].name,
        "registered": FIGURES["terdaftar"].name,
        "refused": FIGURES["ditolak"].name,
        "ended": FIGURES["berakhir"].name,
    }
    return {key: str(name) for key, name in names.items()} | {
        OTHERS: pgettext("outcome", "others, joined")
    }


@door(get="figure.view")
def costs(request: HttpRequest) -> HttpResponse:
    """Where the money went: by programme and fund source, by class and by district."""
    office = office_of(request)
    if office is None:
        return choose_first(request)
    public = Published(Scope(office))
    context: dict[str, Any] = {"is_open": public.is_open, "as_of": clock.now()}
    if public.is_open:
        context |= {
            "money": stages.money(public),
            "by_way": [_committed(public, slug) for slug in ("kecamatan", "kelas", "dana")],
            "stages": stages.stages(public.scope),
            "reasons": _reasons(public),
        }
    return render(request, "portal/figures/costs.html", context)


def _committed(public: Published, slug: str) -> Mapping[str, Any]:
    way = DIMENSIONS[slug]
    groups = public.groups(way, crossed(public.scope, way))
    sums = stages.committed_by(public, way, groups)
    names = way.labels(sums)
    rows = sorted(sums.items(), key=lambda item: (item[0] in ("", OTHERS), -item[1], item[0]))
    return {"name": way.name, "rows": [(names[value], cost) for value, cost in rows]}


def _reasons(public: Published) -> list[tuple[str, str, int]]:
    lang, known = get_language() or "id", reasons()
    others = {"": _("not recorded"), OTHERS: _("others, joined")}
    return [
        (
            code if code in known else "",
            known[code].name(lang) if code in known else others[code],
            n,
        )
        for code, n in stages.refusal_reasons(public).items()
    ]


@door(get="figure.view")
def backlog(request: HttpRequest) -> HttpResponse:
    """Years until everybody has a mark at this pace, and what collective marks change."""
    office = office_of(request)
    if office is None:
        return choose_first(request)
    found = own_backlog(office, clock.today(office.zone).year) or backlogs().get(office.region_code)
    changes = [
        (members, COLLECTIVE_MARKS * members, found.years_with(COLLECTIVE_MARKS, members))
        for members in (MEMBERS if found else ())
        if found
    ]
    context = {"backlog": found, "marks": COLLECTIVE_MARKS, "changes": changes}
    return render(request, "portal/figures/backlog.html", context)
