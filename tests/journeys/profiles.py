"""Looking for plain words in a browser's folder: bytes, SQLite, LevelDB with its compression."""

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

LEVELDB_MAGIC = bytes.fromhex("57fb808b247547db")
SQLITE_MAGIC = b"SQLite format 3\0"
SNAPPY = 1


def varint(data: bytes, at: int) -> tuple[int, int]:
    """A LEB128 number and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def unsnapped(data: bytes) -> bytes:
    """Snappy's raw format, decompressed."""
    size, at = varint(data, 0)
    out = bytearray()
    while at < len(data):
        tag = data[at]
        at += 1
        if tag & 3 == 0:
            length = (tag >> 2) + 1
            if length > 60:
                more = length - 60
                length = int.from_bytes(data[at : at + more], "little") + 1
                at += more
            out += data[at : at + length]
            at += length
            continue
        if tag & 3 == 1:
            length, offset = (tag >> 2 & 7) + 4, (tag >> 5) << 8 | data[at]
            at += 1
        else:
            width = 2 if tag & 3 == 2 else 4
            length = (tag >> 2) + 1
            offset = int.from_bytes(data[at : at + width], "little")
            at += width
        for _ in range(length):
            out.append(out[-offset])
    assert len(out) == size
    return bytes(out)


def leveldb_blocks(data: bytes) -> Iterator[bytes]:
    """Every block of a sorted table, decompressed; nothing for another file."""
    if data[-8:] != LEVELDB_MAGIC:
        return
    footer = data[-48:]
    _, at = varint(footer, 0)
    _, at = varint(footer, at)
    index_at, at = varint(footer, at)
    index_size, at = varint(footer, at)
    index = block(data, index_at, index_size)
    yield index
    for handle in handles(index):
        yield block(data, *handle)


def block(data: bytes, at: int, size: int) -> bytes:
    """One block."""
    raw = data[at : at + size]
    return unsnapped(raw) if data[at + size] == SNAPPY else raw


def handles(index: bytes) -> Iterator[tuple[int, int]]:
    """Where the blocks of a table lie."""
    (restarts,) = struct.unpack("<I", index[-4:])
    end, at = len(index) - 4 - 4 * restarts, 0
    while at < end:
        _, at = varint(index, at)
        unshared, at = varint(index, at)
        length, at = varint(index, at)
        at += unshared
        where, after = varint(index, at)
        size, _ = varint(index, after)
        at += length
        yield where, size


def readings(path: Path) -> Iterator[bytes]:
    """A file as bytes, as tables of SQLite and as blocks of LevelDB."""
    data = path.read_bytes()
    yield data
    yield from leveldb_blocks(data)
    if data.startswith(SQLITE_MAGIC):
        with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as database:
            database.text_factory = bytes
            tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            for (table,) in tables.fetchall():
                for row in database.execute(f'SELECT * FROM "{table.decode()}"'):
                    yield b"\0".join(v if isinstance(v, bytes) else str(v).encode() for v in row)


def found_in(folder: Path, words: list[str]) -> dict[str, list[str]]:
    """Which of ``words`` stand anywhere in ``folder`` (UTF-8 or UTF-16), and in which files."""
    wanted = [(word, form) for word in words for form in (word.encode(), word.encode("utf-16-le"))]
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        for text in readings(path):
            for word, form in wanted:
                if form in text:
                    found.setdefault(word, []).append(str(path.relative_to(folder)))
    return found
