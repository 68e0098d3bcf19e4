"""The watch: which newly published marks are an alarm for marks to be protected.

How often it is wrong, and what it finds, is measured by ``serupa bench watch`` (decision 0007).
"""

from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA

from serupa.corpus import MemoryCorpus
from serupa.normalise import columns
from serupa.screening import compare
from serupa.types import Finding, Query, Record

LOWEST_BAND = 4

SHORTEST = 6
"""Names of fewer letters that differ in one are an alarm only by their band: chance is full of
them."""


def alarms(
    new: Iterable[Record], protected: MemoryCorpus, band: int = LOWEST_BAND
) -> Iterator[tuple[Record, Finding]]:
    """Pairs of a new mark and a protected one it resembles to at least this band, and those of
    band 2 and like goods of which only one letter or sound is different.

    The scoring is that of a screening. A mark is no alarm against itself.
    """
    for mark in new:
        for finding in compare(Query(mark.name, mark.classes), protected):
            is_alarm = finding.band >= band or _is_one_letter_off(mark.name, finding)
            if is_alarm and not _is_itself(mark, finding.record):
                yield mark, finding


def _is_itself(one: Record, other: Record) -> bool:
    """Two lists may number their marks alike, so the names are compared as well."""
    return one.id == other.id and columns(one.name).written == columns(other.name).written


def _is_one_letter_off(name: str, finding: Finding) -> bool:
    if finding.band < 2 or any(item.key == "reason.goods.far" for item in finding.evidence):
        return False
    mine, theirs = columns(name), columns(finding.record.name)
    pairs = ((mine.joined, theirs.joined), (mine.met, theirs.met))
    return any(
        min(len(one), len(other)) >= SHORTEST and OSA.distance(one, other, score_cutoff=1) <= 1
        for one, other in pairs
    )
