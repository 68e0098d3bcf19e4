"""Deadlines begin with news, and end by news, by an officer's word, or by the calendar."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from sentraki.cases.models import Deadline, DeadlineRule, Filing, FilingEvent
from sentraki.cases.rules.deadline_flow import SETTLES, DeadlineStatus, Question
from sentraki.cases.rules.deadlines import (
    Calendars,
    Choice,
    Start,
    Term,
    Who,
    has_passed,
    reckon,
)
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.selectors.due import calendars_of, named_in_letter, start_of, terms
from sentraki.cases.services.dossier import with_office
from sentraki.cases.services.status import set_deadline_status
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid, MoveRefused
from sentraki.ledger.acts import Deed, act

CLERK = Viewer.system("cases.deadlines")
DJKI_ZONE = "WIB"
RENEWAL, LATE_RENEWAL = "renewal", "late-renewal"
NO_QUESTION = gettext_noop("Nothing is asked about this deadline.")
ENDED = gettext_noop("This deadline has ended.")
LATE = gettext_noop("This day lies after the last day.")
FUTURE = gettext_noop("Not in the future.")
NO_REASON = gettext_noop("Write the reason.")
NO_CHOICE = gettext_noop("Choose a day.")
NO_LETTER_DATE = gettext_noop("Write the date on the letter.")


@dataclass(frozen=True)
class Changed:
    """How many deadlines one piece of news opened and closed."""

    opened: int
    closed: int


def follow(event: FilingEvent, started: list[Term], viewer: Viewer) -> Changed:
    """Close what ``event`` settles and open what it starts. Must run inside an act.

    ``started`` are the terms of the news, looked up before the event was written. A demand that
    already runs is counted anew only when the news brings a date.
    """
    filing, status = event.filing, FilingStatus(event.status)
    running = {
        row.rule: row
        for row in Deadline.unscoped.select_for_update().filter(
            filing=filing, status=DeadlineStatus.OPEN
        )
    }
    known = {term.code: term for term in terms()}
    closed = 0
    for code, row in list(running.items()):
        verb = _ends(known.get(code), row, status)
        if verb:
            row.closed_on = event.happened_on
            set_deadline_status(row, verb, viewer)
            del running[code]
            closed += 1
    calendars = calendars_of(filing.case.office)
    opened = 0
    for term in started:
        old = running.get(term.code)
        if old is not None:
            if event.letter_dated_on is None and event.due_in_letter is None:
                continue
            old.closed_on = event.happened_on
            set_deadline_status(old, "lapse", viewer)
            closed += 1
        _open(event, term, calendars)
        opened += 1
    return Changed(opened, closed)


def _ends(term: Term | None, row: Deadline, status: FilingStatus) -> str:
    """The verb by which news of ``status`` ends ``row``; empty when it goes on."""
    if term is not None and status.value in term.met_by:
        return "meet" if row.who == Who.APPLICANT else "lapse"
    return "lapse" if status in SETTLES and row.event.status != status else ""


def _open(event: FilingEvent, term: Term, calendars: Calendars) -> Deadline:
    filing = event.filing
    row = Deadline(
        filing=filing,
        event=event,
        region_code=filing.region_code,
        rule=term.code,
        who=term.who,
        counted_from=start_of(term, filing, event.happened_on, event.letter_dated_on),
        in_letter=named_in_letter(term, event.due_in_letter),
        officer_id=event.recorded_by_id,
    )
    _count(row, term, calendars)
    row.save()
    return row


def _count(row: Deadline, term: Term, calendars: Calendars) -> None:
    """Fill in the days of ``row`` from what is known, and what has to be asked."""
    if row.counted_from is None:
        row.due_on = row.legal_on = row.in_letter
        row.question = Question.NONE if row.in_letter else Question.NO_DATE
        return
    choice = Choice(row.choice) if row.choice else None
    found = reckon(term, row.counted_from, calendars, row.in_letter, choice)
    row.due_on, row.legal_on = found.on, found.legal
    row.counted_on, row.is_estimate = found.due.shown, found.due.is_estimate
    row.question = Question.DIFFERS if found.differs else Question.NONE


def _facts(row: Deadline) -> dict[str, Any]:
    return with_office(row.filing.case)


def take_dates(
    event: FilingEvent, dated_on: date | None, due_in_letter: date | None, deed: Deed
) -> None:
    """Count what ``event`` started anew from the letter's own dates. Must run inside an act.

    A day that differs from ours is asked about, as with news. What has ended stays as it is.
    """
    rows = Deadline.unscoped.select_for_update().filter(event=event, status=DeadlineStatus.OPEN)
    known = {term.code: term for term in terms()}
    for row in rows:
        term = known.get(row.rule)
        named = named_in_letter(term, due_in_letter) if term is not None else None
        if term is None or term.counts_from not in (Start.LETTER, Start.EVENT):
            continue
        if (dated_on or row.counted_from, named or row.in_letter) != (
            row.counted_from,
            row.in_letter,
        ):
            row.counted_from, row.choice = dated_on or row.counted_from, ""
            row.in_letter = named or row.in_letter
            _recount(row, deed)


def keep(event: FilingEvent, rule: str, met_on: date, note: str, viewer: Viewer) -> int:
    """Close the time limit that an answer keeps. Must run inside an act; returns how many."""
    rows = Deadline.unscoped.select_for_update().filter(
        event=event, rule=rule, status__in=(DeadlineStatus.OPEN, DeadlineStatus.MISSED)
    )
    closed = 0
    for row in rows:
        if row.legal_on is not None and met_on > row.legal_on:
            raise Invalid(LATE, fields={"sent_on": LATE})
        row.closed_on, row.note = met_on, note.strip()
        set_deadline_status(row, "meet", viewer)
        closed += 1
    return closed


def renew(filing: Filing, *, met_on: date, old_last: date, new_last: date) -> int:
    """Close the time limit that a recorded renewal keeps and open the next one, ten years on.

    Must run inside an act; returns how many were closed. A right from a list has no filing and no
    time limits here: its waves are reckoned from its last day (``selectors.renewals``).
    """
    renewal = next((term for term in terms() if term.code == RENEWAL), None)
    rows = (
        Deadline.objects.for_viewer(CLERK)
        .select_for_update()
        .filter(
            filing=filing,
            rule__in=(RENEWAL, LATE_RENEWAL),
            status__in=(DeadlineStatus.OPEN, DeadlineStatus.MISSED),
        )
    )
    closed = list(rows)
    for row in closed:
        row.closed_on = met_on
        set_deadline_status(row, "meet", CLERK)
    if renewal is not None and closed:
        following = Deadline(
            filing=filing, event=closed[0].event, region_code=filing.region_code, rule=RENEWAL,
            who=renewal.who, counted_from=old_last, in_letter=new_last,
            officer_id=closed[0].officer_id,
        )  # fmt: skip
        _count(following, renewal, calendars_of(filing.case.office))
        following.save()
    return len(closed)


def _locked(row: Deadline) -> Deadline:
    return Deadline.unscoped.select_for_update().get(pk=row.pk)


def meet(
    *, deadline: Deadline, viewer: Viewer, met_on: date, note: str = "", key: str = ""
) -> Deadline:
    """Write down that the answer was sent in time, on ``met_on``; also after it was called missed.

    Raises ``Invalid`` for a day in the future or after the legal last day.
    """
    if met_on > clock.today(deadline.filing.case.office.zone):
        raise Invalid("The date lies in the future.", fields={"met_on": FUTURE})
    if deadline.legal_on is not None and met_on > deadline.legal_on:
        raise Invalid(LATE, fields={"met_on": LATE})
    with act("deadline.meet", on=deadline, by=viewer, key=key, **_facts(deadline)) as deed:
        fresh = _locked(deadline)
        fresh.closed_on, fresh.note = met_on, note.strip()
        set_deadline_status(fresh, "meet", viewer)
        deed.record(met_on=met_on.isoformat())
    return fresh


def withdraw(*, deadline: Deadline, viewer: Viewer, reason: str, key: str = "") -> Deadline:
    """Write down why a deadline does not apply. Raises ``Invalid`` without a reason."""
    if not reason.strip():
        raise Invalid(NO_REASON, fields={"reason": NO_REASON})
    with act("deadline.withdraw", on=deadline, by=viewer, key=key, **_facts(deadline)):
        fresh = _locked(deadline)
        fresh.closed_on, fresh.note = clock.today(fresh.filing.case.office.zone), reason.strip()
        set_deadline_status(fresh, "withdraw", viewer)
    return fresh


def decide(
    *,
    deadline: Deadline,
    viewer: Viewer,
    choice: Choice | None = None,
    letter_dated_on: date | None = None,
    key: str = "",
) -> Deadline:
    """Answer what is asked: whose day counts, or the date on the letter.

    Raises ``Invalid`` when nothing is asked, the answer is missing, or the date is impossible.
    """
    with act("deadline.decide", on=deadline, by=viewer, key=key, **_facts(deadline)) as deed:
        fresh = _locked(deadline)
        if fresh.status != DeadlineStatus.OPEN or fresh.question == Question.NONE:
            raise MoveRefused(NO_QUESTION)
        if fresh.question == Question.DIFFERS:
            if choice is None:
                raise Invalid(NO_CHOICE, fields={"choice": NO_CHOICE})
            fresh.choice = choice
        else:
            fresh.counted_from = _dated(fresh, letter_dated_on)
        _recount(fresh, deed)
    return fresh


def _dated(row: Deadline, letter_dated_on: date | None) -> date:
    if letter_dated_on is None:
        raise Invalid(NO_LETTER_DATE, fields={"letter_dated_on": NO_LETTER_DATE})
    if letter_dated_on > clock.today(row.filing.case.office.zone):
        raise Invalid("The date lies in the future.", fields={"letter_dated_on": FUTURE})
    return letter_dated_on


def _recount(row: Deadline, deed: Deed) -> None:
    before = row.due_on
    rule = DeadlineRule.objects.get(code=row.rule)
    _count(row, rule.as_term(), calendars_of(row.filing.case.office))
    row.save()
    deed.record(before=_text(before), after=_text(row.due_on), choice=row.choice)


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


def sweep() -> int:
    """Once an hour: call missed what is over at DJKI's clock, and let others' windows lapse.

    An office east of DJKI has left the day earlier, so nothing is called missed too soon.
    Returns how many deadlines changed.
    """
    return _each_open(_end_by_calendar)


def recount() -> int:
    """Once a day: count open deadlines anew, since days off may have changed; tells each move."""
    return _each_open(_move_by_calendar)


def _each_open(work: Callable[[Deadline], bool]) -> int:
    rows = Deadline.unscoped.filter(status=DeadlineStatus.OPEN, legal_on__isnull=False)
    done = 0
    for row in rows.select_related("filing__case__office").order_by("pk"):
        # An officer may have ended it meanwhile; then there is nothing to do.
        with suppress(MoveRefused):
            done += work(row)
    return done


def _end_by_calendar(row: Deadline) -> bool:
    if row.legal_on is None or not has_passed(row.legal_on, clock.today(DJKI_ZONE)):
        return False
    verb = "miss" if row.who == Who.APPLICANT else "lapse"
    with act(f"deadline.{verb}", on=row, by=CLERK, **_facts(row)):
        fresh = _locked(row)
        fresh.closed_on = row.legal_on
        set_deadline_status(fresh, verb, CLERK)
    return True


def _move_by_calendar(row: Deadline) -> bool:
    rule = DeadlineRule.objects.filter(code=row.rule).first()
    if rule is None or row.counted_from is None:
        return False
    before = (row.due_on, row.legal_on, row.counted_on, row.question, row.is_estimate)
    _count(row, rule.as_term(), calendars_of(row.filing.case.office))
    if before == (row.due_on, row.legal_on, row.counted_on, row.question, row.is_estimate):
        return False
    with act("deadline.move", on=row, by=CLERK, **_facts(row)) as deed:
        fresh = _locked(row)
        if fresh.status != DeadlineStatus.OPEN:
            raise MoveRefused(ENDED)
        _recount(fresh, deed)
    return True
