"""Loading the room's reference tables: quick, safe to repeat, only when a file has changed."""

import csv
import gzip
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from sentraki.kernel import clock
from sentraki.offices.models import Holiday, LetterIssuer, OfficialName, ReferenceTable, Region
from sentraki.offices.reference import loaders
from sentraki.offices.rules import HolidayKind, level_of

BATCH = 5_000
REGION_FILES = ("provinces", "regencies", "districts", "villages")
_PARENT = {"regencies": "province_code", "districts": "regency_code", "villages": "district_code"}
_HOLIDAY_KINDS = {
    "libur_nasional": HolidayKind.NATIONAL,
    "cuti_bersama": HolidayKind.JOINT_LEAVE,
}
_NOT_CAPITALISED = {"DKI": "DKI", "DI": "DI", "KABUPATEN": "Kabupaten", "KOTA": "Kota"}

Row = dict[str, str]


def load_reference() -> dict[str, int]:
    """Load every registered table that is new or changed; rows written by name of the table."""
    return {name: load() for name, load in loaders().items()}


def load_regions() -> int:
    """Load provinces, regencies, districts and villages; 0 when they are already there."""
    folder = settings.DATA / "regions"
    files = [folder / f"{name}.csv.gz" for name in REGION_FILES]
    return _load_if_changed("regions", files, lambda: _write_regions(folder))


def load_holidays() -> int:
    """Load national holidays and joint leave of every ``data/holidays/*.csv``.

    Days of the years in the files replace those loaded before; days of offices stay.
    """
    files = sorted((settings.DATA / "holidays").glob("*.csv"))
    return _load_if_changed("holidays", files, lambda: _write_holidays(files))


def load_official_names() -> int:
    """Load what national institutions were called from when to when."""
    path = settings.DATA / "offices" / "official_names.csv"
    return _load_if_changed("official-names", [path], lambda: _write_official_names(path))


def load_letter_issuers() -> int:
    """Load the kinds of offices whose letter gives the small-business fee."""
    path = settings.DATA / "offices" / "letter_issuers.csv"
    return _load_if_changed("letter-issuers", [path], lambda: _write_letter_issuers(path))


def _load_if_changed(name: str, files: Iterable[Path], write: Callable[[], int]) -> int:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.read_bytes())
    sha256 = digest.hexdigest()
    if ReferenceTable.objects.filter(name=name, sha256=sha256).exists():
        return 0
    with transaction.atomic():
        rows = write()
        ReferenceTable.objects.update_or_create(
            name=name, defaults={"sha256": sha256, "rows": rows, "loaded_at": clock.now()}
        )
    return rows


def rows_of(path: Path) -> Iterator[Row]:
    """The rows of a CSV file with headings, gzipped or not, as UTF-8."""
    data = path.read_bytes()
    text = gzip.decompress(data) if path.suffix == ".gz" else data
    yield from csv.DictReader(io.StringIO(text.decode("utf-8-sig")))


def _write_regions(folder: Path) -> int:
    written = 0
    for name in REGION_FILES:
        regions = [_region(row, _PARENT.get(name)) for row in rows_of(folder / f"{name}.csv.gz")]
        Region.objects.bulk_create(
            regions,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "level", "parent", "lat", "lng", "population"],
        )
        written += len(regions)
    return written


def _region(row: Row, parent_column: str | None) -> Region:
    return Region(
        code=row["code"],
        name=_written_out(row["name"]),
        level=level_of(row["code"]),
        parent_id=row[parent_column] if parent_column else None,
        lat=float(row["lat"]) if row.get("lat") else None,
        lng=float(row["lng"]) if row.get("lng") else None,
        population=int(row["penduduk"]) if row.get("penduduk") else None,
    )


def _written_out(name: str) -> str:
    """``KABUPATEN ACEH SELATAN`` as ``Kabupaten Aceh Selatan``; other spellings stay."""
    if not name.isupper():
        return name
    words = (_NOT_CAPITALISED.get(word) or _capitalised(word) for word in name.split())
    return " ".join(words)


def _capitalised(word: str) -> str:
    return "-".join(part.capitalize() for part in word.split("-"))


def _write_holidays(files: Iterable[Path]) -> int:
    days = [_holiday(row) for path in files for row in rows_of(path)]
    years = {day.date.year for day in days}
    Holiday.objects.filter(office=None, date__year__in=years).delete()
    Holiday.objects.bulk_create(days)
    return len(days)


def _holiday(row: Row) -> Holiday:
    return Holiday(
        date=date.fromisoformat(row["date"]),
        kind=_HOLIDAY_KINDS[row["kind"]],
        name=row["name_id"],
        name_en=row["name_en"],
        is_announced=row["status"] == "announced",
        source=row["legal_basis"][:255],
    )


def _write_official_names(path: Path) -> int:
    rows = [
        OfficialName(
            body=row["body"],
            name=row["name"],
            short_name=row["short_name"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_until=_day(row["valid_until"]),
            source=row["source"],
        )
        for row in rows_of(path)
    ]
    OfficialName.objects.filter(office=None).delete()
    return len(OfficialName.objects.bulk_create(rows))


def _write_letter_issuers(path: Path) -> int:
    rows = [
        LetterIssuer(
            kind=row["kind"],
            name=row["name"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_until=_day(row["valid_until"]),
            source=row["source"],
            read_on=date.fromisoformat(row["read_on"]),
        )
        for row in rows_of(path)
    ]
    LetterIssuer.objects.all().delete()
    return len(LetterIssuer.objects.bulk_create(rows))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
