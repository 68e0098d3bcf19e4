"""Readings of many marks as one text, made into strings only where somebody reads them."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any, Self, overload

import numpy as np
from numpy.typing import NDArray

from serupa.index.packing import decoded, encoded


def end_to_end(words: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Words as one text (UTF-8), and begin and end of each in it: 2 × words."""
    text = "".join(words)
    sizes = map(len, words if text.isascii() else map(encoded, words))
    ends = list(accumulate(sizes, initial=0))
    return np.frombuffer(encoded(text), np.uint8), np.array((ends[:-1], ends[1:]), np.int64)


class Texts:
    """The visual, native and foreign reading of some marks. ``text``: UTF-8 of all; ``spans``: 6 ×
    marks, begin and end of each of the three."""

    __slots__ = ("_told", "spans", "text")

    def __init__(self, text: NDArray[np.uint8], spans: NDArray[np.int64]) -> None:
        self.text, self.spans = text, spans
        self._told: str | bytes | None = None

    @property
    def told(self) -> str | bytes:
        """The text as Python keeps it: as a string where it is ASCII, whose letters stand where
        their bytes do."""
        if self._told is None:
            raw = self.text.tobytes()
            self._told = raw.decode("ascii") if raw.isascii() else raw
        return self._told

    @classmethod
    def of(cls, columns: Sequence[Sequence[str]]) -> Self:
        """The same of three columns of strings."""
        many = len(columns[0])
        lines = [line for column in columns for line in column]
        text = np.frombuffer(encoded("\n".join([*lines, ""])), np.uint8)
        ends = np.flatnonzero(text == 10)
        begins = np.append(np.zeros(1, np.int64), ends[:-1] + 1)[: len(ends)]
        spans = np.empty((6, many), np.int64)
        spans[0::2], spans[1::2] = begins.reshape(3, many), ends.reshape(3, many)
        return cls(text, spans)

    def taken(self, order: NDArray[np.int64]) -> "Texts":
        """The same of some of the marks, in this order."""
        return Texts(self.text, self.spans.take(order, axis=1))

    def columns(self) -> tuple["Column", "Column", "Column"]:
        """The three readings, each as a sequence of strings."""
        return Column(self, 0), Column(self, 1), Column(self, 2)


class Column(Sequence[str]):
    """One reading of some marks; each becomes a string when it is asked for."""

    __slots__ = ("_begins", "_ends", "texts")

    def __init__(self, texts: Texts, reading: int) -> None:
        self.texts = texts
        self._begins, self._ends = texts.spans[2 * reading], texts.spans[2 * reading + 1]

    def __len__(self) -> int:
        return len(self._begins)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        part = self.texts.told[self._begins[at] : self._ends[at]]
        return part if isinstance(part, str) else decoded(part)

    def __iter__(self) -> Iterator[str]:
        return iter(self._read(self._begins, self._ends))

    def some(self, places: Sequence[int]) -> list[str]:
        """Those at some places."""
        at = np.array(places, np.int64)
        return self._read(self._begins[at], self._ends[at])

    def _read(self, begins: NDArray[np.int64], ends: NDArray[np.int64]) -> list[str]:
        told, spans = self.texts.told, zip(begins.tolist(), ends.tolist(), strict=True)
        if isinstance(told, str):
            return [told[begin:end] for begin, end in spans]
        return [decoded(told[begin:end]) for begin, end in spans]


def together(parts: Sequence[Texts]) -> Texts:
    """The readings of the marks of one text after those of another."""
    ends = accumulate((len(one.text) for one in parts), initial=0)
    spans = [one.spans + begin for one, begin in zip(parts, ends, strict=False)]
    return Texts(np.concatenate([one.text for one in parts]), np.concatenate(spans, axis=1))


def some_of(column: Sequence[str], places: Sequence[int]) -> list[str]:
    """What stands at some places of a column."""
    if isinstance(column, Column):
        return column.some(places)
    return [column[at] for at in places]
