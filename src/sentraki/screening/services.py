"""The adapter between the house and the engine: load what is searched, ask, freeze the answer."""

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max

from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.kernel.refs import Ref
from sentraki.kernel.secrets import blind_index
from sentraki.ledger.acts import act
from sentraki.screening.models import CorpusSource, MarkRecord, ScreeningRun
from serupa import Corpora, Corpus, CorpusInfo, Query, Ranking, Record, Report, rank
from serupa.corpus import MemoryCorpus
from serupa.normalise import visual_readings
from serupa.register import read_classes

DEMO_SLUG = "demo-register"
DEMO_FILE = "marks/demo_register.csv.gz"
DEMO_NAME = "Daftar contoh (merek toko, perusahaan, logo dunia, dan nama UMKM rekaan)"
DEMO_LICENCE = "BSD-3-Clause, MIT, CC0-1.0; data/marks/README.md"
OWN_NAME = "Daftar hak terdaftar di kantor ini"
MOST_NAMES = 5
TOO_MANY = "Write one to five names."


@dataclass
class _Loaded:
    """What this process searches: the sources that never change, and the own register."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    sources: tuple[MemoryCorpus, ...] = ()
    source_keys: tuple[str, ...] = ()
    own: MemoryCorpus | None = None
    own_key: tuple[object, object] = (None, None)


_LOADED = _Loaded()


def corpus() -> Corpus:
    """Everything this installation searches, up to date with its register. Two queries.

    The first call of a process reads the source files (about two seconds for 60,000 marks).
    """
    rows = list(CorpusSource.objects.order_by("slug"))
    own = MarkRecord.objects.aggregate(newest=Max("changed_at"), count=Count("pk"))
    with _LOADED.lock:
        keys = tuple(row.sha256 for row in rows)
        if keys != _LOADED.source_keys:
            _LOADED.sources = tuple(_read(row) for row in rows)
            _LOADED.source_keys = keys
        own_key = (own["newest"], own["count"])
        if own_key != _LOADED.own_key or _LOADED.own is None:
            _LOADED.own = _own_register()
            _LOADED.own_key = own_key
        return Corpora([_LOADED.own, *_LOADED.sources])


def _read(row: CorpusSource) -> MemoryCorpus:
    return Corpus.read(
        Path(settings.DATA) / row.path,
        name=row.name,
        date=row.as_of.isoformat(),
        licence=row.licence,
    )


def _own_register() -> MemoryCorpus:
    today = clock.today("WIB").isoformat()
    records = (
        Record(
            id=mark.ref,
            name=mark.name,
            classes=read_classes(mark.classes),
            status=mark.status,
            number=mark.number,
            source="own",
            registered_on=mark.registered_on.isoformat() if mark.registered_on else "",
        )
        for mark in MarkRecord.objects.order_by("pk")
    )
    return Corpus.from_records(records, name=OWN_NAME, date=today)


def corpus_info() -> CorpusInfo:
    """Names, date, size and fingerprint of what is searched, to be printed with every answer."""
    return corpus().info


@dataclass(frozen=True)
class Answer:
    """The reports of up to five names, in the order asked, and which one to go on with."""

    reports: tuple[Report, ...]
    ranking: Ranking


def check(
    *, names: Sequence[str], classes: Sequence[int] = (), goods: str = "", limit: int = 8
) -> Answer:
    """Screen up to five names against everything loaded. Writes nothing and logs nothing.

    Raises ``Invalid`` for no name or more than five.
    """
    wanted = [name.strip()[:255] for name in names if name.strip()]
    if not 1 <= len(wanted) <= MOST_NAMES:
        raise Invalid(TOO_MANY, fields={"names": TOO_MANY})
    searched = corpus()
    reports = tuple(
        searched.screen(Query(name, tuple(classes), goods), limit=limit) for name in wanted
    )
    return Answer(reports, rank(reports))


def freeze(
    *,
    viewer: Viewer,
    case_ref: Ref,
    region_code: str,
    names: Sequence[str],
    chosen: str,
    classes: Sequence[int],
    goods: str,
) -> ScreeningRun:
    """Screen again on the server and keep the answer with the case, encrypted.

    The chosen name is screened even when it is not among ``names``. Raises ``Denied``.
    """  # fmt: skip
    asked = [chosen, *(name for name in names if name.strip() and name.strip() != chosen)]
    answer = check(names=asked[:MOST_NAMES], classes=classes, goods=goods, limit=20)
    info = answer.reports[0].corpus
    with act(
        "screening.freeze", on=None, by=viewer, about=str(case_ref), region_code=region_code
    ) as deed:
        run = ScreeningRun.objects.create(
            region_code=region_code,
            case_ref=case_ref,
            asked={"names": asked, "chosen": chosen, "classes": list(classes), "goods": goods},
            reports={"list": [report.to_dict() for report in answer.reports]},
            fingerprint=info.fingerprint,
            corpus_date=date.fromisoformat(info.date),
            corpus_size=info.size,
            band=answer.reports[0].band,
        )
        deed.about(run)
        deed.record(about=str(case_ref), band=run.band)
    return run


def frozen_reports(run: ScreeningRun) -> tuple[Report, ...]:
    """The reports of a frozen run, exactly as they were; the chosen name comes first."""
    return tuple(Report.from_dict(values) for values in run.reports["list"])


def key_of_name(name: str) -> str:
    """A keyed index of a mark's name, equal for spellings that read alike; "" for no name."""
    readings = visual_readings(name)
    return blind_index(readings[0], "mark") if readings and readings[0] else ""


def remember_mark(
    *, ref: Ref, name: str, classes: str, number: str, status: str, registered_on: date | None
) -> MarkRecord:
    """Let every later check find this registered mark."""
    values = {
        "name": name,
        "classes": classes,
        "number": number,
        "status": status,
        "registered_on": registered_on,
        "changed_at": clock.now(),
    }
    mark, _created = MarkRecord.objects.update_or_create(ref=str(ref), defaults=values)
    return mark


def forget_mark(ref: Ref) -> None:
    """Take a mark out of the checks again (an undone import)."""
    MarkRecord.objects.filter(ref=str(ref)).delete()


def load_demo_register() -> int:
    """Register the demo list as a source, once per version; returns its number of marks."""
    path = Path(settings.DATA) / DEMO_FILE
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if CorpusSource.objects.filter(slug=DEMO_SLUG, sha256=digest).exists():
        return 0
    rows = sum(1 for _ in _rows_of(path))
    with transaction.atomic():
        CorpusSource.objects.update_or_create(
            slug=DEMO_SLUG,
            defaults={
                "name": DEMO_NAME,
                "as_of": date(2026, 11, 21),
                "licence": DEMO_LICENCE,
                "path": DEMO_FILE,
                "rows": rows,
                "sha256": digest,
            },
        )
    return rows


def _rows_of(path: Path) -> Sequence[Record]:
    return Corpus.read(path, name=DEMO_NAME).records()
