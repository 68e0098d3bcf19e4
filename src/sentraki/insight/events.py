"""What an event led to: files begun by its visitors within a number of days, by subsector.

True numbers are for the office; a public page takes :func:`published`, which withholds small ones.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sentraki.cases.models import Case
from sentraki.events.models import Event, Visit
from sentraki.events.rules.events import Part
from sentraki.events.selectors.events import guests
from sentraki.insight.protection import Released, is_small, release
from sentraki.kernel.access import Viewer
from sentraki.kernel.refs import ref_of
from sentraki.parties.selectors.subsectors import subsectors

DAYS = (30, 90)
DEFINITION: Promise = _(
    "Guests who came, each person once, and the files begun from their visits up to so many days "
    "after the event. A file counts whatever became of it later."
)
SOURCE: Promise = _("This installation's visits and files")
CAME, BEGAN = "came", "began"


@dataclass(frozen=True)
class Sector:
    """One subsector: guests who came, and how many of their visits led to a file."""

    code: str
    came: int
    began: int


@dataclass(frozen=True)
class Conversion:
    """The figure for ``days`` with exactly the rows behind it: each file with its visit."""

    days: int
    came: int
    rows: tuple[tuple[Visit, Case], ...]
    sectors: tuple[Sector, ...]

    @property
    def began(self) -> int:
        """Visits that led to a file."""
        return len({visit.pk for visit, _case in self.rows})

    @property
    def percent(self) -> int:
        """Of a hundred guests, how many began a file; nought when nobody came."""
        return round(100 * self.began / self.came) if self.came else 0


def conversion(event: Event, viewer: Viewer, days: int) -> Conversion:
    """Count for one event; three queries whatever its size.

    All 17 subsectors are listed, also those nobody came from; last comes "" (not recorded).
    """
    visits = list(guests(event).filter(part=Part.GUEST))
    kept = {str(ref_of(visit)): visit for visit in visits}
    by_key = {visit.pk: visit for visit in visits}
    for row in event.visits.exclude(joined_to=None):
        if row.joined_to_id in by_key:
            kept[str(ref_of(row))] = by_key[row.joined_to_id]
    last = event.ends_at + timedelta(days=days)
    found = Case.objects.for_viewer(viewer).filter(origin_ref__in=kept, created_at__lte=last)
    rows = tuple((kept[case.origin_ref], case) for case in found.order_by("created_at"))
    return Conversion(days, len(visits), rows, tuple(_sectors(visits, rows)))


def _sectors(visits: Iterable[Visit], rows: Iterable[tuple[Visit, Case]]) -> Iterable[Sector]:
    codes = [sector.code for sector in subsectors()]
    began = {visit.pk for visit, _case in rows}
    counts = dict.fromkeys([*codes, ""], (0, 0))
    for visit in visits:
        code = visit.subsector if visit.subsector in counts else ""
        came, led = counts[code]
        counts[code] = (came + 1, led + (visit.pk in began))
    for code, (came, led) in counts.items():
        yield Sector(code, came, led)


def published(found: Conversion) -> Released | None:
    """Guests by subsector and by whether a file was begun, as anybody may read it.

    ``None`` where even the totals would tell of fewer than five people.
    """
    if is_small(found.came) or is_small(found.began) or is_small(found.came - found.began):
        return None
    cells = {}
    for sector in found.sectors:
        cells[sector.code, BEGAN] = sector.began
        cells[sector.code, CAME] = sector.came - sector.began
    table = release(cells, [sector.code for sector in found.sectors], (CAME, BEGAN))
    if any(is_small(total) for total in table.row_totals.values()):
        return None
    return table if table.is_open else None
