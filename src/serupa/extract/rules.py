"""What a browser needs beside the marks: numbers, lists and sentences, made from where they stand.

Nothing is written twice: a number is read from the module that uses it, a list from the table it
lies in, a sentence from ``data/texts.toml``. What Python knows of Unicode and JavaScript does not
(full case folding, the names of signs) goes along as short tables.
"""

import sys
import unicodedata
from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Any

from serupa import corpus, known, normalise, screening
from serupa.aloud import FOREIGN
from serupa.data import settings, table
from serupa.goods import related_classes
from serupa.grounds.kinds import lists as kinds
from serupa.grounds.listed import lists as listed_words
from serupa.grounds.wording import lists as wording
from serupa.index import asked, heard, likeness, openings, scope, search
from serupa.names import meaning, order, parts, sound, spelling
from serupa.score import version, weights

_NUMBERS = (
    corpus, known, normalise, screening, asked, heard, likeness, openings, scope, search, meaning,
    order, parts, sound, spelling,
)  # fmt: skip
_TEXTS = (
    "band", "reason", "abs", "flag", "cure", "change", "pick", "class", "searched", "disclaimer",
)  # fmt: skip


@cache
def rules() -> dict[str, Any]:
    """Everything but the marks, as JSON can hold it."""
    weighed = weights()
    return {
        "version": version(),
        "numbers": {_short(module): _numbers(module) for module in _NUMBERS},
        "weights": {key: weighed[key] for key in ("score", "bands", "caps")},
        "related": {number: sorted(related_classes([number])) for number in range(1, 46)},
        "fillers": {group: _weak(group) for group in ("legal", "shop", "brand")},
        "weak": {
            row["word"]: [corpus.listed_weight(row["word"], frozenset()), *_classes(row)]
            for row in table("weak_words")
        },
        "letters": {
            name: row["letter"] for row in table("letter_names") for name in row["names"].split()
        },
        "played": {row["word"]: row["heard"] for row in table("digit_words")},
        "foreign": FOREIGN,
        "abroad": {row["letters"]: row["heard"] for row in table("foreign_spellings")},
        "scripts": [[row["sign"], row["latin"], row["kind"]] for row in table("scripts")],
        "concepts": [[row["concept"], row["words"].split()] for row in table("concepts")],
        "known": _known(),
        "words": wording(),
        "listed": listed_words(),
        "kinds": kinds(),
        "texts": {group: settings("texts")[group] for group in _TEXTS},
        "signs": _signs(),
    }


def _short(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2]


def _numbers(module: ModuleType) -> dict[str, Any]:
    """The numbers a module names in capitals."""
    return {
        name: value
        for name, value in vars(module).items()
        if name.isupper() and not name.startswith("_") and isinstance(value, int | float | tuple)
    }


def _weak(group: str) -> list[str]:
    return sorted({row["word"] for row in table("weak_words") if row["group"] == group})


def _classes(row: dict[str, str]) -> list[int]:
    return [int(number) for number in row["classes"].split(";") if number]


def _known() -> list[dict[str, Any]]:
    """The well-known marks with their readings."""
    found = []
    for record, row in zip(known.known_marks(), table("well_known"), strict=True):
        read = normalise.columns(record.name)
        plain = row["plain_word"] == "yes"
        heard = [one.heard for one in normalise.words(record.name)]
        found.append(
            {
                "id": record.id,
                "name": record.name,
                "classes": record.classes,
                "joined": read.joined,
                "heard": read.met,
                "words": read.written.split(),
                "parts": [] if plain or len(heard) < 2 else heard,
                "plain": plain,
            }
        )
    return found


def _signs() -> dict[str, Any]:
    """Of Unicode: how signs fold whose small form says something else, which letters are called
    Latin, and which signs that are no decimal digits count as digits."""
    return {
        "folds": {
            sign: sign.casefold()
            for sign in map(chr, range(sys.maxunicode + 1))
            if sign.casefold() != sign.lower()
        },
        "latin": _ranges(lambda sign: sign.isalpha() and "LATIN" in unicodedata.name(sign, "")),
        "digits": _ranges(lambda sign: sign.isdigit() and not sign.isdecimal()),
    }


def _ranges(holds: Callable[[str], bool]) -> list[list[int]]:
    """The signs for which something holds, as first and last code points."""
    found: list[list[int]] = []
    for code in range(sys.maxunicode + 1):
        if holds(chr(code)):
            if found and found[-1][1] == code - 1:
                found[-1][1] = code
            else:
                found.append([code, code])
    return found
