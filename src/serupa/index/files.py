"""Files that are either whole or not there, and arrays in one file, mapped into memory.

A file of arrays: the line ``serupa arrays 1``, the size of the head in eight bytes, the head (JSON:
name, type, shape and place of each array, and a checksum of the rest), then the arrays, each at a
multiple of 64 bytes.
"""

import contextlib
import json
import os
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"serupa arrays 1\n"
_ALIGN = 64


class Broken(ValueError):
    """A file that is not what the index wrote."""


@contextlib.contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that appears under its name only when it is complete and on the disk.

    A link stays and what it points to is replaced; a device or a pipe is written to as it is.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        with path.open("wb") as stream:
            yield stream
        return
    path = Path(os.path.realpath(path))  # unlike resolve, no fault of its own for a link to itself
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except OSError as problem:
        if problem.filename == str(draft):  # nobody asked for that name
            problem.filename = str(path)
        raise
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder as durable as the files."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> int:
    """Write arrays into one file; its size in bytes."""
    parts = packed(arrays)
    with written_whole(path) as stream:
        for part in parts:
            stream.write(part)
    return sum(map(len, parts))


def packed(arrays: Mapping[str, NDArray[Any]]) -> list[bytes | memoryview]:
    """The content of a file of arrays, in pieces."""
    places: dict[str, tuple[str, list[int], int]] = {}
    at, checksum = 0, 0
    parts: list[bytes | memoryview] = []
    for name, values in arrays.items():
        plain = np.ascontiguousarray(values)
        places[name] = plain.dtype.str, list(plain.shape), at
        content = plain.reshape(-1).view(np.uint8).data
        gap = bytes(-len(content) % _ALIGN)
        checksum = zlib.crc32(gap, zlib.crc32(content, checksum))
        parts += [content, gap]
        at += len(content) + len(gap)
    head = json.dumps({"arrays": places, "bytes": at, "crc32": checksum}).encode()
    head += b" " * (-(len(MAGIC) + 8 + len(head)) % _ALIGN)
    return [MAGIC + len(head).to_bytes(8, "little") + head, *parts]


def map_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays of a file, read when they are used. Raises ``Broken`` and ``OSError``."""
    return arrays_in(path.name, _mapped(path))


def arrays_in(name: str, whole: NDArray[np.uint8]) -> dict[str, NDArray[Any]]:
    """The arrays in the content of a file called ``name``. Raises ``Broken``."""
    head, begin = _head(name, whole)
    if len(whole) != begin + int(head["bytes"]):
        raise Broken(f"{name} is cut short")
    return {
        name: _view(whole, begin + at, np.dtype(kind), shape)
        for name, (kind, shape, at) in head["arrays"].items()
    }


def check_arrays(path: Path) -> None:
    """Read the whole file. Raises ``Broken`` when a byte is not as it was written."""
    whole = _mapped(path)
    head, begin = _head(path.name, whole)
    if zlib.crc32(whole[begin:].data) != head["crc32"]:
        raise Broken(f"{path.name} is damaged")


def _mapped(path: Path) -> NDArray[np.uint8]:
    if not path.stat().st_size:
        raise Broken(f"{path.name} is empty")
    return np.memmap(path, dtype=np.uint8, mode="r")


def _head(name: str, whole: NDArray[np.uint8]) -> tuple[dict[str, Any], int]:
    start = len(MAGIC) + 8
    if bytes(whole[: len(MAGIC)]) != MAGIC:
        raise Broken(f"{name} is no file of this index")
    begin = start + int.from_bytes(bytes(whole[len(MAGIC) : start]), "little")
    try:
        head = json.loads(bytes(whole[start:begin]))
    except ValueError as problem:
        raise Broken(f"{name} is damaged") from problem
    return head, begin


def _view(whole: NDArray[np.uint8], at: int, kind: np.dtype[Any], shape: list[int]) -> NDArray[Any]:
    size = kind.itemsize * int(np.prod(shape))
    return np.asarray(whole[at : at + size]).view(kind).reshape(shape)
