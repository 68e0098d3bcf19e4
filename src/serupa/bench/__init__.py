"""Bench: how well and how fast names are found, beside other ways of finding them.

``field`` plants decided disputes in a register, ``quality`` asks for them and counts, ``peers``
holds the other ways, ``composed`` makes conflicts nobody has looked at, ``bands`` says where
decided disputes fall, ``reading`` prints them for a lawyer.
"""

from serupa.bench.bands import Bench, run
from serupa.bench.pairs import Pair, read_pairs

__all__ = ["Bench", "Pair", "read_pairs", "run"]
