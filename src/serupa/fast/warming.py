"""Calling every compiled loop once, so that none is compiled while somebody waits."""

from serupa.corpus import Corpora, MemoryCorpus
from serupa.types import Query, Record

_NAMES = ("KOPI SENJA", "TJAP DJEMPOL", "CHOCO SENJAKALA", "SENJA KOPI", "KOPISENJA", "TEH SENJA")

_ASKED = ("KOPI SENJA", "CINTA SENDJA JAYA 2", "KOPI SENJA " * 9)
"""The last is too long for the loops that put a pool in order: others are taken."""


def warm() -> None:
    """Screen a few names against a few marks, alone, in two segments and joined with others."""
    own = [Record(f"W{at}", name, (30 + at % 2 * 13,)) for at, name in enumerate(_NAMES)]
    memory, parted = (MemoryCorpus(own, name="warm", date="") for _ in range(2))
    parted.add(Record("W", "SENJA MERAH", (30,)))
    for corpus in (memory, parted, Corpora([memory, memory])):
        for name in _ASKED:
            corpus.screen(Query(name, (30,)))
            corpus.screen(Query(name))
