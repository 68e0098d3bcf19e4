"""Figures that stand up: one function a figure, with definition, unit and the rows behind it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sentraki.cases.models import Programme, Right
from sentraki.cases.rules.quota import Places
from sentraki.cases.selectors.quota import places_of
from sentraki.cases.selectors.rights import RightFilter, register_of
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.offices.models import Office

COLUMNS = frozenset({"year", "subsector", "district_code"})


@dataclass(frozen=True)
class Figure:
    """A number with its birth certificate. It is never shown without ``definition``."""

    slug: str
    name: str | Promise
    value: int
    unit: str | Promise
    definition: str | Promise
    source: str | Promise
    as_of: datetime


def registered_rights(viewer: Viewer, wanted: RightFilter) -> tuple[Figure, QuerySet[Right]]:
    """How many registered rights stand in the register, and exactly those rows."""
    rows = register_of(viewer, wanted)
    return _registered(rows.count()), rows


def registered_by_year(viewer: Viewer, wanted: RightFilter) -> tuple[Figure, Mapping[int, int]]:
    """The same figure with its years, oldest first, which add up to it. One query."""
    years = spread(register_of(viewer, wanted), "year")
    by_year = dict(sorted((int(year), count) for year, count in years.items()))
    return _registered(sum(by_year.values())), by_year


def _registered(value: int) -> Figure:
    return Figure(
        slug="registered",
        name=_("Registered"),
        value=value,
        unit=_("registered rights"),
        definition=_("Rights with a registration number that have not ended."),
        source=_("This installation's register of rights"),
        as_of=clock.now(),
    )


def spread(rows: QuerySet[Right], column: str) -> Mapping[str, int]:
    """How the rows spread over ``year``, ``subsector`` or ``district_code``, most first. One query.

    These are public registered marks, not persons, so nothing is suppressed.
    """
    if column not in COLUMNS:
        raise ValueError(f"rights are not counted by {column}")
    counted = rows.order_by().values_list(column).annotate(count=Count("pk"))
    counts = {str(value): int(count) for value, count in counted}
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def spread_over_classes(rows: QuerySet[Right]) -> Mapping[int, int]:
    """How many rights name each Nice class; a right in two classes counts in both. One query."""
    counts: Counter[int] = Counter()
    for classes, number in rows.order_by().values_list("classes").annotate(count=Count("pk")):
        for part in classes.split(","):
            if part.isdigit():
                counts[int(part)] += number
    return dict(sorted(counts.items()))


@dataclass(frozen=True)
class OpenProgramme:
    """A programme people may apply to now, with its places counted at ``as_of``."""

    programme: Programme
    places: Places
    as_of: datetime


def open_programme(office: Office) -> OpenProgramme | None:
    """The office's programme whose window is open today, the newest of several. Three queries."""
    today = clock.today(office.zone)
    programme = (
        Programme.objects.for_viewer(Viewer.public())
        .filter(office=office, opens_on__lte=today, closes_on__gte=today)
        .first()
    )
    if programme is None:
        return None
    return OpenProgramme(programme, places_of(programme), clock.now())
