"""The picture search of an installation: labels anybody may see, and what looks like one asked.

The labels lie in the database (:class:`MarkPicture`); each machine makes its index from them in
``settings.CORPORA``, one for the engine in force, and brings it up to date when somebody asks. A
picture asked about is read in a limited child process and kept nowhere.
"""

import base64
import hashlib
import io
import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import numpy as np
from django.conf import settings
from django.db.models import Count, Max
from PIL import Image, ImageDraw

from sentraki.kernel import clock
from sentraki.kernel.errors import Refusal
from sentraki.kernel.refs import Ref
from sentraki.screening.alike import Alike, Box, Engine, Language, Picture
from sentraki.screening.models import MarkPicture
from serupa import Corpus, Query, Record
from serupa.goods import related_classes
from serupa.images.pictures import PictureError, refusal
from serupa.images.reading import Reader
from serupa.register import read_classes

MOST = 10
"""Pictures in an answer."""

SPARE = 40
"""Rows of the index that may be of pictures taken out since."""

AT_ONCE = 40
"""Pictures a machine indexes before it answers; the rest follow by ``manage.py pictures``."""

SIDE, SHOWN, QUALITY = 320, 180, 78
"""Longer side of a kept picture and of one in an answer, in pixels; their JPEG quality."""

FRAME = (176, 32, 64)
"""Colour of the frame around the part that matched."""


class PicturesMissing(Refusal):
    """The packages of the picture search are not installed here."""


class PictureRefused(Refusal):
    """A picture that cannot be compared; the message is a sentence in the reader's language."""


@dataclass
class _State:
    lock: threading.Lock = field(default_factory=threading.Lock)
    indexed: tuple[object, ...] | None = None
    """The rows of the database that are indexed, and how many rows the index had then."""


_STATE = _State()


def is_installed() -> bool:
    """Whether pictures can be compared here."""
    return find_spec("onnxruntime") is not None


def _engine() -> Engine:
    if not is_installed():
        raise PicturesMissing("The picture search is not installed here.")
    return cast(Engine, import_module("sentraki.screening.likeness"))


@dataclass(frozen=True)
class LookAlike:
    """A mark whose label resembles the picture. ``band`` 1-4 of the pictures, ``name_band`` that of
    the names where they were compared too, else 0. ``own`` and ``theirs``: pictures as data
    addresses; each shows the part that matched in a frame, where it is only a part."""

    name: str
    classes: str
    number: str
    status: str
    source: str
    band: int
    name_band: int
    words: tuple[str, ...]
    own: str
    theirs: str

    @property
    def both(self) -> bool:
        """Whether name and picture resemble the same mark."""
        return self.band > 1 and self.name_band > 1


@dataclass(frozen=True)
class Looked:
    """The answer: the most similar first, how many labels were compared, how many still wait."""

    found: tuple[LookAlike, ...]
    searched: int
    waiting: int
    own: str

    @property
    def alike(self) -> tuple[LookAlike, ...]:
        """Those in band 2 and above, or whose name resembles too."""
        return tuple(one for one in self.found if one.band > 1)

    @property
    def nearest(self) -> tuple[LookAlike, ...]:
        """The rest: the nearest there is, below every band."""
        return tuple(one for one in self.found if one.band == 1)


def look(
    content: bytes,
    *,
    lang: Language,
    classes: Collection[int] = (),
    names: Sequence[str] = (),
    written: bytes = b"",
    words: Sequence[Box] = (),
    besides: Ref | None = None,
) -> Looked:
    """The labels that look like a picture; keeps, writes and logs nothing of it.

    ``content``: a file as sent, read in the limited child. ``written``: the JPEG we made of it,
    used where the file itself is no picture (a page). ``names``: compared with the names of the
    marks found. ``words``: where words stand in the picture (``inscriptions.read``); it is also
    compared without them. ``besides``: a mark left out, its own. Raises ``PicturesMissing``,
    ``PictureRefused``.
    """
    engine = _engine()
    picture = _read(content, written, lang)
    with _STATE.lock:
        waiting = _catch_up(engine, AT_ONCE)
    root = index_root()
    try:
        asked = engine.asked_of(picture, words)
    except PictureError as no:
        raise PictureRefused(refusal(no.key, lang)) from no
    with engine.opened(root) as index:
        wanted = related_classes(classes) if classes else ()
        found = engine.nearest(index, asked, limit=MOST + SPARE, classes=wanted, lang=lang)
    others = MarkPicture.objects.select_related("source").exclude(ref=str(besides or ""))
    wanted_rows = others.filter(pk__in=[one.key.partition(".")[0] for one in found])
    rows = {row.key: row for row in wanted_rows}
    alive = [one for one in found if one.key in rows][:MOST]
    bands = _name_bands(names, [rows[one.key] for one in alive])
    told = [
        _told(engine, one, rows[one.key], picture, bands.get(one.key, 0), lang) for one in alive
    ]
    told.sort(key=lambda one: -max(one.band, one.name_band) * 10 - one.band - one.name_band)
    return Looked(tuple(told), MarkPicture.objects.count() - waiting, waiting, shown(picture))


@dataclass(frozen=True)
class OwnAlike:
    """A right of this installation whose label a picture resembles; what matched, by language."""

    ref: str
    band: int
    words: dict[Language, tuple[str, ...]]


def own_alike(
    picture: Picture, *, classes: Collection[int], lowest: int = 4
) -> tuple[OwnAlike, ...]:
    """Own rights for the same kind of goods whose label looks like ``picture``, from ``lowest`` on.

    ``picture``: an array of our own making. Asks the index as it stands (see :func:`catch_up`).
    Nothing for a blank picture. Raises ``PicturesMissing``.
    """
    engine = _engine()
    languages: tuple[Language, ...] = ("id", "en")
    try:
        asked = engine.asked_of(picture)
    except PictureError:
        return ()
    with engine.opened(index_root()) as index:
        wanted = related_classes(classes)
        found = {
            lang: engine.nearest(index, asked, limit=MOST + SPARE, classes=wanted, lang=lang)
            for lang in languages
        }
    near = {one.key: one for one in found["id"] if one.band >= lowest}
    english = {one.key: one.words for one in found["en"]}
    rows = MarkPicture.objects.filter(source=None, pk__in=[key.partition(".")[0] for key in near])
    return tuple(
        OwnAlike(row.ref, near[row.key].band, {"id": near[row.key].words, "en": english[row.key]})
        for row in rows.defer("content")
        if row.key in near
    )


def label_address(ref: Ref) -> str:
    """The label kept of a right, as a data address for a page; "" for none."""
    row = MarkPicture.objects.filter(ref=str(ref)).first()
    return _address(bytes(row.content)) if row is not None else ""


def _read(content: bytes, written: bytes, lang: Language) -> Picture:
    with Reader() as reader:
        try:
            return reader.read(content)
        except PictureError as no:
            if no.key != "format" or not written:
                raise PictureRefused(refusal(no.key, lang)) from no
            return reader.read(written)


def _told(
    engine: Engine,
    one: Alike,
    row: MarkPicture,
    asked: Picture,
    name_band: int,
    lang: Language,
) -> LookAlike:
    kept = bytes(row.content)
    colours = engine.colour_words(one, kept, lang) if one.band > 1 else ""
    return LookAlike(
        row.name,
        row.classes,
        row.number,
        row.status,
        row.source.name if row.source else "",
        one.band,
        name_band,
        (*one.words, *filter(None, [colours])),
        shown(asked, one.box),
        shown(*engine.part_of(kept, one.part)) if one.part >= 0 else _address(kept),
    )


def _name_bands(names: Sequence[str], rows: Sequence[MarkPicture]) -> dict[str, int]:
    """The highest band of each mark's name beside the names asked, by the key of the row."""
    if not names or not rows:
        return {}
    today = clock.today("WIB").isoformat()
    corpus = Corpus.from_records(
        [Record(row.key, row.name, read_classes(row.classes)) for row in rows],
        name="labels",
        date=today,
    )
    bands: dict[str, int] = {}
    for name in names:
        for finding in corpus.screen(Query(name), limit=len(rows)).findings:
            bands[finding.record.id] = max(bands.get(finding.record.id, 0), finding.band)
    return bands


# ---- the index of this machine -----------------------------------------------------------------


def index_root() -> Path:
    """Where this machine keeps its index of pictures."""
    return Path(settings.CORPORA) / "pictures"


def catch_up(most: int | None = None) -> int:
    """Index what is new, at most ``most`` pictures; returns how many still wait. Raises
    ``PicturesMissing``."""
    engine = _engine()
    with _STATE.lock:
        return _catch_up(engine, most)


def _catch_up(engine: Engine, most: int | None) -> int:
    row = MarkPicture.objects.aggregate(last=Max("pk"), newest=Max("added_at"), count=Count("pk"))
    seen = tuple(row.values())
    with engine.opened(index_root()) as index:
        if _STATE.indexed == (*seen, len(index)):  # an index lost behind our back has fewer
            return 0
        known = set(index.ids())
        every = MarkPicture.objects.defer("content").order_by("pk")
        fresh = [one.pk for one in every.iterator() if one.key not in known]
        now = fresh[:most]
        for at in range(0, len(now), AT_ONCE):
            pictures = MarkPicture.objects.filter(pk__in=now[at : at + AT_ONCE]).order_by("pk")
            engine.add(
                index, ((p.key, bytes(p.content), read_classes(p.classes)) for p in pictures)
            )
        held = len(index)
    waiting = len(fresh) - len(now)
    _STATE.indexed = None if waiting else (*seen, held)
    return waiting


# ---- keeping the labels of registered marks ----------------------------------------------------


def describe_picture(ref: Ref, *, name: str, classes: str, number: str, status: str) -> bool:
    """Say anew what belongs to a label that is kept; ``False`` when none is."""
    facts = {"name": name, "classes": classes, "number": number, "status": status}
    return MarkPicture.objects.filter(ref=str(ref)).update(**facts) > 0


def remember_picture(
    *, ref: Ref, jpeg: bytes, name: str, classes: str, number: str, status: str
) -> None:
    """Let later searches find the label of a registered mark. ``jpeg``: of our own making."""
    forget_picture(ref)
    MarkPicture.objects.create(
        ref=str(ref),
        **kept(jpeg),
        name=name,
        classes=classes,
        number=number,
        status=status,
    )


def forget_picture(ref: Ref) -> None:
    """Take a label out of the search again."""
    MarkPicture.objects.filter(ref=str(ref)).delete()


def kept(ours: bytes) -> dict[str, Any]:
    """What is stored of a label: a JPEG of at most 320 pixels without metadata, and its sum.
    ``ours``: a JPEG or PNG of our own making."""
    with Image.open(io.BytesIO(ours), formats=("JPEG", "PNG")) as opened:
        content = _jpeg(np.asarray(opened.convert("RGB")), SIDE)
    return {"content": content, "sha256": hashlib.sha256(content).hexdigest()}


def shown(picture: Picture, box: Box | None = None) -> str:
    """A picture as a data address for a page, at most 180 pixels, a part of it in a frame."""
    image = Image.fromarray(picture)
    if box is not None:
        image = image.copy()
        width = max(2, round(max(image.size) / 60))
        left, top, right, bottom = box
        ImageDraw.Draw(image).rectangle((left, top, right - 1, bottom - 1), None, FRAME, width)
    return _address(_jpeg(np.asarray(image), SHOWN))


def _jpeg(picture: Picture, side: int) -> bytes:
    image = Image.fromarray(picture)
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    image.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()


def _address(jpeg: bytes) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode()
