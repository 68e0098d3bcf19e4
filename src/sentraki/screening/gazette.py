"""The trademark gazette: a file is read page by page in a limited child, then kept as entries.

An older issue never overwrites a newer one, and the same file twice changes nothing. The file is
kept only until it is read. Labels are small pictures written anew by the child; an entry has one
only where numbers and pictures pair up (see ``rules.gazette``).
"""

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
from django.conf import settings
from django.utils.translation import gettext_noop
from PIL import Image

from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid, Refusal
from sentraki.kernel.limited import run_limited_on_file
from sentraki.ledger.acts import act
from sentraki.ledger.rules.entries import actor_ref
from sentraki.screening import gazette_tables
from sentraki.screening.alike import Picture as Pixels
from sentraki.screening.models import GazetteEntry, GazetteIssue, GazetteReading
from sentraki.screening.rules.gazette import Cover, Entry, Issue, Line, Picture, Reader

MOST_BYTES = 160_000_000
PAGES_AT_ONCE = 200
MOST_UNREAD = 500
COUNTS = (
    "applications",
    "new",
    "changed",
    "same",
    "older",
    "labels",
    "refused_pictures",
    "unread",
)
AT_ONCE = 500
INSIDE = "sentraki.screening.gazette_child:pages"
NOT_A_GAZETTE = gettext_noop("This is neither a PDF nor a table (CSV, XLSX) of the gazette.")
TOO_LARGE = gettext_noop("This file is larger than 160 MB. Ask the operator to load it.")
EMPTY = gettext_noop("This file is empty.")
NO_COVER = gettext_noop(
    "The number and the days of publication were not found on the cover. Write them and send the"
    " file again."
)
NOTHING = gettext_noop("No application was found in this file.")
BAD_DAYS = gettext_noop("The last day lies before the first.")
_CLERK = Viewer.system("screening.gazette")
_KEPT = ("received_on", "classes", "name", "owner", "goods", "label")


def receive(
    *, source: Path, name: str, viewer: Viewer, told: Cover | None = None, key: str = ""
) -> GazetteReading:
    """Keep a file of the gazette until it is read (see :func:`read`).

    ``told``: number and days of publication as a person wrote them, for a table or a cover that
    cannot be read. Raises ``Invalid`` for a file of another kind or size, ``Denied``,
    ``AlreadyDone``.
    """
    size = source.stat().st_size
    if size == 0:
        raise Invalid(EMPTY, fields={"file": EMPTY})
    if size > MOST_BYTES:
        raise Invalid(TOO_LARGE, fields={"file": TOO_LARGE})
    if not _is_pdf(source) and gazette_tables.kind_of(source, name) is None:
        raise Invalid(NOT_A_GAZETTE, fields={"file": NOT_A_GAZETTE})
    if told is not None and told.closes_on < told.opens_on:
        raise Invalid(BAD_DAYS, fields={"closes_on": BAD_DAYS})
    with act("gazette.receive", on=None, by=viewer, key=key) as deed:
        reading = GazetteReading.objects.create(
            file_name=Path(name).name[:120],
            sha256=gazette_tables.sha256_of(source),
            told=_as_json(told),
            started_by=str(actor_ref(viewer)),
        )
        deed.about(reading)
        _inbox(reading).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, _inbox(reading))
        _inbox(reading).chmod(0o600)
    return reading


def read(reading: GazetteReading) -> GazetteReading:
    """Read a received file and keep what it says; its state is then ``read`` or ``refused``.

    May be called again after it was killed: it begins anew, and nothing is kept twice. A file
    that cannot be read is no error here: ``trouble`` says in a sentence why.
    """
    source = _inbox(reading)
    if not source.exists():
        return reading
    scratch = _labels() / f"new-{reading.public_id}"
    try:
        issue = _issue_of(reading, source, scratch)
        _keep(reading, issue, scratch)
    except Refusal as refusal:
        _refuse(reading, str(refusal))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    source.unlink(missing_ok=True)
    return reading


def label_file(entry: GazetteEntry) -> Path | None:
    """The label's picture (WebP, at most 256 pixels), ``None`` for none."""
    path = _labels() / entry.label if entry.label else None
    return path if path is not None and path.is_file() else None


def label_picture(entry: GazetteEntry) -> Pixels | None:
    """The label as an array of colours; it was written anew when it was read."""
    path = label_file(entry)
    if path is None:
        return None
    with Image.open(path, formats=("WEBP",)) as opened:
        return np.asarray(opened.convert("RGB"))


def _issue_of(reading: GazetteReading, source: Path, scratch: Path) -> Issue:
    told = _cover_of(reading.told)
    if _is_pdf(source):
        issue = read_pdf(
            source,
            scratch,
            lambda total, at: set_state(reading, "reading", pages=total, pages_read=at),
        )
    else:
        issue = gazette_tables.read_table(source, reading.file_name)
    cover = issue.cover or told
    if cover is None:
        raise Invalid(NO_COVER)
    if not issue.entries:
        raise Invalid(NOTHING)
    return Issue(
        cover, issue.entries, issue.unread, issue.detailed, issue.pictures, issue.refused_pictures
    )


def read_pdf(source: Path, scratch: Path, moved: Callable[[int, int], None]) -> Issue:
    """Read by bundles of pages; each bundle's pictures are files before the next is read.

    ``moved`` is told the pages of the file and how many are read. The pictures lie in ``scratch``
    under their keys. Raises ``LimitExceeded`` or ``ChildFailed`` for a file that breaks the child.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    reader, at, total = Reader(), 0, 1
    with source.open("rb") as file:
        while at < total:
            order = {"from": at, "to": at + PAGES_AT_ONCE}
            head, _, rest = run_limited_on_file(INSIDE, order, file).partition(b"\n")
            told = json.loads(head)
            for page in told["read"]:
                at += 1
                lines = [Line(text, top) for text, top in page["lines"]]
                pictures, rest = _pictures(at, page["pictures"], rest, scratch)
                reader.page(at, lines, pictures)
            total = told["pages"]
            if not told["read"]:
                break
            moved(total, at)
    return reader.issue()


def _pictures(
    page: int, told: Sequence[Sequence[object]], rest: bytes, scratch: Path
) -> tuple[list[Picture], bytes]:
    view, at, found = memoryview(rest), 0, []
    for count, (size, foot, digest, is_edge) in enumerate(told):
        key = f"{page}-{count}" if size else ""
        if key:
            (scratch / key).write_bytes(view[at : at + int(str(size))])
        at += int(str(size))
        found.append(Picture(key, float(str(foot)), str(digest), bool(is_edge)))
    return found, bytes(view[at:])


def _keep(reading: GazetteReading, issue: Issue, scratch: Path) -> None:
    assert issue.cover is not None
    cover = issue.cover
    with act("gazette.keep", on=reading, by=_CLERK) as deed:
        row, _new = GazetteIssue.objects.get_or_create(
            number=cover.number,
            defaults={
                "series": cover.series, "opens_on": cover.opens_on, "closes_on": cover.closes_on
            },
        )  # fmt: skip
        counts: Counter[str] = Counter()
        for at in range(0, len(issue.entries), AT_ONCE):
            counts.update(_keep_entries(row, issue.entries[at : at + AT_ONCE], scratch))
        told = {
            "applications": len(issue.entries),
            **counts,
            "labels": sum(bool(entry.label) for entry in issue.entries),
            "pictures": issue.pictures,
            "refused_pictures": issue.refused_pictures,
            "unread": len(issue.unread),
        }
        unread = [[line.page, line.text[:200]] for line in issue.unread[:MOST_UNREAD]]
        set_state(reading, "read", issue=row, trouble="", counts=told, unread=unread)
        deed.record(applications=len(issue.entries), unread=len(issue.unread))


def _keep_entries(issue: GazetteIssue, entries: Sequence[Entry], scratch: Path) -> Counter[str]:
    """Create what is new, update what this issue may say; how many of each."""
    numbers = [entry.number for entry in entries]
    known = {
        row.number: row
        for row in GazetteEntry.objects.select_related("issue").filter(number__in=numbers)
    }
    counts: Counter[str] = Counter()
    new, changed = [], []
    for entry in entries:
        row = known.get(entry.number)
        if row is not None and row.issue.opens_on > issue.opens_on:
            counts["older"] += 1
            continue
        values = _values(entry, scratch)
        if row is None:
            counts["new"] += 1
            new.append(GazetteEntry(number=entry.number, issue=issue, **values))
        elif row.issue_id == issue.pk and not _differs(row, values):
            counts["same"] += 1
        else:
            counts["changed"] += 1
            row.issue = issue
            for name, value in values.items():
                if value or name != "label":
                    setattr(row, name, value)
            changed.append(row)
    GazetteEntry.objects.bulk_create(new)
    GazetteEntry.objects.bulk_update(changed, ["issue", *_KEPT])
    return counts


def _differs(row: GazetteEntry, values: dict[str, object]) -> bool:
    return any(
        getattr(row, name) != value for name, value in values.items() if value or name != "label"
    )


def _values(entry: Entry, scratch: Path) -> dict[str, object]:
    return {
        "received_on": entry.received_on,
        "classes": ",".join(map(str, entry.classes)),
        "name": entry.name,
        "owner": entry.owner,
        "goods": entry.goods,
        "label": _keep_label(entry, scratch),
    }


def _keep_label(entry: Entry, scratch: Path) -> str:
    """Move the picture to where labels lie; its name says whose it is and what is in it."""
    if not entry.label:
        return ""
    content = (scratch / entry.label).read_bytes()
    name = f"{entry.number[-2:]}/{entry.number}.webp"
    kept = _labels() / name
    kept.parent.mkdir(parents=True, exist_ok=True)
    if not kept.exists() or kept.read_bytes() != content:
        fresh = kept.with_suffix(".new")
        fresh.write_bytes(content)
        fresh.replace(kept)
    return name


def _refuse(reading: GazetteReading, why: str) -> None:
    with act("gazette.refuse", on=reading, by=_CLERK):
        set_state(reading, "refused", trouble=why[:200])


def set_state(reading: GazetteReading, state: str, **known: object) -> None:
    """Write how far a reading is, with what is known by then."""
    reading.state, reading.moved_at = state, clock.now()
    for name, value in known.items():
        setattr(reading, name, value)
    reading.save(update_fields=["state", "moved_at", *known])


def _as_json(cover: Cover | None) -> dict[str, str]:
    if cover is None:
        return {}
    return {
        "number": cover.number, "series": cover.series,
        "opens_on": cover.opens_on.isoformat(), "closes_on": cover.closes_on.isoformat(),
    }  # fmt: skip


def _cover_of(told: dict[str, str]) -> Cover | None:
    if not told:
        return None
    days = (date.fromisoformat(told[name]) for name in ("opens_on", "closes_on"))
    return Cover(told["number"], told["series"], *days)


def _is_pdf(source: Path) -> bool:
    with source.open("rb") as file:
        return b"%PDF-" in file.read(1024)


def _labels() -> Path:
    return Path(settings.CORPORA) / "gazette-labels"


def forget_labels(names: Iterable[str]) -> None:
    """Remove pictures of entries that were taken back, unless they were brought again since."""
    kept = set(GazetteEntry.objects.filter(label__in=list(names)).values_list("label", flat=True))
    for name in set(names) - kept:
        (_labels() / name).unlink(missing_ok=True)


def _inbox(reading: GazetteReading) -> Path:
    return Path(settings.GAZETTE_INBOX) / f"{reading.public_id}.file"


def register_rows() -> Iterator[tuple[str, ...]]:
    """Every entry with words as a row of a register (see ``serupa.register``)."""
    rows: Iterable[GazetteEntry] = (
        GazetteEntry.objects.exclude(name="").order_by("number").iterator(chunk_size=2000)
    )
    for row in rows:
        classes = row.classes.replace(",", ";")
        yield (row.number, row.name, classes, "diumumkan", row.received_on.isoformat(), row.owner)
