"""Texts of many rows in few bytes, and hashes of them."""

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
