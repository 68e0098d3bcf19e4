"""Figures for others to use: ranking, sentences for the press, frozen figures, catalogue."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sentraki.insight.comparisons import METHODS, answered, ranked
from sentraki.insight.counting import Published, Scope
from sentraki.insight.dimensions import DIMENSIONS
from sentraki.insight.models import Snapshot
from sentraki.insight.regions import compared, periods
from sentraki.insight.registry import FIGURES, MAIN
from sentraki.insight.snapshots import compare
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.offices.doors import door
from sentraki.offices.models import Office
from sentraki.offices.scoping import get_or_404
from sentraki.portal import figure_sheet as sheet
from sentraki.portal.context import office_of
from sentraki.portal.views.figures import choose_first

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
METHOD_WORDS: dict[str, tuple[Promise, Promise]] = {
    "jumlah": (
        _("by number"),
        _("Facilitated places of the period, whatever the size of the region."),
    ),
    "per-usaha": (
        _("per 10,000 businesses"),
        _("Facilitated places of the period for every 10,000 businesses of the region."),
    ),
    "bagian": (
        _("registered share"),
        _("Registered ones of every hundred facilitated, also of those still at DJKI."),
    ),
}


@door(get="figure.view")
def ranking(request: HttpRequest) -> HttpResponse:
    """Regions in order, by a method that stands beside them."""
    known = periods()
    period = request.GET.get("periode", "")
    period = period if period in known else next(iter(known), "")
    method = request.GET.get("cara", "")
    method = method if method in METHODS else "jumlah"
    office = office_of(request)
    lines = ranked(compared(period), METHODS[method])
    own = next(
        (line for line in lines if office and line.row.region_code == office.region_code), None
    )
    context = {
        "period": period,
        "periods": known,
        "method": method,
        "method_name": METHOD_WORDS[method][0],
        "method_text": METHOD_WORDS[method][1],
        "methods": [(slug, words[0]) for slug, words in METHOD_WORDS.items()],
        "lines": lines,
        "own": own,
    }
    return render(request, "portal/figures/ranking.html", context)


@door(get="figure.view")
def press(request: HttpRequest) -> HttpResponse:
    """Sentences a newspaper may print, each with definition, years and date."""
    office = office_of(request)
    if office is None:
        return choose_first(request)
    public = Published(Scope(office))
    snapshots = Snapshot.objects.for_viewer(Viewer.public()).filter(office=office)
    context: dict[str, Any] = {
        "is_open": public.is_open,
        "as_of": clock.now(),
        "cards": sheet.cards(public, MAIN) if public.is_open else [],
        "answered": answered(public) if public.is_open else [],
        "snapshots": snapshots.defer("lines")[:10],
    }
    return render(request, "portal/figures/press.html", context)


@door(get="figure.view")
def frozen(request: HttpRequest, public_id: str) -> HttpResponse:
    """Figures as they were frozen, and whether their rows are still the same."""
    snapshot = get_or_404(Snapshot, Viewer.public(), public_id=public_id)
    found = compare(snapshot)
    context = {
        "snapshot": snapshot,
        "figures": [
            (FIGURES[slug].name, FIGURES[slug].definition, sheet.told(value))
            for slug, value in snapshot.figures.items()
            if slug in FIGURES
        ],
        "is_sound": found.is_sound,
        "has_changed": bool(found.changes),
        "is_tampered": bool(found.unexplained),
    }
    return render(request, "portal/figures/frozen.html", context)


@door(get="figure.view")
def catalogue(request: HttpRequest) -> JsonResponse:
    """The open data of every office as DCAT 3 in JSON-LD, as a CKAN harvester reads it."""
    lang = get_language() or "id"
    offices = Office.objects.filter(takes_applications=True).select_related("region")
    content = {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
        },
        "@id": _full("portal:catalogue"),
        "@type": "dcat:Catalog",
        "dct:title": str(_("Figures of facilitated intellectual property")),
        "dct:language": lang,
        "dct:license": {"@id": LICENCE},
        "dcat:dataset": [_dataset(office, slug) for office in offices for slug in DIMENSIONS],
    }
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = "application/ld+json"
    return response


def _dataset(office: Office, slug: str) -> dict[str, Any]:
    way = DIMENSIONS[slug]
    name = f"{office.slug}-{slug}"
    api = _site() + reverse("api:figures", args=[office.slug])
    return {
        "@id": f"{_full('portal:catalogue')}#{name}",
        "@type": "dcat:Dataset",
        "dct:identifier": name,
        "dct:title": f"{office.region.name}: {FIGURES['difasilitasi'].name} · {way.name}",
        "dct:description": str(FIGURES["difasilitasi"].definition),
        "dct:publisher": {
            "@type": "foaf:Organization",
            "foaf:name": f"{office.unit}, {office.name}",
        },
        "dct:spatial": office.region_code,
        "dct:license": {"@id": LICENCE},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:format": "JSON",
                "dcat:mediaType": "application/json",
                "dcat:accessURL": {"@id": f"{api}?menurut={slug}"},
                "dcat:downloadURL": {"@id": f"{api}?menurut={slug}"},
                "dct:license": {"@id": LICENCE},
            }
        ],
    }


def _full(name: str) -> str:
    return _site() + reverse(name)


def _site() -> str:
    return str(settings.SITE_URL).rstrip("/")
