"""Calling every compiled loop once, so that none is compiled while somebody waits."""

from serupa.corpus import Corpora, MemoryCorpus
from serupa.types import Query, Record

_NAMES = ("KOPI SENJA", "TJAP DJEMPOL", "CHOCO SENJAKALA", "SENJA KOPI", "KOPISENJA", "TEH SENJA")


def warm() -> None:
    """Screen a few names against a few marks, alone and joined with others."""
    own = [Record(f"W{at}", name, (30 + at % 2 * 13,)) for at, name in enumerate(_NAMES)]
    memory = MemoryCorpus(own, name="warm", date="")
    for corpus in (memory, Corpora([memory, memory])):
        for name in ("KOPI SENJA", "CINTA SENDJA JAYA 2"):
            corpus.screen(Query(name, (30,)))
            corpus.screen(Query(name))
