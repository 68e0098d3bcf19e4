"""Reading a gazette to its end: its entries, the register that is searched, the watch."""

import csv
import logging
import tempfile
from pathlib import Path

from sentraki.cases.services.watch import watch_issue
from sentraki.kernel.access import Viewer
from sentraki.screening import gazette
from sentraki.screening.models import CorpusSource, GazetteIssue, GazetteReading
from sentraki.screening.registers import load_register

SLUG = "brm"
NAME = "Berita Resmi Merek (permohonan yang diumumkan)"
SOURCE = "Berita Resmi Merek, DJKI (publikasi resmi)"
COLUMNS = ("id", "name", "classes", "status", "filed_on", "owner")
_CLERK = Viewer.system("cases.gazette")
logger = logging.getLogger(__name__)


def read_to_the_end(public_id: str) -> GazetteReading:
    """Read a received file, let name checks find its entries, and watch it.

    May be called again after it was killed at any point: nothing is kept or told twice.
    """
    reading = gazette.read(GazetteReading.objects.get(public_id=public_id))
    if reading.issue is None:
        return reading
    if any(reading.counts.get(kind) for kind in ("new", "changed")) or not _is_loaded():
        feed_register()
    found = watch_issue(reading.issue)
    logger.info("gazette %s: %s new hits", reading.public_id, found)
    return reading


def _is_loaded() -> bool:

    return CorpusSource.objects.filter(slug=SLUG).exists()


def feed_register() -> int:
    """Make the entries of every issue a register that name checks search; its number of rows."""
    newest = GazetteIssue.objects.order_by("-opens_on").first()
    if newest is None:
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "brm.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows(gazette.register_rows())
        source = load_register(
            path, slug=SLUG, name=NAME, as_of=newest.opens_on, licence=SOURCE, by=_CLERK
        )
    return source.rows
