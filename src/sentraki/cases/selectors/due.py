"""Days by which somebody must answer: computed from rows, always both ways."""

from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from sentraki.cases.rules.deadlines import Term, due_dates, read_terms, term_for
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.offices.models import Office
from sentraki.offices.selectors import working_calendar


@cache
def terms() -> list[Term]:
    """The table of legal terms."""
    return read_terms((Path(settings.DATA) / "legal_terms.csv").read_text(encoding="utf-8"))


def terms_for(
    office: Office, status: FilingStatus, letter_dated_on: date | None
) -> tuple[date | None, date | None]:
    """The earlier day we show and the legal last day; both ``None`` when no term runs."""
    term = term_for(terms(), status.value)
    if term is None or letter_dated_on is None:
        return None, None
    due = due_dates(term, letter_dated_on, working_calendar(office))
    return due.shown, due.legal
