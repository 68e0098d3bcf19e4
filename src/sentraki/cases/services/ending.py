"""How cases end: finished with an outcome, or given up as a draft nobody came back to."""

from sentraki.cases.models import Case
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.rules.filing_flow import ENDED, FilingStatus
from sentraki.cases.services.intake import facts_of
from sentraki.cases.services.status import locked, set_status, take
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.ledger.acts import act
from sentraki.ledger.services import documents

OUTCOMES = ENDED | {FilingStatus.REGISTERED, FilingStatus.REFUSED, FilingStatus.EXPIRED}
_CLERK = Viewer.system("cases.expiry")


def close(*, case: Case, viewer: Viewer, key: str = "") -> Case:
    """Finish a filed case once DJKI's answer is known; its place stays used."""
    with act("case.close", on=case, by=viewer, key=key, **facts_of(case)):
        fresh = locked(case)
        filing = getattr(fresh, "filing", None)
        known = filing is not None and filing.status in OUTCOMES
        step = take(fresh, "close", viewer, {"outcome_known": known})
        set_status(fresh, step.target)
    return fresh


def expire_drafts() -> int:
    """Give up drafts whose 90 days are over: answers and papers are erased; returns how many."""
    over = Case.unscoped.filter(
        status=CaseStatus.DRAFT, draft_until__lt=clock.today("WIT")
    ).order_by("pk")
    return sum(_expire(case) for case in over)


def _expire(case: Case) -> bool:
    with act("case.expire", on=case, by=_CLERK, **facts_of(case)):
        fresh = locked(case)
        if fresh.status != CaseStatus.DRAFT:
            return False
        step = take(fresh, "expire", _CLERK, {})
        for paper in fresh.papers.select_related("document"):
            documents.erase(paper.document, _CLERK)
        fresh.answers, fresh.applicant_name = {}, ""
        fresh.phone, fresh.phone_index, fresh.resume_hash = "", "", ""
        set_status(fresh, step.target)
    return True
