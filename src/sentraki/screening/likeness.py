"""Labels compared with labels: the only place of the house that imports the picture engine.

Import it through ``pictures``, which first asks whether the extra is installed.
"""

import hashlib
import io
import shutil
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from sentraki.screening.alike import BOXED, Alike, Box, Language, Row
from serupa.images.engine import Asked, engine
from serupa.images.explain import colours, sentences
from serupa.images.extractor import SIZE
from serupa.images.index import GalleryError, Index, Mark
from serupa.images.pictures import PictureError
from serupa.images.search import WHOLE_MARK, search
from serupa.images.shapes import Picture
from serupa.weights.images import band

KIND = "logo"


def own_picture(jpeg: bytes) -> Picture:
    """A JPEG we wrote ourselves, as an array."""
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as opened:
        return np.asarray(opened.convert("RGB"))


def opened(root: Path) -> Index:
    """The index of the engine in force below ``root``; those of earlier engines are removed, and
    one whose files have lost rows begins anew."""
    made = engine(KIND)
    folder = root / hashlib.sha256(made.version.encode()).hexdigest()[:16]
    index = None
    try:
        index = Index.open(folder)
        index.mapped()
        return index
    except GalleryError:
        if index is not None:
            index.close()
        shutil.rmtree(root, ignore_errors=True)
        return Index.create(folder, kind=KIND, engine=made.version, layout=made.layout)


def add(index: Index, rows: Iterable[Row]) -> None:
    """Index some pictures; a blank one is left out, one that another process added stays once."""
    made = engine(KIND)
    for key, jpeg, classes in rows:
        try:
            index.add([Mark(key, "", classes)], [made.mark(own_picture(jpeg))])
        except (PictureError, GalleryError):
            continue


def asked_of(picture: Picture, words: Sequence[Box] = ()) -> Asked:
    """The picture's views and vectors; it is also seen with its ``words`` painted over. Raises
    ``PictureError`` for a blank one."""
    return engine(KIND).asked(picture, words)


def nearest(
    index: Index, asked: Asked, *, limit: int, classes: Collection[int], lang: Language
) -> list[Alike]:
    """The most similar pictures, best first, each with the words for what matched."""
    hits = search(index, asked, limit=limit, classes=classes)
    marks = index.marks(hit.place for hit in hits)
    told = []
    for hit, mark in zip(hits, marks, strict=True):
        view = asked.views[hit.view]
        box = view.box if view.kind in BOXED else None
        words = sentences(asked, hit, lang)[:-1]
        told.append(
            Alike(mark.id, hit.score, band(KIND, hit.score), words, box, view.picture, hit.part)
        )
    return told


def part_of(jpeg: bytes, part: int) -> tuple[Picture, Box]:
    """The picture of a mark, and where a part of it lies."""
    picture = own_picture(jpeg)
    views = engine(KIND).of_mark(picture, SIZE)
    return picture, views[part - WHOLE_MARK].box


def colour_words(alike: Alike, jpeg: bytes, lang: Language) -> str:
    """What is to be said of the colours of a pair; empty when they are alike."""
    return colours(alike.view, own_picture(jpeg), lang)
