"""What waits for whom in an office today."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from sentraki.cases.models import Case, FilingEvent, HandoverItem, ReturnNotice
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.rules.filing_flow import NEEDS_ACTION
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer

SLOW_AFTER_DAYS = 5
SOON_DAYS = 30


def cases_of(viewer: Viewer) -> QuerySet[Case]:
    """The cases the viewer's office works on, with what a list row shows. Drafts stay private."""
    return (
        Case.objects.for_viewer(viewer)
        .exclude(status=CaseStatus.DRAFT)
        .select_related("business", "programme", "office")
    )


def queue(viewer: Viewer, status: str) -> QuerySet[Case]:
    """One queue, oldest first."""
    return cases_of(viewer).filter(status=status).order_by("submitted_at", "id")


def queue_sizes(viewer: Viewer) -> dict[str, int]:
    """How many cases stand in each status; a status without cases is 0. One query."""
    counted = dict.fromkeys(CaseStatus, 0)
    rows = Case.objects.for_viewer(viewer).order_by().values_list("status")
    counted.update({CaseStatus(s): n for s, n in rows.annotate(n=Count("pk"))})
    return {status.value: number for status, number in counted.items()}


def slow_cases(viewer: Viewer) -> QuerySet[Case]:
    """Submitted cases nobody has decided within five days."""
    limit = clock.now() - timedelta(days=SLOW_AFTER_DAYS)
    return queue(viewer, CaseStatus.SUBMITTED).filter(submitted_at__lt=limit)


def overdue_returns(viewer: Viewer, zone: str) -> QuerySet[ReturnNotice]:
    """Returned cases whose day has passed without an answer."""
    mine = Case.objects.for_viewer(viewer).filter(status=CaseStatus.RETURNED)
    return (
        ReturnNotice.objects.filter(case__in=mine, answered_at=None, due_on__lt=clock.today(zone))
        .select_related("case")
        .order_by("due_on")
    )


@dataclass(frozen=True)
class Deadline:
    """Something DJKI wants answered: the day that counts, the legal last day, and whether the
    letter and our count differ."""

    event: FilingEvent
    due_on: date
    legal_on: date | None
    days_left: int
    differs: bool


def deadlines(viewer: Viewer, zone: str) -> list[Deadline]:
    """Open answers due within 30 days or overdue, nearest first.

    Only the newest event of a filing counts: later news settles earlier demands.
    """
    today = clock.today(zone)
    cases = Case.objects.for_viewer(viewer).filter(filing__status__in=NEEDS_ACTION)
    newest: dict[int, FilingEvent] = {}
    for event in FilingEvent.objects.filter(filing__case__in=cases).select_related(
        "filing", "filing__case"
    ):
        newest[event.filing_id] = event
    found = [
        Deadline(
            event=event,
            due_on=event.due_on,
            legal_on=event.due_legal,
            days_left=(event.due_on - today).days,
            differs=event.dates_differ,
        )
        for event in newest.values()
        if event.due_on is not None and (event.due_on - today).days <= SOON_DAYS
    ]
    return sorted(found, key=lambda item: item.due_on)


def waiting_at_kanwil(viewer: Viewer) -> QuerySet[HandoverItem]:
    """Dossiers the Kanwil has not answered, oldest first."""
    mine = Case.objects.for_viewer(viewer)
    return (
        HandoverItem.objects.filter(case__in=mine, answer="")
        .select_related("handover", "case")
        .order_by("handover__sent_at")
    )


def twins(viewer: Viewer, case: Case) -> QuerySet[Case]:
    """Other live cases with the same person, business number or mark: flags, not verdicts."""
    others = cases_of(viewer).exclude(pk=case.pk)
    others = others.exclude(status__in=(CaseStatus.WITHDRAWN, CaseStatus.DECLINED))
    same = Q(pk=None)
    if case.business and case.business.nik_index:
        same |= Q(business__nik_index=case.business.nik_index)
    if case.business and case.business.nib:
        same |= Q(business__nib=case.business.nib)
    if case.mark_index:
        same |= Q(mark_index=case.mark_index)
    return others.filter(same)
