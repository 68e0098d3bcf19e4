"""What became of a place: five outcomes, each place in exactly one of them.

*Difasilitasi*, *diajukan*, *terdaftar* and *ditolak* are sets of outcomes, so their parts always
add up (``domain.md`` 5.6: published figures cannot be reconciled).
"""

from enum import StrEnum

from sentraki.cases.rules.filing_flow import PENDING, FilingStatus


class Outcome(StrEnum):
    """How far the mark of one place has come."""

    NOT_FILED = "not_filed"
    PENDING = "pending"
    REGISTERED = "registered"
    REFUSED = "refused"
    ENDED = "ended"


STANDING = frozenset(
    {FilingStatus.REGISTERED, FilingStatus.GRACE, FilingStatus.RENEWAL, FilingStatus.POST_REG}
)


def outcome_of(status: FilingStatus | None) -> Outcome:
    """The outcome a filing's status means; ``None`` is a place nothing was filed for."""
    if status is None:
        return Outcome.NOT_FILED
    if status in PENDING:
        return Outcome.PENDING
    if status in STANDING:
        return Outcome.REGISTERED
    return Outcome.REFUSED if status is FilingStatus.REFUSED else Outcome.ENDED


FACILITATED = frozenset(Outcome)
FILED = FACILITATED - {Outcome.NOT_FILED}
