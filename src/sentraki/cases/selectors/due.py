"""Days by which somebody must answer: computed from rows, always both ways."""

from datetime import date

from sentraki.cases.models import FilingEvent
from sentraki.cases.rules.deadlines import due_dates
from sentraki.cases.rules.filing_flow import NEEDS_ACTION, FilingStatus
from sentraki.kernel.access import Viewer
from sentraki.offices.models import Office
from sentraki.offices.selectors import working_calendar


def terms_for(
    office: Office, status: FilingStatus, letter_dated_on: date | None
) -> tuple[date | None, date | None]:
    """The earlier day we show and the legal last day; both ``None`` when no term runs."""
    raise AssertionError
