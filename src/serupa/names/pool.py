"""Pool: the marks to be compared closely with a name, in columns."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from serupa.index.trigrams import NONE, keys_around
from serupa.names.order import Rarity
from serupa.normalise import one_line, sound_columns, visual_columns
from serupa.types import Record


@dataclass(frozen=True, slots=True)
class Pool:
    """Marks with their visual and native sound readings, and how rare trigrams are among marks."""

    records: tuple[Record, ...]
    seen: tuple[str, ...]
    heard: tuple[str, ...]
    rarity: Rarity

    @staticmethod
    def of(records: Sequence[Record]) -> "Pool":
        """The pool of some records; rarity is reckoned among themselves."""
        if not records:
            return Pool((), (), (), rarity_among(()))
        visuals = visual_columns("\n".join(one_line(record.name) for record in records))
        seen = visuals[0].split("\n")
        heard = sound_columns(visuals)[0].split("\n")
        return Pool(tuple(records), tuple(seen), tuple(heard), rarity_among(seen))


def rarity_among(readings: Sequence[str]) -> Rarity:
    """How rare each trigram is among some readings."""
    raw = "\n".join(("", "", *readings, "")).encode("utf-8", "surrogatepass")
    keys = keys_around(np.frombuffer(raw, np.uint8))
    different, counts = np.unique(keys[keys != NONE], return_counts=True)
    size = max(2, len(readings))
    bits = np.log(size / np.minimum(counts, size) + 0.1).astype(np.float32)
    return Rarity(different, bits, float(np.log(size)))
