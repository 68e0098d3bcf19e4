"""Single cells of a sheet: each function gives a clean value, or none and the reason why."""

import re
from collections.abc import Mapping
from datetime import date

from sentraki.kernel.errors import Invalid
from sentraki.kernel.numbers import check_nib, check_nik, check_postcode
from sentraki.kernel.sheets import Cell
from sentraki.kernel.wording import phone_e164
from sentraki.parties.rules.import_fields import squash
from sentraki.parties.rules.reasons import Reason

Read = tuple[str, list[Reason]]
_NOTHING = frozenset(
    {"", "na", "n/a", "null", "none", "nan", "nihil", "kosong", "tidakada", "belumada", "tdkada"}
)
_LOSSY = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE]\+?\d+")
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[A-Za-z]{2,}")
_RT_RW = re.compile(
    r"[,\s]*\bRT\s*[.:]?\s*(\d{1,3})\s*[.,/\-]*\s*RW\s*[.:]?\s*(\d{1,3})\b\.?", re.IGNORECASE
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january", "februari feb february pebruari", "maret mar march",
            "april apr", "mei may", "juni jun june", "juli jul july",
            "agustus agu agt aug august ags", "september sep sept", "oktober okt oct october",
            "november nov nopember nop", "desember des dec december",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ]+(\d{1,2}|[A-Za-z]+)[-/. ,]+(\d{4})(?: .*)?")
_EARLIEST = 1900
_SPLIT = re.compile(r"[,;\n]+(?![^()]*\))")
_BULLET = re.compile(r"^(?:\d{1,2}[.)]|[-•*])\s*")


def text_of(cell: Cell) -> str:
    """The cell's text with single blanks; empty for a dash and other ways to say nothing."""
    text = " ".join(cell.text.split())
    bare = squash(text)
    return "" if not bare or bare in _NOTHING else text


def read_phone(cell: Cell) -> Read:
    """A phone number as E.164."""
    text = text_of(cell)
    if not text or text == "0":
        return "", []
    if _LOSSY.fullmatch(text):
        return "", [Reason("phone.number")]
    try:
        return phone_e164(text), []
    except Invalid:
        return "", [Reason("phone.unreadable")]


def read_nik(cell: Cell, today: date) -> Read:
    """Sixteen digits. One kept as a number is never taken: its last digits may be others."""
    text = text_of(cell)
    if not text:
        return "", []
    if cell.is_number:
        return "", [Reason("nik.number")]
    try:
        checked = check_nik(text, today=today)
    except Invalid as no:
        return "", [Reason("nik.length", {"typed": int(no.params["typed"])})]
    return checked.digits, [Reason("nik.doubtful")] if checked.warnings else []


def read_nib(cell: Cell) -> Read:
    """Thirteen digits; a spreadsheet keeps that many even in a number."""
    text = text_of(cell)
    if not text:
        return "", []
    try:
        return check_nib(text), []
    except Invalid as no:
        return "", [Reason("nib.length", {"typed": int(no.params["typed"])})]


def read_npwp(cell: Cell) -> Read:
    """Fifteen digits (old) or sixteen; the latter not from a number cell."""
    text = text_of(cell)
    if not text:
        return "", []
    digits = re.sub(r"[\s.\-]", "", text)
    lost = cell.is_number and len(digits) > 15
    if lost or not re.fullmatch(r"[0-9]{15,16}", digits):
        return "", [Reason("npwp.length")]
    return digits, []


def read_postcode(cell: Cell) -> Read:
    """Five digits."""
    text = text_of(cell)
    try:
        return (check_postcode(text) if text else ""), []
    except Invalid:
        return "", [Reason("postcode.unreadable")]


def read_email(cell: Cell) -> Read:
    """One e-mail address of at most 254 letters, in small letters after the @ only."""
    text = text_of(cell)
    if not text or (_EMAIL.fullmatch(text) and len(text) <= 254):
        return text, []
    return "", [Reason("email.unreadable")]


def read_choice(cell: Cell, field: str, words: Mapping[str, str]) -> Read:
    """The code of the word in the cell; ``words`` maps squashed words to codes."""
    text = text_of(cell)
    if not text:
        return "", []
    code = words.get(squash(text))
    return (code, []) if code else ("", [Reason("choice.unknown", {"field": field})])


def read_day(cell: Cell, field: str, today: date) -> Read:
    """A date as ISO 8601: day first as in Indonesia, or year first. Never in the future."""
    text = text_of(cell)
    if not text:
        return "", []
    if re.fullmatch(r"(19|20)\d{2}", text):
        return "", [Reason("date.year", {"field": field})]
    day = parse_day(text)
    if day is None:
        return "", [Reason("date.unreadable", {"field": field})]
    if day > today:
        return "", [Reason("date.future", {"field": field})]
    return day.isoformat(), []


def parse_day(text: str) -> date | None:
    """``17/08/2026``, ``17 Agustus 2026``, ``2026-08-17`` with or without a time; else ``None``."""
    found = _YEAR_FIRST.fullmatch(text)
    if found:
        year, month, day = found.groups()
    else:
        found = _DAY_FIRST.fullmatch(text)
        if not found:
            return None
        day, month, year = found.groups()
    number = int(month) if month.isdigit() else _MONTHS.get(month.casefold(), 0)
    try:
        result = date(int(year), number, int(day))
    except ValueError:
        return None
    return result if result.year >= _EARLIEST else None


def split_address(text: str) -> tuple[str, str]:
    """The street without RT and RW, and those two as ``001/002``; ``""`` when not named."""
    found = _RT_RW.search(text)
    if found is None:
        return text, ""
    rest = " ".join((text[: found.start()] + " " + text[found.end() :]).split()).strip(" ,")
    return rest, f"{int(found[1]):03d}/{int(found[2]):03d}"


def split_products(cell: Cell) -> list[str]:
    """The products a cell names, each once; commas inside brackets do not divide."""
    parts = (_BULLET.sub("", " ".join(part.split())) for part in _SPLIT.split(cell.text))
    named = [part[:255] for part in parts if squash(part) not in _NOTHING]
    return list({squash(part): part for part in reversed(named)}.values())[::-1]
