"""The life of a letter: asked for, signed, used for one filing, or ended."""

from enum import StrEnum

from sentraki.kernel.access import Role
from sentraki.kernel.workflow import Workflow, move


class LetterStatus(StrEnum):
    """Where a letter stands; ``USED`` means one filing has been made with it."""

    REQUESTED = "requested"
    ISSUED = "issued"
    USED = "used"
    REVOKED = "revoked"
    EXPIRED = "expired"


S = LetterStatus
_OFFICE = (Role.INTAKE, Role.VERIFIER, Role.SIGNATORY)

LETTER_FLOW = Workflow(
    name="letter",
    statuses=LetterStatus,
    start=S.REQUESTED,
    ends=frozenset({S.REVOKED, S.EXPIRED}),
    moves=(
        move("sign", {S.REQUESTED}, S.ISSUED, Role.SIGNATORY),
        move("withdraw", {S.REQUESTED}, S.REVOKED, *_OFFICE, Role.SYSTEM),
        move("use", {S.ISSUED}, S.USED, *_OFFICE, Role.SYSTEM, guards=("still_valid",)),
        move("revoke", {S.ISSUED, S.USED}, S.REVOKED, Role.SIGNATORY, Role.SYSTEM),
        move("expire", {S.ISSUED}, S.EXPIRED, Role.SYSTEM, guards=("over",)),
    ),
)
