"""The one place where the status of a case, a filing and a deadline is written."""

from collections.abc import Mapping

from sentraki.cases.models import Case, Deadline, Filing
from sentraki.cases.rules.case_flow import CASE_FLOW, CaseStatus
from sentraki.cases.rules.deadline_flow import DEADLINE_FLOW, DeadlineStatus
from sentraki.cases.rules.filing_flow import FILING_FLOW, FilingStatus, verb_of
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Stale
from sentraki.kernel.workflow import Move

CHANGED = "A colleague has just changed this file. See the change, then decide again."


def locked(case: Case, *, seen_version: int | None = None) -> Case:
    """The case again, its row locked until the transaction ends.

    Raises ``Stale`` when ``seen_version`` is given and the case has changed since.
    """
    fresh = Case.unscoped.select_for_update().get(pk=case.pk)
    if seen_version is not None and fresh.version != seen_version:
        raise Stale(CHANGED)
    return fresh


def take(case: Case, verb: str, viewer: Viewer, facts: Mapping[str, bool]) -> Move:
    """The row for ``verb`` from the case's present status; raises ``MoveRefused``."""
    return CASE_FLOW.take(verb, status=case.status, role=viewer.role, facts=facts)


def set_status(case: Case, target: str) -> None:
    """Write the status a move leads to, with the case's other changed fields."""
    case.status = CaseStatus(target)
    case.version += 1
    case.save()


def set_filing_status(filing: Filing, target: FilingStatus, viewer: Viewer, **facts: bool) -> Move:
    """Mirror what DJKI says; raises ``MoveRefused`` when the filing has ended."""
    step = FILING_FLOW.take(verb_of(target), status=filing.status, role=viewer.role, facts=facts)
    filing.status = FilingStatus(step.target)
    filing.last_checked_at = clock.now()
    filing.save(update_fields=["status", "last_checked_at"])
    return step


def set_deadline_status(deadline: Deadline, verb: str, viewer: Viewer) -> None:
    """End a deadline with its other changed fields; raises ``MoveRefused`` when it has ended."""
    step = DEADLINE_FLOW.take(verb, status=deadline.status, role=viewer.role, facts={})
    deadline.status = DeadlineStatus(step.target)
    deadline.save()
