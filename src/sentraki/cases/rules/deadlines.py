"""Days by which somebody must answer. Terms are rows; every day is counted twice.

"Hari" means working day in UU 20/2016 (Pasal 1 angka 22, read November 2026). Whether joint leave
counts as a working day was not found in any text, nor when a period starts for a letter sent
electronically. So we show the earlier day, counted in calendar days from the date on the letter,
and note the last legal one, counted in working days without joint leave.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from io import StringIO

from sentraki.kernel.clock import WorkingCalendar, add_months

REMIND_BEFORE = (14, 7, 3, 1)
SURE = "high"


class Unit(StrEnum):
    """How a term is counted."""

    WORKING_DAYS = "working-days"
    MONTHS = "months"


@dataclass(frozen=True)
class Term:
    """One time limit. ``status`` is the status of a filing that starts it, ``who`` must act."""

    code: str
    status: str
    length: int
    unit: Unit
    who: str
    label_id: str
    label_en: str
    article: str
    source: str
    confidence: str

    @property
    def is_sure(self) -> bool:
        """Whether it may be shown without "periksa kembali"."""
        return self.confidence == SURE

    def label(self, lang: str) -> str:
        """What has to be done, in ``lang``."""
        return self.label_en if lang.startswith("en") else self.label_id


@dataclass(frozen=True)
class Due:
    """The day we show and the last legal day; ``shown`` is never the later one."""

    shown: date
    legal: date


def due_dates(term: Term, start: date, calendar: WorkingCalendar) -> Due:
    """Both last days of ``term`` for a letter dated ``start``, which itself is not counted."""
    if term.unit is Unit.MONTHS:
        day = add_months(start, term.length)
        return Due(day, day)
    _, late = calendar.last_day(start, term.length)
    return Due(start + timedelta(days=term.length), late)


@dataclass(frozen=True)
class Reckoning:
    """What counts: ``on`` is the day to work towards; ``differs`` asks a person to look."""

    on: date
    due: Due
    in_letter: date | None
    differs: bool


def reckon(
    term: Term, start: date, calendar: WorkingCalendar, in_letter: date | None = None
) -> Reckoning:
    """The day that counts: the letter's own date wins over our count, a difference is told."""
    due = due_dates(term, start, calendar)
    differs = in_letter is not None and in_letter not in (due.shown, due.legal)
    return Reckoning(in_letter or due.shown, due, in_letter, differs)


def term_for(terms: Iterable[Term], status: str, who: str = "applicant") -> Term | None:
    """The term that ``status`` starts for ``who``; none when nobody's time runs."""
    return next((t for t in terms if t.status == status and t.who == who), None)


def reminders(due_on: date) -> list[date]:
    """The days on which to remind, first to last."""
    return [due_on - timedelta(days=days) for days in REMIND_BEFORE]


def renewal_window(filed_on: date) -> tuple[date, date, date]:
    """First day, expiry, and last late day of a renewal.

    Protection lasts ten years from the filing date; renewal is open from six months before to six
    months after its end (UU 20/2016 Pasal 35-36, read November 2026).
    """
    expiry = add_months(filed_on, 120)
    return add_months(expiry, -6), expiry, add_months(expiry, 6)


def read_terms(text: str) -> list[Term]:
    """The rows of the table of terms (``data/legal_terms.csv``)."""
    return [
        Term(
            code=row["code"],
            status=row["status"],
            length=int(row["length"]),
            unit=Unit(row["unit"]),
            who=row["who"],
            label_id=row["label_id"],
            label_en=row["label_en"],
            article=row["article"],
            source=row["source"],
            confidence=row["confidence"],
        )
        for row in csv.DictReader(StringIO(text))
    ]
