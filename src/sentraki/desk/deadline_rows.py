"""Deadlines as cards and lines: what to do, by when, and what still has to be asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from sentraki.cases.models import Deadline
from sentraki.cases.rules.deadline_flow import DeadlineStatus as D
from sentraki.cases.rules.deadline_flow import Question
from sentraki.cases.selectors.due import Standing, standings
from sentraki.desk import case_rows, replies
from sentraki.desk.nav import address_of

WORDS: dict[D, tuple[Promise, str]] = {
    D.OPEN: (pgettext_lazy("deadline", "Running"), "running"),
    D.MET: (pgettext_lazy("deadline", "Kept"), "ended"),
    D.MISSED: (pgettext_lazy("deadline", "Missed"), "action"),
    D.OVER: (pgettext_lazy("deadline", "Over"), "ended"),
    D.WITHDRAWN: (pgettext_lazy("deadline", "Does not apply"), "ended"),
}
QUESTIONS: dict[Question, Promise] = {
    Question.NO_DATE: _l("The date on the letter is missing. Write it down, so that we can count."),
    Question.DIFFERS: _l("The letter and our count differ: read the letter."),
}
NEAR_DAYS = 14


@dataclass(frozen=True)
class Line:
    """One deadline as a page shows it; ``days`` none while the day is unknown."""

    deadline: Deadline
    title: str
    what: str
    url: str
    days: int | None
    by: date | None
    legal: date | None
    hint: str
    word: str
    look: str
    is_asked: bool

    @property
    def note(self) -> str:
        """What to do, and what to look up, under the name of the business."""
        return f"{self.what}. {self.hint}".strip()


def of(items: Iterable[Standing]) -> list[Line]:
    """The lines of ``items``, named after the business."""
    return [line_of(item) for item in items]


def cards(rows: "QuerySet[Deadline]") -> list[Line]:
    """The lines of ``rows``. Two queries."""
    return of(standings(rows))


def line_of(item: Standing) -> Line:
    """One line."""
    row = item.deadline
    what = item.label(replies.language())
    word, look = WORDS[D(row.status)]
    is_near = item.days_left is not None and item.days_left <= NEAR_DAYS
    parts = []
    if row.question:
        parts.append(str(QUESTIONS[Question(row.question)]))
    elif not item.is_sure:
        parts.append(_("An estimate: check again."))
    return Line(
        deadline=row,
        title=case_rows.name_of(row.filing.case),
        what=what,
        url=address_of("desk:deadline", row.public_id),
        days=item.days_left,
        by=row.due_on,
        legal=row.legal_on,
        hint=" ".join(parts),
        word=str(word),
        look="action" if row.status == D.OPEN and is_near else look,
        is_asked=bool(row.question) and row.status == D.OPEN,
    )
