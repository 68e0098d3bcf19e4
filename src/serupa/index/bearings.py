"""What of the words of a register bears on how its lines are heard.

Words are folded once each; where one may sound otherwise beside others, or as a foreign one, its
lines are folded whole.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serupa.aloud import FOREIGN, LETTER_NAMES, NUMERALS

_OWN_ALONE = re.compile(rb"\n[kq][uoe0-9]{0,3}(?![a-z])")
_NUMERALS = frozenset(NUMERALS.split("|"))
_LETTER_NAMES = frozenset(LETTER_NAMES.split("|"))
"""Words whose sound may depend on the words beside them. Digits may be read as letters."""

_TWO_WAYS = tuple(b"czx0123456789"), re.compile(rf"kh|nj|{FOREIGN}".encode())
_ABROAD = (*b"cjzx0123456789", *range(128, 256)), re.compile(rf"kh|{FOREIGN}".encode())
"""Without one of these a word sounds the same read as a foreign one."""


@dataclass(frozen=True, slots=True)
class Bearings:
    """Of words of visual readings, one value for each. ``own``: after another word it may be heard
    as the end of that one. ``numeral``: after another word it is read as a number. ``letter``: it
    is the name of a letter; a line of nothing else is spelled. ``two_ways``: its line may be heard
    as a foreign one. ``abroad``: it may sound otherwise there.

    In a line without any of the first three, every word sounds as it does alone.
    """

    own: NDArray[np.bool_]
    numeral: NDArray[np.bool_]
    letter: NDArray[np.bool_]
    two_ways: NDArray[np.bool_]
    abroad: NDArray[np.bool_]


def bearings(words: Sequence[str]) -> Bearings:
    """What bears on how lines of these words are heard."""
    text = ("\n" + "\n".join(words)).encode("utf-8", "surrogatepass")
    raw = np.frombuffer(text, np.uint8)
    feeds = np.flatnonzero(raw == 10)[: len(words)]

    def has(signs: Sequence[int], more: re.Pattern[bytes]) -> NDArray[np.bool_]:
        held = np.zeros(256, np.bool_)
        held[list(signs)] = True
        here = held[raw]
        here[[found.start() for found in more.finditer(text)]] = True
        return np.logical_or.reduceat(here, feeds) if len(feeds) else here[:0]

    return Bearings(
        has((), _OWN_ALONE),
        np.array([word in _NUMERALS for word in words], np.bool_),
        np.array([word in _LETTER_NAMES for word in words], np.bool_),
        has(*_TWO_WAYS),
        has(*_ABROAD),
    )
