"""The public register: one figure, exactly the rows behind it, and how they spread."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sentraki.cases.models import Right
from sentraki.cases.selectors.rights import RightFilter
from sentraki.insight.measures import Figure, registered_rights, spread, spread_over_classes
from sentraki.kernel.access import Viewer
from sentraki.kernel.sheets import write_csv
from sentraki.ledger.services.seals import address_of
from sentraki.offices.doors import door
from sentraki.offices.models import Region
from sentraki.parties.selectors.subsectors import subsectors
from sentraki.portal.context import office_of

PER_PAGE = 30
LICENCE = "CC BY 4.0"
NEEDED = (
    "kind", "name", "holder", "classes", "subsector", "district_code", "region_code", "year",
    "number", "registered_on", "expires_on", "seal__code",
)  # fmt: skip
HEADERS = (
    "jenis", "nama", "pemegang", "nomor", "kelas", "subsektor", "kode_wilayah", "kode_kecamatan",
    "tahun", "terdaftar_tanggal", "berlaku_sampai", "stempel",
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One way to narrow the list: a label, its count, and the address that shows those rows."""

    label: str
    count: int
    url: str
    is_chosen: bool = False


@dataclass(frozen=True)
class Group:
    """One way to drill down with its steps; ``has_zeros`` says that zeros are counted zeros."""

    slug: str
    title: str
    steps: list[Step]
    has_zeros: bool = False

    @property
    def is_short(self) -> bool:
        """Whether the labels fit beside the bars of a chart."""
        return self.slug in ("tahun", "kelas")

    @property
    def series(self) -> list[str]:
        """What the bars count."""
        return [_("Registered")]

    @property
    def bars(self) -> list[tuple[str, tuple[int]]]:
        """The steps as a bar chart takes them."""
        return [(step.label, (step.count,)) for step in self.steps]


@door(get="figure.view")
def register(request: HttpRequest) -> HttpResponse:
    """The list, a page at a time, with every way to narrow it. As many queries for 1 as for 30."""
    wanted, asked = _wanted(request)
    figure, rows = registered_rights(Viewer.public(), wanted)
    page = Paginator(_listed(rows), PER_PAGE).get_page(request.GET.get("page"))
    districts = _district_names(rows)
    context = {
        "figure": figure,
        "page": page,
        "unknown": _unknown(request, asked),
        "chosen": _chosen(wanted, asked, districts),
        "groups": _groups(rows, asked, districts),
        "csv_url": _address("portal:register-csv", asked),
        "about_url": _address("portal:register-metadata", asked),
        "licence": LICENCE,
    }
    return render(request, "portal/register/register.html", context)


@door(get="figure.view")
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same rows as a file; its metadata lie beside it (W3C CSV on the Web)."""
    wanted, asked = _wanted(request)
    _figure, rows = registered_rights(Viewer.public(), wanted)
    content = write_csv(HEADERS, _cells(_listed(rows).iterator(chunk_size=2000)))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8; header=present")
    response["Content-Disposition"] = 'attachment; filename="daftar-hak.csv"'
    about = _address("portal:register-metadata", asked)
    response["Link"] = f'<{about}>; rel="describedby"; type="application/csvm+json"'
    return response


@door(get="figure.view")
def metadata(request: HttpRequest) -> JsonResponse:
    """What the file means: definition, unit, moment, source, licence, columns, filter."""
    wanted, asked = _wanted(request)
    figure, _rows = registered_rights(Viewer.public(), wanted)
    response = JsonResponse(_about(figure, asked), json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = "application/csvm+json"
    return response


def _about(figure: Figure, asked: Mapping[str, str]) -> dict[str, Any]:
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": settings.SITE_URL.rstrip("/") + _address("portal:register-csv", asked),
        "dc:title": _("Register of rights"),
        "dc:description": str(figure.definition),
        "dc:source": str(figure.source),
        "dc:modified": figure.as_of.isoformat(timespec="seconds"),
        "dc:license": LICENCE,
        "rows": figure.value,
        "unit": str(figure.unit),
        "filter": dict(asked),
        "tableSchema": {"columns": [{"name": name, "titles": name} for name in HEADERS]},
    }


def _wanted(request: HttpRequest) -> tuple[RightFilter, dict[str, str]]:
    """The filter of the address, and its readable part alone (see :func:`_unknown`)."""
    office = office_of(request)
    wanted = RightFilter(region=office.region_code if office else "")
    asked = {}
    year = _number(request.GET.get("tahun", ""), range(1900, 2201))
    nice_class = _number(request.GET.get("kelas", ""), range(1, 46))
    subsector, district = request.GET.get("subsektor", ""), request.GET.get("kecamatan", "")
    if year:
        wanted, asked["tahun"] = replace(wanted, year=year), str(year)
    if subsector in {item.code for item in subsectors()}:
        wanted, asked["subsektor"] = replace(wanted, subsector=subsector), subsector
    if nice_class:
        wanted, asked["kelas"] = replace(wanted, nice_class=nice_class), str(nice_class)
    if 0 < len(district) <= 8 and Region.objects.filter(code=district).exists():
        wanted, asked["kecamatan"] = replace(wanted, district=district), district
    return wanted, asked


def _number(text: str, among: range) -> int | None:
    """The number ``text`` writes in plain digits, if it is one of ``among``."""
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        return None
    return int(text) if int(text) in among else None


def _unknown(request: HttpRequest, asked: Mapping[str, str]) -> list[str]:
    """A sentence for each part of the address that names nothing we know; it is never repeated."""
    sentences = {
        "tahun": _("There is no such year. Every year is shown."),
        "kelas": _("There is no such class. Every class is shown."),
        "subsektor": _("There is no such subsector. Every subsector is shown."),
        "kecamatan": _("There is no such district. Every district is shown."),
    }
    given = [name for name in sentences if request.GET.get(name)]
    return [sentences[name] for name in given if name not in asked]


def _listed(rows: QuerySet[Right]) -> QuerySet[Right]:
    return rows.select_related("seal").only(*NEEDED)


def _address(name: str, asked: Mapping[str, str]) -> str:
    query = urlencode(asked)
    return reverse(name) + (f"?{query}" if query else "")


def _district_names(rows: QuerySet[Right]) -> dict[str, str]:
    codes = list(rows.order_by().values_list("district_code", flat=True).distinct())
    return dict(Region.objects.filter(code__in=codes).values_list("code", "name"))


def _chosen(
    wanted: RightFilter, asked: Mapping[str, str], districts: Mapping[str, str]
) -> list[Step]:
    """What narrows the list now, each with the address that takes it away again."""
    words = {
        "tahun": asked.get("tahun", ""),
        "subsektor": _sector_name(wanted.subsector),
        "kelas": _("class %(numbers)s") % {"numbers": asked.get("kelas", "")},
        "kecamatan": districts.get(wanted.district, wanted.district),
    }
    return [
        Step(words[name], 0, _address("portal:register", _without(asked, name))) for name in asked
    ]


def _sector_name(code: str) -> str:
    lang = get_language() or "id"
    return next((item.name(lang) for item in subsectors() if item.code == code), code)


def _without(asked: Mapping[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in asked.items() if key != name}


def _groups(
    rows: QuerySet[Right], asked: Mapping[str, str], districts: Mapping[str, str]
) -> list[Group]:
    """The four ways to drill down; subsectors with their counted zeros."""
    lang = get_language() or "id"
    by_sector, by_district = spread(rows, "subsector"), spread(rows, "district_code")
    years = [(year, year, n) for year, n in sorted(spread(rows, "year").items())]
    sectors = [(s.code, s.name(lang), by_sector.get(s.code, 0)) for s in subsectors()]
    if by_sector.get(""):
        sectors.append(("", _("not recorded"), by_sector[""]))
    classes = [(str(c), str(c), n) for c, n in spread_over_classes(rows).items()]
    places = [
        (c if c in districts else "", districts.get(c, c) or _("not recorded"), n)
        for c, n in by_district.items()
    ]
    return [
        Group("tahun", _("Year"), _steps("tahun", years, asked)),
        Group("kelas", _("Nice class"), _steps("kelas", classes, asked)),
        Group("subsektor", _("Subsector"), _steps("subsektor", sectors, asked), has_zeros=True),
        Group("kecamatan", _("District"), _steps("kecamatan", places, asked)),
    ]


def _steps(
    parameter: str, items: Iterable[tuple[str, str, int]], asked: Mapping[str, str]
) -> list[Step]:
    return [
        Step(
            label,
            count,
            _address("portal:register", {**asked, parameter: value}) if value and count else "",
            asked.get(parameter) == value,
        )
        for value, label, count in items
    ]


def _cells(rows: Iterable[Right]) -> Iterable[list[Any]]:
    for right in rows:
        yield [
            right.kind,
            right.name,
            right.holder,
            right.number,
            right.classes,
            right.subsector,
            right.region_code,
            right.district_code,
            right.year,
            right.registered_on,
            right.expires_on,
            address_of(right.seal.code) if right.seal else "",
        ]
