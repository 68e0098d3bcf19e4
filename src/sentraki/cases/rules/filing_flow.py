"""The life of a filing at DJKI, mirrored: a status changes only because an event was recorded.

Codes follow the table of PDKI texts in ``data/djki-status`` (state 2021, "belum dikonfirmasi").
What DJKI may do next is DJKI's affair, so the table is wide: from every status that still runs,
any later news may come; only an end cannot be left. A suit about a registered mark is POST_REG
until it is decided, because the mark stands meanwhile.
"""

from enum import StrEnum

from sentraki.kernel.access import Role
from sentraki.kernel.workflow import Workflow, move


class FilingStatus(StrEnum):
    """Our code for DJKI's raw status text."""

    FILED = "FILED"
    FORMAL_CHECK = "FORMAL_CHECK"
    FORMAL_DEFECT = "FORMAL_DEFECT"
    FORMAL_OK = "FORMAL_OK"
    PUB_WAIT = "PUB_WAIT"
    PUBLISHED = "PUBLISHED"
    OPPOSED = "OPPOSED"
    PUB_DONE = "PUB_DONE"
    TECH_QUEUE = "TECH_QUEUE"
    EXAMINATION = "EXAMINATION"
    PROV_REFUSAL = "PROV_REFUSAL"
    RESPONSE_FILED = "RESPONSE_FILED"
    APPROVED = "APPROVED"
    REGISTERED = "REGISTERED"
    REFUSED = "REFUSED"
    APPEAL = "APPEAL"
    COURT = "COURT"
    GRACE = "GRACE"
    RENEWAL = "RENEWAL"
    POST_REG = "POST_REG"
    WITHDRAWN = "WITHDRAWN"
    CANCELLED = "CANCELLED"
    DELETED = "DELETED"
    EXPIRED = "EXPIRED"
    UNKNOWN = "UNKNOWN"


F = FilingStatus
PENDING = frozenset(
    {
        F.FILED, F.FORMAL_CHECK, F.FORMAL_DEFECT, F.FORMAL_OK, F.PUB_WAIT, F.PUBLISHED, F.OPPOSED,
        F.PUB_DONE, F.TECH_QUEUE, F.EXAMINATION, F.PROV_REFUSAL, F.RESPONSE_FILED, F.APPROVED,
        F.APPEAL, F.COURT, F.UNKNOWN,
    }
)  # fmt: skip
AFTER_REGISTRATION = frozenset({F.REGISTERED, F.GRACE, F.RENEWAL, F.POST_REG, F.EXPIRED})
ENDED = frozenset({F.WITHDRAWN, F.CANCELLED, F.DELETED})
NEEDS_ACTION = frozenset({F.FORMAL_DEFECT, F.OPPOSED, F.PROV_REFUSAL, F.GRACE})
VOIDS_SEAL = frozenset({F.REFUSED, F.WITHDRAWN, F.CANCELLED, F.DELETED, F.EXPIRED})
_AGAIN = frozenset({F.APPEAL, F.COURT, F.REGISTERED, F.UNKNOWN})


def _sources_of(target: FilingStatus) -> frozenset[StrEnum]:
    if target in AFTER_REGISTRATION and target is not F.REGISTERED:
        return AFTER_REGISTRATION
    if target in {F.CANCELLED, F.DELETED}:
        return AFTER_REGISTRATION
    if target in _AGAIN:
        return PENDING | {F.REFUSED}
    return PENDING


def verb_of(target: FilingStatus) -> str:
    """The verb of the row that leads to ``target``."""
    return "see-" + target.value.lower().replace("_", "-")


FILING_FLOW = Workflow(
    name="filing",
    statuses=FilingStatus,
    start=F.FILED,
    ends=ENDED,
    moves=tuple(
        move(
            verb_of(target),
            _sources_of(target),
            target,
            Role.VERIFIER,
            Role.KANWIL,
            guards=("certificate_given", "number_given") if target is F.REGISTERED else (),
            notify=("filing-news",) if target in NEEDS_ACTION | {F.REGISTERED, F.REFUSED} else (),
        )
        for target in FilingStatus
    ),
)
