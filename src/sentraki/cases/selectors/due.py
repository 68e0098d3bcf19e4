"""Days by which somebody must answer: computed from rows, always both ways."""

from datetime import date, timedelta

from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.kernel.clock import add_months
from sentraki.offices.models import Office
from sentraki.offices.selectors import working_calendar


def terms_for(
    office: Office, status: FilingStatus, letter_dated_on: date | None
) -> tuple[date | None, date | None]:
    """The earlier day we show and the legal last day; both ``None`` when no term runs."""
    if letter_dated_on is None:
        return None, None
    if status is FilingStatus.PROV_REFUSAL:
        _, late = working_calendar(office).last_day(letter_dated_on, 30)
        return letter_dated_on + timedelta(days=30), late
    if status in {FilingStatus.FORMAL_DEFECT, FilingStatus.OPPOSED}:
        day = add_months(letter_dated_on, 2)
        return day, day
    return None, None
