"""Texts of many rows in few bytes: ids as numbers where they are, hashes of them."""

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]


def encoded(text: str) -> bytes:
    """UTF-8; also of half a surrogate pair, which a broken file may hold."""
    return text.encode("utf-8", "surrogatepass")


def decoded(raw: bytes) -> str:
    """The text of ``encoded``."""
    return raw.decode("utf-8", "surrogatepass")


def pack(name: str, lines: Sequence[str]) -> Arrays:
    """``name``: the lines joined; ``name_ends``: where each ends (uint32)."""
    joined = "".join(lines)
    raw = encoded(joined)
    sizes = np.fromiter(map(len, lines), np.int64, len(lines))
    if len(raw) != len(joined):
        others = [at for at, line in enumerate(lines) if not line.isascii()]
        sizes[others] = [len(encoded(lines[at])) for at in others]
    ends = np.cumsum(sizes)
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
    raw = encoded("\n".join(texts))
    if texts and raw.count(b"\n") != len(texts) - 1:
        raise ValueError("a line feed in an id")
    return hashes_of_lines(raw, len(texts))


def hashes_of_lines(raw: bytes, many: int) -> NDArray[np.uint32]:
    """The CRC-32 of each of the first ``many`` lines."""
    return np.fromiter(map(zlib.crc32, raw.split(b"\n")), np.uint32, many)


def order_of(hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The rows in the order of their hashes; equals in their own."""
    both = hashes.astype(np.uint64) << np.uint64(32)
    both |= np.arange(len(hashes), dtype=np.uint64)
    both.sort()
    return both.astype(np.uint32)


def unpack(arrays: Any, name: str, row: int) -> bytes:
    """Part ``row`` of what was packed."""
    ends = arrays[f"{name}_ends"]
    start = int(ends[row - 1]) if row else 0
    return bytes(arrays[name][start : int(ends[row])])


def pack_ids(ids: Sequence[str], rows: NDArray[np.int64]) -> tuple[Arrays, dict[str, Any]]:
    """The ids at ``rows`` as arrays, and what the head must tell to read them. Ids elsewhere are
    repetitions of these.

    Ids of one length that differ only in digits at their end become numbers.
    """
    size = len(ids[0]) if ids else 0
    text = "".join(ids)
    if size and {*map(len, ids)} == {size} and text.isascii():
        signs = np.frombuffer(text.encode(), np.uint8).reshape(-1, size)
        same = np.append((signs == signs[0]).all(axis=0), False).argmin() % size
        digits = signs[:, same:] - np.uint8(48)
        if size - same <= 18 and (digits < 10).all():
            numbers = np.zeros(len(ids), np.uint64)
            for column in digits.T:
                numbers *= np.uint64(10)
                numbers += column
            small = int(numbers.max()) < 1 << 32
            packed = numbers[rows].astype(np.uint32 if small else np.uint64)
            return {"id_numbers": packed}, {"prefix": ids[0][:same], "width": int(size - same)}
    return pack("ids", [ids[row] for row in rows.tolist()]), {}


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
