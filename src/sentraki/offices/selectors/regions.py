"""Reads of the administrative table, small enough for choices in a form."""

from django.db.models import QuerySet

from sentraki.offices.models import Region
from sentraki.offices.rules import REGION_CODE, RegionLevel


def provinces() -> QuerySet[Region]:
    """All provinces by name."""
    return Region.objects.filter(level=RegionLevel.PROVINCE).order_by("name")


def regencies(province_code: str = "") -> QuerySet[Region]:
    """Regencies and cities by code; of one province when its code is given."""
    rows = Region.objects.filter(level=RegionLevel.REGENCY)
    return rows.filter(parent_id=province_code) if province_code else rows


def districts_of(code: str) -> QuerySet[Region]:
    """The kecamatan of a regency or city by name; of all of them for a province code."""
    rows = Region.objects.filter(level=RegionLevel.DISTRICT).order_by("name")
    if "." in code:
        return rows.filter(parent_id=code)
    return rows.filter(parent__parent_id=code)


def villages_of(district_code: str) -> QuerySet[Region]:
    """The desa and kelurahan of a kecamatan by name."""
    return Region.objects.filter(parent_id=district_code).order_by("name")


def region_name(code: str) -> str:
    """The name of a region (``Kota Palembang``); empty for an unknown code."""
    return Region.objects.filter(code=code).values_list("name", flat=True).first() or ""


def region_path_names(code: str) -> list[str]:
    """Names from the province down to ``code``; unknown levels are left out. One query."""
    if not REGION_CODE.match(code):
        return []
    parts = code.split(".")
    codes = [".".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
    rows = Region.objects.filter(code__in=codes).order_by("code")
    return list(rows.values_list("name", flat=True))
