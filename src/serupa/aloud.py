"""What is not written as it is spoken: other scripts, digits, Roman numerals, names of letters.

Every function takes lines and gives as many lines; each line is read by itself.
"""

import re
from collections.abc import Iterable
from functools import cache

from serupa.data import table

_NUMERALS = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_WITHOUT_VOWEL = "\ue000"
"""Stands after a consonant of its own until its vowel is known; no text has it."""

NUMERALS = "|".join(_NUMERALS)
ROMAN = rf" (?:{NUMERALS})(?= |$)"
"""A word that is read as a number where another word goes before it."""


@cache
def _letter_names() -> dict[str, str]:
    return {name: row["letter"] for row in table("letter_names") for name in row["names"].split()}


LETTER_NAMES = "|".join(sorted(_letter_names(), key=len, reverse=True))
LETTERED = rf"^(?:{LETTER_NAMES})(?: (?:{LETTER_NAMES}))+$"
"""A line of nothing but names of letters."""

_ROMAN = re.compile(ROMAN, re.MULTILINE)
_LETTERED = re.compile(LETTERED, re.MULTILINE)


def numerals(text: str) -> str:
    """Roman numerals from II to IX after another word, as digits. I, V and X stay: letters too."""
    if " i" not in text and " v" not in text:
        return text
    return _ROMAN.sub(lambda found: f" {_NUMERALS[found[0][1:]]}", text)


def spelled(text: str) -> str:
    """Lines of nothing but names of letters as those letters: "be ce a" is "bca"."""
    known = _letter_names()
    return _LETTERED.sub(lambda found: "".join(known[name] for name in found[0].split(" ")), text)


@cache
def _digit_words() -> dict[str, str]:
    return {row["word"]: row["heard"] for row in table("digit_words")}


_PLAYED = re.compile(rf"(?m)(?:^|(?<= ))(?:{'|'.join(sorted(_digit_words()))})(?= |$)")


def played(text: str) -> str:
    """Words in which a digit stands for a sound, as they are heard: "gr8 4u" is "great for you"."""
    known = _digit_words()
    return _PLAYED.sub(lambda found: known[found[0]], text)


def _spellings(where: str) -> dict[str, str]:
    rows = (row for row in table("foreign_spellings") if row["where"] == where)
    return {row["letters"]: row["heard"] for row in rows}


def _either(letters: Iterable[str]) -> str:
    return "|".join(sorted(letters, key=len, reverse=True))


_BEGINNING, _ENDING, _ANYWHERE = map(_spellings, ("begin", "end", "any"))
_HEARD_ABROAD = _BEGINNING | _ENDING | _ANYWHERE
FOREIGN = "|".join(
    (
        rf"(?<![^ \n])(?:{_either(_BEGINNING)})(?=[aeiouy])",
        rf"(?:{_either(_ENDING)})(?![^ \n])",
        _either(_ANYWHERE),
    )
)
"""Letters that an English or French word has and that are heard otherwise."""

_FOREIGN = re.compile(FOREIGN)


def abroad(text: str) -> str:
    """Letters of English and French words as they are heard there: "boutique" is "boutik"."""
    return _FOREIGN.sub(lambda found: _HEARD_ABROAD[found[0]], text)


@cache
def _signs() -> tuple[dict[int, str], re.Pattern[str]]:
    table_of, vowels = {}, []
    for row in table("scripts"):
        latin, kind = row["latin"], row["kind"]
        if kind == "letter":
            latin += _WITHOUT_VOWEL
        elif kind in ("sign", "kill"):
            vowels.append(row["sign"])
        elif kind == "medial":
            latin = f"{row['sign']}{latin}"
        table_of[ord(row["sign"])] = latin
    return {key: value for key, value in table_of.items() if chr(key) not in vowels}, re.compile(
        f"{_WITHOUT_VOWEL}((?:{'|'.join(_medials())})*)([{''.join(vowels)}]*)"
    )


@cache
def _medials() -> tuple[str, ...]:
    return tuple(row["sign"] + row["latin"] for row in table("scripts") if row["kind"] == "medial")


@cache
def _vowels() -> dict[str, str]:
    return {
        row["sign"]: row["latin"] for row in table("scripts") if row["kind"] in ("sign", "kill")
    }


_MANY = {"ea": "o", "aia": "au"}
"""Vowels written with two signs: taling and tarung around a Javanese or Balinese o."""


def latin(text: str) -> str:
    """Javanese, Balinese and Arabic letters in Latin ones; everything else as it was."""
    if text.isascii():
        return text
    signs, waiting = _signs()
    text = waiting.sub(_with_vowel, text.translate(signs))
    for sign, vowel in _vowels().items():
        text = text.replace(sign, vowel)
    for medial in _medials():
        text = text.replace(medial, medial[1:])
    return text


def _with_vowel(found: re.Match[str]) -> str:
    between = "".join(part[1:] for part in re.findall("|".join(_medials()), found[1]))
    given = "".join(_vowels()[sign] for sign in found[2]) if found[2] else "a"
    return between + _MANY.get(given, given)


_REDUPLICATED = re.compile(r"\b([a-z]{3,})2\b")
_LEET = (
    (re.compile(r"(?<=[a-z])0(?=[a-z])"), "o"),
    (re.compile(r"(?<=[a-z])1(?=[a-z])"), "i"),
    (re.compile(r"(?<=[a-z])3(?=[a-z])"), "e"),
    (re.compile(r"(?<=[a-z])4(?=[a-z])"), "a"),
    (re.compile(r"(?<=[a-z])5(?=[a-z])"), "s"),
    (re.compile(r"(?<=[a-z])7(?=[a-z])"), "t"),
)
_NUMBER = re.compile(r"(?<![0-9])(?:10|[1-9])(?![0-9])")
_DIGIT = re.compile(r"[0-9]")
_ALOUD_ID = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh"
_ALOUD_EN = "one two three for five six seven eight nine ten"
IN_INDONESIAN = {str(at): word for at, word in enumerate(_ALOUD_ID.split(), start=1)}
IN_ENGLISH = {str(at): word for at, word in enumerate(_ALOUD_EN.split(), start=1)}


def digits(text: str, words: dict[str, str]) -> str:
    """Lines with digits: 2 for doubling, digits standing for letters, the rest as number words."""
    if not _DIGIT.search(text):
        return text
    lines = text.split("\n")
    rows = [row for row, line in enumerate(lines) if _DIGIT.search(line)]
    spoken = _REDUPLICATED.sub(r"\1 \1", "\n".join(lines[row] for row in rows))
    for sign, letter in _LEET:
        spoken = sign.sub(letter, spoken)
    spoken = tidy(_NUMBER.sub(lambda found: f" {words[found[0]]} ", spoken))
    for row, line in zip(rows, spoken.split("\n"), strict=False):
        lines[row] = line
    return "\n".join(lines)


def tidy(text: str) -> str:
    """Single blanks, and none at the ends of a line."""
    while "  " in text:
        text = text.replace("  ", " ")
    return text.replace("\n ", "\n").replace(" \n", "\n").strip(" ")
