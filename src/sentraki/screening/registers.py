"""What is searched: registers read from files into indexes on the disk, and the own register.

An index lies in ``settings.CORPORA`` in a folder named after its source and its file; the row in
the database says which one counts. A new version is built beside the old one, then the row moves
on: whoever searches meanwhile sees the one or the other, and every answer says which.
"""

import hashlib
import logging
import re
import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Max
from django.utils.translation import gettext_noop

from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.ledger.acts import act
from sentraki.screening.models import CorpusSource, MarkRecord
from serupa import Corpora, Corpus, Record
from serupa.corpus import FolderCorpus, MemoryCorpus
from serupa.index.build import builders
from serupa.index.store import MANIFEST, Store
from serupa.register import Batch, RegisterError, explained, raw_stream, read_batches, read_classes

DEMO_SLUG = "demo-register"
DEMO_FILE = "marks/demo_register.csv.gz"
DEMO_NAME = "Daftar contoh (merek toko, perusahaan, logo dunia, dan nama UMKM rekaan)"
DEMO_LICENCE = "BSD-3-Clause, MIT, CC0-1.0; data/marks/README.md"
DEMO_DATE = date(2026, 11, 21)
OWN_NAME = "Daftar hak terdaftar di kantor ini"
MOST_STATUSES = 20
UNREADABLE = gettext_noop("This register cannot be read: %(why)s")
BAD_SLUG = gettext_noop("A short name has small letters, digits and hyphens, at most 40.")
NO_WORDS = gettext_noop(
    "Every answer tells name and licence: write 1 to 120 letters for the name, 1 to 200 for the "
    "licence."
)
MOST_IN_HEADING = 100_000
NO_HEADING = "this line has no end, so the file is no list of marks"
NO_MARKS = "no mark in it can be searched"
UNWRITABLE = gettext_noop(
    "The index cannot be written to %(folder)s: %(why)s. The version before stays in use."
)
UNKNOWN = gettext_noop("There is no register “%(slug)s”.")
DAMAGED = (OSError, ValueError, LookupError, TypeError)
"""What an index raises that is gone or is not as it was written: any of its bytes may be wrong."""

logger = logging.getLogger(__name__)


@dataclass
class _Loaded:
    """What this process searches: an open index per source, and the own register in memory."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    folders: dict[str, FolderCorpus] = field(default_factory=dict)
    own: MemoryCorpus | None = None
    own_count: int = 0
    own_newest: datetime | None = None


_LOADED = _Loaded()


def corpus() -> Corpus:
    """Everything this installation searches, up to date with its registers. Two or three queries.

    A source whose index is missing on this machine is left out, so answers do not name it;
    ``doctor`` says so.
    """
    rows = list(CorpusSource.objects.order_by("slug"))
    state = MarkRecord.objects.aggregate(newest=Max("changed_at"), count=Count("pk"))
    with _LOADED.lock:
        own = _own_register(state["newest"], state["count"])
        _LOADED.folders = dict(filter(None, map(_opened, rows)))
        return Corpora([own, *_LOADED.folders.values()])


def _opened(row: CorpusSource) -> tuple[str, FolderCorpus] | None:
    """The index of a source; when it moved on after ``row`` was read, the one it moved to."""
    for _again in range(2):
        try:
            known = _LOADED.folders.get(row.folder)
            return row.folder, known or FolderCorpus(index_folder(row))
        except DAMAGED as trouble:
            found = CorpusSource.objects.filter(slug=row.slug).exclude(folder=row.folder).first()
            if found is None:
                logger.error("register %s: %s", row.slug, type(trouble).__name__)
                return None
            row = found
    return None


def index_folder(row: CorpusSource) -> Path:
    """Where the index of a source lies."""
    return Path(settings.CORPORA) / row.folder


def lacks_index(row: CorpusSource) -> bool:
    """Whether this machine has no index of a source that opens: none, cut short, or of another
    version."""
    try:
        Store(index_folder(row)).open()
    except DAMAGED:
        return True
    return False


def check_indexes() -> list[str]:
    """For the doctor: sources that cannot be searched on this machine, every byte of them read,
    and indexes that no source names."""
    told = []
    rows = list(CorpusSource.objects.order_by("slug"))
    for row in rows:
        again = "load it again (manage.py registers load)"
        if lacks_index(row):
            told.append(f"register {row.slug} has no index here: {again}")
            continue
        try:
            Store(index_folder(row)).check()
        except DAMAGED as problem:
            told.append(f"the index of register {row.slug} is damaged ({problem}): {again}")
            continue
        if Store(index_folder(row)).is_dated():
            told.append(f"register {row.slug} was read by earlier rules and finds less: {again}")
    for folder in sorted(Path(settings.CORPORA).glob("*-" + "[0-9a-f]" * 16)):
        if folder.name not in {row.folder for row in rows}:
            told.append(
                f"{folder} belongs to no register: a load is going on or was broken off; "
                "load the file again or remove the folder"
            )
    return told


def _own_register(newest: datetime | None, count: int) -> MemoryCorpus:
    """The own register; only what changed since is read again, unless something was taken out."""
    own, seen = _LOADED.own, _LOADED.own_newest
    if own is not None and (newest, count) == (seen, _LOADED.own_count):
        return own
    if own is not None and seen is not None:
        for mark in MarkRecord.objects.filter(changed_at__gte=seen).order_by("pk"):
            own.add(_record(mark))
    if own is None or seen is None or len(own) != count:
        today = clock.today("WIB").isoformat()
        marks = MarkRecord.objects.order_by("pk").iterator()
        own = Corpus.from_records(map(_record, marks), name=OWN_NAME, date=today)
    _LOADED.own, _LOADED.own_newest, _LOADED.own_count = own, newest, count
    return own


def _record(mark: MarkRecord) -> Record:
    return Record(
        id=mark.ref,
        name=mark.name,
        classes=read_classes(mark.classes),
        status=mark.status,
        number=mark.number,
        source="own",
        registered_on=mark.registered_on.isoformat() if mark.registered_on else "",
    )


@dataclass(frozen=True)
class Source:
    """One register as a person is told of it. ``counts``: (status as written, rows)."""

    name: str
    rows: int
    as_of: date
    licence: str = ""
    loaded_at: datetime | None = None
    counts: tuple[tuple[str, int], ...] = ()
    is_searched: bool = True


def sources() -> list[Source]:
    """The own register, then every loaded one by name. Two queries."""
    own = Source(OWN_NAME, MarkRecord.objects.count(), clock.today("WIB"))
    return [own] + [
        Source(
            row.name,
            row.rows,
            row.as_of,
            row.licence,
            row.loaded_at,
            tuple(row.counts.items()),
            not lacks_index(row),
        )
        for row in CorpusSource.objects.order_by("name")
    ]


def load_register(
    path: Path, *, slug: str, name: str, as_of: date, licence: str, by: Viewer
) -> CorpusSource:
    """Read a register (see ``serupa.register``) and let every later check search it.

    Replaces an earlier version of ``slug``; the same file again changes only name, date and
    licence. Raises ``Denied``, and ``Invalid`` for a file that cannot be read or has no marks and
    for a folder that cannot be written.
    """
    check_words(slug, name, licence)
    if not path.is_file():
        raise Invalid(UNREADABLE, why=f"{path} is not there")
    counts: Counter[str] = Counter()
    try:
        check_heading(path)
        digest = _sha256(path)
    except (RegisterError, OSError) as problem:
        raise Invalid(UNREADABLE, why=str(problem)) from problem
    folder = f"{slug}-{digest[:16]}"
    store = Store(Path(settings.CORPORA) / folder)
    try:
        store.build(builders(_counted(path, counts)), name, as_of.isoformat(), licence)
    except (RegisterError, OSError) as problem:
        if not (store.folder / MANIFEST).is_file():
            shutil.rmtree(store.folder, ignore_errors=True)
        if isinstance(problem, OSError) and problem.filename != str(path):
            why = problem.strerror or str(problem)
            raise Invalid(UNWRITABLE, folder=str(settings.CORPORA), why=why) from problem
        raise Invalid(UNREADABLE, why=str(problem)) from problem
    rows = FolderCorpus(store.folder).info.size
    with act("corpus.load", on=None, by=by) as deed:
        values = {
            "name": name,
            "as_of": as_of,
            "licence": licence,
            "rows": rows,
            "sha256": digest,
            "folder": folder,
            "counts": dict(counts.most_common(MOST_STATUSES)),
            "loaded_at": clock.now(),
        }
        source, _new = CorpusSource.objects.update_or_create(slug=slug, defaults=values)
        deed.about(source)
        deed.record(rows=rows)
        deed.after_commit(lambda: _sweep(slug, keep=folder))
    return source


def check_heading(path: Path) -> None:
    """Raises ``RegisterError`` where the first line has no end, as in a small file that unpacks to
    gigabytes of nothing: it would be read into memory whole. XML may be one line."""
    with explained(path), raw_stream(path) as stream:
        line = stream.readline(MOST_IN_HEADING)
    if len(line) == MOST_IN_HEADING and not path.name.removesuffix(".gz").endswith(".xml"):
        raise RegisterError(NO_HEADING, 1)


def check_words(slug: str, name: str, licence: str) -> None:
    """What every answer will tell of a list. Raises ``Invalid`` where it cannot be kept."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", slug):
        raise Invalid(BAD_SLUG, fields={"slug": BAD_SLUG})
    if not (1 <= len(name.strip()) <= 120 and 1 <= len(licence.strip()) <= 200):
        raise Invalid(NO_WORDS, fields={"name": NO_WORDS})


def drop_register(slug: str, *, by: Viewer) -> None:
    """Search a register no longer. Raises ``Invalid`` for an unknown one, ``Denied``."""
    source = CorpusSource.objects.filter(slug=slug).first()
    if source is None:
        raise Invalid(UNKNOWN, slug=slug)
    with act("corpus.drop", on=source, by=by) as deed:
        source.delete()
        deed.after_commit(lambda: _sweep(slug, keep=""))


def _counted(path: Path, counts: Counter[str]) -> Iterator[Batch]:
    is_empty = True
    for batch in read_batches(path):
        is_empty = is_empty and not batch.ids
        counts.update(dict(batch.details).get("status", ()))
        yield batch
    if is_empty:  # a heading alone, or XML of something else: it must not empty the search
        raise RegisterError(NO_MARKS)


def _sweep(slug: str, *, keep: str) -> None:
    """Remove the indexes of earlier versions; who has one open may go on reading it."""
    for old in Path(settings.CORPORA).glob(f"{slug}-" + "?" * 16):
        if old.name != keep:
            shutil.rmtree(old, ignore_errors=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def load_demo_register() -> int:
    """Load the demo list, once per version; returns its number of marks, 0 when it was there."""
    path = Path(settings.DATA) / DEMO_FILE
    known = CorpusSource.objects.filter(slug=DEMO_SLUG, sha256=_sha256(path)).first()
    if known is not None and not lacks_index(known) and not Store(index_folder(known)).is_dated():
        return 0
    source = load_register(
        path,
        slug=DEMO_SLUG,
        name=DEMO_NAME,
        as_of=DEMO_DATE,
        licence=DEMO_LICENCE,
        by=Viewer.system("screening"),
    )
    return source.rows
