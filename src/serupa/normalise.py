"""Names folded into readings: how they look, and how they may sound to an Indonesian ear.

Every function here takes either one name or many joined by line feeds, and folds line by line:
``fold(a + "\\n" + b) == fold(a) + "\\n" + fold(b)``. One set of rules therefore serves a typed
name and a register of a hundred thousand, which is folded as one text.

The sound rules follow the spelling reforms of 1947 and 1972 (oe/u, dj/j, tj/c, nj/ny, sj/sy,
ch/kh) and common confusions of Indonesian speakers (f/v/p, z/s, doubled letters, final voiced
consonants). A rule that is uncertain makes a second reading instead of replacing the first.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from serupa.aloud import (
    FOREIGN,
    IN_ENGLISH,
    IN_INDONESIAN,
    LETTERED,
    NUMERALS,
    ROMAN,
    abroad,
    digits,
    latin,
    numerals,
    played,
    spelled,
    tidy,
)
from serupa.data import table
from serupa.spoken import (
    Rule,
    changed,
    hard_c,
    modern_letters,
    replace_all,
    soft_c,
    spoken_ends,
)

MAX_LENGTH = 200
"""Names are compared by their first 200 characters; none in a register comes near."""

_MARKS = re.compile("[\u0300-\u036f]+")
_PLAIN = (("'", ""), ("`", ""), ("$", "s"), ("@", "a"), ("_", " "), ("\r", " "), ("\t", " "))
_BARE = (
    ("ø", "o"), ("æ", "ae"), ("œ", "oe"), ("ł", "l"), ("đ", "d"), ("ð", "d"), ("þ", "th"),
    ("ı", "i"), ("’", ""), ("‘", ""), ("´", ""), ("ʼ", ""), ("\u200b", ""), ("\u00ad", ""),
    ("\u200c", ""), ("\u200d", ""), ("\ufeff", ""),
)  # fmt: skip
_DOTTED = re.compile(r"\.(?<=\b\w\.)(?=\w\b)")
_ASCII_DOTTED = re.compile(rb"\.(?<=\b\w\.)(?=\w\b)")
_VOWEL_SIGNS = (
    "\u0591-\u05c7\u0610-\u06ed\u0900-\u109f\u1700-\u17ff\u1a00-\u1cff\ua800-\uabff\u3099\u309a"
)
_OTHER = re.compile(rf"[^\w\n{_VOWEL_SIGNS}]+")

_ASCII_NONE = "".join(old for old, new in _PLAIN if not new).encode()
_ASCII_PLAIN = bytes.maketrans(
    "".join(old for old, new in _PLAIN if new).encode(),
    "".join(new for _, new in _PLAIN if new).encode(),
)
_ASCII_OTHER = "".join(_OTHER.sub(" ", chr(code)) for code in range(128)).encode() + bytes(128)


def _words_of(group: str) -> str:
    words = {row["word"] for row in table("weak_words") if row["group"] == group}
    return "|".join(sorted(words))


# Literal signs stand first where they can: a search for them is many times faster.
_LEGAL_FIRST = re.compile(rf"(?m)^(?:{_words_of('legal')}) (?=\S)")
_LEGAL_LAST = re.compile(rf"(?m) (?<=\S )(?:{_words_of('legal')})$")
_FILLED = "|".join([*map(_words_of, ("legal", "shop", "brand")), "dan|and|the|n|by"])
_FILLER = re.compile(rf"(?m)(?:^|(?<= ))(?:{_FILLED})(?= |$)")
_FILLERS = frozenset(_FILLED.split("|"))

_OWN: tuple[Rule] = (
    (("q", "ku", "koe"), re.compile(r"(?<=[a-z][a-z]) ?(?:qu|que|koe|qoe|ku|q)\b"), "ku"),
)
_DIGIT = re.compile("[0-9]")
_BESIDE = re.compile(rf"(?m) (?:(?:{NUMERALS})(?= |$)|(?<=[a-z][a-z] )(?:qu|que|koe|qoe|ku|q)\b)")
"""Where a word may be heard otherwise beside another than alone: numbers, and ku as an ending."""

_OLD_J = re.compile(r"j(?<![dtns]j)")
_OLD_SIGN = re.compile(r"oe|[dtns]j")
_TWO_WAYS = re.compile(rf"[czx0-9]|kh|nj|{FOREIGN}|{ROMAN}|{LETTERED}", re.MULTILINE)
_MET = re.compile(r" ([a-z])(?<=\1 \1)")


def one_line(name: str) -> str:
    """A name without line breaks, cut to ``MAX_LENGTH``: the form every fold expects."""
    return name[:MAX_LENGTH].replace("\n", " ")


def one_line_each(names: Sequence[str]) -> str:
    """``one_line`` of several names, joined by line feeds."""
    text = "\n".join(names)
    if text.count("\n") == len(names) - 1 and max(map(len, names)) <= MAX_LENGTH:
        return text
    return "\n".join(map(one_line, names))


def visual(text: str) -> str:
    """Lower case, no accents of Latin letters, no punctuation, single spaces. Idempotent."""
    if text.isascii():
        raw = text.lower().encode().translate(_ASCII_PLAIN, _ASCII_NONE)
        return tidy(_ASCII_DOTTED.sub(b"", raw).translate(_ASCII_OTHER).decode())
    text = unicodedata.normalize("NFKD", text.casefold()).casefold()
    text = replace_all(replace_all(_MARKS.sub("", text), _BARE), _PLAIN)
    return tidy(_OTHER.sub(" ", _DOTTED.sub("", text)))


def without_legal_form(text: str) -> str:
    """A visual reading without PT, CV, UD at its start or its end."""
    return _LEGAL_LAST.sub("", _LEGAL_FIRST.sub("", text))


def core(text: str) -> str:
    """A visual reading without shop, brand and joining words; empty when it has no others."""
    return tidy(_FILLER.sub("", text))


def _has_fillers(line: str) -> bool:
    return not _FILLERS.isdisjoint(line.split(" "))


def _j_of_its_time(found: re.Match[str]) -> str:
    """y where the word shows by another sign that it is spelled the old way: Soerabaja."""
    text, at = found.string, found.start()
    start = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1
    word = text[start : start + MAX_LENGTH].replace("\n", " ").split(" ", 1)[0]
    return "y" if _OLD_SIGN.search(word) else "j"


def native(text: str) -> str:
    """How an Indonesian reads the visual form aloud: c as in *cap*, digits in Indonesian."""
    text = changed(digits(numerals(latin(text)), IN_INDONESIAN), _OWN)
    if "j" in text:
        text = _OLD_J.sub(_j_of_its_time, text)
    text = text.replace("kh", "k").replace("ch", "c").replace("z", "s")
    return spoken_ends(hard_c(modern_letters(text)))


def foreign(text: str) -> str:
    """How it sounds read as a foreign word: c as k or s, ch as k, kh as h, silent letters left out,
    digits in English."""
    text = played(spelled(numerals(latin(text))))
    text = changed(abroad(digits(text, IN_ENGLISH)), _OWN)
    text = text.replace("nj", "ny").replace("kh", "h").replace("ch", "k").replace("z", "j")
    text = soft_c(text.replace("tj", "\x00")).replace("c", "k").replace("\x00", "c")
    return spoken_ends(modern_letters(text))


def _where(wanted: Callable[[str], object], fold: Callable[[str], str], text: str) -> str:
    """``fold`` on the lines for which ``wanted`` holds, an empty line for every other."""
    lines = text.split("\n")
    rows = [row for row, line in enumerate(lines) if wanted(line)]
    kept = [""] * len(lines)
    if rows:
        folded = fold("\n".join([lines[row] for row in rows])).split("\n")
        for row, line in zip(rows, folded, strict=True):
            kept[row] = line
    return "\n".join(kept)


def _signs_kept(folded: str, text: str) -> str:
    """Names made of signs alone (a symbol, a smiley) stay as they are, so they can be equal."""
    if folded and "\n\n" not in f"\n{folded}\n":
        return folded
    pairs = zip(folded.split("\n"), text.split("\n"), strict=True)
    return "\n".join([line or "".join(raw.casefold().split()) for line, raw in pairs])


def spaced(text: str) -> str:
    """The visual reading of many lines at once, as written but without the legal form."""
    if text.isascii():
        return without_legal_form(_signs_kept(visual(text), text))
    lines = text.split("\n")  # the others cost much more: they are folded apart
    others = [at for at, line in enumerate(lines) if not line.isascii()]
    apart = "\n".join([lines[at] for at in others])
    for at in others:
        lines[at] = ""
    plain = "\n".join(lines)
    read = without_legal_form(_signs_kept(visual(plain), plain)).split("\n")
    folded = without_legal_form(_signs_kept(visual(apart), apart)).split("\n")
    for at, line in zip(others, folded, strict=True):
        read[at] = line
    return "\n".join(read)


def visual_columns(text: str) -> tuple[str, str, str]:
    """The visual readings of many lines at once: as written, joined, without filler words.

    A line of the third column is empty when it would say the same as the first.
    """
    written = spaced(text)
    return written, written.replace(" ", ""), _where(_has_fillers, core, written)


def sound_columns(visuals: tuple[str, str, str]) -> tuple[str, str, str, str]:
    """The sound readings made from ``visual_columns``: native, foreign, joined, without fillers.

    A line of the second or fourth column is empty when it would say the same as the first.
    """
    written, _, bare = visuals
    spoken = native(written)
    return (
        spoken,
        _where(_TWO_WAYS.search, foreign, written),
        _MET.sub("", spoken).replace(" ", ""),
        _where(bool, native, bare),
    )


Fold = Callable[[str], str]


class Columns(NamedTuple):
    """One name as the columns of ``visual_columns`` and ``sound_columns`` have it: ``written``,
    ``bare``, then as heard ``native``, ``foreign``, ``met`` (joined) and ``bare_native``."""

    written: str
    joined: str
    bare: str
    native: str
    foreign: str
    met: str
    bare_native: str


class Word(NamedTuple):
    """A word of a name: folded as seen and as heard, and where it stands in the name."""

    seen: str
    heard: str
    start: int
    end: int


class Read(NamedTuple):
    """One name read: ``written`` and ``joined`` as in ``Columns``; ``looks`` and ``sounds``: its
    different visual and sound readings; ``letters``: as of ``read_letters``, None for a name with
    other signs than ASCII; ``words``: those it has."""

    name: str
    written: str
    joined: str
    looks: tuple[str, ...]
    sounds: tuple[str, ...]
    letters: str | None
    words: tuple[Word, ...]


_new = tuple.__new__
"""Makes a named tuple in half the time its class takes: every answer reads forty words anew."""

_READ_AT_MOST = 1_024
_read: dict[str, Read] = {}
_columns: dict[str, Columns] = {}


def read_together(names: Iterable[str]) -> None:
    """Fold several names as one text and remember their readings: cheaper than one by one."""
    fresh = [name for name in dict.fromkeys(names) if name not in _read]
    if fresh:
        _fold(fresh)


def _fold(fresh: Sequence[str]) -> None:
    visuals = visual_columns("\n".join(map(one_line, fresh)))
    sounds = sound_columns(visuals)
    every = [column.split("\n") for column in (*visuals, *sounds)]
    if len(_columns) > _READ_AT_MOST:
        _columns.clear()
    _columns.update(zip(fresh, map(Columns, *every), strict=True))
    _speak_as_heard(every[0], every[3])
    if len(_read) > _READ_AT_MOST:
        _read.clear()
    _read.update(zip(fresh, _reads(fresh, every), strict=True))


class Told(NamedTuple):
    """What an index knows of the readings of several names, or what is told by these alone: as
    ``Columns`` has them, but the foreign one is always there."""

    written: Sequence[str]
    native: Sequence[str]
    foreign: Sequence[str]
    joined: Sequence[str]
    met: Sequence[str]


def told_by(written: Sequence[str], native: Sequence[str], foreign: Sequence[str]) -> Told:
    """All that can be told where three readings are at hand."""
    met = _MET.sub("", "\n".join(native)).replace(" ", "").split("\n")
    joined = "\n".join(written).replace(" ", "").split("\n")
    return Told(written, native, foreign, joined, met) if written else Told((), (), (), (), ())


def read_as(names: Sequence[str], told: Told) -> dict[str, Read]:
    """The readings of names of which an index knows some. They are not remembered: marks found for
    one name are seldom found for the next."""
    if not names:
        return {}
    written, heard, abroad, apart, met = told
    _speak_as_heard(written, heard)
    short = [core(line) if _has_fillers(line) else "" for line in written]
    spoken = [_native_of(line) if line else "" for line in short]
    every = _reads(names, (written, apart, short, heard, abroad, met, spoken))
    return dict(zip(names, every, strict=True))


def _native_of(line: str) -> str:
    """``native`` of a line, by words that were heard before where none bears on another."""
    if line.isascii() and not _DIGIT.search(line) and not _BESIDE.search(line):
        return " ".join(map(_heard, line.split(" ")))
    return native(line)


def _reads(names: Sequence[str], columns: Sequence[Sequence[str]]) -> list[Read]:
    """``columns``: of some names, as in ``Columns``; the foreign one may repeat the native one."""
    found = []
    for name, letters, written, joined, bare, spoken, other, met, bare_spoken in zip(
        names, _letters_of(names), *columns, strict=True
    ):
        # Mostly there are no more readings than these: forty times an answer it is told so.
        looks: tuple[str, ...] = (written,) if joined == written else (written, joined)
        if bare or not joined:
            looks = _distinct(written, joined, bare)
        sounds: tuple[str, ...] = (spoken,) if met == spoken else (spoken, met)
        if bare_spoken or not met or (other and other != spoken):
            sounds = _distinct(spoken, other, met, bare_spoken)
        some = _where_written(written) if letters == written else _words(name, written)
        found.append(_new(Read, (name, written, joined, looks, sounds, letters, some)))
    return found


def _letters_of(names: Sequence[str]) -> Sequence[str | None]:
    """``read_letters`` of each, None for one with other signs than ASCII."""
    text = one_line_each(names)
    if text.isascii():
        return text.encode().translate(_ASCII).decode().split("\n")
    return [read_letters(name) if name.isascii() else None for name in names]


def read(name: str) -> Read:
    """One name with its readings and its words."""
    while (found := _read.get(name)) is None:
        _fold((name,))
    return found


def read_each(names: Sequence[str]) -> list[Read]:
    """Several names; those not remembered are folded together."""
    read_together(names)
    return list(map(read, names))


def columns(name: str) -> Columns:
    """Every reading of one name under what it is."""
    while (found := _columns.get(name)) is None:
        _fold((name,))
    return found


def visual_readings(name: str) -> tuple[str, ...]:
    """The different visual readings of one name, the plainest first. Empty for a name of signs."""
    return read(name).looks


def sound_readings(name: str) -> tuple[str, ...]:
    """The different sound readings of one name, the native one first."""
    return read(name).sounds


def words(name: str) -> tuple[Word, ...]:
    """The words of a name without its legal form, in their order."""
    return read(name).words


def _distinct(*readings: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, readings)))


_sign = lru_cache(maxsize=4096)(visual)
_SPOKEN_AT_MOST = 16_384
_spoken: dict[str, str] = {}
_ASCII = "".join(visual(chr(code)) or " " for code in range(128)).encode() + bytes(128)
"""Of every ASCII sign the one letter or digit it is read as; a blank where it is none."""


def _speak_as_heard(written: Sequence[str], heard: Sequence[str]) -> None:
    """Remember how the words of names sound, of which it is known how they sound together."""
    text = "\n".join(written)
    parts = text.replace("\n", " ").split(" ")
    fresh = set(parts).difference(_spoken)
    if not fresh:
        return
    apart = _heard_apart(text)
    blanks = [line.count(" ") for line in written]
    if not apart and blanks == [sound.count(" ") for sound in heard]:
        _spoken.update(zip(parts, " ".join(heard).split(" "), strict=True))
    else:
        for at, (line, sound) in enumerate(zip(written, heard, strict=True)):
            if blanks[at] == sound.count(" ") and (at not in apart or not blanks[at]):
                _spoken.update(zip(line.split(" "), sound.split(" "), strict=True))
    _speak_together(fresh)


def _heard_apart(text: str) -> set[int]:
    """Which lines have words that may be heard otherwise alone."""
    found = {
        text.count("\n", 0, one.start())
        for some in (_DIGIT, _BESIDE)
        for one in some.finditer(text)
    }
    if not text.isascii():
        found.update([at for at, line in enumerate(text.split("\n")) if not line.isascii()])
    return found


def _speak_together(some: Iterable[str]) -> None:
    """Remember how words sound: many are folded as one text."""
    fresh = list(set(some).difference(_spoken))
    if len(_spoken) > _SPOKEN_AT_MOST:
        _spoken.clear()
    if fresh:
        _spoken.update(zip(fresh, native("\n".join(fresh)).split("\n"), strict=True))


def _heard(word: str) -> str:
    while (found := _spoken.get(word)) is None:
        _speak_together((word,))
    return found


def read_letters(name: str) -> str:
    """A name of ASCII signs with every letter as it is folded, and a blank for every other sign."""
    return one_line(name).encode().translate(_ASCII).decode()


@lru_cache(maxsize=1024)
def signs(name: str) -> tuple[str, Sequence[int]]:
    """The folded letters and digits of a name, and the position each comes from."""
    line = one_line(name)
    if line.isascii():
        read = read_letters(name)
        folded = read.replace(" ", "")
        return folded, [at for at, letter in enumerate(read) if letter != " "]
    places = [
        (letter, at) for at, sign in enumerate(line) for letter in _sign(sign) if letter != " "
    ]
    return "".join([letter for letter, _ in places]), [at for _, at in places]


def _where_written(read: str) -> tuple[Word, ...]:
    """The words of a name that is read letter by letter as it is written."""
    if not read:
        return ()
    if " " not in read:
        return (_new(Word, (read, _spoken.get(read) or _heard(read), 0, len(read))),)
    found, at, known = [], 0, _spoken.get
    for word in read.split(" "):
        end = at + len(word)
        found.append(_new(Word, (word, known(word) or _heard(word), at, end)))
        at = end + 1
    return tuple(found)


def _words(name: str, written: str) -> tuple[Word, ...]:
    """The words of any other name."""
    places = signs(name)[1]
    kept = written if places else ""
    if len(places) == len(kept.replace(" ", "")):  # no legal form was left out
        sound, at = True, 0
    else:
        folded = visual(one_line(name))
        kept = without_legal_form(folded)
        sound = len(places) == len(folded.replace(" ", ""))
        skipped = folded.find(kept) if kept else 0
        at = len(folded[:skipped].replace(" ", ""))
    found: list[Word] = []
    for word in kept.split(" ") if kept else ():
        start, end = (places[at], places[at + len(word) - 1] + 1) if sound else (0, 0)
        found.append(Word(word, _heard(word), start, end))
        at += len(word)
    return tuple(found)
