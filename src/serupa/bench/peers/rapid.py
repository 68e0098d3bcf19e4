"""RapidFuzz, each name against all: the usual calls of programmes that look for "fuzzy" matches."""

from collections.abc import Callable, Sequence
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import Indel, JaroWinkler

from serupa.bench.field import Field, place
from serupa.bench.pairs import Pair
from serupa.normalise import one_line, visual


def _places(scorer: Any) -> Callable[[Field, Sequence[Pair]], tuple[list[float], list[float]]]:
    def places(field: Field, pairs: Sequence[Pair]) -> tuple[list[float], list[float]]:
        own: list[float] = []
        whole: list[float] = []
        for pair in pairs:
            scores = process.cdist([visual(one_line(pair.newer))], field.folded, scorer=scorer)[0]
            rows = field.rows(pair.older)
            own.append(place(scores, rows, field.scope(pair.classes)))
            whole.append(place(scores, rows, field.scope(())))
        return own, whole

    return places


ratio = _places(Indel.normalized_similarity)
jaro_winkler = _places(JaroWinkler.normalized_similarity)
