"""Building a segment: marks come in once, in any order; arrays come out.

The columns of a segment, for n marks, p partitions and v different trigrams; texts have beside
them where each ends (``…_ends``, uint32):

==============  =============  ==============================================================
head            bytes          JSON: number of marks, detail columns with few different values
bounds          int64, p+1     first row of each partition
scopes          uint64, p      classes any mark of the partition has, as bits
masks           uint64         the different sets of classes of marks, as bits, ascending
mask_codes      n              which of ``masks`` each mark has
vocabulary      uint32, v      trigrams, ascending
starts          int64, v       where the postings of a trigram begin
counts          uint16, v × p  how many postings of a trigram lie in each partition
postings        uint16         row within its partition; by trigram, then partition, then row
readings        uint8          visual, native and foreign sound reading of each mark, UTF-8, a line
                               each; those left out at the end say the same as the one before
union_sizes     uint8, n       different trigrams of the first two (255 stands for more); of each
                               reading alone in ``seen_sizes``, ``heard_sizes``, ``foreign_sizes``
openings        uint8, n       what stands for the first letters of a mark (``openings``)
cases           uint8, n       how a name is written by its visual reading (``cases``);
                               ``other_rows`` and ``others``: the names that are kept whole
sounds          uint32, n      hashes of the joined sound readings, ascending; ``sound_rows``
words           uint32         hashes of rarer heard words, ascending; ``word_holders`` tells how
                               many rows each has, ``word_rows`` which
word_counts     uint64         see ``words``
ids             uint8          the ids as text; or ``id_numbers`` (n), where they are numbers
codes_0 …       n              which value of a detail column each mark has, the values in the head
long            uint8          all other detail columns, ``BLOCK`` marks compressed together
id_runs         uint32         where ids that are numbers begin anew to ascend; or, where these are
                               many, ``id_order`` (n): the rows by the hash of their id
==============  =============  ==============================================================
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serupa import normalise
from serupa.collector import no_collection
from serupa.index.cases import cases_of, pack_cases
from serupa.index.fingerprint import FIELDS, Sum, summed
from serupa.index.heard import by_sound
from serupa.index.ids import pack_ids, runs_of
from serupa.index.lines import Codes, Numbered, Spelling
from serupa.index.openings import codes_of
from serupa.index.packing import encoded, hashes_of, order_of, pack_bytes
from serupa.index.postings import pack_postings
from serupa.index.readings import pack_readings, read
from serupa.index.segment import BLOCK, Segment, class_mask
from serupa.index.words import count_words
from serupa.register import BATCH, Batch
from serupa.types import Record

MOST_MARKS = 1 << 20
"""Marks of one segment, unless told otherwise; a larger register becomes several, searched one
after another. A word that a class of a segment holds once counts as unseen there, so what weighs
much in a name depends a little on how a register is cut."""

MOST_IN_PARTITION = 65_535
FEWEST_IN_PARTITION = 2_048
"""Classes with fewer marks share a partition."""

FEW_VALUES = 65_535
"""A detail column with at most so many different values is kept as codes, others compressed."""

_FOLDED_AT_ONCE = 100_000


class _Column:
    """A column of texts by number; marks of which it was not told have the empty text, 0."""

    def __init__(self) -> None:
        self.known = Numbered({"": 0})
        self._parts: list[Codes] = []
        self._size = 0

    def add(self, values: Sequence[str], after: int) -> None:
        """The texts of the marks that come after the first ``after``."""
        self._parts += [np.zeros(after - self._size, np.int32), self.known.of(values)]
        self._size = after + len(values)

    def codes(self, size: int) -> Codes:
        """The numbers of the texts of ``size`` marks."""
        return np.concatenate((*self._parts, np.zeros(size - self._size, np.int32)))


class Builder:
    """Collects marks and makes a segment of them. A later id replaces an earlier one."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._names: list[str] = []
        self._masks = Numbered[int]()
        self._mask_codes: list[Codes] = [np.zeros(0, np.int32)]
        self._columns: dict[str, _Column] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def add(
        self,
        ids: Sequence[str],
        names: Sequence[str],
        masks: Sequence[int],
        details: Iterable[tuple[str, Sequence[str]]] = (),
    ) -> None:
        """Marks as columns of equal length; ``masks`` are classes as bits (``class_mask``)."""
        before = len(self._ids)
        self._ids.extend(ids)
        self._names.extend(names)
        self._mask_codes.append(self._masks.of(masks))
        for column, values in details:
            self._columns.setdefault(column, _Column()).add(values, before)

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
        masks, codes = _numbered_again(list(self._masks), np.concatenate(self._mask_codes)[kept])
        order, bounds, scopes = _partitions(masks, codes)
        rows, mask_codes = kept[order], codes[order]
        texts, cases = _visual(self._names)
        readings = read(texts, rows)
        spelling, columns = Spelling(readings.words), readings.kept()
        arrays: dict[str, NDArray[Any]] = {
            "bounds": bounds,
            "scopes": scopes,
            "masks": masks,
            "mask_codes": mask_codes.astype(np.min_scalar_type(len(masks))),
            **by_sound(readings.heard, spelling),
            "word_counts": count_words(readings.seen, spelling, masks, mask_codes),
        }
        arrays |= pack_readings(columns, spelling)
        arrays["openings"] = codes_of(arrays["readings"], arrays["readings_ends"])
        arrays |= pack_cases(cases[rows], lambda row: self._names[rows[row]])
        arrays |= pack_postings(columns, spelling, bounds)
        arrays |= self._details(rows, kept)
        return arrays | (runs_of(arrays) or {"id_order": order_of(hashes[rows])})

    def _sum(self, kept: NDArray[np.int64], details: Sequence[tuple[str, Codes]]) -> Sum:
        """The sum over the rows ``kept``, in the order in which they came."""
        masks = np.concatenate(self._mask_codes)[kept]
        columns = [([f"{mask}" for mask in self._masks], masks)]
        for name, codes in details:
            said = [f"\x1f{name}={value}" if value else "" for value in self._columns[name].known]
            columns.append((said, codes[kept]))
        ids, names = self._ids, self._names
        if len(kept) < len(ids):
            ids, names = ([column[at] for at in kept.tolist()] for column in (ids, names))
        return summed(map("\x1f".join, zip(ids, names, _side_by_side(columns), strict=True)))

    def _details(self, rows: NDArray[np.int64], kept: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        arrays, written = pack_ids(self._ids, rows)
        details = [(name, one.codes(len(self._ids))) for name, one in self._columns.items()]
        coded: list[dict[str, Any]] = []
        long: list[tuple[list[str], Codes]] = []
        long_names: list[str] = []
        for name, codes in details:
            known = list(self._columns[name].known)
            if len(known) > FEW_VALUES:
                long_names.append(name)
                long.append((known, codes[rows]))
            elif len(known) > 1:
                width = np.uint8 if len(known) <= 256 else np.uint16
                arrays[f"codes_{len(coded)}"] = codes[rows].astype(width)
                coded.append({"name": name, "values": known})
        if long:
            arrays |= _pack_long(long)
        head = {
            "marks": len(rows),
            "sum": self._sum(kept, sorted(details)).tolist(),
            "ids": written,
            "coded": coded,
            "long": long_names,
        }
        text = json.dumps(head, ensure_ascii=True).encode()
        return {"head": np.frombuffer(text, dtype=np.uint8), **arrays}


def _pack_long(columns: Sequence[tuple[list[str], Codes]]) -> dict[str, NDArray[Any]]:
    values = [[_plain(values[code]) for code in codes.tolist()] for values, codes in columns]
    lines = list(map("\x1f".join, zip(*values, strict=True)))
    blocks = [
        zlib.compress(encoded("\x1e".join(lines[at : at + BLOCK])), 3)
        for at in range(0, len(lines), BLOCK)
    ]
    return pack_bytes("long", blocks)


def _side_by_side(columns: Sequence[tuple[Sequence[str], Codes]]) -> list[str]:
    """The texts of each row put together. A column: its different texts, and which each row has."""
    done: list[tuple[Sequence[str], Codes]] = []
    for column in columns:
        if done and len(done[-1][0]) * len(column[0]) <= FEW_VALUES:
            done[-1] = _together(done[-1], column)
        else:
            done.append(column)
    every = [[texts[code] for code in codes.tolist()] for texts, codes in done]
    return every[0] if len(every) == 1 else list(map("".join, zip(*every, strict=True)))


def _together(
    one: tuple[Sequence[str], Codes], other: tuple[Sequence[str], Codes]
) -> tuple[Sequence[str], Codes]:
    """Two columns as one."""
    texts = [f"{a}{b}" for a in one[0] for b in other[0]]
    return texts, one[1] * np.int32(len(other[0])) + other[1]


def _numbered_again(
    masks: Sequence[int], codes: Codes
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The masks that rows have, ascending, and which of them each row has."""
    used = np.bincount(codes, minlength=len(masks)) > 0
    values = np.array(masks, dtype=np.uint64)
    ascending = np.argsort(values)
    ascending = ascending[used[ascending]]
    place = np.zeros(len(masks), np.int64)
    place[ascending] = np.arange(len(ascending))
    return values[ascending], place[codes]


def builders(batches: Iterable[Batch], at_once: int = MOST_MARKS) -> Iterator[Builder]:
    """Batches of rows gathered into builders that are full, the last one excepted.

    ``at_once``: marks of a full one. Raises ``ValueError`` when it is less than a batch may have.
    """
    if at_once < BATCH:
        raise ValueError(f"a part of an index has at least {BATCH} marks, not {at_once}")
    builder = Builder()
    for batch in batches:
        if len(builder) and len(builder) + len(batch.ids) > at_once:
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
    order = order_of(hashes)
    twins = np.flatnonzero(np.diff(hashes[order]) == 0)
    if not len(twins):
        return np.arange(len(ids))
    last = {ids[at]: at for at in sorted({*order[twins].tolist(), *order[twins + 1].tolist()})}
    drop = {*order[twins].tolist(), *order[twins + 1].tolist()} - set(last.values())
    keep = np.ones(len(ids), dtype=np.bool_)
    keep[list(drop)] = False
    return np.flatnonzero(keep)


def _visual(names: Sequence[str]) -> tuple[list[str], NDArray[np.uint8]]:
    """The visual readings of names, a line each, and the case each name has them in."""
    texts: list[str] = []
    cases = [np.zeros(0, np.uint8)]
    for at in range(0, len(names), _FOLDED_AT_ONCE):
        some = names[at : at + _FOLDED_AT_ONCE]
        lines = normalise.one_line_each(some)
        texts.append(normalise.spaced(lines))
        cases.append(cases_of(some, lines, texts[-1]))
    return texts, np.concatenate(cases)


def _partitions(
    masks: NDArray[np.uint64], codes: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint64]]:
    """The order of the rows, where each partition begins, and the classes it holds. ``masks``: the
    different sets of classes; ``codes``: which of them each row has.

    Marks of one class stand with their class; those of several stand apart, by their lowest.
    """
    if not len(codes):
        empty = np.zeros(0, dtype=np.int64)
        return empty, np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.uint64)
    lowest = masks & (~masks + np.uint64(1))
    groups = np.log2(lowest.astype(np.float64)).astype(np.uint8) + np.uint8(64) * (masks != lowest)
    group = groups[codes]
    order = np.argsort(group, kind="stable")
    sizes = np.bincount(group, minlength=128)
    bounds = np.array(_cuts([size for size in sizes.tolist() if size]), dtype=np.int64)
    scopes = np.bitwise_or.reduceat(masks[codes[order]], bounds[:-1])
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
