"""The life of one change that DJKI records of a registered right: renewal, name, address, owner.

The office notes what the owner decided, what was handed in and what DJKI answered; DJKI alone
changes the right. UU 20/2016 Pasal 35-36, 39 and 41 (read November 2026, to be confirmed).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sentraki.kernel.access import Role
from sentraki.kernel.clock import add_months
from sentraki.kernel.workflow import Workflow, move

RENEWAL = "renewal"
# A right may be renewed so many months before its last day and, at another fee, after it.
WINDOW_MONTHS = 6


class ChangeStatus(StrEnum):
    """Where a change stands."""

    PLANNED = "planned"
    FILED = "filed"
    RECORDED = "recorded"
    REFUSED = "refused"
    LET_LAPSE = "let_lapse"
    DROPPED = "dropped"


S = ChangeStatus
OPEN = frozenset({S.PLANNED, S.FILED})
_DESK = (Role.INTAKE, Role.VERIFIER)
_STRICT = (Role.VERIFIER,)

RIGHT_CHANGE_FLOW = Workflow(
    name="right-change",
    statuses=ChangeStatus,
    start=S.PLANNED,
    ends=frozenset({S.RECORDED, S.REFUSED, S.LET_LAPSE, S.DROPPED}),
    moves=(
        move("file", (S.PLANNED,), S.FILED, *_DESK, guards=("number_given", "in_window")),
        move("let-lapse", (S.PLANNED,), S.LET_LAPSE, *_STRICT,
             guards=("is_renewal", "reason_given")),
        move("drop", (S.PLANNED,), S.DROPPED, *_DESK, guards=("reason_given",)),
        move("record", (S.FILED,), S.RECORDED, *_STRICT, guards=("proof_kept",)),
        move("refuse", (S.FILED,), S.REFUSED, *_STRICT, guards=("reason_given",)),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Window:
    """When a right can be renewed: from ``opens``, in time until ``last``, late until ``late``."""

    opens: date
    last: date
    late: date

    def holds(self, day: date) -> bool:
        """Whether a renewal may be handed in on ``day``, in time or late."""
        return self.opens <= day <= self.late

    def is_late(self, day: date) -> bool:
        """Whether the fee for late renewal applies on ``day``."""
        return day > self.last


def window_of(last: date) -> Window:
    """The window around the last day of protection, that day included."""
    return Window(add_months(last, -WINDOW_MONTHS), last, add_months(last, WINDOW_MONTHS))


def renewed_until(last: date, term_months: int) -> date:
    """The new last day: counted from the old one, whenever the renewal was handed in."""
    return add_months(last, term_months)
