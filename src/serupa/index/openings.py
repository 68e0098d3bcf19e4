"""Openings: marks that begin with a word of a name and go on where it ends, as POLOPLAST with POLO.

Such a mark shares few trigrams with a name of several words and sounds like no part of it. So of
every mark a byte is kept that stands for its first letters: among thousands of marks those that
may begin with a word are found without reading them.
"""

import numpy as np
from numpy.typing import NDArray

LETTERS = 4
"""So many bytes stand for a beginning; shorter words are not looked for."""

MOST_WORDS = 4
"""Of a name only so many words are looked for, the first."""

LINE, BLANK = 10, 32
_TIMES = 2654435761

Codes = NDArray[np.uint8]
Places = NDArray[np.int64]


def codes_of(readings: NDArray[np.uint8], ends: NDArray[np.uint32]) -> Codes:
    """What stands for the beginning of each mark, 1 to 255, and 0 where it is too short.
    ``readings``, ``ends``: see ``readings.pack_readings``."""
    begins = np.concatenate([np.ones(min(1, len(ends)), np.int64), ends[:-1].astype(np.int64)])
    keys, short = np.zeros(len(begins), np.uint32), np.zeros(len(begins), np.bool_)
    for at in range(LETTERS):
        sign = readings.take(begins + at, mode="clip")
        keys |= sign.astype(np.uint32) << np.uint32(8 * at)
        short |= sign == LINE
    return np.where(short, 0, np.maximum(1, keys * np.uint32(_TIMES) >> 24)).astype(np.uint8)


def words_of(written: bytes) -> list[tuple[int, int]]:
    """Where the words begin and end that marks are looked for by. ``written``: a visual reading."""
    places, at = [], 0
    for word in written.split(b" ")[:MOST_WORDS]:
        if len(word) >= LETTERS:
            places.append((at, at + len(word)))
        at += len(word) + 1
    return places


def code_of(word: bytes) -> int:
    """What stands for marks that begin like a word."""
    return max(1, int.from_bytes(word[:LETTERS], "little") * _TIMES >> 24 & 0xFF)


def telling(written: bytes, codes: Codes, most: int) -> tuple[Places, NDArray[np.bool_]]:
    """The words whose letters no more than ``most`` of some marks begin with, where they begin and
    end (2 × words); and which of the marks do. ``codes``: of the marks."""
    times = np.bincount(codes, minlength=256)
    begun, kept = np.zeros(256, np.bool_), []
    for begin, end in words_of(written):
        code = code_of(written[begin:end])
        if times[code] <= most:
            begun[code] = True
            kept.append((begin, end))
    return np.array(kept, np.int64).reshape(-1, 2).T, begun[codes]


def opened(
    written: bytes,
    places: Places,
    text: NDArray[np.uint8],
    first: NDArray[np.int64],
    sizes: NDArray[np.float32],
) -> NDArray[np.float32]:
    """How marks begin with each word of ``places`` in ``written``: 1 where it stands for itself and
    2 where it goes on, and its letters for each trigram of the mark; 0 where they do not. Shape:
    words × marks.

    ``text``, ``first``: see ``Segment.texts_of``; ``sizes``: trigrams of the marks as written.
    """
    found = np.zeros((places.shape[1], len(first)), np.float32)
    for number, (begin, end) in enumerate(places.T.tolist()):
        begins = np.ones(len(first), np.bool_)
        for at, sign in enumerate(written[begin:end], start=1):
            begins &= text.take(first + at, mode="clip") == sign
        after = text.take(first + end - begin + 1, mode="clip")
        goes_on = (after != LINE) & (after != BLANK)
        value = (1 + goes_on).astype(np.float32)
        value += np.float32(end - begin) / np.maximum(sizes, np.float32(1))
        found[number] = np.where(begins, value, np.float32(0))
    return found
