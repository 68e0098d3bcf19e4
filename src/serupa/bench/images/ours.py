"""The engine as shipped, except that the projection of logos has not seen the brands asked about.

What the network saw of a picture does not depend on what was learned, so it is kept, and both
halves of the brands are measured with a projection learned from the other half.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from serupa.bench.images.places import DEPTH, SPARE
from serupa.bench.images.sets import PictureSet, fold_of
from serupa.images.engine import Asked, Engine, engine
from serupa.images.extractor import SIZE, Vectors, described, unit
from serupa.images.index import Index, Mark
from serupa.images.making.commands import RECIPES
from serupa.images.making.learn import Lessons, learn_projection
from serupa.images.projection import Projection
from serupa.images.search import Hit, search
from serupa.images.shapes import Picture
from serupa.images.views import View


@dataclass(frozen=True)
class Seen:
    """A picture as the network saw it: its views (without their pixels) and their blocks."""

    views: tuple[View, ...]
    blocks: tuple[Vectors, ...]


@dataclass(frozen=True)
class Answer:
    """The best of a gallery for one query: ids and hits, best first."""

    ids: tuple[str, ...]
    hits: tuple[Hit, ...]


def seen(made: Engine, pictures: Sequence[Picture], *, asked: bool) -> list[Seen]:
    """The pictures as marks of a gallery, or as asked about."""
    views_of = made.of_asked if asked else made.of_mark
    told = []
    for picture in pictures:
        views = views_of(picture, SIZE)
        blocks = described(made.network, [view.picture for view in views])
        nothing = np.zeros((0, 0, 3), np.uint8)
        told.append(Seen(tuple(replace(v, picture=nothing) for v in views), tuple(blocks)))
    return told


def without_fold(lessons: Lessons, names: Sequence[str], fold: int) -> Lessons:
    """The lessons of the brands of the other fold."""
    kept = np.array([fold_of(name) != fold for name in names])
    again = np.cumsum(kept) - 1
    copies = kept[lessons.of]
    kin = lessons.kin[kept[lessons.kin].all(axis=1)]
    return Lessons(
        lessons.originals[kept],
        lessons.copies[copies],
        again[lessons.of[copies]],
        again[kin],
        lessons.edges,
    )


def projection_for(lessons: Lessons, names: Sequence[str], fold: int) -> Projection:
    """A projection that has not seen the brands of ``fold``, kept in 16 bits as the shipped one."""
    made = learn_projection(without_fold(lessons, names, fold), *RECIPES["logo"])
    return Projection.load(made.dump())


def indexed(folder: Path, made: Engine, asked: PictureSet, gallery: Sequence[Seen]) -> Index:
    """The gallery in an index like any other."""
    index = Index.create(folder, kind=made.kind, engine=made.version, layout=made.layout)
    rows = []
    for shown in gallery:
        vectors = made.projection.vectors(list(shown.blocks))
        rows.append((vectors[0], unit(vectors[1:, : made.layout.part])))
    index.add([Mark(shown.id, "", group=shown.group) for shown in asked.gallery], rows)
    return index


def answers(
    asked: PictureSet,
    gallery: Sequence[Seen],
    queries: Sequence[Seen],
    made: Engine,
    wanted: Sequence[int],
) -> dict[int, Answer]:
    """The answers to the queries at the places ``wanted``."""
    told = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        indexed(Path(folder), made, asked, gallery) as index,
    ):
        for at in wanted:
            vectors = made.projection.vectors(list(queries[at].blocks))
            question = Asked(made.kind, queries[at].views, vectors)
            hits = search(index, question, limit=DEPTH + SPARE)
            ids = tuple(asked.gallery[hit.place].id for hit in hits)
            told[at] = Answer(ids, tuple(hits))
    return told


def motif_answers(asked: PictureSet) -> list[Answer]:
    """Motifs, with the shipped projection: it learned from invented motifs, none of this set."""
    made = engine("motif")
    gallery = seen(made, [shown.picture for shown in asked.gallery], asked=False)
    queries = seen(made, [query.picture for query in asked.queries], asked=True)
    told = answers(asked, gallery, queries, made, range(len(queries)))
    return [told[at] for at in range(len(queries))]
