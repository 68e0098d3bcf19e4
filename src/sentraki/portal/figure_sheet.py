"""What the pages of figures show: cards, tables with their words, squares of the map."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sentraki.insight.counting import Published
from sentraki.insight.dimensions import DIMENSIONS, DISTRICT, Dimension
from sentraki.insight.protection import OTHERS, Released
from sentraki.insight.registry import FIGURES, MAIN, PARTS, Definition
from sentraki.kernel.wording import number_id
from sentraki.offices.models import Region
from sentraki.ui.charts import Spot

WITHHELD = "–"
KINDS = {"difasilitasi": "fac", "diajukan": "nila", "terdaftar": "reg", "ditolak": "ref"}


@dataclass(frozen=True)
class Card:
    """One figure with everything a reader needs to trust it."""

    figure: Definition
    value: str
    kind: str
    url: str


def told(value: int | None) -> str:
    """A count, or the words for one that is not told."""
    return _("not told: fewer than five people") if value is None else number_id(value)


def cards(public: Published, slugs: Iterable[str] = MAIN) -> list[Card]:
    """The figures as cards."""
    return [
        Card(
            FIGURES[slug],
            told(public.value(FIGURES[slug])),
            KINDS.get(slug, "neutral"),
            reverse("portal:figure", args=[slug]),
        )
        for slug in slugs
    ]


def parts(public: Published) -> list[tuple[str, str, str]]:
    """Name, number and address of the parts that add up to the facilitated ones."""
    return [
        (
            str(FIGURES[slug].name),
            told(public.value(FIGURES[slug])),
            reverse("portal:figure", args=[slug]),
        )
        for slug in PARTS
    ]


@dataclass(frozen=True)
class Line:
    """One row of a table: its name, all places, and the figure among them."""

    name: str
    whole: int
    value: str
    is_withheld: bool


def lines(public: Published, dimension: Dimension, figure: Definition) -> list[Line]:
    """The figure by ``dimension``, as it may be published."""
    table = public.by(dimension)
    rows = list(table.rows)
    if dimension.slug == "tahun":
        rows.sort(key=lambda row: (not row.isdigit(), row))
    names = dimension.labels(rows)
    found = []
    for row in rows:
        value = public.of_row(table, row, figure)
        shown = WITHHELD if value is None else number_id(value)
        found.append(Line(names[row], table.row_totals[row], shown, value is None))
    return found


def years(public: Published) -> tuple[list[str], list[tuple[str, tuple[int, ...]]]]:
    """Series and bars of the years: facilitated and, where every year tells it, filed."""
    table = public.by(DIMENSIONS["tahun"])
    names = DIMENSIONS["tahun"].labels(table.rows)
    rows = sorted(table.rows, key=lambda row: (not row.isdigit(), row))
    filed = {row: public.of_row(table, row, FIGURES["diajukan"]) for row in rows}
    first = pgettext("figure", "Facilitated")
    if any(value is None for value in filed.values()):
        return [first], [(names[row], (table.row_totals[row],)) for row in rows]
    both: list[tuple[str, tuple[int, ...]]] = [
        (names[row], (table.row_totals[row], filed[row] or 0)) for row in rows
    ]
    return [first, pgettext("figure", "Filed")], both


def spots(table: Released) -> list[Spot]:
    """The districts of a table as squares; joined and unrecorded ones have no place on a map."""
    codes = [row for row in table.rows if row not in ("", OTHERS)]
    regions = Region.objects.filter(code__in=codes).exclude(lat=None).exclude(lng=None)
    return [
        Spot(
            region.name,
            short_name(region.name),
            table.row_totals[region.code],
            region.lat or 0.0,
            region.lng or 0.0,
        )
        for region in regions
    ]


def short_name(name: str) -> str:
    """Three or four letters of a place: ``KrTg`` for Karang Tengah, ``Cpd`` for Cipondoh."""
    words = name.split()
    if len(words) > 1:
        return "".join(word[0] + _hard(word[1:])[:1] for word in words[:2])
    return name[:1] + _hard(name[1:])[:2]


def _hard(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter not in "aeiou") or text


def ways(slug: str, chosen: Dimension) -> list[tuple[str, str, bool]]:
    """Name and address of every way to divide the figure, and whether it is the present one."""
    page = reverse("portal:figure", args=[slug])
    return [
        (str(one.name), f"{page}?{urlencode({'menurut': one.slug})}", one is chosen)
        for one in DIMENSIONS.values()
    ]


def chosen_way(text: str) -> Dimension:
    """The way a page's address names; by district for everything else."""
    return DIMENSIONS.get(text, DISTRICT)
