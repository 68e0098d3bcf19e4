"""Small registers the tests of the library share."""

import json
import zlib
from pathlib import Path

from serupa import Corpus, MemoryCorpus, Record
from serupa.corpus import FolderCorpus
from serupa.index.build import builders_of_records
from serupa.index.store import MANIFEST, Store

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "data" / "marks" / "demo_register.csv.gz"
SHARED = ROOT.parent / "shared"

RECORDS = (
    Record("a1", "KOPI SENJA", (30,), "terdaftar"),
    Record("a2", "TJAP DJEMPOL", (30,)),
    Record("a3", "SAMBAL BU RUDY", (30,)),
    Record("a4", "LOIS", (25,)),
    Record("a5", "Gucci", (18, 25)),
    Record("a6", "Starbucks", (43,)),
    Record("a7", "PELANGI NUSA", ()),
    Record("a8", "KOPI", (30,)),
)


def small_register(*more: Record) -> MemoryCorpus:
    return Corpus.from_records([*RECORDS, *more], name="register uji", date="2026-11-01")


def kept_in(folder: Path, *more: Record) -> FolderCorpus:
    """The small register as an index in a folder."""
    made = builders_of_records([*RECORDS, *more])
    Store(folder).build(made, "register uji", "2026-11-01")
    return Corpus.open(folder)


def as_built_before(folder):
    """The index as one made before the day of its rules was kept."""
    content = json.loads(json.loads((folder / MANIFEST).read_text())["manifest"])
    del content["read_by"]
    text = json.dumps(content)
    outer = {"crc32": zlib.crc32(text.encode()), "manifest": text}
    (folder / MANIFEST).write_text(json.dumps(outer))
