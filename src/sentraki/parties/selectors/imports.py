"""Reads about imported sheets, and the tables and places the importer reads them with."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from sentraki.kernel.access import Viewer
from sentraki.offices.models import Region
from sentraki.offices.rules import RegionLevel
from sentraki.offices.scoping import get_or_404, prefix_scope
from sentraki.parties.models import ImportBatch, ImportRow
from sentraki.parties.rules import ImportState, RowVerdict
from sentraki.parties.rules.import_fields import squash
from sentraki.parties.rules.import_states import RETURNED
from sentraki.parties.rules.places import Place, PlaceBook
from sentraki.parties.selectors.subsectors import subsectors


@cache
def heading_words(kind: str) -> Mapping[str, set[str]]:
    """Field → ways of writing its heading for ``kind`` (``data/import_headings.csv``)."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in _table("import_headings.csv"):
        if row["kind"] in (kind, "both"):
            found[row["field"]].add(row["heading"])
    return MappingProxyType(dict(found))


@cache
def value_words() -> Mapping[str, Mapping[str, str]]:
    """Field → squashed word → code, for columns of choices (``data/import_words.csv``)."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in _table("import_words.csv"):
        found[row["field"]][squash(row["word"])] = row["code"]
    for subsector in subsectors():
        for word in (subsector.code, subsector.name_id, subsector.name_en):
            found["subsector"][squash(word)] = subsector.code
    return MappingProxyType(dict(found))


@cache
def first_words(field: str) -> Mapping[str, str]:
    """Code → the first of its words in the table, for showing what a code means."""
    rows = [row for row in _table("import_words.csv") if row["field"] == field]
    return MappingProxyType({row["code"]: row["word"] for row in reversed(rows)})


def _table(name: str) -> list[dict[str, str]]:
    path = Path(settings.DATA) / name
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def place_book(region_code: str, *, with_villages: bool) -> PlaceBook:
    """The regions of Indonesia; districts and villages of ``region_code`` only. Four queries."""
    here = prefix_scope("code", [region_code])
    inside = Region.objects.filter(here) if here is not None else Region.objects.none()
    return PlaceBook(
        region_code,
        _places(Region.objects.filter(level=RegionLevel.PROVINCE)),
        _places(Region.objects.filter(level=RegionLevel.REGENCY)),
        _places(inside.filter(level=RegionLevel.DISTRICT)),
        _places(inside.filter(level=RegionLevel.VILLAGE)) if with_villages else (),
    )


def _places(regions: QuerySet[Region]) -> list[Place]:
    return [Place(code, name) for code, name in regions.values_list("code", "name")]


@dataclass(frozen=True)
class Totals:
    """How many rows of a sheet came to what; together they are all ``rows``."""

    rows: int
    created: int = 0
    updated: int = 0
    same: int = 0
    flagged: int = 0
    rejected: int = 0

    @property
    def imported(self) -> int:
        """Rows that change something."""
        return self.created + self.updated + self.flagged

    @property
    def returned(self) -> int:
        """Rows somebody has to look at."""
        return self.flagged + self.rejected


_FIELDS = {
    "created": RowVerdict.CREATE,
    "updated": RowVerdict.UPDATE,
    "same": RowVerdict.SAME,
    "flagged": RowVerdict.FLAG,
    "rejected": RowVerdict.REJECT,
}


def batches(viewer: Viewer) -> QuerySet[ImportBatch]:
    """Sheets of the viewer's regions, newest first, each with its counts. One query."""
    counts = {
        name: Count("rows", filter=Q(rows__verdict=verdict)) for name, verdict in _FIELDS.items()
    }
    found = ImportBatch.objects.for_viewer(viewer).select_related("office", "made_by")
    return found.annotate(**counts).order_by("-made_at", "-pk")


def batch_or_404(viewer: Viewer, public_id: str) -> ImportBatch:
    """One sheet the viewer may see; ``Http404`` for others."""
    return get_or_404(ImportBatch, viewer, public_id=public_id)


def batch_of_job(viewer: Viewer, key: int) -> ImportBatch:
    """One sheet by its key, for background work; raises ``DoesNotExist`` outside the scope."""
    return ImportBatch.objects.for_viewer(viewer).get(pk=key)


def totals(batch: ImportBatch) -> Totals:
    """The counts of one sheet. All rows of a refused sheet count as rejected."""
    if batch.state == ImportState.REFUSED:
        rows = int(batch.headings.get("rows", 0))
        return Totals(rows, rejected=rows)
    counted = dict(batch.rows.order_by().values_list("verdict").annotate(Count("pk")))
    figures = {name: int(counted.get(verdict, 0)) for name, verdict in _FIELDS.items()}
    return Totals(sum(figures.values()), **figures)


def rows_of(batch: ImportBatch, verdict: str = "") -> QuerySet[ImportRow]:
    """The rows of a sheet in its order, optionally of one verdict."""
    rows = batch.rows.order_by("number")
    return rows.filter(verdict=verdict) if verdict else rows


def returned_rows(batch: ImportBatch) -> QuerySet[ImportRow]:
    """The rows to be given back: flagged and rejected ones."""
    return batch.rows.filter(verdict__in=RETURNED).order_by("number")


def targets_of_codes(viewer: Viewer, kind: str, codes: Iterable[str]) -> dict[str, str]:
    """Row code → ref of what that row of an earlier import became, in the viewer's regions.

    A row code is ``<public id of the sheet>.<number>``; codes of other offices' sheets and of rows
    that became nothing are left out.
    """
    wanted: dict[str, set[int]] = defaultdict(set)
    for code in codes:
        sheet, _, number = code.rpartition(".")
        if sheet and number.isascii() and number.isdigit() and len(number) < 8:
            wanted[sheet].add(int(number))
    mine = ImportBatch.objects.for_viewer(viewer).filter(kind=kind, public_id__in=wanted)
    found = {}
    for batch in mine:
        rows = batch.rows.filter(number__in=wanted[batch.public_id]).exclude(target_ref="")
        for place, ref in rows.values_list("number", "target_ref"):
            found[f"{batch.public_id}.{place}"] = ref
    return found
