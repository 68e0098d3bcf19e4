"""Building a segment: marks come in once, in any order; arrays come out.

The columns of a segment, for n marks, p partitions and v different trigrams:

==============  =============  ==============================================================
head            bytes          JSON: number of marks, detail columns with few different values
bounds          int64, p+1     first row of each partition
scopes          uint64, p      classes any mark of the partition has, as bits
vocabulary      uint32, v      trigrams, ascending
starts          int64, v       where the postings of a trigram begin
counts          uint16, v × p  how many postings of a trigram lie in each partition
postings        uint16         row within its partition; by trigram, then partition, then row
readings        uint8          visual, native and foreign sound reading of each mark, UTF-8, a line
                               each; those left out at the end say the same as the one before
union_sizes     uint8, n       different trigrams of the first two (255 stands for more)
sounds          uint32, n      hashes of the joined sound readings, ascending; ``sound_rows``
words           uint32         hashes of rarer heard words, ascending; ``word_holders`` tells how
                               many rows each has, ``word_rows`` which
word_counts     uint64         see ``words``
==============  =============  ==============================================================
"""

import gc
import json
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serupa import normalise
from serupa.index.fingerprint import FIELDS, Sum, summed
from serupa.index.heard import by_sound
from serupa.index.packing import encoded, hashes_of, pack, pack_bytes, pack_ids, pack_names
from serupa.index.segment import BLOCK, Segment, class_mask
from serupa.index.trigrams import NONE, keys_around
from serupa.index.words import count_words
from serupa.register import BATCH, Batch
from serupa.types import Record

MOST_MARKS = 1 << 20
"""Marks of one segment; a larger register becomes several."""

MOST_IN_PARTITION = 65_535
FEWEST_IN_PARTITION = 2_048
"""Classes with fewer marks share a partition."""

FEW_VALUES = 65_535
"""A detail column with at most so many different values is kept as codes, others compressed."""

_FOLDED_AT_ONCE = 100_000


@contextmanager
def no_collection() -> Iterator[None]:
    """Millions of strings are made and none is a cycle: looking for some doubles the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class Builder:
    """Collects marks and makes a segment of them. A later id replaces an earlier one."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._names: list[str] = []
        self._masks = array("Q")
        self._columns: dict[str, tuple[dict[str, int], array[int]]] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def add(
        self,
        ids: Sequence[str],
        names: Sequence[str],
        masks: Iterable[int],
        details: Iterable[tuple[str, Sequence[str]]] = (),
    ) -> None:
        """Marks as columns of equal length; ``masks`` are classes as bits (``class_mask``)."""
        before = len(self._ids)
        self._ids.extend(ids)
        self._names.extend(names)
        self._masks.extend(masks)
        for column, values in details:
            known, codes = self._columns.setdefault(column, ({"": 0}, array("I")))
            codes.frombytes(bytes(4 * (before - len(codes))))
            for value in dict.fromkeys(values):
                known.setdefault(value, len(known))
            codes.extend(map(known.__getitem__, values))

    def add_records(self, records: Sequence[Record]) -> None:
        """Marks as records."""
        details = [(key, [getattr(record, key) for record in records]) for key in FIELDS]
        others = {key for record in records for key, _ in record.more}
        for key in sorted(others):
            details.append((key, [dict(record.more).get(key, "") for record in records]))
        self.add(
            [record.id for record in records],
            [record.name for record in records],
            [class_mask(record.classes) for record in records],
            details,
        )

    def build(self) -> Segment:
        """The segment of everything added."""
        with no_collection():
            return Segment(self._arrays())

    def _arrays(self) -> dict[str, NDArray[Any]]:
        hashes = hashes_of(self._ids)
        kept = _last_of_each(self._ids, hashes)
        masks = np.array(self._masks, dtype=np.uint64)[kept]
        order, bounds, scopes = _partitions(masks)
        masks, rows = masks[order], kept[order]
        places = rows.tolist()
        ids, names = [self._ids[at] for at in places], [self._names[at] for at in places]
        seen, heard, abroad = _readings(names)
        different, codes = np.unique(masks, return_inverse=True)
        arrays: dict[str, NDArray[Any]] = {
            "bounds": bounds,
            "scopes": scopes,
            "masks": different,
            "mask_codes": codes.astype(np.min_scalar_type(len(different))),
            **by_sound(heard),
            "id_order": np.argsort(hashes[rows], kind="stable").astype(np.uint32),
            "word_counts": count_words(seen, masks),
        }
        arrays |= pack("readings", _lines(seen, heard, abroad), lead="\n")
        arrays |= pack_names(names, seen)
        arrays |= _postings(arrays["readings"], arrays["readings_ends"], bounds)
        keys = [
            f"{one}\x1f{name}\x1f{mask}"
            for one, name, mask in zip(ids, names, masks.tolist(), strict=True)
        ]
        arrays |= self._details(rows, ids, keys)
        return arrays

    def _sum(self, rows: NDArray[np.int64], keys: list[str]) -> Sum:
        columns = [keys]
        for name, (known, codes) in sorted(self._columns.items()):
            said = [f"\x1f{name}={value}" if value else "" for value in known]
            columns.append([said[code] for code in np.array(codes)[rows].tolist()])
        return summed(map("".join, zip(*columns, strict=True)))

    def _details(
        self, rows: NDArray[np.int64], ids: list[str], keys: list[str]
    ) -> dict[str, NDArray[Any]]:
        arrays, written = pack_ids(ids)
        coded: list[dict[str, Any]] = []
        long: list[str] = []
        for name, (known, codes) in self._columns.items():
            codes.frombytes(bytes(4 * (len(self._ids) - len(codes))))
            if len(known) > FEW_VALUES:
                long.append(name)
            elif len(known) > 1:
                width = np.uint8 if len(known) <= 256 else np.uint16
                arrays[f"codes_{len(coded)}"] = np.array(codes)[rows].astype(width)
                coded.append({"name": name, "values": list(known)})
        if long:
            arrays |= self._long(long, rows)
        head = {
            "marks": len(rows),
            "sum": self._sum(rows, keys).tolist(),
            "ids": written,
            "coded": coded,
            "long": long,
        }
        text = json.dumps(head, ensure_ascii=True).encode()
        return {"head": np.frombuffer(text, dtype=np.uint8), **arrays}

    def _long(self, columns: Sequence[str], rows: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        values = [list(self._columns[name][0]) for name in columns]
        codes = [np.array(self._columns[name][1])[rows].tolist() for name in columns]
        lines = [
            "\x1f".join(_plain(words[code]) for words, code in zip(values, row, strict=True))
            for row in zip(*codes, strict=True)
        ]
        blocks = [
            zlib.compress(encoded("\x1e".join(lines[at : at + BLOCK])), 3)
            for at in range(0, len(lines), BLOCK)
        ]
        return pack_bytes("long", blocks)


def builders(batches: Iterable[Batch]) -> Iterator[Builder]:
    """Batches of rows gathered into builders that are full, the last one excepted."""
    builder = Builder()
    for batch in batches:
        if len(builder) and len(builder) + len(batch.ids) > MOST_MARKS:
            yield builder
            builder = Builder()
        builder.add(batch.ids, batch.names, batch.masks, batch.details)
    if len(builder):
        yield builder


def builders_of_records(records: Iterable[Record]) -> Iterator[Builder]:
    """The same for records."""
    builder, rest = Builder(), iter(records)
    while taken := list(islice(rest, BATCH)):
        if len(builder) and len(builder) + len(taken) > MOST_MARKS:
            yield builder
            builder = Builder()
        builder.add_records(taken)
    if len(builder):
        yield builder


def segment_of(records: Sequence[Record]) -> Segment:
    """A segment of a few records."""
    builder = Builder()
    builder.add_records(records)
    return builder.build()


def _plain(value: str) -> str:
    return value.replace("\x1f", " ").replace("\x1e", " ")


def _last_of_each(ids: Sequence[str], hashes: NDArray[np.uint32]) -> NDArray[np.int64]:
    """The places of the ids, the earlier places of repeated ids left out."""
    order = np.argsort(hashes, kind="stable")
    twins = np.flatnonzero(np.diff(hashes[order]) == 0)
    if not len(twins):
        return np.arange(len(ids))
    last = {ids[at]: at for at in sorted({*order[twins].tolist(), *order[twins + 1].tolist()})}
    drop = {*order[twins].tolist(), *order[twins + 1].tolist()} - set(last.values())
    keep = np.ones(len(ids), dtype=np.bool_)
    keep[list(drop)] = False
    return np.flatnonzero(keep)


def _readings(names: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    seen: list[str] = []
    heard: list[str] = []
    abroad: list[str] = []
    aloud: dict[str, str] = {}
    as_foreign: dict[str, str] = {}
    for at in range(0, len(names), _FOLDED_AT_ONCE):
        lines = normalise.spaced(normalise.one_line_each(names[at : at + _FOLDED_AT_ONCE])).split(
            "\n"
        )
        seen.extend(lines)
        heard.extend(normalise.by_words(normalise.native, lines, aloud))
        abroad.extend(normalise.foreign_by_words(lines, as_foreign))
    return seen, heard, abroad


def _partitions(
    masks: NDArray[np.uint64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint64]]:
    """The order of the rows, where each partition begins, and the classes it holds.

    Marks of one class stand with their class; those of several stand apart, by their lowest.
    """
    if not len(masks):
        empty = np.zeros(0, dtype=np.int64)
        return empty, np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.uint64)
    lowest = masks & (~masks + np.uint64(1))
    group = np.log2(lowest.astype(np.float64)).astype(np.int64) + 64 * (masks != lowest)
    order = np.argsort(group, kind="stable")
    sizes = np.bincount(group, minlength=128)
    bounds = np.array(_cuts([size for size in sizes.tolist() if size]), dtype=np.int64)
    scopes = np.bitwise_or.reduceat(masks[order], bounds[:-1])
    return order, bounds, scopes


def _cuts(sizes: Iterable[int]) -> list[int]:
    """Bounds of partitions: large groups are divided evenly, small neighbours put together."""
    bounds, open_since = [0], 0
    at = 0
    for size in sizes:
        if at - open_since and at - open_since + size > MOST_IN_PARTITION:
            bounds.append(at)
            open_since = at
        pieces = -(-size // MOST_IN_PARTITION)
        bounds.extend(at + size * piece // pieces for piece in range(1, pieces))
        open_since = max(open_since, bounds[-1])
        at += size
        if at - open_since >= FEWEST_IN_PARTITION:
            bounds.append(at)
            open_since = at
    if bounds[-1] != at:
        bounds.append(at)
    return bounds


def _lines(seen: Sequence[str], heard: Sequence[str], abroad: Sequence[str]) -> list[str]:
    return [
        f"{one}\n{two}\n{three}\n"
        if three and three != two
        else f"{one}\n"
        if one == two
        else f"{one}\n{two}\n"
        for one, two, three in zip(seen, heard, abroad, strict=True)
    ]


def _postings(
    readings: NDArray[np.uint8], ends: NDArray[np.uint32], bounds: NDArray[np.int64]
) -> dict[str, NDArray[Any]]:
    parts = [
        _partition_postings(readings, ends, low, high)
        for low, high in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
    ]
    empty = np.zeros(0, dtype=np.uint32)
    vocabulary = np.unique(np.concatenate([empty, *(part[0] for part in parts)]))
    counts = np.zeros((len(vocabulary), len(parts)), dtype=np.uint16)
    places = [np.searchsorted(vocabulary, part[0]) for part in parts]
    for number, (_, count, _, _) in enumerate(parts):
        counts[places[number], number] = count
    total = counts.sum(axis=1, dtype=np.int64)
    starts = np.cumsum(total) - total
    postings = np.zeros(int(total.sum()), dtype=np.uint16)
    free = starts.copy()
    for (_, count, local, _), place in zip(parts, places, strict=True):
        first = np.cumsum(count) - count
        postings[np.arange(len(local)) + np.repeat(free[place] - first, count)] = local
        free[place] += count
    sizes = [np.concatenate([np.zeros(0, np.uint8), *(p[3][at] for p in parts)]) for at in range(4)]
    return {
        "vocabulary": vocabulary,
        "starts": starts,
        "counts": counts,
        "postings": postings,
        "union_sizes": sizes[0],
        "seen_sizes": sizes[1],
        "heard_sizes": sizes[2],
        "foreign_sizes": sizes[3],
    }


_Part = tuple[
    NDArray[np.uint32], NDArray[np.int64], NDArray[np.uint16], tuple[NDArray[np.uint8], ...]
]


def _partition_postings(
    readings: NDArray[np.uint8], ends: NDArray[np.uint32], low: int, high: int
) -> _Part:
    """Trigrams of the first two readings, how many rows each has, these rows, and the four sizes
    of every row."""
    begin = int(ends[low - 1]) if low else 1
    text = readings[begin - 1 : int(ends[high - 1]) - 1]
    edge = np.full(1, 10, np.uint8)
    keys = keys_around(np.concatenate([edge, text, edge]))
    lengths = np.diff(ends[low:high], prepend=np.uint32(begin)).astype(np.int64)
    rows = np.repeat(np.arange(high - low, dtype=np.uint64), lengths)
    # A row's bytes begin after its leading line feed; what stands around that line feed is its
    # first trigram, so every row owns the line feed before it and not the one at its end.
    breaks = (text == 10).cumsum(dtype=np.int64)
    first = breaks[np.cumsum(lengths) - lengths]
    field = (breaks - np.repeat(first, lengths)).astype(np.uint64)
    there = keys != NONE
    packed = (keys[there].astype(np.uint64) << np.uint64(18)) | (rows[there] << np.uint64(2))
    packed |= field[there]
    packed.sort()
    packed = packed[np.diff(packed, prepend=~packed[:1]) != 0]
    fields = (packed & np.uint64(3)).astype(np.uint8)
    abroad = ((packed[fields == 2] >> np.uint64(2)) & np.uint64(0xFFFF)).astype(np.uint16)
    packed, fields = packed[fields < 2] >> np.uint64(2), fields[fields < 2]
    row = (packed & np.uint64(0xFFFF)).astype(np.uint16)
    once = np.diff(packed, prepend=~packed[:1]) != 0
    local = row[once]
    trigram = (packed[once] >> np.uint64(16)).astype(np.uint32)
    begins = np.flatnonzero(np.diff(trigram, prepend=~trigram[:1]))
    count = np.diff(np.append(begins, len(trigram))).astype(np.int64)
    size = high - low
    sizes = (
        _sizes(local, size),
        _sizes(row[fields == 0], size),
        _sizes(row[fields == 1], size),
        _sizes(abroad, size),
    )
    return trigram[begins], count, local, sizes


def _sizes(rows: NDArray[np.uint16], size: int) -> NDArray[np.uint8]:
    return np.minimum(np.bincount(rows, minlength=size), 255).astype(np.uint8)
