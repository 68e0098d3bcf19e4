"""The office's own list of businesses: who has a mark, who has none, and how long it will take.

A business has a mark when the enumeration says so or when a registered right of this installation
names it. Only businesses of which one of the two is known are counted.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from sentraki.cases.models import Programme, Right
from sentraki.insight.comparisons import Backlog
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.offices.models import Office, Region
from sentraki.offices.scoping import prefix_scope
from sentraki.parties.models import Business
from sentraki.parties.rules import HasMark

_HOUSE = Viewer.system("insight.list")
SOURCE = "Daftar pelaku usaha kantor ini"


@dataclass(frozen=True)
class District:
    """One kecamatan of the list: ``code`` is empty where none is recorded."""

    code: str
    name: str
    businesses: int
    with_mark: int

    @property
    def without(self) -> int:
        """How many have no mark."""
        return self.businesses - self.with_mark


def _registered() -> Q:
    """A right in force names the business, by its file or by an officer's word."""
    rights = Right.objects.for_viewer(_HOUSE).filter(ended_on=None)
    filed = Exists(rights.filter(filing__case__business=OuterRef("pk")))
    return Q(filed) | Q(Exists(rights.filter(business=OuterRef("pk"))))


def listed(office: Office) -> QuerySet[Business]:
    """The businesses of the office's region that are counted, each once."""
    here = prefix_scope("region_code", [office.region_code])
    rows = Business.objects.for_viewer(_HOUSE).filter(here or Q(pk=None), joined_to=None)
    return rows.filter(~Q(has_mark=HasMark.UNTOLD) | Q(_registered()))


def with_mark(rows: QuerySet[Business]) -> QuerySet[Business]:
    """Those of :func:`listed` that have one."""
    return rows.filter(Q(has_mark=HasMark.YES) | Q(_registered()))


def without_mark(office: Office, district: str = "") -> QuerySet[Business]:
    """Those that have none, in one kecamatan where given."""
    rows = listed(office).exclude(has_mark=HasMark.YES).exclude(_registered())
    return rows.filter(district_code=district) if district else rows


def districts(office: Office) -> list[District]:
    """Every kecamatan of the list by name; two queries."""
    counts: dict[str, list[int]] = {}
    told_of = listed(office).annotate(registered=_registered())
    rows = told_of.order_by().values_list("district_code", "has_mark", "registered")
    for code, told, registered in rows.iterator():
        held = counts.setdefault(code, [0, 0])
        held[0] += 1
        held[1] += told == HasMark.YES or registered
    names = dict(Region.objects.filter(code__in=counts).values_list("code", "name"))
    found = [District(code, names.get(code, ""), *pair) for code, pair in counts.items()]
    return sorted(found, key=lambda one: (not one.name, one.name))


def own_backlog(office: Office, year: int) -> Backlog | None:
    """The clock fed by the office's own list; ``None`` without a list or places of ``year``."""
    rows = listed(office)
    count, marked = rows.count(), with_mark(rows).count()
    quotas = Programme.objects.for_viewer(_HOUSE).filter(office=office, year=year)
    places = sum(quotas.values_list("quota", flat=True))
    if not count or not places:
        return None
    return Backlog(office.region_code, count, marked, places, clock.today(office.zone), SOURCE)
