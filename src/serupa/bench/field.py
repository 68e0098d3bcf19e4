"""Field: a register in which the older marks of decided disputes are planted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from serupa.bench.pairs import Pair
from serupa.corpus import FolderCorpus
from serupa.index.build import builders_of_records
from serupa.index.segment import class_mask
from serupa.index.store import Store
from serupa.normalise import one_line, visual
from serupa.types import Record

NEVER = 10**9
"""The place of a mark that was not found."""


@dataclass(frozen=True)
class Field:
    """The marks that are searched: ``names`` as registered, ``masks`` their classes as bits."""

    records: Sequence[Record]
    corpus: FolderCorpus

    @cached_property
    def names(self) -> list[str]:
        return [record.name for record in self.records]

    @cached_property
    def folded(self) -> list[str]:
        """Lower case, without accents and punctuation: what every peer is given but PostgreSQL,
        which folds for itself."""
        return visual("\n".join(map(one_line, self.names))).split("\n")

    @cached_property
    def masks(self) -> NDArray[np.uint64]:
        return np.array([class_mask(record.classes) for record in self.records], np.uint64)

    def rows(self, name: str) -> NDArray[np.int64]:
        """Where a mark of this name stands, as often as it does."""
        return np.array([at for at, other in enumerate(self.names) if other == name], np.int64)

    def scope(self, classes: Iterable[int]) -> NDArray[np.bool_]:
        """The marks of ``classes`` or of no recorded class; all when empty."""
        wanted = class_mask(frozenset(classes))
        if wanted == 1:
            return np.ones(len(self.records), np.bool_)
        return np.asarray((self.masks & np.uint64(wanted | 1)) != 0)


def planted(register: Iterable[Record], pairs: Sequence[Pair], folder: Path) -> Field:
    """The register and every older mark once, in all classes it was decided in; indexed."""
    classes: dict[str, set[int]] = {}
    for pair in pairs:
        classes.setdefault(pair.older, set()).update(pair.classes)
    older = [
        Record(f"pair-{at:04}", name, tuple(sorted(numbers)))
        for at, (name, numbers) in enumerate(classes.items())
    ]
    records = [*register, *older]
    Store(folder).build(builders_of_records(records), "bench", "", "")
    return Field(records, FolderCorpus(folder))


def place(scores: NDArray[np.floating], rows: NDArray[np.int64], scope: NDArray[np.bool_]) -> float:
    """The place of the best of ``rows`` by score; half of the marks that equal it come before."""
    rows = rows[scope[rows]]
    if not len(rows):
        return NEVER
    best = scores[rows].max()
    if best <= 0:
        return NEVER
    inside = scores[scope]
    equal = int((inside == best).sum()) - int((scores[rows] == best).sum())
    return 1 + int((inside > best).sum()) + equal / 2
