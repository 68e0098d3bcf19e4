"""The demo's earlier years: sheets an office would bring, brought the way an officer brings them.

They come in after the house is open, one job each, so that nobody waits for them: Tangerang's
1,750 files of 2020 to 2022, Bojonegoro's programmes with 120 of 347 places taken, and its
enumeration of 12,661 makers. With Bojonegoro's files come news from DJKI, and two events.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sentraki.cases.models import Filing
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.services.filing import News, record_event
from sentraki.desk import enumeration, past_register
from sentraki.desk.demo import MAKER, officer_of
from sentraki.events.models import Event
from sentraki.events.rules.events import EventKind
from sentraki.events.services import bookings, events
from sentraki.kernel import clock
from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.sheets import write_csv
from sentraki.offices.models import Office, Region
from sentraki.offices.rules import RegionLevel
from sentraki.parties.models import ImportBatch
from sentraki.parties.rules.import_states import ImportState
from sentraki.parties.services import imports

Cells = Iterable[tuple[str, ...]]
_BOOKED = 24
_NEWS = (
    ("(TM) Pemberitahuan Usulan Penolakan", FilingStatus.PROV_REFUSAL, "A1", 12),
    ("(TM) Pemberitahuan Usulan Penolakan", FilingStatus.PROV_REFUSAL, "B1", 23),
    ("(TM) Masa Pengumuman", FilingStatus.PUBLISHED, "", 40),
)


@dataclass(frozen=True)
class Sheet:
    """One file: whose it is, what is in it, and what happens once it is in."""

    office: str
    kind: str
    file_name: str
    headings: tuple[str, ...]
    rows: Callable[[Office], Cells]
    afterwards: Callable[[Office], None] = lambda _office: None


def fill(name: str) -> str:
    """Bring the sheet ``name`` and import it, or go on where an earlier try ended; its state.

    Raises ``LookupError`` where the demo's office is missing.
    """
    sheet = SHEETS[name]
    office = Office.objects.filter(slug=sheet.office).first()
    if office is None:
        raise LookupError(sheet.office)
    viewer = officer_of(office, Role.VERIFIER)
    batch = _known(sheet, office) or _brought(sheet, office, viewer)
    if batch.state == ImportState.PREVIEW:
        batch = imports.begin(batch=batch, viewer=viewer)
    if batch.state == ImportState.APPLYING:
        batch = imports.carry_on(batch=batch, viewer=viewer)
    if batch.state == ImportState.APPLIED:
        sheet.afterwards(office)
    return batch.state


def missing() -> list[str]:
    """The names of sheets nobody has brought yet."""
    found = []
    for name, sheet in SHEETS.items():
        office = Office.objects.filter(slug=sheet.office).first()
        if office is not None and _known(sheet, office) is None:
            found.append(name)
    return found


def _known(sheet: Sheet, office: Office) -> ImportBatch | None:
    rows = ImportBatch.objects.for_viewer(MAKER).filter(office=office, file_name=sheet.file_name)
    return rows.exclude(state=ImportState.READING).first()


def _brought(sheet: Sheet, office: Office, viewer: Viewer) -> ImportBatch:
    with TemporaryDirectory() as folder:
        path = Path(folder) / sheet.file_name
        path.write_bytes(write_csv(sheet.headings, list(sheet.rows(office))))
        return imports.preview(
            office=office, viewer=viewer, path=path, name=sheet.file_name, kind=sheet.kind
        )


def _of_tangerang(office: Office) -> Cells:
    return past_register.rows(office.region_code)


def _of_bojonegoro(office: Office) -> Cells:
    told = past_register.BOJONEGORO
    return past_register.rows(office.region_code, tuple(told), of=told)


def _makers(office: Office) -> Cells:
    found = Region.objects.filter(
        level=RegionLevel.DISTRICT, code__startswith=f"{office.region_code}."
    )
    return enumeration.rows(tuple(found.order_by("code").values_list("name", flat=True)))


def _news_and_events(office: Office) -> None:
    """DJKI has written about three files; one event is over and one is to come. Each once."""
    verifier, today = officer_of(office, Role.VERIFIER), clock.today(office.zone)
    newest = (
        Filing.objects.for_viewer(verifier)
        .filter(case__office=office)
        .order_by("-id")[: len(_NEWS)]
    )
    for (words, status, reason, days), filing in zip(_NEWS, newest, strict=False):
        if filing.status != FilingStatus.FILED:
            continue
        day = today - timedelta(days=days)
        letter = day if reason else None
        news = News(words, day, letter_dated_on=letter, reason_code=reason)
        record_event(filing=filing, viewer=verifier, news=news, status=status)
    if not Event.objects.for_viewer(verifier).filter(office=office).exists():
        _event(office, verifier, "Gelar wicara KI untuk 17 subsektor (contoh)", in_days=-30)
        coming = _event(office, verifier, "Klinik KI keliling (contoh)", in_days=5)
        for number in range(1, _BOOKED + 1):
            bookings.book(
                event=coming,
                viewer=Viewer.public(),
                name=f"Tamu Contoh {number}",
                phone=f"0812{80_000_000 + number}",
            )


def _event(office: Office, viewer: Viewer, title: str, *, in_days: int) -> Event:
    day = clock.today(office.zone) + timedelta(days=in_days)
    values: Mapping[str, object] = {
        "kind": EventKind.CLINIC if in_days > 0 else EventKind.TALKSHOW,
        "title": title,
        "call": "Bawa lima pilihan nama dan foto logo. Gratis.",
        "place": "Pendopo Contoh, Bojonegoro",
        "starts_at": datetime.combine(day, time(9), tzinfo=clock.ZONES[office.zone]),
        "ends_at": datetime.combine(day, time(15), tzinfo=clock.ZONES[office.zone]),
        "capacity": 100,
        "is_announced": True,
    }
    return events.set_event(office=office, viewer=viewer, values=values)


SHEETS = {
    "bojonegoro": Sheet(
        "bojonegoro",
        "case",
        "berkas-2024-dan-2026-contoh.csv",
        past_register.HEADINGS,
        _of_bojonegoro,
        _news_and_events,
    ),
    "tangerang": Sheet(
        "tangerang",
        "case",
        "berkas-2020-2022-contoh.csv",
        past_register.HEADINGS,
        _of_tangerang,
    ),
    "makers": Sheet(
        "bojonegoro",
        "business",
        "pendataan-ikm-contoh.csv",
        enumeration.HEADINGS,
        _makers,
    ),
}
