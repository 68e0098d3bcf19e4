"""Galleries of labels loaded from files: the demo's, or the labels of an imported register."""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.utils.translation import gettext, gettext_noop
from PIL import Image

from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.ledger.acts import act
from sentraki.screening.models import MarkPicture, PictureSource
from sentraki.screening.pictures import kept
from sentraki.screening.registers import check_words
from serupa.images.reading import Reader
from serupa.images.shapes import Picture
from serupa.register import RegisterError, read_classes
from serupa.rows import read_rows

DEMO_SLUG = "demo-labels"
DEMO_FILE = "marks/labels/labels.csv"
DEMO_NAME = "Label contoh (digambar untuk peragaan, bukan merek siapa pun)"
DEMO_LICENCE = "CC0-1.0; data/marks/README.md"
DEMO_DATE = date(2026, 11, 22)
COLUMNS = ("id", "path", "name")
LONGEST = {"name": 255, "classes": 80, "number": 40, "status": 40}
LONGEST_REF = 160
UNREADABLE = gettext_noop("This gallery cannot be read: %(why)s")
UNKNOWN = gettext_noop("There is no gallery “%(slug)s”.")
NO_PICTURE = gettext_noop("There is no picture in this gallery that can be read. %(why)s")
NO_FILE = gettext_noop("There is no file “%(path)s” beside the list.")
NO_ID = gettext_noop("The id is empty.")
TWICE = gettext_noop("This id stands in the list twice; the first one counts.")
TOO_LONG = gettext_noop("Too long in column “%(column)s”: at most %(most)d letters.")


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
    and told, as is a row whose classes are none. Replaces an earlier gallery of this ``slug``.
    Raises ``Denied``, and ``Invalid`` for a list that cannot be read or leaves no picture.
    """
    check_words(slug, name, licence)
    refused: list[tuple[str, str]] = []
    try:
        content = path.read_bytes()
        rows = list(_rows(path, slug, refused))
    except (OSError, RegisterError) as problem:
        raise Invalid(UNREADABLE, why=str(problem)) from problem
    if not rows:
        raise Invalid(NO_PICTURE, why=" ".join(told for _, told in refused[:1]))
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
            MarkPicture(source=source, ref=f"{slug}:{record_id}", **facts)
            for record_id, facts in rows
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
    path: Path, slug: str, refused: list[tuple[str, str]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each id with what is stored of its label."""
    seen: set[str] = set()
    with Reader() as reader:
        for _line, row in read_rows(path, COLUMNS):
            facts = {column: row.get(column, "").strip() for column in LONGEST}
            record_id = row["id"].strip()
            facts["name"] = facts["name"] or facts["number"] or record_id
            try:
                _check(record_id, slug, facts, seen)
                picture = _picture(reader, path, row["path"].strip())
            except (ValueError, OSError) as problem:
                refused.append((record_id, str(problem)))
                continue
            seen.add(record_id)
            written = io.BytesIO()
            Image.fromarray(np.asarray(picture)).save(written, "PNG")
            yield record_id, {**facts, **kept(written.getvalue())}


def _check(record_id: str, slug: str, facts: dict[str, str], seen: set[str]) -> None:
    """Raises ``ValueError`` for a row that could not be kept or would break a later search."""
    if not record_id:
        raise ValueError(gettext(NO_ID))
    if record_id in seen:
        raise ValueError(gettext(TWICE))
    longest = {"id": LONGEST_REF - len(slug) - 1, **LONGEST}
    for column, text in {"id": record_id, **facts}.items():
        if len(text) > longest[column]:
            raise ValueError(gettext(TOO_LONG) % {"column": column, "most": longest[column]})
    read_classes(facts["classes"])


def _picture(reader: Reader, path: Path, named: str) -> Picture:
    """The picture a row names. Raises ``PictureError``, ``OSError``, ``ValueError``."""
    file = path.parent / named
    if not named.isprintable() or not file.is_file():  # a pipe would be waited for without end
        raise ValueError(gettext(NO_FILE) % {"path": named})
    return reader.file(file)


def _fingerprint(path: Path, content: bytes) -> str:
    """Of the list and, beside it, of the pictures it names."""
    total = hashlib.sha256(content)
    for _line, row in read_rows(path, COLUMNS):
        named = row["path"].strip()
        picture = path.parent / named
        total.update(picture.read_bytes() if named.isprintable() and picture.is_file() else b"")
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
