"""Days by which somebody must act. Terms are rows; every day is counted twice.

"Hari" means working day in UU 20/2016 (Pasal 1 angka 22, read November 2026). Whether joint leave
counts as a working day was not found in any text, nor when a period starts for a letter sent
electronically. So each row has two counts: the legal one, in working days of DJKI without joint
leave, and a more careful one, in calendar days or months from the date on the letter, moved back
to a day on which the office works. The earlier day is shown, the legal last day is noted.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sentraki.kernel.clock import WorkingCalendar, add_months

SURE = "high"
OVER = "over"
_ONE_DAY = timedelta(days=1)


class Unit(StrEnum):
    """How a term is counted."""

    DAYS = "days"
    WORKING_DAYS = "working-days"
    MONTHS = "months"


class Shift(StrEnum):
    """Where the day we show goes when the office is closed on it."""

    NONE = "none"
    EARLIER = "earlier"


class Start(StrEnum):
    """The day a term is counted from, which itself is not counted."""

    LETTER = "letter"
    EVENT = "event"
    FILING = "filing"
    EXPIRY = "expiry"


class Who(StrEnum):
    """Whose time runs. Only an applicant can miss a day; a window of others is over."""

    APPLICANT = "applicant"
    PUBLIC = "public"
    DJKI = "djki"


@dataclass(frozen=True)
class Span:
    """So many days, working days or months."""

    length: int
    unit: Unit

    def last_day(self, start: date, calendar: WorkingCalendar) -> date:
        """The last day of the span after ``start``, joint leave never counted as work."""
        if self.unit is Unit.MONTHS:
            return add_months(start, self.length)
        if self.unit is Unit.DAYS:
            return start + timedelta(days=self.length)
        return calendar.add_working_days(start, self.length)


@dataclass(frozen=True)
class Term:
    """One time limit: a row of ``data/deadline_rules.csv``.

    ``event`` is the status of a filing that starts it, ``after`` a status that must have come
    before it (empty: any). ``remind`` are days before the day we show, ``warn_after`` days after
    the start; ``met_by`` are statuses that prove it was kept.
    """

    code: str
    event: str
    span: Span
    careful: Span
    who: Who
    after: str = ""
    counts_from: Start = Start.LETTER
    shift: Shift = Shift.NONE
    remind: tuple[int, ...] = ()
    warn_after: tuple[int, ...] = ()
    met_by: frozenset[str] = frozenset()
    label_id: str = ""
    label_en: str = ""
    article: str = ""
    source: str = ""
    checked_on: date | None = None
    confidence: str = SURE

    @property
    def is_sure(self) -> bool:
        """Whether it may be shown without "periksa kembali"."""
        return self.confidence == SURE

    def label(self, lang: str) -> str:
        """What has to be done, in ``lang``."""
        return self.label_en if lang.startswith("en") else self.label_id


@dataclass(frozen=True)
class Calendars:
    """DJKI's working days decide the legal day; the office's own days off only move ours back."""

    djki: WorkingCalendar
    office: WorkingCalendar


@dataclass(frozen=True)
class Due:
    """The day we show and the legal last day; ``shown`` is never the later one.

    ``is_estimate`` when a day counted on the way rests on a list nobody has confirmed.
    """

    shown: date
    legal: date
    is_estimate: bool = False


def due_dates(term: Term, start: date, calendars: Calendars) -> Due:
    """Both last days of ``term`` for a letter dated ``start``, which itself is not counted."""
    legal = term.span.last_day(start, calendars.djki)
    careful = min(term.careful.last_day(start, calendars.djki), legal)
    shown = _moved(careful, start, term, calendars.office)
    counts_work = Unit.WORKING_DAYS in (term.span.unit, term.careful.unit)
    estimate = (counts_work and calendars.djki.is_estimate(start, legal)) or (
        term.shift is not Shift.NONE and calendars.office.is_estimate(shown, careful)
    )
    return Due(shown, legal, estimate)


def _moved(day: date, start: date, term: Term, office: WorkingCalendar) -> date:
    """``day``, or the last day before it on which the office works; always after ``start``."""
    if term.shift is Shift.NONE:
        return day
    moved = day
    while moved > start and not office.is_working(moved):
        moved -= _ONE_DAY
    return moved if moved > start else day


class Choice(StrEnum):
    """How an officer answers when the letter and our count differ."""

    LETTER = "letter"
    COUNT = "count"


@dataclass(frozen=True)
class Reckoning:
    """What counts: ``on`` is the day to work towards, ``legal`` the last one.

    ``differs``: the letter names a day that is none of ours, so a person has to look.
    """

    on: date
    legal: date
    due: Due
    in_letter: date | None
    differs: bool


def reckon(
    term: Term,
    start: date,
    calendars: Calendars,
    in_letter: date | None = None,
    choice: Choice | None = None,
) -> Reckoning:
    """The days that count: a day named in the letter is the last one.

    When it is none of ours we work towards the earlier of both until an officer has read the
    letter again and made a ``choice``.
    """
    due = due_dates(term, start, calendars)
    if in_letter is None or choice is Choice.COUNT:
        return Reckoning(due.shown, due.legal, due, in_letter, differs=False)
    own = _moved(in_letter, start, term, calendars.office)
    others = {day for day in _other_counts(term, start, calendars.djki) if day <= due.legal}
    if choice is Choice.LETTER or in_letter in {due.shown, due.legal, *others}:
        return Reckoning(own, in_letter, due, in_letter, differs=False)
    return Reckoning(min(own, due.shown), in_letter, due, in_letter, differs=True)


def _other_counts(term: Term, start: date, djki: WorkingCalendar) -> Iterable[date]:
    """Days a letter may rightly name: not moved, and with joint leave counted as work."""
    for span in (term.span, term.careful):
        yield span.last_day(start, djki)
        if span.unit is Unit.WORKING_DAYS:
            yield from djki.last_day(start, span.length)


def terms_after(terms: Iterable[Term], event: str, earlier: Collection[str] = ()) -> list[Term]:
    """The terms that ``event`` starts, given the statuses seen before it.

    A row that names an earlier status takes the place of the general row for the same person.
    """
    found = [term for term in terms if term.event == event]
    special = [term for term in found if term.after and term.after in earlier]
    taken = {term.who for term in special}
    return [*special, *(t for t in found if not t.after and t.who not in taken)]


def term_for(
    terms: Iterable[Term], event: str, who: Who = Who.APPLICANT, earlier: Collection[str] = ()
) -> Term | None:
    """The term that ``event`` starts for ``who``; none when nobody's time runs."""
    return next((t for t in terms_after(terms, event, earlier) if t.who == who), None)


@dataclass(frozen=True, order=True)
class Mark:
    """A day on which to speak. ``code`` names it for good: ``b14`` is 14 days before the day we
    show, ``a60`` 60 days after the start, ``over`` the day after the one we show."""

    on: date
    code: str


def marks(term: Term, start: date | None, shown: date) -> list[Mark]:
    """The days on which to remind, first to last; none for other people's time."""
    if term.who is not Who.APPLICANT:
        return []
    found = [Mark(shown - timedelta(days=days), f"b{days}") for days in term.remind]
    if start is not None:
        found += [Mark(start + timedelta(days=days), f"a{days}") for days in term.warn_after]
    return sorted([*found, Mark(shown + _ONE_DAY, OVER)])


def to_speak(due: Iterable[Mark], today: date, told: Collection[str]) -> tuple[list[Mark], bool]:
    """The marks whose day has come and that are not in ``told``, first to last, and whether the
    last of them is to be spoken: one that a later, told one has overtaken stays silent."""
    come = [mark for mark in sorted(due) if mark.on <= today]
    new = [mark for mark in come if mark.code not in told]
    return new, bool(new) and new[-1] == come[-1]


def has_passed(legal: date, today_at_djki: date) -> bool:
    """Whether the legal last day is over where DJKI's clock runs (WIB)."""
    return today_at_djki > legal


def expiry(filed_on: date) -> date:
    """The day protection ends: ten years from the filing date (UU 20/2016 Pasal 35)."""
    return add_months(filed_on, 120)
