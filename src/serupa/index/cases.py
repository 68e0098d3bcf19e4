"""Names kept as the case of their visual reading, in one byte each, where that gives them back."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serupa.index.packing import Arrays, decoded, encoded, pack, unpack
from serupa.normalise import one_line_each

Bytes = NDArray[np.uint8]

_CASES: tuple[Callable[[str], str], ...] = (str, str.upper, str.title)
_OTHER = len(_CASES)
"""Stands for a name that is kept whole."""

_MOST_WORDS = 5
"""Words of which each may have a case of its own: 3 ** 5 such names fit into the byte."""


def cases_of(names: Sequence[str], lines: str, seen: str) -> Bytes:
    """Of some names which of ``_CASES`` of their visual reading each is, or ``_OTHER``; above it
    the case of each word: the first is worth one, the next three times as much, and so on.
    ``lines``: the names as they were read, a line each (``one_line_each``); ``seen``: their
    visual readings."""
    cases = _of_lines(_bytes(lines), _bytes(seen))
    others = np.flatnonzero(cases == _NOT_KNOWN).tolist()
    readings = seen.split("\n") if others else []
    for row in others:
        fits = (at for at, case in enumerate(_CASES) if case(readings[row]) == names[row])
        cases[row] = next(fits, _OTHER)
    if lines != "\n".join(names):
        whole = lines.split("\n")
        cases[[row for row, name in enumerate(names) if name != whole[row]]] = _OTHER
    return cases


_NOT_KNOWN = 255
"""Stands for a name with other signs than ASCII: only Python knows their cases."""


def _bytes(lines: str) -> Bytes:
    return np.frombuffer(encoded(f"{lines}\n"), np.uint8)


def _of_lines(names: Bytes, seen: Bytes) -> Bytes:
    """``cases_of`` whole lines, ``_NOT_KNOWN`` where a name has other signs than ASCII."""
    sizes, others = (np.diff(np.flatnonzero(text == 10), prepend=-1) for text in (names, seen))
    fits = sizes == others
    name, read = names[np.repeat(fits, sizes)], seen[np.repeat(fits, others)]
    cases = np.full(len(sizes), _OTHER, np.uint8)
    if not len(name):
        return cases
    upper = name - np.uint8(65) < 26
    letter = read - np.uint8(97) < 26
    first = letter.copy()
    first[1:] &= ~letter[:-1]
    begins = np.append(0, np.flatnonzero(read <= 32)[:-1] + 1)  # of the words
    lines = np.flatnonzero(np.append(True, read[begins[1:] - 1] == 10))  # words that begin one
    wrong = [_any(upper != one, begins) for one in (letter & False, letter, first)]
    whole = _first_right([_any(one, lines) for one in wrong])
    each = _each_word(_first_right(wrong), lines)
    whole = np.where((whole == _OTHER) & (each < 3**_MOST_WORDS), each + _OTHER + 1, whole)
    lower = name | (upper.view(np.uint8) << np.uint8(5))
    whole[_any(lower != read, begins[lines])] = _OTHER
    whole[_any(name > 127, begins[lines])] = _NOT_KNOWN
    cases[fits] = whole
    return cases


def _any(told: NDArray[np.bool_], starts: NDArray[np.int64]) -> NDArray[np.bool_]:
    return np.asarray(np.logical_or.reduceat(told, starts))


def _first_right(wrong: Sequence[NDArray[np.bool_]]) -> NDArray[np.int64]:
    """The first case that is not wrong, ``_OTHER`` where all are."""
    return np.select([~one for one in wrong], range(_OTHER), _OTHER)


def _each_word(cases: NDArray[np.int64], lines: NDArray[np.int64]) -> NDArray[np.int64]:
    """The cases of the words of each line as one number, too large a one where that cannot be."""
    at = np.arange(len(cases)) - np.repeat(lines, np.diff(lines, append=len(cases)))
    worth = cases * 3 ** np.minimum(at, _MOST_WORDS)
    worth[(cases == _OTHER) | (at >= _MOST_WORDS)] = 3**_MOST_WORDS
    return np.asarray(np.add.reduceat(worth, lines))


def pack_cases(cases: Bytes, name: Callable[[int], str]) -> Arrays:
    """The cases of names; those kept whole are asked for by row."""
    others = np.flatnonzero(cases == _OTHER)
    return {
        "cases": cases,
        "other_rows": others.astype(np.uint32),
        **pack("others", [name(row) for row in others.tolist()]),
    }


def pack_plain(names: Sequence[str], seen: Sequence[str]) -> Arrays:
    """Names packed for readers that know no other cases than those of whole ASCII names."""
    cases = cases_of(names, one_line_each(names), "\n".join(seen))[: len(names)]
    cases[[row for row, one in enumerate(seen) if not one.isascii()]] = _OTHER
    return pack_cases(np.minimum(cases, np.uint8(_OTHER)), names.__getitem__)


def unpack_names(arrays: Any, rows: NDArray[np.int64], seen: Sequence[str]) -> list[str]:
    """The names of rows whose visual readings are ``seen``."""
    cases = np.asarray(arrays["cases"])[rows].tolist()
    return [
        _CASES[case](one) if case < _OTHER else _unusual(arrays, row, one, case)
        for case, row, one in zip(cases, rows.tolist(), seen, strict=True)
    ]


def _unusual(arrays: Any, row: int, seen: str, case: int) -> str:
    """A name kept whole, or one whose words have cases of their own."""
    if case == _OTHER:
        others = np.asarray(arrays["other_rows"])
        # Asked for in their own type: for another, all of them would be turned into it.
        return decoded(unpack(arrays, "others", int(others.searchsorted(others.dtype.type(row)))))
    case -= _OTHER + 1
    words = []
    for word in seen.split(" "):
        case, own = divmod(case, len(_CASES))
        words.append(_CASES[own](word))
    return " ".join(words)
