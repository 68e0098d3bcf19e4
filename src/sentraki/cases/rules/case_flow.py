"""The office's own flow of a case (berkas fasilitasi): ten statuses, one table.

Waiting on somebody else, duplicates and overdue answers are flags computed from records, not
statuses.
"""

from enum import StrEnum

from sentraki.kernel.access import Role
from sentraki.kernel.workflow import Move, Workflow, move


class CaseStatus(StrEnum):
    """Where a case stands in the office."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    WAITLISTED = "waitlisted"
    ACCEPTED = "accepted"
    READY = "ready"
    FILED = "filed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


S = CaseStatus
BEFORE_FILING = (S.DRAFT, S.SUBMITTED, S.RETURNED, S.WAITLISTED, S.ACCEPTED, S.READY)
LIVE = frozenset({*BEFORE_FILING, S.FILED})
HOLDS_PLACE = frozenset({S.ACCEPTED, S.READY, S.FILED, S.CLOSED})

_MOVES: tuple[Move, ...] = (
    move(
        "submit",
        (S.DRAFT, S.RETURNED),
        S.SUBMITTED,
        Role.APPLICANT,
        Role.INTAKE,
        Role.VERIFIER,
        guards=("screened", "complete"),
        notify=("case-received",),
    ),
    move(
        "return",
        (S.SUBMITTED,),
        S.RETURNED,
        Role.VERIFIER,
        guards=("defects_listed", "first_return_or_reason"),
        notify=("case-returned",),
    ),
    move(
        "accept",
        (S.SUBMITTED, S.WAITLISTED),
        S.ACCEPTED,
        Role.VERIFIER,
        guards=(
            "complete",
            "eligible",
            "pdki_checked",
            "place_left",
            "money_left",
            "own_turn",
            "no_other_place",
        ),
        letter="surat-rekomendasi-umk",
        notify=("case-accepted",),
    ),
    move(
        "waitlist",
        (S.SUBMITTED,),
        S.WAITLISTED,
        Role.VERIFIER,
        Role.SYSTEM,
        guards=("complete", "eligible", "quota_full"),
        notify=("case-waitlisted",),
    ),
    move("lapse", (S.ACCEPTED,), S.WAITLISTED, Role.SYSTEM, guards=("place_expired",)),
    move(
        "decline",
        (S.SUBMITTED, S.WAITLISTED),
        S.DECLINED,
        Role.VERIFIER,
        guards=("reason_given",),
        notify=("case-declined",),
    ),
    move("withdraw", BEFORE_FILING, S.WITHDRAWN, Role.APPLICANT, Role.VERIFIER),
    move("expire", (S.DRAFT,), S.WITHDRAWN, Role.SYSTEM),
    move("take-back", (S.ACCEPTED,), S.WITHDRAWN, Role.SYSTEM),
    move(
        "seal-dossier",
        (S.ACCEPTED,),
        S.READY,
        Role.INTAKE,
        Role.VERIFIER,
        guards=("letter_valid", "dossier_sound"),
        notify=("case-ready",),
    ),
    move("reopen", (S.READY,), S.ACCEPTED, Role.VERIFIER, Role.KANWIL, guards=("reason_given",)),
    move(
        "file",
        (S.READY,),
        S.FILED,
        Role.VERIFIER,
        Role.KANWIL,
        guards=("acknowledged", "letter_valid", "number_given", "date_given", "receipt_given"),
        notify=("case-filed",),
    ),
    move("close", (S.FILED,), S.CLOSED, Role.VERIFIER, Role.KANWIL, guards=("outcome_known",)),
)

CASE_FLOW = Workflow(
    name="case",
    statuses=CaseStatus,
    start=S.DRAFT,
    ends=frozenset({S.DECLINED, S.WITHDRAWN, S.CLOSED}),
    moves=_MOVES,
)

# What accepting waits for, in the order in which pages name it.
ACCEPT_GUARDS = next(step.guards for step in _MOVES if step.verb == "accept")
