"""The trademark gazette (*Berita Resmi Merek*, Seri-A) read from the lines of its pages.

Layout as one Kanwil's public code describes it (domain reference 11, read 2026-11-21): a cover,
list pages with a row per application, detail pages with INID fields (WIPO ST.60) that end with
``540 Etiket`` and a picture. Nothing is guessed in silence: a line that fits nothing is reported,
and a picture is kept only where numbers and pictures pair up one to one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

MOST_CLASSES = 45
LONGEST_NAME = 255
MOST_WRAPPED = 2
"""So many lines a name in the list may run on."""

COVER_PAGES = 2
LETTERHEADS = 3

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september",
         "oktober", "november", "desember"), start=1
    )
}  # fmt: skip
_ISSUE = re.compile(r"\bNo(?:mor)?\.?\s*:?\s*(\d+\s*/\s*[A-Z0-9./\- ]*?\d{4})\b", re.IGNORECASE)
_SERIES = re.compile(r"SERI\s*-?\s*([A-Z])\b", re.IGNORECASE)
_DAY = r"(\d{1,2})\s*([A-Z]{3,9})\s*(\d{4})"
_PERIOD = re.compile(
    rf"DIUMUMKAN\s*TANGGAL\s*:?\s*{_DAY}\s*(?:-|–|—|s\s*\.?\s*/?\s*d\.?|sampai(?:\s+dengan)?)\s*{_DAY}",
    re.IGNORECASE,
)
_NUMBER = r"[A-Z]{1,4}\d{6,16}"
_ROW = re.compile(
    rf"^\s*(?:\d{{1,6}}[.\s]*)?({_NUMBER}?)\s*(\d{{2}}/\d{{2}}/\d{{4}})\s*"
    r"(\d{1,2}(?:\s*,\s*\d{1,2})*)(?!\d)\s*(.*)$"
)
_GLUED_ROW = re.compile(
    rf"^\s*(?:\d{{1,6}}[.\s]*)?({_NUMBER}?)\s*(\d{{2}}/\d{{2}}/\d{{4}})\s*(\d{{2}})(\d.*)$"
)
_FOOTER = re.compile(r"Halaman\s*\d+\s*dari\s*\d+", re.IGNORECASE)
_HEADER_WORDS = re.compile(
    r"^(?:no\.?|nomor|permohonan|tanggal|penerimaan|kelas|merek|berita|resmi|seri-?\s?[a-z]|\s)+$",
    re.IGNORECASE,
)
_LABEL = re.compile(rf"\(?540\)?\s*Etiket\s*:?\s*({_NUMBER})?", re.IGNORECASE)
_FIELD = re.compile(
    r"^\s*\(?(1[1-8]\d|2[1-3]0|3[0-4]0|441|5\d{2}|7[3-9]\d|831)\)?\s+([A-Z][^:]{2,60}?)\s*(?::\s*(.*))?$"
)
_OWNER = ("730", "731", "732")
_SPACED = re.compile(r"(?:\S +){6,}\S")


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover says. ``closes_on`` ends the time for an opposition."""

    number: str
    series: str
    opens_on: date
    closes_on: date


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page; ``top`` is its height from the page's bottom, in points."""

    text: str
    top: float = 0.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a page; ``key`` names the file kept of it, "" when it could not be read.

    ``foot``: its lower edge from the page's bottom, in points. ``is_edge``: it lies in the page's
    head or foot, where letterheads are.
    """

    key: str
    foot: float
    digest: str = ""
    is_edge: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """A line nothing could be made of."""

    page: int
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One published application. ``label`` is a picture's key, "" for none.

    ``classes`` ascending. ``name`` is empty for a mark without words.
    """

    number: str
    received_on: date
    classes: tuple[int, ...]
    name: str
    owner: str = ""
    goods: str = ""
    label: str = ""


@dataclass(frozen=True)
class Issue:
    """A gazette as it was read. ``refused_pictures`` did not pair up with a number."""

    cover: Cover | None
    entries: tuple[Entry, ...]
    unread: tuple[Unread, ...]
    detailed: int
    pictures: int
    refused_pictures: int


@dataclass
class _Row:
    received_on: date
    classes: tuple[int, ...]
    name: str
    wrapped: int = 0


@dataclass
class _Detail:
    owner: str = ""
    goods: str = ""


@dataclass
class Reader:
    """Takes the pages one after the other; :meth:`issue` says what they made."""

    _cover_text: str = ""
    _cover: Cover | None = None
    _rows: dict[str, _Row] = field(default_factory=dict)
    _details: dict[str, _Detail] = field(default_factory=dict)
    _unread: list[Unread] = field(default_factory=list)
    _events: list[tuple[str, str]] = field(default_factory=list)
    _pictures: list[tuple[int, Picture]] = field(default_factory=list)
    _block: list[tuple[str, list[str]]] = field(default_factory=list)
    _last: str = ""
    _first_detail: int = 0

    def page(self, number: int, lines: Iterable[Line], pictures: Iterable[Picture] = ()) -> None:
        """Read page ``number`` (from 1): its lines from top to bottom, its pictures."""
        told = [Line(_unspaced(line.text), line.top) for line in lines]
        if self._cover is None and number <= COVER_PAGES:
            self._cover_text += "\n" + "\n".join(line.text for line in told)
            self._cover = read_cover(self._cover_text)
        self._last = ""
        events: list[tuple[float, int, str, str]] = []
        for at, line in enumerate(told):
            marker = self._line(number, line.text)
            if marker:
                events.append((-line.top, at, "number", marker))
        for picture in pictures:
            at = len(self._pictures)
            self._pictures.append((number, picture))
            events.append((-picture.foot, len(told) + at, "picture", str(at)))
        self._events += [(kind, value) for *_where, kind, value in sorted(events)]

    def _line(self, page: int, written: str) -> str:
        """Read one line; the application number when it ends a detail block."""
        text = " ".join(_FOOTER.sub(" ", written).split())
        if not text or _HEADER_WORDS.match(text):
            return ""
        if self._row(text):
            return ""
        label = _LABEL.search(text)
        if label and (label.group(1) or self._own_number()):
            return self._close(page, text, label)
        found = _FIELD.match(text)
        if found:
            self._block.append((found.group(1), [found.group(3) or ""]))
            self._first_detail = self._first_detail or page
            self._last = ""
        elif self._block:
            self._block[-1][1].append(text)
        elif self._last and self._rows[self._last].wrapped < MOST_WRAPPED:
            row = self._rows[self._last]
            row.name = f"{row.name} {text}".strip()[:LONGEST_NAME]
            row.wrapped += 1
        elif not (page <= COVER_PAGES and _is_cover_line(text)):
            self._unread.append(Unread(page, text))
        return ""

    def _row(self, text: str) -> bool:
        found = _ROW.match(text) or _GLUED_ROW.match(text)
        if not found:
            return False
        number, day, classes, name = found.groups()
        received, chosen = _day_of(day), _classes_of(classes)
        if received is None or not chosen:
            return False
        known = self._rows.get(number)
        if known is not None:
            known.classes = tuple(sorted({*known.classes, *chosen}))
        else:
            self._rows[number] = _Row(received, chosen, name.strip()[:LONGEST_NAME])
        self._last, self._block = number, []
        return True

    def _own_number(self) -> str:
        for code, texts in self._block:
            found = re.search(_NUMBER, "".join(texts)) if code == "210" else None
            if found:
                return found.group()
        return ""

    def _close(self, page: int, text: str, label: re.Match[str]) -> str:
        number = (label.group(1) or self._own_number()).upper()
        before = text[: label.start()].strip()
        if before and self._block:
            self._block[-1][1].append(before)
        told = dict(self._block)
        owner = next((" ".join(told[code]) for code in _OWNER if code in told), "")
        self._details[number] = _Detail(owner.strip()[:255], _goods_of(told.get("510", [])))
        after = text[label.end() :].strip()
        if after:
            self._unread.append(Unread(page, after))
        self._block, self._last = [], ""
        return number

    def issue(self) -> Issue:
        """Everything read so far, put together."""
        paired = dict(self._paired())
        empty = _Detail()
        entries = tuple(
            Entry(
                number,
                row.received_on,
                row.classes,
                row.name,
                self._details.get(number, empty).owner,
                self._details.get(number, empty).goods,
                paired.get(number, ""),
            )
            for number, row in self._rows.items()
        )
        orphans = tuple(
            Unread(0, f"540 Etiket {number}")
            for number in self._details
            if number not in self._rows
        )
        left = tuple(Unread(0, " ".join(texts)) for _code, texts in self._block)
        kept = sum(bool(key) for key in paired.values())
        shown = sum(kind == "picture" for kind, _value in self._furnished())
        return Issue(
            self._cover, entries, (*self._unread, *left, *orphans),
            len(self._details), shown, shown - kept,
        )  # fmt: skip

    def _furnished(self) -> list[tuple[str, str]]:
        """The events of the detail pages without letterheads.

        A letterhead is the same picture at the edge of three pages or more.
        """
        seen = Counter(p.digest for _page, p in self._pictures if p.is_edge and p.digest)
        found = []
        for kind, value in self._events:
            if kind == "picture":
                page, picture = self._pictures[int(value)]
                if page < self._first_detail or not self._first_detail:
                    continue
                if picture.is_edge and seen[picture.digest] >= LETTERHEADS:
                    continue
            found.append((kind, value))
        return found

    def _paired(self) -> Iterator[tuple[str, str]]:
        """Numbers with their picture, as long as numbers and pictures pair up one to one.

        A number without a picture leaves all after it in doubt until the count is even again: its
        picture may follow later, and so may all others. A picture too many leaves everything after
        it in doubt, and one above the first number everything. A wrong label is worse than none.
        """
        runs: list[tuple[str, list[str]]] = []
        for kind, value in self._furnished():
            if kind == "number":
                runs.append((value, []))
            elif not runs:
                return
            else:
                runs[-1][1].append(value)
        times = Counter(number for number, _run in runs)
        owed = 0
        for number, run in runs:
            if owed == 0 and len(run) == 1 and times[number] == 1:
                yield number, self._pictures[int(run[0])][1].key
            owed += 1 - len(run)
            if owed < 0:
                return


def read_cover(text: str) -> Cover | None:
    """Number, series and time of publication; ``None`` while one of them is missing."""
    number, period = _ISSUE.search(text), _PERIOD.search(text)
    if number is None or period is None:
        return None
    series = _SERIES.search(text)
    opens, closes = (_written_day(period.groups()[at : at + 3]) for at in (0, 3))
    if opens is None or closes is None or closes < opens:
        return None
    name = re.sub(r"\s+", "", number.group(1)).upper()
    return Cover(name, series.group(1).upper() if series else "", opens, closes)


def count_rows(texts: Iterable[str]) -> int:
    """How many of these lines are rows of the list: which of two readings of a page is better."""
    return sum(bool(_ROW.match(_FOOTER.sub(" ", _unspaced(text)))) for text in texts)


def _written_day(parts: Iterable[str]) -> date | None:
    day, month, year = parts
    try:
        return date(int(year), _MONTHS[month.lower()], int(day))
    except (KeyError, ValueError):
        return None


def _day_of(text: str) -> date | None:
    try:
        return date(int(text[6:]), int(text[3:5]), int(text[:2]))
    except ValueError:
        return None


def _classes_of(text: str) -> tuple[int, ...]:
    found = {int(part) for part in re.findall(r"\d+", text)}
    return tuple(sorted(found)) if found and max(found) <= MOST_CLASSES and min(found) else ()


def _goods_of(texts: list[str]) -> str:
    parts = (part.strip() for part in " ".join(texts).split("==="))
    return "\n".join(part for part in parts if part)


def _unspaced(text: str) -> str:
    """A line whose letters stand apart (broken width tables), closed up; others as they are."""
    if not _SPACED.fullmatch(text.strip()):
        return text
    words = re.split(r"\s{2,}", text.strip())
    return " ".join(word.replace(" ", "") for word in words)


def _is_cover_line(text: str) -> bool:
    return bool(_PERIOD.search(text) or _ISSUE.search(text) or _SERIES.search(text))
