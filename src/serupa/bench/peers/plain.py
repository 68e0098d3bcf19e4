"""The formula of PostgreSQL's pg_trgm, reckoned here: word-padded trigrams of the written names."""

from collections.abc import Sequence

import numpy as np

from serupa.bench.field import Field, place
from serupa.bench.pairs import Pair
from serupa.bench.yardstick import TrigramIndex
from serupa.normalise import one_line, visual


def places(field: Field, pairs: Sequence[Pair]) -> tuple[list[float], list[float]]:
    index = TrigramIndex([field.folded])
    own: list[float] = []
    whole: list[float] = []
    for pair in pairs:
        scores = index.scores([visual(one_line(pair.newer))])[0].astype(np.float64)
        rows = field.rows(pair.older)
        own.append(place(scores, rows, field.scope(pair.classes)))
        whole.append(place(scores, rows, field.scope(())))
    return own, whole
