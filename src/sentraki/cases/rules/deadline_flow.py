"""The life of one deadline: it runs, is kept, missed, over by itself, or does not apply."""

from enum import StrEnum

from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.kernel.access import Role
from sentraki.kernel.workflow import Workflow, move


class DeadlineStatus(StrEnum):
    """``OVER``: later news or the calendar ended it and nobody failed to act."""

    OPEN = "open"
    MET = "met"
    MISSED = "missed"
    OVER = "over"
    WITHDRAWN = "withdrawn"


class Question(StrEnum):
    """What a person has to look up before the day can be relied on."""

    NONE = ""
    NO_DATE = "no-date"
    DIFFERS = "differs"


D = DeadlineStatus
F = FilingStatus
# News after which no earlier demand of DJKI waits for an answer any more.
SETTLES = frozenset({F.APPROVED, F.REGISTERED, F.REFUSED, F.WITHDRAWN, F.CANCELLED, F.DELETED})
DEADLINE_FLOW = Workflow(
    name="deadline",
    statuses=DeadlineStatus,
    start=D.OPEN,
    ends=frozenset({D.MET, D.OVER, D.WITHDRAWN}),
    moves=(
        move("meet", (D.OPEN, D.MISSED), D.MET, Role.VERIFIER, Role.KANWIL, Role.SYSTEM),
        move("miss", (D.OPEN,), D.MISSED, Role.SYSTEM),
        move("lapse", (D.OPEN,), D.OVER, Role.VERIFIER, Role.KANWIL, Role.SYSTEM),
        move("withdraw", (D.OPEN, D.MISSED), D.WITHDRAWN, Role.VERIFIER, Role.KANWIL),
    ),
)
