"""Applications at DJKI as an office sees them: which were not looked at for long, what is due."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet

from sentraki.cases.models import Deadline, Filing, FilingEvent
from sentraki.cases.rules.deadline_flow import DeadlineStatus
from sentraki.cases.rules.deadlines import Who
from sentraki.cases.rules.filing_flow import NEEDS_ACTION, PENDING
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer

# How often somebody looks into PDKI (domain reference 7.3).
CHECK_EVERY_DAYS = 30
CHECK_EVERY_DAYS_IN_NEED = 7


def check_days(status: str) -> int | None:
    """After how many days to look again; ``None`` when nothing runs any more."""
    if status in NEEDS_ACTION:
        return CHECK_EVERY_DAYS_IN_NEED
    return CHECK_EVERY_DAYS if status in PENDING else None


def _due_before(now: datetime) -> Q:
    slow = Q(status__in=PENDING - NEEDS_ACTION) & Q(
        last_checked_at__lt=now - timedelta(days=CHECK_EVERY_DAYS)
    )
    quick = Q(status__in=NEEDS_ACTION) & Q(
        last_checked_at__lt=now - timedelta(days=CHECK_EVERY_DAYS_IN_NEED)
    )
    return slow | quick


def filing_rows(viewer: Viewer, *, only_due: bool = False) -> QuerySet[Filing]:
    """The viewer's applications with their news, the longest unseen first. Three queries."""
    rows = Filing.objects.for_viewer(viewer)
    if only_due:
        rows = rows.filter(_due_before(clock.now()))
    still = Deadline.objects.for_viewer(viewer).filter(
        status=DeadlineStatus.OPEN, who=Who.APPLICANT, due_on__isnull=False
    )
    return (
        rows.select_related("case__office")
        .prefetch_related("events", Prefetch("deadlines", still, to_attr="running"))
        .order_by("last_checked_at")
    )


@dataclass(frozen=True)
class Row:
    """One application in a list: its newest news, the day that counts, and whether to look."""

    filing: Filing
    newest: FilingEvent | None
    due_on: date | None
    days_since_check: int
    is_due: bool

    @classmethod
    def of(cls, filing: Filing) -> "Row":
        """The row of ``filing``; asks nothing when it comes from :func:`filing_rows`."""
        events = list(filing.events.all())
        newest = events[-1] if events else None
        days = (clock.now() - filing.last_checked_at).days
        limit = check_days(filing.status)
        running = [row.due_on for row in getattr(filing, "running", ())]
        return cls(
            filing=filing,
            newest=newest,
            due_on=min(running, default=None),
            days_since_check=days,
            is_due=limit is not None and days >= limit,
        )
