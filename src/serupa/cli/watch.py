"""``serupa watch``: newly filed names against marks to be protected, in one call."""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

from rapidfuzz.distance import OSA

from serupa.cli import Commands
from serupa.cli.search import told
from serupa.corpus import Corpus, MemoryCorpus
from serupa.explain import Language
from serupa.normalise import columns
from serupa.register import read_register
from serupa.rows import write_rows
from serupa.screening import compare
from serupa.types import Finding, Query, Record

COLUMNS = (
    "new_id", "new_name", "protected_id", "protected_name", "score", "band", "reasons",
)  # fmt: skip
LOWEST_BAND = 4

SHORTEST = 6
"""Names of fewer letters that differ in one are an alarm only by their band: chance is full of
them."""


def register(commands: Commands) -> None:
    """Add ``watch``."""
    watch = commands.top.add_parser("watch", help="newly filed names against protected marks")
    watch.add_argument("--new", required=True, type=Path, metavar="FILE.csv")
    watch.add_argument("--protected", required=True, type=Path, metavar="FILE.csv")
    watch.add_argument("--out", required=True, type=Path, metavar="FILE.csv")
    watch.add_argument("--band", type=int, default=LOWEST_BAND, choices=(2, 3, 4))
    watch.add_argument("--lang", choices=("id", "en"), default="id")
    watch.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Write every pair of at least the band asked for, by new name and then best first."""
    new = list(read_register(given.new))
    protected = Corpus.read(given.protected)
    lang = cast(Language, given.lang)
    rows = (
        (mark.id, mark.name, *told(finding, lang))
        for mark, finding in alarms(new, protected, given.band)
    )
    count = write_rows(given.out, COLUMNS, rows)
    print(f"new={len(new)} protected={len(protected)} alarms={count} band>={given.band}")
    return 0


def alarms(
    new: Iterable[Record], protected: MemoryCorpus, band: int
) -> Iterator[tuple[Record, Finding]]:
    """Pairs of a new mark and a protected one it resembles to at least this band, and those of
    band 2 and like goods of which only one letter or sound is different.

    The scoring is that of a screening. A mark is no alarm against itself.
    """
    for mark in new:
        for finding in compare(Query(mark.name, mark.classes), protected):
            is_alarm = finding.band >= band or _is_one_letter_off(mark.name, finding)
            if is_alarm and finding.record.id != mark.id:
                yield mark, finding


def _is_one_letter_off(name: str, finding: Finding) -> bool:
    if finding.band < 2 or any(item.key == "reason.goods.far" for item in finding.evidence):
        return False
    mine, theirs = columns(name), columns(finding.record.name)
    pairs = ((mine.joined, theirs.joined), (mine.met, theirs.met))
    return any(
        min(len(one), len(other)) >= SHORTEST and OSA.distance(one, other, score_cutoff=1) <= 1
        for one, other in pairs
    )
