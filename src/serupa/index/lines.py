"""Lines of words in which each different word is a number: what a million readings consist of.

A word of a register stands in it many times. Whatever is done to a word (folded, hashed, cut into
trigrams) is done once, and the lines are put together from the results by arithmetic on columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from serupa.index.packing import encoded, hashes_of_lines

Places = NDArray[np.int64]
Codes = NDArray[np.int32]

_SPELLED_AT_ONCE = 200_000
"""Words whose bytes are gathered together: few enough to stay near the processor."""


Value = TypeVar("Value")


class Numbered(dict[Value, int]):
    """Numbers values from 0, in the order in which they are first asked for."""

    def __missing__(self, value: Value) -> int:
        number = self[value] = len(self)
        return number

    def of(self, values: Sequence[Value]) -> Codes:
        """The number of each value."""
        return np.fromiter(map(self.__getitem__, values), np.int32, len(values))


@dataclass(frozen=True, slots=True)
class Lines:
    """``codes``: the words of all lines one after another. ``starts``: where each line begins in
    them, and at last where all end, so one more than there are lines. No line is without a word;
    an empty one has the empty word."""

    codes: Codes
    starts: Places

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def counts(self) -> Places:
        """How many words each line has."""
        return np.diff(self.starts)

    def take(self, rows: Places) -> "Lines":
        """Some lines, in the order of ``rows``."""
        counts = self.counts[rows]
        return Lines(self.codes[runs(self.starts[rows], counts)], starts_of(counts))

    def joined(self, others: "Lines") -> "Lines":
        """These lines and then the others."""
        starts = np.concatenate((self.starts[:-1], others.starts + self.starts[-1]))
        return Lines(np.concatenate((self.codes, others.codes)), starts)

    def replaced(self, rows: Places, others: "Lines") -> "Lines":
        """The same with other lines at ``rows``."""
        if not len(rows):
            return self
        chosen = np.arange(len(self))
        chosen[rows] = len(self) + np.arange(len(rows))
        return self.joined(others).take(chosen)

    def through(self, table: "Lines") -> "Lines":
        """Each word replaced by the line ``table`` has for it."""
        counts = table.counts[self.codes]
        codes = table.codes[runs(table.starts[self.codes], counts)]
        return Lines(codes, starts_of(counts)[self.starts])

    def any(self, told: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """For each line whether it has a word of which ``told`` holds."""
        return _any(told[self.codes], self.starts)

    def differ(self, others: "Lines") -> NDArray[np.bool_]:
        """For each line whether the other of its place has other words."""
        counts = self.counts
        same = counts == others.counts
        mine = self.codes[np.repeat(same, counts)]
        theirs = others.codes[np.repeat(same, others.counts)]
        differ = ~same
        differ[same] = _any(mine != theirs, starts_of(counts[same]))
        return np.asarray(differ)


def cut(text: str, words: Numbered[str]) -> Lines:
    """The lines of a text, parted into words by single blanks; new words are added to ``words``."""
    codes = words.of(text.replace("\n", " ").split(" "))
    raw = np.frombuffer(encoded(text), np.uint8)
    parting = raw[(raw == 32) | (raw == 10)]
    starts = np.flatnonzero(parting == 10) + 1
    return Lines(codes, np.concatenate((np.zeros(1, np.int64), starts, [len(codes)])))


def all_of(parts: Sequence[Lines]) -> Lines:
    """Lines of several parts one after another."""
    counts = [np.zeros(0, np.int64), *(part.counts for part in parts)]
    codes = [np.zeros(0, np.int32), *(part.codes for part in parts)]
    return Lines(np.concatenate(codes), starts_of(np.concatenate(counts)))


def starts_of(counts: Places) -> Places:
    """Where runs of such lengths begin, and at last where all end."""
    starts = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts


def runs(begins: Places, counts: Places) -> Places:
    """The places of several runs, one run after another."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.asarray(np.arange(total) + np.repeat(begins - (ends - counts), counts))


def _any(told: NDArray[np.bool_], starts: Places) -> NDArray[np.bool_]:
    if len(starts) < 2:
        return np.zeros(0, np.bool_)
    return np.asarray(np.logical_or.reduceat(told, starts[:-1]))


class Spelling:
    """The bytes (UTF-8) of words by their number."""

    def __init__(self, words: Sequence[str]) -> None:
        self.text = np.frombuffer(encoded("\n" + "\n".join(words) + "\n"), np.uint8)
        """Every word with a line feed before and after it."""
        feeds = np.flatnonzero(self.text == 10) if words else np.zeros(1, np.int64)
        self.begins = feeds[:-1] + 1
        """Where each word begins in ``text``."""
        self.sizes = np.diff(feeds) - 1

    @cached_property
    def hashes(self) -> NDArray[np.uint32]:
        """The CRC-32 of each word."""
        return hashes_of_lines(self.text[1:].tobytes(), len(self.begins))

    def spelled(self, codes: Codes, parted: NDArray[np.bool_]) -> tuple[NDArray[np.uint8], Places]:
        """Words one after another, each with a line feed after it where ``parted``; where each
        ends, with its line feed."""
        sizes = self.sizes[codes] + parted
        ends = np.cumsum(sizes)
        text = np.zeros(int(ends[-1]) if len(ends) else 0, np.uint8)
        for low in range(0, len(codes), _SPELLED_AT_ONCE):
            here = slice(low, low + _SPELLED_AT_ONCE)
            begin = int(ends[low] - sizes[low])
            at = runs(self.begins[codes[here]], sizes[here])
            text[begin : begin + len(at)] = self.text[at]
        return text, ends
