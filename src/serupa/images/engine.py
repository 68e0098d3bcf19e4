"""From a picture to vectors: what an index keeps of a mark, and what is asked of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from serupa.images import motifs
from serupa.images.extractor import SIZE, Network, Vectors, described, lite0, unit
from serupa.images.index import Layout
from serupa.images.pictures import PictureError
from serupa.images.projection import Projection, learned
from serupa.images.shapes import FAINTEST, Box, Picture, distance, ground_of
from serupa.images.views import View, asked_views, mark_views, wordless_view

LAYOUTS = {
    "logo": Layout(whole=256, part=80, parts=4, leads=((0, 32), (192, 224)), part_lead=32),
    "motif": Layout(whole=256, part=224, parts=2, leads=((0, 64),), part_lead=64),
}
"""Of the rows of an index: 576 bytes a logo, 704 a motif. A logo leads with as many numbers of what
the network saw as of its edges, for both count alike; motifs are compared without their edges."""

ROWS = 3
"""Counts the changes of what a row holds and in which order: another one is another index."""

See = Callable[[Picture, int], list[View]]


@dataclass(frozen=True)
class Asked:
    """A picture asked about: its views, and a vector of each. ``kind``: logo or motif."""

    kind: str
    views: tuple[View, ...]
    vectors: Vectors


@dataclass(frozen=True)
class Engine:
    """Turns pictures into vectors. ``version`` goes into every index it fills."""

    network: Network
    projection: Projection
    kind: str
    of_mark: See
    of_asked: See

    @property
    def layout(self) -> Layout:
        return LAYOUTS[self.kind]

    @property
    def version(self) -> str:
        return f"{self.kind} {self.network.version} {self.projection.version} {ROWS}"

    def mark(self, picture: Picture) -> tuple[Vectors, Vectors]:
        """The row of a mark: ``whole`` numbers, and parts × ``part``.

        Raises ``PictureError`` for a blank picture.
        """
        _refuse_blank(picture)
        made = self.vectors(self.of_mark(picture, SIZE))
        return made[0], unit(made[1:, : self.layout.part])

    def asked(self, picture: Picture, words: Sequence[Box] = ()) -> Asked:
        """The views of a picture asked about. Raises ``PictureError`` for a blank one.

        ``words``: where words stand in it; it is then also seen with them painted over.
        """
        _refuse_blank(picture)
        views = self.of_asked(picture, SIZE)
        bare = wordless_view(picture, words, SIZE) if words else None
        views += [bare] if bare is not None else []
        return Asked(self.kind, tuple(views), self.vectors(views))

    def vectors(self, views: Sequence[View]) -> Vectors:
        """One vector a view."""
        return self.projection.vectors(described(self.network, [view.picture for view in views]))


def _refuse_blank(picture: Picture) -> None:
    away = distance(picture, ground_of(picture))
    if min(picture.shape[:2]) < 4 or float(away.max()) < FAINTEST:
        raise PictureError("blank")


@cache
def engine(kind: str) -> Engine:
    """The engine the package brings along for logos or for motifs."""
    see = (mark_views, asked_views) if kind == "logo" else (motifs.mark_views, motifs.asked_views)
    return Engine(lite0(), learned(kind), kind, *see)
