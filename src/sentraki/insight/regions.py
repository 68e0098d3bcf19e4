"""What other regions report: loaded as a table with sources, ranked by a stated method."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from sentraki.insight.comparisons import Compared
from sentraki.insight.models import Comparison
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.ledger.acts import act
from sentraki.offices.models import Region
from sentraki.offices.rules import RegionLevel

COLUMNS = ("region_code", "period", "facilitated", "registered", "businesses", "source")
_TEXTS = ("region_code", "period", "source")
_LARGEST = 10_000_000
_BAD = "Line %(line)s cannot be read. It needs %(columns)s; empty numbers are “has not sent data”."


def load_comparisons(*, path: Path, viewer: Viewer) -> int:
    """Load a CSV of regions' reports; a region's row of the same period is replaced. How many.

    Raises ``Invalid`` naming the first line that cannot be read, and then loads nothing.
    """
    with path.open(encoding="utf-8-sig", newline="") as handle:
        told = [_read(line, row) for line, row in enumerate(csv.DictReader(handle), 2)]
    known = {region.code for region in _regencies(row.region_code for row, _period in told)}
    for line, (row, _period) in enumerate(told, 2):
        if row.region_code not in known:
            raise Invalid(_BAD, line=line, columns=", ".join(COLUMNS))
    with act("figure.load", on="insight.comparison:all", by=viewer) as deed:
        Comparison.objects.bulk_create(
            [
                Comparison(
                    region_id=row.region_code,
                    period=period,
                    facilitated=row.facilitated,
                    registered=row.registered,
                    businesses=row.businesses,
                    source=row.source,
                    loaded_at=deed.at,
                )
                for row, period in told
            ],
            update_conflicts=True,
            unique_fields=["region", "period"],
            update_fields=["facilitated", "registered", "businesses", "source", "loaded_at"],
        )
        deed.record(rows=len(told))
    return len(told)


def _regencies(codes: Iterable[str]) -> Iterable[Region]:
    return Region.objects.filter(code__in=list(codes), level=RegionLevel.REGENCY)


def _read(line: int, row: Mapping[str, str | None]) -> tuple[Compared, str]:
    try:
        facilitated, registered, businesses = (_count(row[name] or "") for name in COLUMNS[2:5])
        region, period, source = (str(row[name] or "").strip() for name in _TEXTS)
    except (KeyError, ValueError) as error:
        raise Invalid(_BAD, line=line, columns=", ".join(COLUMNS)) from error
    if not source or not 4 <= len(period) <= 20:
        raise Invalid(_BAD, line=line, columns=", ".join(COLUMNS))
    return Compared(region, "", facilitated, registered, businesses, source[:200]), period


def _count(text: str) -> int | None:
    if not text.strip():
        return None
    count = int(text)
    if not 0 <= count <= _LARGEST:
        raise ValueError(text)
    return count


def periods() -> list[str]:
    """The periods there are reports for, the newest first."""
    found = Comparison.objects.order_by("-period").values_list("period", flat=True)
    return list(found.distinct())


def compared(period: str) -> list[Compared]:
    """Every region's report of one period."""
    return [
        Compared(
            row.region_id,
            row.region.name,
            row.facilitated,
            row.registered,
            row.businesses,
            row.source,
        )
        for row in Comparison.objects.filter(period=period).select_related("region")
    ]
