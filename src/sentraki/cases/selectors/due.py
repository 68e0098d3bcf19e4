"""Days by which somebody must act: computed from rows, always both ways."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from sentraki.cases.models import Deadline, DeadlineRule, Filing
from sentraki.cases.rules.deadline_flow import DeadlineStatus, Question
from sentraki.cases.rules.deadlines import (
    Calendars,
    Reckoning,
    Start,
    Term,
    Who,
    expiry,
    reckon,
    terms_after,
)
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.offices.models import Office
from sentraki.offices.selectors import working_calendar

SOON_DAYS = 30


def terms() -> list[Term]:
    """Every time limit, as the rows say now."""
    return [row.as_term() for row in DeadlineRule.objects.all()]


def calendars_of(office: Office) -> Calendars:
    """DJKI's working days and the office's own."""
    return Calendars(djki=working_calendar(), office=working_calendar(office))


def statuses_before(filing: Filing) -> frozenset[str]:
    """Every status DJKI's news has told of so far."""
    return frozenset(filing.events.values_list("status", flat=True))


def terms_started(filing: Filing, status: FilingStatus) -> list[Term]:
    """The terms that news of ``status`` starts for ``filing``."""
    return terms_after(terms(), status.value, statuses_before(filing))


def start_of(
    term: Term, filing: Filing, happened_on: date, letter_dated_on: date | None
) -> date | None:
    """The day ``term`` is counted from; none while the date on the letter is unknown."""
    if term.counts_from is Start.FILING:
        return filing.received_on
    if term.counts_from is Start.EXPIRY:
        return expiry(filing.received_on)
    if term.counts_from is Start.EVENT:
        return letter_dated_on or happened_on
    return letter_dated_on


def named_in_letter(term: Term, in_letter: date | None) -> date | None:
    """The day a letter names, where a letter to people starts the term."""
    is_told = term.counts_from in (Start.LETTER, Start.EVENT) and term.who is not Who.DJKI
    return in_letter if is_told else None


def foresee(
    filing: Filing,
    status: FilingStatus,
    letter_dated_on: date | None,
    in_letter: date | None = None,
) -> Reckoning | None:
    """How the term of a letter would count if this news were recorded; none when none runs."""
    for term in terms_started(filing, status):
        named = named_in_letter(term, in_letter)
        if letter_dated_on and (named or term.counts_from is Start.LETTER):
            return reckon(term, letter_dated_on, calendars_of(filing.case.office), named)
    return None


def deadlines_of(viewer: Viewer) -> QuerySet[Deadline]:
    """Every deadline the viewer may know of, with what a row shows; questions first, then by the
    day to work towards."""
    return (
        Deadline.objects.for_viewer(viewer)
        .select_related("filing__case__business", "filing__case__office", "event")
        .order_by(F("due_on").asc(nulls_first=True), "id")
    )


def to_keep(viewer: Viewer) -> QuerySet[Deadline]:
    """What an applicant has to keep or has missed, and whatever is asked about."""
    is_running = Q(status__in=(DeadlineStatus.OPEN, DeadlineStatus.MISSED))
    return deadlines_of(viewer).filter(is_running & Q(who=Who.APPLICANT) | asked())


def asked() -> Q:
    """The condition: a person has to look something up before the day can be relied on."""
    return Q(status=DeadlineStatus.OPEN) & ~Q(question=Question.NONE)


def pressing(today: date) -> Q:
    """The condition: missed, asked about, or due within 30 days of ``today``."""
    near = Q(due_on__lte=today + timedelta(days=SOON_DAYS))
    must = Q(status=DeadlineStatus.MISSED) | Q(status=DeadlineStatus.OPEN) & near
    return Q(who=Who.APPLICANT) & must | asked()


@dataclass(frozen=True)
class Standing:
    """One deadline in a list: what is to be done, by when, and how many days are left."""

    deadline: Deadline
    term: Term | None
    days_left: int | None

    def label(self, lang: str) -> str:
        """What has to be done."""
        return self.term.label(lang) if self.term else self.deadline.rule

    @property
    def is_sure(self) -> bool:
        """Whether term and calendar rest on published lists."""
        return bool(self.term and self.term.is_sure) and not self.deadline.is_estimate


def standings(rows: "QuerySet[Deadline] | list[Deadline]") -> list[Standing]:
    """The rows with their terms. One query for the terms, one for the rows.

    Days are counted on the clocks of the row's office: east of DJKI's they end earlier, never
    later.
    """
    known = {term.code: term for term in terms()}
    return [standing_of(row, known.get(row.rule)) for row in rows]


def standing_of(row: Deadline, term: Term | None) -> Standing:
    """One row with its ``term``."""
    today = clock.today(row.filing.case.office.zone)
    return Standing(row, term, (row.due_on - today).days if row.due_on else None)
