"""A letter of DJKI taken apart: its points, the articles and marks each names, and its own dates.

Nobody has published the letter's layout, so nothing here is certain: a person looks at every cut
and may cut otherwise. What holds for any text: no word is lost and none is invented.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

MOST_POINTS = 60
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ORDINALS = (
    "pertama", "kedua", "ketiga", "keempat", "kelima", "keenam", "ketujuh", "kedelapan",
    "kesembilan", "kesepuluh",
)  # fmt: skip
_STYLES = {
    "1.": re.compile(r"\s*(\d{1,2})\.(?!\d)\s*"),
    "1)": re.compile(r"\s*(\d{1,2})\)\s*"),
    "(1)": re.compile(r"\s*\((\d{1,2})\)\s*"),
    "a.": re.compile(r"\s*([a-z])\.\s+"),
    "a)": re.compile(r"\s*([a-z])\)\s*"),
    "I.": re.compile(r"\s*([IVX]{1,4})\.\s+"),
    "word": re.compile(r"\s*(?:poin|butir|alasan|keberatan)\s+(\d{1,2})\b[.:)]?\s*", re.I),
    "ordinal": re.compile(rf"\s*({'|'.join(_ORDINALS)})\b[,.:]?\s+", re.I),
    "dash": re.compile(r"\s*([-•*–·])\s+"),
}
_CLOSING = re.compile(
    r"\s*(?:demikian|berdasarkan|sehubungan|apabila|oleh karena itu|atas perhatian|hormat kami|"
    r"jakarta,|terhadap usul|selanjutnya|a\.n\.|direktur|tanggapan (?:tertulis|saudara)|"
    r"saudara (?:dapat|diberi))",
    re.I,
)
_INLINE = re.compile(r"(?<=\s)(?<!ayat\s)(?=(?:\d{1,2}[.)]|\(\d{1,2}\))\s+\S)")
_ARTICLE = re.compile(
    r"\bpasal\s+(?P<number>\d{1,3})(?P<rest>(?:(?:\s*,|\s*/|\s+(?:dan(?:/atau)?|atau|serta)\b)?"
    r"\s*(?:ayat\s*\(?\d\)?|\(\d\)|huruf\s+[a-z]\b)|(?:\s*,|\s*/|\s+(?:dan|atau|serta)\b|(?<=\)))"
    r"\s*[a-z]\b(?!\w))*)",
    re.I,
)
_PART = re.compile(r"(?:ayat\s*\(?|\()(?P<clause>\d)\)?|(?:huruf\s+)?\b(?P<letter>[a-z])\b", re.I)
_JOINING = re.compile(r"\b(?:dan|atau|serta)\b|/", re.I)
_NUMBER = re.compile(r"\b(?:IDM|IDG)\s?\d{6,12}\b|\b[DJRV][A-Z]?[A-Z0-9]?\s?\d{10,13}\b")
_QUOTED = re.compile(r"[“\"‘]([^”\"’\n]{2,60})[”\"’]")
_GAP = re.compile(r"\[[^\]\n]*\]")
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september",
         "oktober", "november", "desember"), start=1,
    )
}  # fmt: skip
_DAY = re.compile(
    rf"\b(?P<d>\d{{1,2}})(?:\s+(?P<m>{'|'.join(_MONTHS)})\s+|[-/.](?P<n>\d{{1,2}})[-/.])"
    r"(?P<y>\d{4})\b",
    re.I,
)
_LAST_DAY = re.compile(
    r"(?:paling lambat|selambat-lambatnya|sampai dengan|batas waktu|hingga|sebelum tanggal)"
    r"(?P<gap>[^\n.]{0,60}?)(?=\d{1,2}[\s/.-])",
    re.I,
)
_DATED = re.compile(
    r"(?:jakarta\s*,|tertanggal|tanggal surat\s*:?|^\s*tanggal\s*:)\s*", re.I | re.M
)


@dataclass(frozen=True)
class Taken:
    """A letter in three parts; their words, in this order, are the letter's words.

    ``points`` is never empty for a letter with words, and no point is.
    """

    lead: str
    points: tuple[str, ...]
    closing: str


@dataclass(frozen=True)
class Dates:
    """The letter's own date and the last day it names, where they could be read."""

    dated_on: date | None
    due_on: date | None


def take_apart(letter: str) -> Taken:
    """The points of ``letter``: its outermost list of reasons, else paragraphs naming articles."""
    lines = letter.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    run = _best_run(lines)
    if not run:
        broken = _INLINE.sub("\n", letter.replace("\r\n", "\n")).split("\n")
        run = _best_run(broken)
        lines = broken if run else lines
    if not run:
        return _by_paragraph(lines)
    cuts = run[:MOST_POINTS]
    parts = ["\n".join(lines[start:end]) for start, end in pairwise((*cuts, len(lines)))]
    last, closing = _without_closing(parts[-1])
    return Taken("\n".join(lines[: cuts[0]]).strip(), (*map(str.strip, parts[:-1]), last), closing)


def _best_run(lines: Sequence[str]) -> list[int]:
    """The first lines of the list most of whose items name an article; the outermost of equals."""
    runs = [run for style in _STYLES for run in _runs(lines, style) if len(run) > 1]
    if not runs:
        return []

    def weight(run: list[int]) -> tuple[int, int]:
        items = ["\n".join(lines[a:b]) for a, b in pairwise((*run, len(lines)))]
        return sum(bool(_ARTICLE.search(item)) for item in items), -run[0]

    return max(runs, key=weight)


def _runs(lines: Sequence[str], style: str) -> list[list[int]]:
    """Lists in one style: each begins with its first number and goes on by one."""
    found: list[list[int]] = []
    for place, line in enumerate(lines):
        match = _STYLES[style].match(line)
        if match is None or not line[match.end() :].strip():
            continue
        order = _order(match.group(1), style)
        if order == 1 and style != "dash":
            found.append([place])
        elif found and order == len(found[-1]) + 1:
            found[-1].append(place)
        elif style == "dash":
            found = found or [[]]
            found[-1].append(place)
    return found


def _order(mark: str, style: str) -> int:
    if style == "dash":
        return 0
    if style == "I.":
        return _ROMAN.index(mark) + 1 if mark in _ROMAN else 0
    if style == "ordinal":
        return _ORDINALS.index(mark.lower()) + 1
    return int(mark) if mark.isdecimal() else ord(mark.lower()) - ord("a") + 1


def _by_paragraph(lines: Sequence[str]) -> Taken:
    paragraphs = parted("\n".join(lines))
    lead: list[str] = []
    points: list[str] = []
    closing: list[str] = []
    for paragraph in paragraphs:
        if closing or (points and _CLOSING.match(paragraph) and not _ARTICLE.search(paragraph)):
            closing.append(paragraph)
        elif _ARTICLE.search(paragraph):
            points.append(paragraph)
        elif points:
            points[-1] += f"\n\n{paragraph}"
        else:
            lead.append(paragraph)
    if not points:
        return Taken("", ("\n\n".join(paragraphs),) if paragraphs else (), "")
    while len(points) > MOST_POINTS:
        points[-2:] = ["\n\n".join(points[-2:])]
    return Taken("\n\n".join(lead), tuple(points), "\n\n".join(closing))


def _without_closing(text: str) -> tuple[str, str]:
    """The last point and what the letter says after it."""
    paragraphs = parted(text)
    for place, paragraph in enumerate(paragraphs[1:], start=1):
        if _CLOSING.match(paragraph):
            return "\n\n".join(paragraphs[:place]), "\n\n".join(paragraphs[place:])
    return text.strip(), ""


def parted(text: str) -> list[str]:
    """``text`` cut at its empty lines; no part is empty."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n")
    return [part.strip() for part in re.split(r"\n[^\S\n]*\n", clean) if part.strip()]


def grounds_of(text: str, vocabulary: Mapping[str, Sequence[str]] | None = None) -> tuple[str, ...]:
    """The articles ``text`` names, as codes (``21-1-a``, ``20-e``), each once, in its order.

    Where it names none of ``vocabulary``'s, the codes whose words it uses.
    """
    known = vocabulary or {}
    found: list[str] = []
    for match in _ARTICLE.finditer(text):
        found += _codes(match.group("number"), match.group("rest"))
    if not set(found) & set(known):
        spoken = text.casefold()
        found += [code for code, words in known.items() if any(word in spoken for word in words)]
    return tuple(dict.fromkeys(found))


def _codes(number: str, rest: str) -> list[str]:
    """``21`` and " ayat (1) huruf a dan b" → ``21-1-a``, ``21-1-b``."""
    codes: list[str] = []
    prefix, bare = number, True
    for part in _PART.finditer(_JOINING.sub(",", rest)):
        if part.group("clause"):
            codes += [prefix] if bare and prefix != number else []
            prefix, bare = f"{number}-{part.group('clause')}", True
        else:
            codes.append(f"{prefix}-{part.group('letter').lower()}")
            bare = False
    return [*codes, prefix] if bare else codes


def cited_in(text: str, own: str = "") -> tuple[str, ...]:
    """Numbers of marks ``text`` names, then names in quotes that are not ``own``; each once."""
    numbers = ["".join(number.split()) for number in _NUMBER.findall(text)]
    names = [" ".join(name.split()) for name in _QUOTED.findall(text)]
    others = [name for name in names if name.casefold() != own.strip().casefold()]
    return tuple(dict.fromkeys([*numbers, *others]))


def dates_of(letter: str) -> Dates:
    """The date of the letter and the last day it names; none where nothing tells which is which."""
    dated = next((day for m in _DATED.finditer(letter) if (day := _day_at(letter, m.end()))), None)
    due = next((day for m in _LAST_DAY.finditer(letter) if (day := _day_at(letter, m.end()))), None)
    return Dates(dated, due)


def _day_at(text: str, place: int) -> date | None:
    match = _DAY.match(text, place)
    if match is None:
        return None
    month = _MONTHS[match["m"].lower()] if match["m"] else int(match["n"])
    try:
        return date(int(match["y"]), month, int(match["d"]))
    except ValueError:
        return None


def is_answered(answer: str) -> bool:
    """Whether something is said and no ``[gap]`` of a building block is left in it."""
    return bool(answer.strip()) and not gaps_in(answer)


def gaps_in(answer: str) -> tuple[str, ...]:
    """The gaps somebody still has to fill."""
    return tuple(_GAP.findall(answer))


def unanswered(answers: Iterable[str]) -> tuple[int, ...]:
    """Which points, counted from one, cannot go out yet."""
    return tuple(n for n, answer in enumerate(answers, start=1) if not is_answered(answer))
