"""Bench: how well and how fast names are found, beside other ways of finding them.

``field`` plants decided disputes in a register, ``quality`` asks for them and counts, ``peers``
holds the other ways, ``composed`` makes conflicts by rule, ``pairs`` reads decided and invented
ones, ``bands`` says where decided disputes fall, ``reading`` prints them for a lawyer.
"""

from serupa.bench.bands import Bench, run
from serupa.bench.pairs import Pair, read_invented, read_pairs

__all__ = ["Bench", "Pair", "read_invented", "read_pairs", "run"]
