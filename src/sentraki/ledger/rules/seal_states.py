"""The words a seal may carry and the steps between them."""

from enum import StrEnum


class SealState(StrEnum):
    """``REGISTERED`` alone is shown in green; ``VALID`` is for letters, receipts, certificates."""

    APPLIED = "applied"
    REGISTERED = "registered"
    VALID = "valid"
    VOID = "void"


class SealPurpose(StrEnum):
    """What a seal speaks about."""

    MARK = "mark"
    LETTER = "letter"
    RECEIPT = "receipt"
    CERTIFICATE = "certificate"
    MEMBER = "member"


_FIRST = {
    SealPurpose.MARK: frozenset({SealState.APPLIED, SealState.REGISTERED}),
    SealPurpose.LETTER: frozenset({SealState.VALID}),
    SealPurpose.RECEIPT: frozenset({SealState.VALID}),
    SealPurpose.CERTIFICATE: frozenset({SealState.VALID}),
    SealPurpose.MEMBER: frozenset({SealState.VALID}),
}


def may_start(purpose: str, state: str) -> bool:
    """Whether a new seal of ``purpose`` may carry ``state`` (a mark is never ``VALID``)."""
    return SealState(state) in _FIRST[SealPurpose(purpose)]


def may_become(purpose: str, state: str, target: str) -> bool:
    """Whether a seal may go from ``state`` to ``target``.

    The code is printed on goods, so a void seal may come back; what never happens is a registered
    mark falling back to "applied for", or one purpose taking another's words.
    """
    if state == target:
        return False
    if target == SealState.VOID:
        return True
    return may_start(purpose, target) and state != SealState.REGISTERED


CAUSES = (
    "ended",
    "refused",
    "withdrawn",
    "revoked",
    "replaced",
    "membership-frozen",
    "transferred",
)
