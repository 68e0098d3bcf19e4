"""Days by which somebody must answer: computed from rows, always both ways."""

from datetime import date

from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.offices.models import Office


def terms_for(
    office: Office, status: FilingStatus, letter_dated_on: date | None
) -> tuple[date | None, date | None]:
    """The earlier day we show and the legal last day; both ``None`` when no term runs."""
    raise AssertionError
