"""The yardstick of every bench: pg_trgm's formula against all names at once, in memory.

Built in one pass of array operations over all readings as one text; it answers with the exact
word-padded trigram Jaccard of a reading against every indexed reading.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

_SPACE, _BREAK = 32, 10
_LINE_BITS = np.uint64(27)
_LINE = np.uint64((1 << 27) - 1)
_UPPER = ~_LINE
_SCATTER = np.uint64(0x9E3779B97F4A7C15)


def _windows(text: str) -> NDArray[np.uint64]:
    """Every trigram of the lines of ``text`` as one sortable number: 37 bits of the trigram's
    hash, then 27 bits of the line. Two of a million different trigrams may share a hash; that
    can only add a candidate, since the signals compare the readings themselves."""
    padded = "  " + text.replace(" ", "  ").replace("\n", " \n  ") + " "
    letters = np.frombuffer(padded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    blank, broken = letters == _SPACE, letters == _BREAK
    inside = ~(broken[:-2] | broken[1:-1] | broken[2:] | (blank[1:-1] & blank[2:]))
    lines = np.cumsum(broken[:-2], dtype=np.uint32)[inside]
    wide = letters.astype(np.uint64)
    keys = (wide[:-2] << np.uint64(42)) | (wide[1:-1] << np.uint64(21)) | wide[2:]
    keys = keys[inside]
    keys *= _SCATTER
    keys &= _UPPER
    keys |= lines
    keys.sort()
    first: NDArray[np.bool_] = np.diff(keys, prepend=~keys[:1]) != 0
    return np.asarray(keys[first], dtype=np.uint64)


class TrigramIndex:
    """Postings of trigrams over readings; each reading belongs to a mark (its owner's row)."""

    def __init__(self, columns: Sequence[Sequence[str]]) -> None:
        """``columns``: equally long lists of readings, one row per mark, "" where there is none."""
        self.marks = len(columns[0]) if columns else 0
        lines: list[str] = []
        owners: list[int] = []
        for owner, readings in enumerate(zip(*columns, strict=True)):
            different = set(readings)
            different.discard("")
            lines.extend(different)
            owners.extend([owner] * len(different))
        self.owners = np.array(owners, dtype=np.int32)
        self._build("\n".join(lines), len(lines))

    def _build(self, text: str, readings: int) -> None:
        keys = _windows(text)
        trigram = keys >> _LINE_BITS
        starts = np.flatnonzero(np.diff(trigram, prepend=~trigram[:1]))
        self.vocabulary = trigram[starts]
        self.offsets = np.append(starts, len(keys))
        self.postings = (keys & _LINE).astype(np.int32)
        self.sizes = np.bincount(self.postings, minlength=readings).astype(np.float32)

    def _shared(self, reading: str) -> tuple[NDArray[np.int64], int]:
        """How many trigrams of ``reading`` each indexed reading has, and how many there are."""
        wanted = _windows(reading) >> _LINE_BITS
        at = np.searchsorted(self.vocabulary, wanted)
        inside = at < len(self.vocabulary)
        at, sought = at[inside], wanted[inside]
        known = at[self.vocabulary[at] == sought]
        hits = [self.postings[self.offsets[i] : self.offsets[i + 1]] for i in known]
        rows = np.concatenate(hits) if hits else np.zeros(0, dtype=np.int32)
        return np.bincount(rows, minlength=len(self.sizes)), len(wanted)

    def scores(self, readings: Sequence[str]) -> tuple[Scores, Scores]:
        """Per mark: the best Jaccard of any pair of readings, and the best containment.

        Containment is the share of the mark's own trigrams found in the query: near 1 where a
        short mark stands whole inside a longer name.
        """
        likeness = np.zeros(self.marks, dtype=np.float32)
        inside = np.zeros(self.marks, dtype=np.float32)
        for reading in readings:
            shared, own = self._shared(reading)
            rows = np.flatnonzero(shared)
            if not len(rows):
                continue
            count = shared[rows].astype(np.float32)
            sizes = self.sizes[rows]
            np.maximum.at(likeness, self.owners[rows], count / (sizes + own - count))
            np.maximum.at(inside, self.owners[rows], count / sizes)
        return likeness, inside
