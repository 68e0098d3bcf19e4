"""Texts of many rows in few bytes: ids as numbers where they are, names as their reading's case."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]

_CASES: tuple[Callable[[str], str], ...] = (str, str.upper, str.title, str.capitalize)
_OTHER = len(_CASES)


def encoded(text: str) -> bytes:
    """UTF-8; also of half a surrogate pair, which a broken file may hold."""
    return text.encode("utf-8", "surrogatepass")


def decoded(raw: bytes) -> str:
    """The text of ``encoded``."""
    return raw.decode("utf-8", "surrogatepass")


def pack(name: str, parts: Sequence[bytes], lead: bytes = b"") -> Arrays:
    """``name``: the parts joined, after ``lead``; ``name_ends``: where each ends (uint32)."""
    ends = np.cumsum([len(part) for part in parts], dtype=np.int64) + len(lead)
    text = np.frombuffer(lead + b"".join(parts), dtype=np.uint8)
    return {name: text, f"{name}_ends": ends.astype(np.uint32)}


def unpack(arrays: Any, name: str, row: int) -> bytes:
    """Part ``row`` of what was packed without a lead."""
    ends = arrays[f"{name}_ends"]
    start = int(ends[row - 1]) if row else 0
    return bytes(arrays[name][start : int(ends[row])])


def pack_ids(ids: Sequence[str]) -> tuple[Arrays, dict[str, Any]]:
    """Ids as arrays, and what the head must tell to read them.

    Ids of one length that differ only in digits at their end become numbers.
    """
    lengths = {len(one) for one in ids}
    if len(lengths) == 1:
        low, high = min(ids), max(ids)
        same = next((at for at, (a, b) in enumerate(zip(low, high, strict=True)) if a != b), 0)
        prefix, width = low[:same], len(low) - same
        tails = "".join([one[same:] for one in ids])
        if 0 < width <= 18 and tails.isascii() and tails.isdigit():
            numbers = np.array([int(one[same:]) for one in ids], dtype=np.uint64)
            small = int(numbers.max()) < 1 << 32
            packed = numbers.astype(np.uint32) if small else numbers
            return {"id_numbers": packed}, {"prefix": prefix, "width": width}
    return pack("ids", [encoded(one) for one in ids]), {}


def unpack_id(arrays: Any, head: dict[str, Any], row: int) -> str:
    """The id of a row."""
    if head:
        return f"{head['prefix']}{int(arrays['id_numbers'][row]):0{head['width']}}"
    return decoded(unpack(arrays, "ids", row))


def pack_names(names: Iterable[str], seen: Iterable[str]) -> Arrays:
    """Names as the case of their visual reading where that gives them back, else whole."""
    cases = bytearray()
    others: list[tuple[int, bytes]] = []
    for row, (name, reading) in enumerate(zip(names, seen, strict=True)):
        for case, write in enumerate(_CASES):
            if write(reading) == name:
                cases.append(case)
                break
        else:
            cases.append(_OTHER)
            others.append((row, encoded(name)))
    return {
        "cases": np.frombuffer(bytes(cases), dtype=np.uint8),
        "other_rows": np.array([row for row, _ in others], dtype=np.uint32),
        **pack("others", [text for _, text in others]),
    }


def unpack_name(arrays: Any, row: int, seen: str) -> str:
    """The name of a row whose visual reading is ``seen``."""
    case = int(arrays["cases"][row])
    if case < _OTHER:
        return _CASES[case](seen)
    return decoded(unpack(arrays, "others", int(np.searchsorted(arrays["other_rows"], row))))
