"""Trigrams of readings as numbers: three bytes of UTF-8 in 24 bits.

A word has two blanks before it and one after, as in PostgreSQL's pg_trgm, so a reading of n bytes
has at most n + 1 of them. Every byte of a text gives exactly one trigram, the one it stands in the
middle of; the blank before a word gives the one that starts with two blanks. A line feed counts as
a blank, so many readings can be cut at once.
"""

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Keys = NDArray[np.uint32]

NONE = np.uint32(0xFFFFFFFF)
"""Stands where a byte gives no trigram: a blank that is not followed by a word."""


def keys_around(text: Bytes) -> Keys:
    """The trigram of every byte of ``text`` but the first and the last, ``NONE`` where none is.

    Shape: two fewer than ``text``. Line feeds are blanks; blanks stand alone between words.
    """
    plain = np.where(text == 10, np.uint8(32), text)
    before, middle, after = plain[:-2], plain[1:-1], plain[2:]
    starts = middle == 32
    keys = np.where(starts, np.uint8(32), before).astype(np.uint32)
    keys <<= np.uint32(8)
    keys |= middle
    keys <<= np.uint32(8)
    keys |= after
    keys[starts & (after == 32)] = NONE
    return np.asarray(keys)


def trigrams_of(reading: str) -> list[int]:
    """The different trigrams of one reading, ascending."""
    raw = reading.replace("\n", " ").encode("utf-8", "surrogatepass")
    found: set[int] = set()
    for word in raw.split(b" "):
        if word:
            text = b"  " + word + b" "
            found.update(
                [a << 16 | b << 8 | c for a, b, c in zip(text, text[1:], text[2:], strict=False)]
            )
    return sorted(found)
