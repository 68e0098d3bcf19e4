"""A segment: marks in arrays that never change, in memory or mapped from a file.

Rows are ordered by partition (see ``build``): a partition holds at most 65,535 marks, all of one
class where the register is large enough, so a search in some classes reads only their part of
every posting list.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serupa.index.cases import unpack_names
from serupa.index.fingerprint import FIELDS
from serupa.index.heard import passing, sieve
from serupa.index.ids import number_of, row_in_runs, unpack_id, unpack_ids
from serupa.index.openings import codes_of
from serupa.index.packing import decoded, encoded, unpack
from serupa.index.words import buckets_of
from serupa.types import Record

Arrays = Mapping[str, NDArray[Any]]
Rows = NDArray[np.int64]

BLOCK = 64
"""Marks whose long details are compressed together."""

MOST_MET = 10_000
"""Different details of marks that are kept at hand: most marks share theirs with others."""

_Details = tuple[Any, ...]
"""The ``FIELDS`` of a mark in their order, and its other columns as ``Record.more`` has them."""

SMALLEST_SIEVED = 50_000
"""In a segment of fewer marks every sound is looked up."""


def sound_hash(heard: str) -> int:
    """32 bits of a sound reading without its blanks."""
    return zlib.crc32(encoded(heard.replace(" ", "")))


def id_hash(record_id: str) -> int:
    """32 bits of an id."""
    return zlib.crc32(encoded(record_id))


class Segment:
    """Marks that never change. Rows are numbered from 0; every method takes such numbers."""

    def __init__(self, arrays: Arrays) -> None:
        if "openings" not in arrays:  # an index of before they were kept
            openings = codes_of(arrays["readings"], arrays["readings_ends"])
            arrays = {**arrays, "openings": openings}
        self.arrays = arrays
        self._plain: dict[str, NDArray[Any]] = {}
        self._met: dict[tuple[int, ...], _Details] = {}
        self.head: dict[str, Any] = json.loads(arrays["head"].tobytes() or b"{}")
        self.size = int(self.head["marks"])
        self.bounds: NDArray[np.int64] = np.asarray(arrays["bounds"])
        self.scopes: NDArray[np.uint64] = np.asarray(arrays["scopes"])
        self._vocabulary = arrays["vocabulary"]
        self.starts = arrays["starts"]
        self.counts = arrays["counts"]
        self.postings = arrays["postings"]
        self.readings = arrays["readings"]
        self.readings_ends = arrays["readings_ends"]
        self.union_sizes = arrays["union_sizes"]
        self.seen_sizes = arrays["seen_sizes"]
        self.heard_sizes = arrays["heard_sizes"]
        self.foreign_sizes = arrays["foreign_sizes"]

    def plain(self, name: str) -> NDArray[Any]:
        """A column as the compiled loops take it: an ordinary array that cannot be written."""
        found = self._plain.get(name)
        if found is None:
            found = self._plain[name] = np.asarray(self.arrays[name]).view()
            found.flags.writeable = False
        return found

    @cached_property
    def masks(self) -> NDArray[np.uint64]:
        """The different sets of classes, as bits 1-45; bit 0 stands for "not recorded"."""
        return np.asarray(self.arrays["masks"])

    def mask(self, rows: Rows) -> NDArray[np.uint64]:
        """The classes of rows as bits."""
        return np.asarray(self.masks[self.plain("mask_codes")[rows]])

    def partitions(self, wanted: int) -> NDArray[np.int64]:
        """The partitions that hold marks of ``wanted`` (bits of classes; 0 for all of them)."""
        if not wanted:
            return np.arange(len(self.scopes))
        return np.flatnonzero(self.scopes & np.uint64(wanted))

    def terms(self, keys: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Which of ``keys`` the vocabulary holds, as places in ``keys`` and in the vocabulary."""
        at = np.searchsorted(self._vocabulary, keys)
        inside = np.minimum(at, max(0, len(self._vocabulary) - 1))
        known = (
            np.flatnonzero(self._vocabulary[inside] == keys) if len(self._vocabulary) else at[:0]
        )
        return known, inside[known]

    def id(self, row: int) -> str:
        """The id of one mark."""
        return unpack_id(self.arrays, self.head["ids"], row)

    def ids_of(self, rows: Rows) -> list[str]:
        """The ids of marks."""
        return unpack_ids(self.arrays, self.head["ids"], rows)

    def name(self, row: int, seen: str) -> str:
        """The name of one mark whose visual reading is ``seen``."""
        return unpack_names(self.arrays, np.array([row]), [seen])[0]

    def reading(self, row: int) -> tuple[str, str, str]:
        """The visual, the native and the foreign sound reading of one mark as they were indexed."""
        start = int(self.readings_ends[row - 1]) if row else 1
        text = self.readings[start : int(self.readings_ends[row]) - 1].tobytes()
        return _parted(decoded(text))

    def readings_of(self, rows: Rows) -> list[list[str]]:
        """The three columns of ``reading`` of many marks at once."""
        if len(rows) < 2:
            return list(map(list, zip(*map(self.reading, rows.tolist()), strict=True))) or [[]] * 3
        text, begins, lengths = self.texts_of(rows)
        lines = decoded(text.tobytes()).split("\n")
        breaks = np.cumsum(text == 10)
        first = breaks[begins]  # every line feed ends a line; the mark's own lines come after it
        last = breaks[begins + lengths - 1] - 1
        columns = first, np.minimum(first + 1, last), last
        return [list(itemgetter(*column.tolist())(lines)) for column in columns]

    def texts_of(
        self, rows: Rows
    ) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int64]]:
        """The readings of rows as one text, where each begins in it, and how long each is.

        Each begins with the line feed before it, which stands for the blank before its first word,
        and ends with its own line feed.
        """
        end = self.readings_ends[rows].astype(np.int64)
        begin = np.where(rows > 0, self.readings_ends[rows - 1], 1).astype(np.int64)
        lengths = end - begin + 1
        first = np.cumsum(lengths) - lengths
        at = np.repeat(begin - 1 - first, lengths) + np.arange(int(lengths.sum()))
        return self.readings.take(at, mode="clip"), first, lengths

    @cached_property
    def class_sizes(self) -> dict[int, int]:
        """How many marks each class has; 0 stands for "not recorded"."""
        times = np.bincount(self.arrays["mask_codes"], minlength=len(self.masks)).tolist()
        sizes: dict[int, int] = {}
        for mask, size in zip(self.masks.tolist(), times, strict=True):
            for number in classes_of(mask) or (0,):
                sizes[number] = sizes.get(number, 0) + size
        return sizes

    def record(self, row: int, seen: str = "") -> Record:
        """One mark whole. ``seen``: its visual reading, where it is at hand."""
        return self.records(np.array([row]), [seen])[0]

    def records(self, rows: Rows, seen: Sequence[str]) -> list[Record]:
        """Marks whole. ``seen``: the visual reading of each, where it is at hand."""
        places = rows.tolist()
        read = [one or self.reading(row)[0] for one, row in zip(seen, places, strict=True)]
        called = unpack_names(self.arrays, rows, read)
        kinds = [self._classes[code] for code in self.plain("mask_codes")[rows].tolist()]
        known = zip(*self._details(rows, places), strict=True)
        return list(map(Record, self.ids_of(rows), called, kinds, *known))

    def _details(self, rows: Rows, places: Sequence[int]) -> list[_Details]:
        """What is known of marks besides id, name and classes."""
        codes = [column[rows].tolist() for _, _, column in self._coded]
        coded = list(zip(*codes, strict=True)) if codes else [()] * len(places)
        if self.head["long"]:
            long = map(self._long, places)
            return [self._detailed(*one) for one in zip(coded, long, strict=True)]
        if len(self._met) > MOST_MET:
            self._met.clear()
        found = []
        for one in coded:
            known = self._met.get(one)
            if known is None:
                known = self._met[one] = self._detailed(one, ())
            found.append(known)
        return found

    def _detailed(self, codes: Sequence[int], long: Sequence[str]) -> _Details:
        """The fields of a mark in their order and its other columns."""
        told = [values[code] for (_, values, _), code in zip(self._coded, codes, strict=True)]
        told += *long, ""
        fields, others = self._columns
        return *[told[at] for at in fields], tuple(
            [(one, told[at]) for one, at in others if told[at]]
        )

    @cached_property
    def _columns(self) -> tuple[list[int], list[tuple[str, int]]]:
        """Where each of the ``FIELDS`` stands among the coded and the long columns, -1 for nowhere;
        and the names and places of the other columns."""
        places = {name: at for at, (name, _, _) in enumerate(self._coded)}
        places.update({name: len(places) + at for at, name in enumerate(self.head["long"])})
        fields = [places.pop(field, -1) for field in FIELDS]
        return fields, list(places.items())

    @cached_property
    def _classes(self) -> list[tuple[int, ...]]:
        return [classes_of(mask) for mask in self.masks.tolist()]

    @cached_property
    def _coded(self) -> list[tuple[str, list[str], NDArray[Any]]]:
        return [
            (column["name"], column["values"], self.plain(f"codes_{number}"))
            for number, column in enumerate(self.head["coded"])
        ]

    def id_hashes(self) -> NDArray[np.uint32]:
        """``id_hash`` of every row."""
        hashes = (id_hash(self.id(row)) for row in range(self.size))
        return np.fromiter(hashes, dtype=np.uint32, count=self.size)

    def row_of(self, record_id: str) -> int | None:
        """The row of an id; None where there is none."""
        if "id_runs" in self.arrays:
            number = number_of(self.head["ids"], record_id)
            columns = self.plain("id_numbers"), self.plain("id_runs")
            return None if number is None else row_in_runs(*columns, number)
        order, wanted = self.arrays["id_order"], id_hash(record_id)
        low, high = 0, self.size
        while low < high:
            middle = (low + high) // 2
            if id_hash(self.id(int(order[middle]))) < wanted:
                low = middle + 1
            else:
                high = middle
        while low < self.size:
            row = int(order[low])
            found = self.id(row)
            if found == record_id:
                return row
            if id_hash(found) != wanted:
                return None
            low += 1
        return None

    def rows_heard_as(self, hashes: NDArray[np.uint32]) -> Rows:
        """Rows whose whole mark, blanks aside, has one of these sound hashes."""
        sounds = self.arrays["sounds"]
        hashes = self._held(hashes, "sounds")
        if not len(hashes):
            return np.zeros(0, dtype=np.int64)
        first = np.searchsorted(sounds, hashes, side="left").tolist()
        last = np.searchsorted(sounds, hashes, side="right").tolist()
        rows = self.arrays["sound_rows"]
        found = [rows[a:b] for a, b in zip(first, last, strict=True) if b > a]
        return np.concatenate(found).astype(np.int64) if found else np.zeros(0, dtype=np.int64)

    @cached_property
    def _sieves(self) -> dict[str, NDArray[np.uint8]]:
        return {name: sieve(self.arrays[name]) for name in ("sounds", "words")}

    def _held(self, hashes: NDArray[np.uint32], where: str) -> NDArray[np.uint32]:
        """Those of ``hashes`` that may be among ``where``."""
        if self.size < SMALLEST_SIEVED:
            return hashes
        return passing(hashes, self._sieves[where])

    @cached_property
    def by_sound(self) -> tuple[Any, ...]:
        """The columns of sounds and of words as the compiled loops take them; both sieves are
        empty in a small segment."""
        names = "sounds", "sound_rows", "words", "word_holders", "word_rows"
        none = np.zeros(0, np.uint8)
        sieves = (none, none) if self.size < SMALLEST_SIEVED else tuple(self._sieves.values())
        return *map(self.plain, names), self._word_ends, sieves

    @cached_property
    def glances(self) -> NDArray[np.uint16]:
        """What a first look at a mark needs, kept in one place since memory is slow: how many
        trigrams its readings have, and above 8 bits what stands for its first letters."""
        openings = self.arrays["openings"].astype(np.uint16)
        openings <<= 8
        openings |= self.union_sizes
        return openings

    @cached_property
    def classified(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """The columns of ``mask`` as the compiled loops take them."""
        return self.plain("mask_codes"), self.plain("masks")

    @cached_property
    def searched(self) -> tuple[NDArray[Any], ...]:
        """The columns of trigrams and of a first look at marks as the compiled loops take them."""
        terms, read = ("vocabulary", "counts", "bounds", "scopes"), ("postings", "starts")
        own = self.glances, *self.classified
        return *map(self.plain, terms), *own, *map(self.plain, read)

    @cached_property
    def shown(self) -> tuple[NDArray[Any], ...]:
        """The columns of readings and of classes as the compiled loops take them."""
        return tuple(map(self.plain, ("readings", "readings_ends", "mask_codes", "masks")))

    @cached_property
    def word_counts(self) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
        """How many marks of a class hold a word (``index.words``), and its ``buckets_of``."""
        counts = self.plain("word_counts")
        return counts, buckets_of(counts)

    @cached_property
    def _word_ends(self) -> NDArray[np.int64]:
        return np.cumsum(self.arrays["word_holders"], dtype=np.int64)

    def holders(self, words: NDArray[np.uint32]) -> NDArray[np.int64]:
        """How many marks of several words hold each word (by its hash), -1 for too many."""
        at, known = self._words_at(words)
        held = np.zeros(len(words), np.int64)
        held[known] = self.arrays["word_holders"][at[known]]
        held[known & (held == 0)] = -1
        return held

    def rows_with(self, words: NDArray[np.uint32]) -> Rows:
        """Rows of several words that hold one of these; a row may come more than once.

        Of words that too many marks hold, none.
        """
        words = self._held(words, "words")
        at, known = self._words_at(words)
        at = at[known]
        ends = self._word_ends[at].tolist()
        many = self.arrays["word_holders"][at].tolist()
        rows = self.arrays["word_rows"]
        found = [rows[end - size : end] for end, size in zip(ends, many, strict=True)]
        return np.concatenate([np.zeros(0, np.uint32), *found]).astype(np.int64)

    def _words_at(self, hashes: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        words = self.arrays["words"]
        if not len(words):
            return np.zeros(len(hashes), np.int64), np.zeros(len(hashes), np.bool_)
        at = np.minimum(np.searchsorted(words, hashes), len(words) - 1)
        return at, words[at] == hashes

    def _long(self, row: int) -> list[str]:
        block, inside = divmod(row, BLOCK)
        lines = decoded(zlib.decompress(unpack(self.arrays, "long", block))).split("\x1e")
        return lines[inside].split("\x1f")


def _parted(lines: str) -> tuple[str, str, str]:
    """The readings of one mark; one left out says the same as the one before it."""
    parts = lines.split("\n")
    return parts[0], parts[1] if len(parts) > 1 else parts[0], parts[-1]


def class_mask(classes: Sequence[int] | frozenset[int]) -> int:
    """Classes as bits 1-45; bit 0 stands for "not recorded"."""
    mask = 0
    for number in classes:
        mask |= 1 << number
    return mask or 1


def classes_of(mask: int) -> tuple[int, ...]:
    """The classes of a mask, ascending."""
    return tuple(number for number in range(1, 46) if mask >> number & 1)
