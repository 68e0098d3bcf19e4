"""The readings of many marks: every different word is folded once.

What comes out is, line by line, what ``normalise`` says of each name alone: ``spaced``, ``native``
and, where it differs, ``foreign``. A line in which a word bears on its neighbour is folded whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serupa import normalise
from serupa.index.bearings import Bearings, bearings
from serupa.index.lines import Lines, Numbered, Places, Spelling, all_of, cut, runs, starts_of

Fold = normalise.Fold

READ_BY = "2026-11-30"
"""The day the rules by which names are read last changed. An index keeps that of its marks: read by
earlier rules they are found as they were before, by later ones a little better."""


Kept = tuple[tuple[Places, Lines], tuple[Places, Lines], tuple[Places, Lines]]
"""Visual, native and foreign readings, each with the rows that have one."""


@dataclass(frozen=True, slots=True)
class Readings:
    """``words``: every different word of any reading. ``seen`` and ``heard``: the visual and the
    native sound reading of every mark. ``abroad``: the foreign sound of ``abroad_rows`` alone, the
    marks for which it is another than the native one."""

    words: Sequence[str]
    seen: Lines
    heard: Lines
    abroad_rows: Places
    abroad: Lines

    def kept(self) -> Kept:
        """The readings as they are kept: one that would say the same as the one before it is left
        out, unless the foreign one comes after it."""
        kept = self.seen.differ(self.heard)
        kept[self.abroad_rows] = True
        rows = np.flatnonzero(kept)
        whole = np.arange(len(self.seen))
        return (
            (whole, self.seen),
            (rows, self.heard.take(rows)),
            (self.abroad_rows, self.abroad),
        )


def read(texts: Iterable[str], rows: Places) -> Readings:
    """The readings of names. ``texts``: their visual readings (``normalise.spaced``), many lines
    in each, of which those at ``rows`` are wanted, in this order."""
    words = Numbered[str]()
    seen = all_of([cut(text, words) for text in texts]).take(rows)
    own = list(words)  # the words of visual readings; what is heard of them comes after
    told = bearings(own)
    whole = np.flatnonzero(_looks_back(seen, told))
    aloud = _folded(normalise.native, own, words)
    heard = seen.through(aloud).replaced(
        whole, _folded(normalise.native, _spelled_out(seen.take(whole), own), words)
    )
    asked = np.union1d(np.flatnonzero(seen.any(told.two_ways)), _numbers_or_letters(seen, told))
    abroad = _abroad(seen, asked, whole, aloud, told, words, own)
    other = abroad.differ(heard.take(asked)) & ~_empty(abroad, words)
    kept = np.flatnonzero(other)
    return Readings(list(words), seen, heard, asked[kept], abroad.take(kept))


def _abroad(
    seen: Lines,
    rows: Places,
    whole: Places,
    aloud: Lines,
    told: Bearings,
    words: Numbered[str],
    own: Sequence[str],
) -> Lines:
    lines = seen.take(rows)
    used = np.zeros(len(own), np.bool_)
    used[lines.codes] = True
    other = np.flatnonzero(used & told.abroad)
    chosen = np.arange(len(own))
    chosen[other] = len(own) + np.arange(len(other))
    table = aloud.joined(_folded(normalise.foreign, [own[at] for at in other.tolist()], words))
    here = np.flatnonzero(np.isin(rows, whole))
    return lines.through(table.take(chosen)).replaced(
        here, _folded(normalise.foreign, _spelled_out(lines.take(here), own), words)
    )


def _folded(fold: Fold, lines: Sequence[str], words: Numbered[str]) -> Lines:
    """Lines folded, as words by number."""
    rows = [row for row, line in enumerate(lines) if not line.isascii()]
    if not rows or len(rows) == len(lines):
        return cut(fold("\n".join(lines)), words) if lines else all_of([])
    # One sign beyond ASCII makes a text slower to search, so the few such lines go apart.
    apart = _folded(fold, [lines[row] for row in rows], words)
    plain = ["" if not line.isascii() else line for line in lines]
    return _folded(fold, plain, words).replaced(np.array(rows), apart)


def _spelled_out(lines: Lines, words: Sequence[str]) -> list[str]:
    codes = iter(lines.codes.tolist())
    return [
        " ".join([words[code] for code in islice(codes, many)]) for many in lines.counts.tolist()
    ]


def _looks_back(lines: Lines, told: Bearings) -> NDArray[np.bool_]:
    """The lines in which a word bears on its neighbour."""
    return _after(lines, told.own | told.numeral) | _letters(lines, told)


def _numbers_or_letters(lines: Lines, told: Bearings) -> Places:
    return np.flatnonzero(_after(lines, told.numeral) | _letters(lines, told))


def _after(lines: Lines, told: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The lines with a word of which ``told`` holds after another one."""
    at = np.flatnonzero(told[lines.codes])
    found = np.zeros(len(lines), np.bool_)
    row = np.searchsorted(lines.starts, at, side="right") - 1
    found[row[at > lines.starts[row]]] = True
    return found


def _letters(lines: Lines, told: Bearings) -> NDArray[np.bool_]:
    """The lines of nothing but names of letters, two and more."""
    return ~lines.any(~told.letter) & (lines.counts > 1)


def _empty(lines: Lines, words: Numbered[str]) -> NDArray[np.bool_]:
    empty = np.zeros(len(words), np.bool_)
    if "" in words:
        empty[words[""]] = True
    return np.asarray((lines.counts == 1) & lines.any(empty))


def pack_readings(kept: Kept, spelling: Spelling) -> dict[str, NDArray[Any]]:
    """``readings``: a line feed, then the readings of each mark, a line each; ``readings_ends``:
    where those of a mark end."""
    sizes = np.zeros((len(kept[0][1]), len(kept)), np.int64)
    for column, (rows, lines) in enumerate(kept):
        sizes[rows, column] = lines.counts
    starts = starts_of(sizes.ravel())
    codes = np.zeros(int(starts[-1]), np.int32)
    for column, (rows, lines) in enumerate(kept):
        codes[runs(starts[len(kept) * rows + column], lines.counts)] = lines.codes
    text, ends = spelling.spelled(codes, np.ones(len(codes), np.bool_))
    blanks = np.ones(len(codes), np.bool_)
    blanks[starts[1:][sizes.ravel() > 0] - 1] = False
    text[ends[blanks] - 1] = 32
    last = ends[starts[len(kept) :: len(kept)] - 1]
    return {
        "readings": np.concatenate((np.full(1, 10, np.uint8), text)),
        "readings_ends": (last + 1).astype(np.uint32),
    }
