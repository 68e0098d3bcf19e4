"""Ids in few bytes: as numbers where they end in digits, else as text."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serupa.index.lines import Numbered
from serupa.index.packing import Arrays, decoded, pack, unpack

Numbers = NDArray[np.uint64]

_MOST_SHAPES = 256
_MOST_DIGITS = 18
_MOST_RUNS = 256
_DIGITS = "0123456789"


def pack_ids(ids: Sequence[str], rows: NDArray[np.int64]) -> tuple[Arrays, dict[str, Any]]:
    """The ids at ``rows`` as arrays, and what the head must tell to read them. Ids elsewhere are
    repetitions of these.

    Ids of one length that differ only in digits at their end become numbers (``prefix`` and
    ``width``). So do ids of a few such kinds (``shapes``: prefix, width, the smallest number of the
    kind, and what stands for it; the kinds follow one another).
    """
    if not ids or not "".join(ids).isascii():
        return pack("ids", [ids[row] for row in rows.tolist()]), {}
    found = _of_one_shape(ids)
    if found is None:
        found = _of_few_shapes(ids)
    if found is None:
        return pack("ids", [ids[row] for row in rows.tolist()]), {}
    numbers, written = found
    small = int(numbers.max()) < 1 << 32
    return {"id_numbers": numbers[rows].astype(np.uint32 if small else np.uint64)}, written


def _of_one_shape(ids: Sequence[str]) -> tuple[Numbers, dict[str, Any]] | None:
    size = len(ids[0])
    if {*map(len, ids)} != {size} or not size:
        return None
    signs = np.frombuffer("".join(ids).encode(), np.uint8).reshape(-1, size)
    same = int(np.append((signs == signs[0]).all(axis=0), False).argmin()) % size
    numbers = _numbers(signs[:, same:])
    return None if numbers is None else (numbers, {"prefix": ids[0][:same], "width": size - same})


def _of_few_shapes(ids: Sequence[str]) -> tuple[Numbers, dict[str, Any]] | None:
    kinds = Numbered[tuple[str, int]]()
    codes = kinds.of([(one.rstrip(_DIGITS), len(one)) for one in ids])
    if len(kinds) > _MOST_SHAPES or any(len(prefix) == size for prefix, size in kinds):
        return None
    numbers = np.zeros(len(ids), np.uint64)
    shapes: list[tuple[str, int, int, int]] = []
    begin = 0
    for code, (prefix, size) in enumerate(kinds):
        here = np.flatnonzero(codes == code)
        text = "".join([ids[at] for at in here.tolist()])
        signs = np.frombuffer(text.encode(), np.uint8).reshape(-1, size)
        found = _numbers(signs[:, len(prefix) :])
        if found is None:
            return None
        low, high = int(found.min()), int(found.max())
        shapes.append((prefix, size - len(prefix), low, begin))
        if begin + high - low >= 1 << 63:
            return None
        numbers[here] = found - np.uint64(low) + np.uint64(begin)
        begin += high - low + 1
    return numbers, {"shapes": shapes}


def _numbers(signs: NDArray[np.uint8]) -> Numbers | None:
    """Rows of digits as numbers; None for other signs and for too many."""
    digits = signs - np.uint8(48)
    if digits.shape[1] > _MOST_DIGITS or (digits > 9).any():
        return None
    numbers = np.zeros(len(digits), np.uint64)
    for column in digits.T:
        numbers *= np.uint64(10)
        numbers += column
    return numbers


def unpack_id(arrays: Any, head: dict[str, Any], row: int) -> str:
    """The id of a row."""
    if head:
        return _written(head, int(arrays["id_numbers"][row]))
    return decoded(unpack(arrays, "ids", row))


def unpack_ids(arrays: Any, head: dict[str, Any], rows: NDArray[np.int64]) -> list[str]:
    """The ids of rows."""
    if "shapes" in head:
        lows, begins = np.array([shape[2:] for shape in head["shapes"]], np.int64).T
        numbers = arrays["id_numbers"][rows].astype(np.int64)
        which = np.searchsorted(begins, numbers, side="right") - 1
        own = (numbers + (lows - begins)[which]).tolist()
        forms = [_form(prefix, width) for prefix, width, _, _ in head["shapes"]]
        return [forms[kind] % one for kind, one in zip(which.tolist(), own, strict=True)]
    if head:
        form = _form(head["prefix"], head["width"])
        return list(map(form.__mod__, np.asarray(arrays["id_numbers"])[rows].tolist()))
    ends, text = arrays["ids_ends"], memoryview(arrays["ids"])
    end = ends[rows].tolist()
    begin = np.where(rows > 0, ends[rows - 1], 0).tolist()
    return [str(text[a:b], "utf-8", "surrogatepass") for a, b in zip(begin, end, strict=True)]


def _form(prefix: str, width: int) -> str:
    return f"{prefix.replace('%', '%%')}%0{width}d"


def _written(head: dict[str, Any], number: int) -> str:
    shapes = head.get("shapes")
    if shapes is None:
        return f"{head['prefix']}{number:0{head['width']}}"
    prefix, width, low, begin = shapes[bisect_right(shapes, number, key=itemgetter(3)) - 1]
    return f"{prefix}{number - begin + low:0{width}}"


def number_of(head: dict[str, Any], record_id: str) -> int | None:
    """What stands for an id among ``id_numbers``; None where nothing could."""
    shapes = head.get("shapes") or [(head["prefix"], head["width"], 0, 0)]
    for prefix, width, low, begin in shapes:
        digits = record_id[len(prefix) :]
        if len(digits) == width and digits.isascii() and digits.isdigit():
            number = max(0, int(digits) - int(low) + int(begin))
            if _written(head, number) == record_id:
                return number
    return None


def runs_of(arrays: Arrays) -> Arrays:
    """Where runs of ascending ``id_numbers`` begin, if they are few: a register that numbers its
    marks as they come has one for each group of classes. Ids are found in them by halving, without
    a column of their order."""
    if "id_numbers" not in arrays:
        return {}
    numbers = arrays["id_numbers"]
    begins = np.append(0, np.flatnonzero(numbers[1:] <= numbers[:-1]) + 1)
    return {"id_runs": begins.astype(np.uint32)} if len(begins) <= _MOST_RUNS else {}


def row_in_runs(numbers: NDArray[Any], begins: NDArray[np.uint32], number: int) -> int | None:
    """The row of a number in such runs."""
    if number > np.iinfo(numbers.dtype).max:
        return None
    wanted = numbers.dtype.type(number)
    edges: list[int] = [*begins.tolist(), len(numbers)]
    for low, high in pairwise(edges):
        row = low + int(numbers[low:high].searchsorted(wanted))
        if row < high and numbers[row] == wanted:
            return row
    return None
