"""How secret a document is, and what follows from it."""

from enum import StrEnum


class Secrecy(StrEnum):
    """C0 public, C1 internal, C2 personal, C3 identity papers and signatures,
    C4 secrets before filing (names, logos), C5 restricted communal knowledge.
    """

    C0 = "C0"
    C1 = "C1"
    C2 = "C2"
    C3 = "C3"
    C4 = "C4"
    C5 = "C5"


_GUARDED = frozenset({Secrecy.C3, Secrecy.C4, Secrecy.C5})


def is_guarded(secrecy: str) -> bool:
    """Whether a document of this class is encrypted at rest and every reading is an entry."""
    return Secrecy(secrecy) in _GUARDED
