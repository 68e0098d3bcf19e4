"""Extract: the marks of some classes in one file that is searched without a server.

The file holds what ``index.build`` makes of those marks, without posting lists (the reader makes
them anew), and ``rules``: the numbers, lists and sentences of the engine that made it. Whoever
reads it by the same rules finds the same marks in the same order with the same bands as
``read(content).screen(query)`` here. Format 2 is a file of arrays (``index.files``): ``about`` and
``rules`` are JSON; numbers are little-endian, of 64 bits in ``word_counts``, ``masks``, ``scopes``.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serupa.corpus import Corpora, Corpus, FolderCorpus, MemoryCorpus
from serupa.extract.rules import rules
from serupa.goods import related_classes
from serupa.index import packing
from serupa.index.build import MOST_MARKS, Builder
from serupa.index.cases import pack_plain
from serupa.index.files import Broken, arrays_in, packed
from serupa.index.fingerprint import written
from serupa.index.segment import Segment, class_mask, classes_of
from serupa.score import version
from serupa.types import CorpusInfo, Record

FORMAT = 3
_KEPT = (
    "scopes", "masks", "mask_codes", "sounds", "sound_rows", "words", "word_holders", "word_rows",
    "word_counts", "readings", "readings_ends", "union_sizes", "seen_sizes", "heard_sizes",
    "foreign_sizes", "ids", "ids_ends", "id_numbers",
)  # fmt: skip
_WITHOUT_POSTINGS = {
    name: np.zeros(0, np.int64) for name in ("vocabulary", "starts", "counts", "postings")
}
_AT_ONCE = 20_000


class TooLarge(ValueError):
    """The marks of these classes are more than one extract holds."""


@dataclass(frozen=True, slots=True)
class About:
    """What an extract says of itself. ``corpus``: its own name, date, size and fingerprint, with
    the registers it was cut from as ``parts``. ``classes``: those it was made for; ``covered``:
    those and the related ones, all of whose marks it holds with those of no recorded class. Marks
    of other classes are not in it, even where they are written the same. ``rules``: of the engine
    that made it."""

    corpus: CorpusInfo
    classes: tuple[int, ...]
    covered: tuple[int, ...]
    rules: str

    def to_dict(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "corpus": self.corpus.to_dict(),
            "classes": list(self.classes),
            "covered": list(self.covered),
            "rules": self.rules,
        }


@dataclass(frozen=True, slots=True)
class Packed:
    """An extract ready to be written or sent: ``content`` and what it says of itself."""

    content: bytes
    about: About


def pack(corpus: Corpus, classes: Sequence[int], *, related: bool = True) -> Packed:
    """The marks of ``classes`` and of those related to them (``related_classes``), or of no
    recorded class; without classes the whole register. ``related`` False: of ``classes`` alone.

    Raises ``TooLarge`` beyond ``index.build.MOST_MARKS`` marks, ``ValueError`` for a class outside
    1-45. A mark of a second register whose id is taken gets "/2" after it, of a third "/3".
    """
    own = Record("", "", tuple(sorted(set(classes)))).classes
    covered = tuple(sorted(related_classes(own))) if related else own
    covered = covered or tuple(range(1, 46))
    segment = _segment(corpus, class_mask(covered) | 1 if own else 0)
    searched = corpus.info
    info = CorpusInfo(
        searched.name,
        searched.date,
        segment.size,
        written(segment.head["sum"], segment.size),
        searched.licence,
        searched.parts or (searched,),
    )
    about = About(info, own or covered, covered, version())
    arrays = {"about": _json(about.to_dict()), "rules": _json(rules()), **_arrays(segment)}
    return Packed(b"".join(packed(arrays)), about)


def read(content: bytes, name: str = "extract") -> MemoryCorpus:
    """The marks of an extract as a corpus: what a browser that reads it must agree with.

    Raises ``Broken`` for anything that is no extract of this format.
    """
    arrays = arrays_in(name, np.frombuffer(content, np.uint8))
    told = about_of(arrays, name)
    segment = Segment({**_WITHOUT_POSTINGS, **arrays})
    names = _names(segment, np.arange(segment.size))
    masks = segment.mask(np.arange(segment.size)).tolist()
    records = (
        Record(segment.id(row), one, classes_of(mask))
        for row, (one, mask) in enumerate(zip(names, masks, strict=True))
    )
    return MemoryCorpus(records, name=told["corpus"]["name"], date=told["corpus"]["date"])


def about_of(arrays: dict[str, NDArray[Any]], name: str = "extract") -> dict[str, Any]:
    """What the arrays of an extract say of themselves, as ``About.to_dict`` has it."""
    try:
        told: dict[str, Any] = json.loads(arrays["about"].tobytes())
        fits = told["format"] == FORMAT
    except (KeyError, ValueError) as problem:
        raise Broken(f"{name} is no extract") from problem
    if not fits:
        raise Broken(f"{name} is an extract of another format")
    return told


def _segment(corpus: Corpus, wanted: int) -> Segment:
    builder = Builder()
    taken: set[str] = set()
    for number, part in enumerate(_registers(corpus), start=1):
        mine: set[str] = set()
        for ids, names, masks in _marks(part, wanted):
            ids = [f"{one}/{number}" if one in taken else one for one in ids]
            builder.add(ids, names, masks)
            mine.update(ids)
            if len(builder) > MOST_MARKS:
                raise TooLarge(f"more than {MOST_MARKS} marks in one extract")
        taken |= mine
    return builder.build()


def _registers(corpus: Corpus) -> list[MemoryCorpus | FolderCorpus]:
    if isinstance(corpus, Corpora):
        return [register for part in corpus.parts for register in _registers(part)]
    if isinstance(corpus, MemoryCorpus | FolderCorpus):
        return [corpus]
    raise TypeError(f"marks of a {type(corpus).__name__} cannot be listed")


def _marks(
    corpus: MemoryCorpus | FolderCorpus, wanted: int
) -> Iterator[tuple[Sequence[str], Sequence[str], Sequence[int]]]:
    """Ids, names and classes (as bits) of the marks in force of ``wanted``, 0 for all."""
    for segment, alive in corpus.view().parts:
        every = np.arange(segment.size)
        masks = segment.mask(every)
        kept = np.ones(segment.size, np.bool_) if alive is None else np.asarray(alive)
        if wanted:
            kept = kept & ((masks & np.uint64(wanted)) != 0)
        rows = np.flatnonzero(kept)
        for at in range(0, len(rows), _AT_ONCE):
            some = rows[at : at + _AT_ONCE]
            ids = [segment.id(row) for row in some.tolist()]
            yield ids, _names(segment, some), masks[some].tolist()


def _names(segment: Segment, rows: NDArray[np.int64]) -> list[str]:
    seen = segment.readings_of(rows)[0] if len(rows) else []
    return [segment.name(row, one) for row, one in zip(rows.tolist(), seen, strict=True)]


def _arrays(segment: Segment) -> dict[str, NDArray[Any]]:
    every = np.arange(segment.size)
    seen = segment.readings_of(every)[0] if segment.size else []
    names = _names(segment, every)
    kept = {name: segment.arrays[name] for name in _KEPT if name in segment.arrays}
    head = {"marks": segment.size, "sum": segment.head["sum"], "ids": segment.head["ids"]}
    if "shapes" in head["ids"]:  # readers know ids of one kind as numbers, others as text
        del kept["id_numbers"]
        kept |= packing.pack("ids", segment.ids_of(every))
        head["ids"] = {}
    return {
        "head": _json({**head, "coded": [], "long": []}),
        "bounds": segment.bounds.astype(np.uint32),
        **kept,
        # Upper case of other alphabets differs between languages: such names are kept whole.
        **pack_plain(names, seen),
    }


def _json(content: object) -> NDArray[np.uint8]:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return np.frombuffer(text.encode(), np.uint8)
