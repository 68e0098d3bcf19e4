"""The one place where a status is written: of a case, filing, deadline, rules, member, change."""

from collections.abc import Mapping

from sentraki.cases.models import Case, Deadline, Filing, MarkMember, RightChange, UsageRules
from sentraki.cases.rules.case_flow import CASE_FLOW, CaseStatus
from sentraki.cases.rules.deadline_flow import DEADLINE_FLOW, DeadlineStatus
from sentraki.cases.rules.filing_flow import FILING_FLOW, FilingStatus, verb_of
from sentraki.cases.rules.member_flow import MEMBER_FLOW, MemberStatus
from sentraki.cases.rules.right_change_flow import RIGHT_CHANGE_FLOW, ChangeStatus
from sentraki.cases.rules.usage_flow import USAGE_FLOW, RulesStatus
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


def set_rules_status(
    rules: UsageRules, verb: str, viewer: Viewer, facts: Mapping[str, bool]
) -> Move:
    """Move a version of rules of use on; raises ``MoveRefused`` naming what is missing."""
    step = USAGE_FLOW.take(verb, status=rules.status, role=viewer.role, facts=facts)
    rules.status = RulesStatus(step.target)
    rules.save()
    return step


def set_member_status(
    use: MarkMember, verb: str, viewer: Viewer, facts: Mapping[str, bool]
) -> Move:
    """Move a member's use of a mark on; raises ``MoveRefused`` naming what is missing."""
    step = MEMBER_FLOW.take(verb, status=use.status, role=viewer.role, facts=facts)
    use.status = MemberStatus(step.target)
    use.changed_at = clock.now()
    use.save()
    return step


def set_change_status(
    change: RightChange, verb: str, viewer: Viewer, facts: Mapping[str, bool]
) -> Move:
    """Move a change of a right on; raises ``MoveRefused`` naming what is missing."""
    step = RIGHT_CHANGE_FLOW.take(verb, status=change.status, role=viewer.role, facts=facts)
    change.status = ChangeStatus(step.target)
    change.changed_at = clock.now()
    change.save()
    return step
