"""Equal Metaphone keys (jellyfish), those alike ordered by ratio: search by sound as often done."""

from collections.abc import Sequence
from importlib import import_module

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from serupa.bench.field import NEVER, Field, place
from serupa.bench.pairs import Pair
from serupa.normalise import one_line, visual


def places(field: Field, pairs: Sequence[Pair]) -> tuple[list[float], list[float]]:
    """Raises ``ModuleNotFoundError`` where jellyfish is not installed."""
    key = import_module("jellyfish").metaphone
    by_key: dict[str, list[int]] = {}
    for row, name in enumerate(field.folded):
        by_key.setdefault(key(name), []).append(row)
    own: list[float] = []
    whole: list[float] = []
    for pair in pairs:
        asked = visual(one_line(pair.newer))
        alike = by_key.get(key(asked), [])
        scores = np.zeros(len(field.folded))
        if alike:
            names = [field.folded[row] for row in alike]
            found = process.cdist([asked], names, scorer=Indel.normalized_similarity)[0]
            scores[alike] = found + 0.001
        rows = field.rows(pair.older)
        own.append(place(scores, rows, field.scope(pair.classes)) if alike else NEVER)
        whole.append(place(scores, rows, field.scope(())) if alike else NEVER)
    return own, whole
