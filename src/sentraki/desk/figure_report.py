"""The office's figures as a spreadsheet and on its own paper. True numbers: for the office."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from sentraki.insight.comparisons import METHODS, ranked
from sentraki.insight.counting import Scope, crossed, figure_value, totals
from sentraki.insight.dimensions import DIMENSIONS
from sentraki.insight.office_list import districts, own_backlog
from sentraki.insight.outcomes import FILED, Outcome
from sentraki.insight.regions import compared, periods
from sentraki.insight.registry import FIGURES
from sentraki.kernel import clock
from sentraki.kernel.sheets import write_xlsx
from sentraki.kernel.wording import date_id, number_id
from sentraki.ledger.rendering import render_pdf
from sentraki.offices.models import Office

MARKS, MEMBERS = 30, 100
HEADINGS = ("bagian", "nilai", "difasilitasi", "diajukan", "terdaftar", "ditolak", "definisi")


def workbook(office: Office) -> bytes:
    """One row a figure, then one a value of every way to divide; each part adds up to the whole."""
    with override("id"):
        return write_xlsx(HEADINGS, [*_figures(office), *_divided(office)])


def _figures(office: Office) -> Iterable[tuple[Any, ...]]:
    counted = totals(Scope(office))
    for one in FIGURES.values():
        value = figure_value(counted, one)
        yield (str(one.name), "", value, "", "", "", f"{one.definition} {one.basis}")


def _divided(office: Office) -> Iterable[tuple[Any, ...]]:
    scope = Scope(office)
    for way in DIMENSIONS.values():
        cells = crossed(scope, way)
        values = sorted({value for value, _outcome in cells})
        names = way.labels(values)
        for value in values:
            counts = {one: cells.get((value, one.value), 0) for one in Outcome}
            yield (
                str(way.name),
                names[value],
                sum(counts.values()),
                sum(counts[one] for one in FILED),
                counts[Outcome.REGISTERED],
                counts[Outcome.REFUSED],
                "",
            )


def paper(office: Office, at: datetime) -> bytes:
    """The report in the office's kop: the figures with definitions, years, districts, the rank."""
    with override("id"):
        scope = Scope(office)
        counted = totals(scope)
        data = {
            "paper": office.paper_size,
            "margins": {
                "top": office.margin_top,
                "right": office.margin_right,
                "bottom": office.margin_bottom,
                "left": office.margin_left,
            },
            "letterhead": list(office.letterhead_lines) or [office.name, office.unit],
            "made_on": date_id(clock.in_zone(at, office.zone).date()),
            "region": office.region.name,
            "figures": [
                [str(one.name), number_id(figure_value(counted, one)), str(one.definition)]
                for one in FIGURES.values()
            ],
            "basis": str(FIGURES["difasilitasi"].basis),
            "tables": [_table(scope, slug) for slug in ("tahun", "kecamatan")],
            "rank": _rank(office),
            "list": _list(office, at),
        }
        return render_pdf("laporan-angka", data, stamp=at)


def _list(office: Office, at: datetime) -> dict[str, Any]:
    """The office's own list: the clock in sentences, and the kecamatan; empty without a list."""
    found = own_backlog(office, clock.in_zone(at, office.zone).year)
    if found is None:
        return {"lines": [], "rows": []}
    words = {
        "all": number_id(found.businesses),
        "some": number_id(found.with_mark),
        "pace": number_id(found.places_a_year),
        "years": number_id(found.years),
    }
    changed = {"marks": MARKS, "members": MEMBERS, "years": found.years_with(MARKS, MEMBERS)}
    return {
        "lines": [
            _(
                "%(all)s businesses are listed, %(some)s have a mark. At %(pace)s places a year the"
                " others take %(years)s years."
            )
            % words,
            _("With %(marks)s collective marks of %(members)s members each: %(years)s years.")
            % changed,
        ],
        "rows": [
            [
                one.name or _("not recorded"),
                *map(number_id, (one.businesses, one.with_mark, one.without)),
            ]
            for one in districts(office)
        ],
    }


def _table(scope: Scope, slug: str) -> dict[str, Any]:
    way = DIMENSIONS[slug]
    cells = crossed(scope, way)
    values = sorted({value for value, _outcome in cells})
    names = way.labels(values)
    rows = []
    for value in values:
        counts = {one: cells.get((value, one.value), 0) for one in Outcome}
        filed = sum(counts[one] for one in FILED)
        numbers = (sum(counts.values()), filed, counts[Outcome.REGISTERED], counts[Outcome.REFUSED])
        rows.append([names[value], *map(number_id, numbers)])
    return {"name": str(way.name), "rows": rows}


def _rank(office: Office) -> str:
    """Where the region stands in the newest table of regions, in a sentence; empty without one."""
    for period in periods():
        lines = ranked(compared(period), METHODS["jumlah"])
        mine = next((one for one in lines if one.row.region_code == office.region_code), None)
        if mine is not None and mine.rank is not None:
            return _(
                "%(name)s stands at rank %(province)s in its province and %(rank)s in the table of"
                " %(count)s regions for %(period)s, by facilitated places."
                " Source of its row: %(source)s."
            ) % {
                "name": mine.row.name,
                "province": mine.rank_in_province,
                "rank": mine.rank,
                "count": len(lines),
                "period": period,
                "source": mine.row.source,
            }
    return ""
