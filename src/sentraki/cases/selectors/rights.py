"""The public register of rights."""

from dataclasses import dataclass

from django.db.models import QuerySet

from sentraki.cases.models import Right
from sentraki.kernel.access import Viewer
from sentraki.offices.scoping import prefix_scope


@dataclass(frozen=True)
class RightFilter:
    """What a reader narrows the register by; empty fields do not narrow."""

    region: str = ""
    year: int | None = None
    subsector: str = ""
    nice_class: int | None = None
    district: str = ""
    kind: str = ""


def register_of(viewer: Viewer, wanted: RightFilter) -> QuerySet[Right]:
    """Registered rights that have not ended, narrowed by ``wanted``; newest year first."""
    rows = Right.objects.for_viewer(viewer).filter(ended_on=None)
    if wanted.region:
        here = prefix_scope("region_code", [wanted.region])
        rows = rows.filter(here) if here is not None else rows
    if wanted.year:
        rows = rows.filter(year=wanted.year)
    if wanted.subsector:
        rows = rows.filter(subsector=wanted.subsector)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.district:
        rows = rows.filter(district_code=wanted.district)
    if wanted.nice_class:
        number = wanted.nice_class
        rows = rows.filter(classes__regex=rf"(^|,){number}(,|$)")
    return rows
