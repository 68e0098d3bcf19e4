"""Texts of many rows in few bytes: ids as numbers where they are, names as their reading's case."""

import zlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]

_CASES: tuple[Callable[[str], str], ...] = (str, str.upper, str.title)
_OTHER = len(_CASES)
_AT_ONCE = 4_096
"""Names whose cases are made together: few enough to stay near the processor."""


def encoded(text: str) -> bytes:
    """UTF-8; also of half a surrogate pair, which a broken file may hold."""
    return text.encode("utf-8", "surrogatepass")


def decoded(raw: bytes) -> str:
    """The text of ``encoded``."""
    return raw.decode("utf-8", "surrogatepass")


def pack(name: str, lines: Sequence[str], lead: str = "") -> Arrays:
    """``name``: the lines joined, after ``lead``; ``name_ends``: where each ends (uint32)."""
    joined = lead + "".join(lines)
    raw = encoded(joined)
    sizes = np.fromiter(map(len, lines), np.int64, len(lines))
    if len(raw) != len(joined):
        others = [at for at, line in enumerate(lines) if not line.isascii()]
        sizes[others] = [len(encoded(lines[at])) for at in others]
    ends = np.cumsum(sizes) + len(lead)
    text = np.frombuffer(raw, dtype=np.uint8)
    return {name: text, f"{name}_ends": ends.astype(np.uint32)}


def pack_bytes(name: str, parts: Sequence[bytes]) -> Arrays:
    """The same for bytes."""
    ends = np.cumsum([len(part) for part in parts], dtype=np.int64)
    return {
        name: np.frombuffer(b"".join(parts), dtype=np.uint8),
        f"{name}_ends": ends.astype(np.uint32),
    }


def hashes_of(texts: Sequence[str]) -> NDArray[np.uint32]:
    """The CRC-32 of each text. Raises ``ValueError`` when one has a line feed."""
    parts = encoded("\n".join(texts)).split(b"\n") if texts else []
    if len(parts) != len(texts):
        raise ValueError("a line feed in an id")
    return np.fromiter(map(zlib.crc32, parts), dtype=np.uint32, count=len(parts))


def unpack(arrays: Any, name: str, row: int) -> bytes:
    """Part ``row`` of what was packed without a lead."""
    ends = arrays[f"{name}_ends"]
    start = int(ends[row - 1]) if row else 0
    return bytes(arrays[name][start : int(ends[row])])


def pack_ids(ids: Sequence[str]) -> tuple[Arrays, dict[str, Any]]:
    """Ids as arrays, and what the head must tell to read them.

    Ids of one length that differ only in digits at their end become numbers.
    """
    lengths = {*map(len, ids)}
    if len(lengths) == 1:
        low, high = min(ids), max(ids)
        same = next((at for at, (a, b) in enumerate(zip(low, high, strict=True)) if a != b), 0)
        prefix, width = low[:same], len(low) - same
        tails = "".join([one[same:] for one in ids])
        if 0 < width <= 18 and tails.isascii() and tails.isdigit():
            digits = np.frombuffer(tails.encode(), dtype=np.uint8).reshape(-1, width)
            powers = np.array([10**at for at in range(width)][::-1], dtype=np.uint64)
            numbers = (digits - np.uint8(48)) @ powers
            small = int(numbers.max()) < 1 << 32
            packed = numbers.astype(np.uint32) if small else numbers
            return {"id_numbers": packed}, {"prefix": prefix, "width": width}
    return pack("ids", ids), {}


def unpack_id(arrays: Any, head: dict[str, Any], row: int) -> str:
    """The id of a row."""
    if head:
        return f"{head['prefix']}{int(arrays['id_numbers'][row]):0{head['width']}}"
    return decoded(unpack(arrays, "ids", row))


def unpack_ids(arrays: Any, head: dict[str, Any], rows: NDArray[np.int64]) -> list[str]:
    """The ids of rows."""
    if head:
        width = head["width"]
        return [f"{head['prefix']}{one:0{width}}" for one in arrays["id_numbers"][rows].tolist()]
    ends, text = arrays["ids_ends"], memoryview(arrays["ids"])
    end = ends[rows].tolist()
    begin = np.where(rows > 0, ends[rows - 1], 0).tolist()
    return [str(text[a:b], "utf-8", "surrogatepass") for a, b in zip(begin, end, strict=True)]


def pack_names(names: Sequence[str], seen: Sequence[str]) -> Arrays:
    """Names as the case of their visual reading where that gives them back, else whole."""
    cases = b"".join(
        [
            _cases(names[at : at + _AT_ONCE], seen[at : at + _AT_ONCE])
            for at in range(0, len(names), _AT_ONCE)
        ]
    )
    others = [row for row, case in enumerate(cases) if case == _OTHER]
    return {
        "cases": np.frombuffer(cases, dtype=np.uint8),
        "other_rows": np.array(others, dtype=np.uint32),
        **pack("others", [names[row] for row in others]),
    }


def _cases(names: Sequence[str], seen: Sequence[str]) -> bytes:
    """Of some names which of ``_CASES`` of their visual reading each is."""
    text = "\n".join(seen)
    return bytes(
        [
            0 if name == as_is else 1 if name == upper else 2 if name == title else _OTHER
            for name, as_is, upper, title in zip(
                names, seen, text.upper().split("\n"), text.title().split("\n"), strict=True
            )
        ]
    )


def unpack_name(arrays: Any, row: int, seen: str) -> str:
    """The name of a row whose visual reading is ``seen``."""
    case = int(arrays["cases"][row])
    if case < _OTHER:
        return _CASES[case](seen)
    return decoded(unpack(arrays, "others", int(np.searchsorted(arrays["other_rows"], row))))
