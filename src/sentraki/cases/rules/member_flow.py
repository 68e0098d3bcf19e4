"""The life of one member's use of a collective mark: admitted, warned, suspended, revoked, left.

Our proposal (domain reference 7.2, read November 2026); the sanctions themselves are those of the
community's own rules of use, as UU 20/2016 Pasal 46 wants them.
"""

from enum import StrEnum

from sentraki.kernel.access import Role
from sentraki.kernel.workflow import Workflow, move


class MemberStatus(StrEnum):
    """Where a member stands; only ``ACTIVE`` and the two warnings may use the mark."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    ACCEPTED = "accepted"
    ACTIVE = "active"
    WARNED_1 = "warned_1"
    WARNED_2 = "warned_2"
    FROZEN = "frozen"
    REVOKED = "revoked"
    LEFT = "left"


S = MemberStatus
MAY_USE = frozenset({S.ACTIVE, S.WARNED_1, S.WARNED_2})
LIVE = frozenset(set(S) - {S.REVOKED, S.LEFT})
# What the seal gives as its cause once a member may no longer use the mark.
CAUSES = {S.FROZEN: "membership-frozen", S.REVOKED: "revoked", S.LEFT: "withdrawn"}
_DESK = (Role.INTAKE, Role.VERIFIER, Role.ADMIN)
_STRICT = (Role.VERIFIER, Role.ADMIN)

MEMBER_FLOW = Workflow(
    name="mark-member",
    statuses=MemberStatus,
    start=S.PROPOSED,
    ends=frozenset({S.REVOKED, S.LEFT}),
    moves=(
        move("approve", (S.PROPOSED,), S.APPROVED, *_DESK, guards=("board_agreed",)),
        move("accept-rules", (S.APPROVED,), S.ACCEPTED, *_DESK, guards=("rules_in_force",)),
        move(
            "activate", (S.ACCEPTED,), S.ACTIVE, *_STRICT,
            guards=("mark_registered", "rules_current"), notify=("member-active",),
        ),
        move("warn", (S.ACTIVE,), S.WARNED_1, *_STRICT,
             guards=("reason_given",), notify=("member-warned",)),
        move("warn", (S.WARNED_1,), S.WARNED_2, *_STRICT,
             guards=("reason_given",), notify=("member-warned",)),
        move("settle", (S.WARNED_1, S.WARNED_2), S.ACTIVE, *_STRICT, guards=("reason_given",)),
        move("freeze", (S.ACTIVE, S.WARNED_1, S.WARNED_2), S.FROZEN, *_STRICT,
             guards=("reason_given", "warned_twice_or_grave"), notify=("member-frozen",)),
        move("thaw", (S.FROZEN,), S.ACTIVE, *_STRICT,
             guards=("reason_given", "mark_registered", "rules_current"),
             notify=("member-active",)),
        move("revoke", (S.FROZEN,), S.REVOKED, *_STRICT,
             guards=("reason_given",), notify=("member-revoked",)),
        move("accept-rules", (S.ACTIVE,), S.ACTIVE, *_DESK, guards=("rules_in_force",)),
        move("accept-rules", (S.FROZEN,), S.FROZEN, *_DESK, guards=("rules_in_force",)),
        move("leave", LIVE, S.LEFT, *_DESK),
        move("close", LIVE, S.LEFT, Role.SYSTEM),
    ),
)  # fmt: skip
