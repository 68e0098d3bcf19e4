"""Reading a gazette to its end: its entries, the register that is searched, the watch."""

import csv
import logging
import tempfile
from pathlib import Path

from django.utils.translation import gettext_noop

from sentraki.cases.models import WatchHit
from sentraki.cases.services.watch import watch_issue
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid, MoveRefused
from sentraki.ledger.acts import act
from sentraki.screening import gazette
from sentraki.screening.models import CorpusSource, GazetteEntry, GazetteIssue, GazetteReading
from sentraki.screening.registers import drop_register, load_register

TAKEN_BACK = "taken-back"
NO_REASON = gettext_noop("Write the reason.")
NOTHING_KEPT = gettext_noop("Nothing of this file is kept any more.")

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


def take_back(*, reading: GazetteReading, viewer: Viewer, reason: str, key: str = "") -> int:
    """Undo a wrong issue: its entries go, with their labels and every hit they gave.

    What a newer issue has said since stays. An application that an older issue had named comes
    back when that file is brought again. Returns how many entries went; raises ``Invalid``
    without a reason, ``MoveRefused`` when nothing of it is kept.
    """
    if not reason.strip():
        raise Invalid(NO_REASON, fields={"reason": NO_REASON})
    facts = {"started_by": reading.started_by}
    with act("gazette.take-back", on=reading, by=viewer, key=key, note=reason, **facts) as deed:
        fresh = GazetteReading.objects.select_for_update().get(pk=reading.pk)
        issue = fresh.issue
        if issue is None:
            raise MoveRefused(NOTHING_KEPT)
        entries = GazetteEntry.objects.filter(issue=issue)
        labels = list(entries.exclude(label="").values_list("label", flat=True))
        hits = WatchHit.unscoped.filter(entry__issue=issue)
        deed.record(hits=hits.count(), entries=entries.count())
        hits.delete()
        gone = entries.delete()[0]
        for one in GazetteReading.objects.filter(issue=issue):
            gazette.set_state(one, TAKEN_BACK, issue=None, trouble=reason.strip()[:200])
        issue.delete()
        deed.after_commit(lambda: gazette.forget_labels(labels))
    feed_register()
    return gone


def feed_register() -> int:
    """Make the entries of every issue a register that name checks search; its number of rows."""
    newest = GazetteIssue.objects.order_by("-opens_on").first()
    if newest is None or not GazetteEntry.objects.exclude(name="").exists():
        if _is_loaded():
            drop_register(SLUG, by=_CLERK)
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
