"""Ids in few bytes: as numbers where they end in digits, else as text."""

from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serupa.index.lines import Numbered
from serupa.index.packing import Arrays, decoded, pack, unpack

Numbers = NDArray[np.uint64]

_MOST_SHAPES = 256
_MOST_DIGITS = 18
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
        return [_written(head, one) for one in arrays["id_numbers"][rows].tolist()]
    if head:
        width = head["width"]
        return [f"{head['prefix']}{one:0{width}}" for one in arrays["id_numbers"][rows].tolist()]
    ends, text = arrays["ids_ends"], memoryview(arrays["ids"])
    end = ends[rows].tolist()
    begin = np.where(rows > 0, ends[rows - 1], 0).tolist()
    return [str(text[a:b], "utf-8", "surrogatepass") for a, b in zip(begin, end, strict=True)]


def _written(head: dict[str, Any], number: int) -> str:
    shapes = head.get("shapes")
    if shapes is None:
        return f"{head['prefix']}{number:0{head['width']}}"
    prefix, width, low, begin = shapes[bisect_right(shapes, number, key=itemgetter(3)) - 1]
    return f"{prefix}{number - begin + low:0{width}}"
