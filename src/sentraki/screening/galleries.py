"""Galleries of labels loaded from files: the demo's, or the labels of an imported register."""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from django.conf import settings
from django.utils.translation import gettext_noop
from PIL import Image

from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.ledger.acts import act
from sentraki.screening.models import MarkPicture, PictureSource
from sentraki.screening.pictures import kept
from serupa.images.pictures import PictureError
from serupa.images.reading import Reader

DEMO_SLUG = "demo-labels"
DEMO_FILE = "marks/labels/labels.csv"
DEMO_NAME = "Label contoh (digambar untuk peragaan, bukan merek siapa pun)"
DEMO_LICENCE = "CC0-1.0; data/marks/README.md"
DEMO_DATE = date(2026, 11, 22)
COLUMNS = ("id", "path", "name")
NO_COLUMN = gettext_noop("This gallery cannot be read: there is no column “%(column)s”.")
UNREADABLE = gettext_noop("This gallery cannot be read: %(why)s")
UNKNOWN = gettext_noop("There is no gallery “%(slug)s”.")


@dataclass(frozen=True)
class Loaded:
    """A gallery as it was loaded, and what of it was refused: (id, sentence)."""

    source: PictureSource
    rows: int
    refused: tuple[tuple[str, str], ...]


def load_gallery(
    path: Path, *, slug: str, name: str, as_of: date, licence: str, by: Viewer
) -> Loaded:
    """Read labels from a CSV (``id,path,name`` and, if known, ``classes,number,status``).

    Every picture is read in the limited child and kept small; one that cannot be read is left out
    and told. Replaces an earlier gallery of this ``slug``. Raises ``Invalid``, ``Denied``.
    """
    refused: list[tuple[str, str]] = []
    try:
        content = path.read_bytes()
        rows = list(_rows(path, content.decode("utf-8-sig"), refused))
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise Invalid(UNREADABLE, why=str(problem)) from problem
    with act("corpus.load-labels", on=None, by=by) as deed:
        values = {
            "name": name,
            "as_of": as_of,
            "licence": licence,
            "sha256": _fingerprint(path, content),
            "loaded_at": clock.now(),
        }
        source, _new = PictureSource.objects.update_or_create(slug=slug, defaults=values)
        MarkPicture.objects.filter(source=source).delete()
        MarkPicture.objects.bulk_create(
            MarkPicture(source=source, ref=f"{slug}:{row.pop('id')}", **kept(jpeg), **row)
            for row, jpeg in rows
        )
        deed.about(source)
        deed.record(rows=len(rows))
    return Loaded(source, len(rows), tuple(refused))


def drop_gallery(slug: str, *, by: Viewer) -> None:
    """Search a gallery no longer. Raises ``Invalid`` for an unknown one, ``Denied``."""
    source = PictureSource.objects.filter(slug=slug).first()
    if source is None:
        raise Invalid(UNKNOWN, slug=slug)
    with act("corpus.drop-labels", on=source, by=by):
        source.delete()


def _rows(
    path: Path, text: str, refused: list[tuple[str, str]]
) -> Iterator[tuple[dict[str, str], bytes]]:
    lines = csv.DictReader(io.StringIO(text))
    for column in COLUMNS:
        if column not in (lines.fieldnames or ()):
            raise Invalid(NO_COLUMN, column=column)
    with Reader() as reader:
        for line in lines:
            row = {key: line.get(key) or "" for key in ("id", "name", "classes", "number")}
            row["status"] = line.get("status") or ""
            try:
                picture = reader.file(path.parent / line["path"])
            except (PictureError, OSError) as problem:
                refused.append((row["id"], str(problem)))
                continue
            written = io.BytesIO()
            Image.fromarray(np.asarray(picture)).save(written, "PNG")
            yield row, written.getvalue()


def _fingerprint(path: Path, content: bytes) -> str:
    """Of the list and, beside it, of the pictures it names."""
    total = hashlib.sha256(content)
    for line in csv.DictReader(io.StringIO(content.decode("utf-8-sig"))):
        picture = path.parent / (line.get("path") or "")
        total.update(picture.read_bytes() if picture.is_file() else b"")
    return total.hexdigest()


def load_demo_labels() -> int:
    """Load the demo's labels, once per version; returns how many, 0 when they were there."""
    path = Path(settings.DATA) / DEMO_FILE
    digest = _fingerprint(path, path.read_bytes())
    if PictureSource.objects.filter(slug=DEMO_SLUG, sha256=digest).exists():
        return 0
    return load_gallery(
        path,
        slug=DEMO_SLUG,
        name=DEMO_NAME,
        as_of=DEMO_DATE,
        licence=DEMO_LICENCE,
        by=Viewer.system("screening"),
    ).rows
