"""Problems of a dossier, told: what is wrong, and where it is mended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sentraki.cases.rules import Problem

ANSWERS = _l("the applicant's answers")
PAPERS = _l("the papers of the file")
LETTERS = _l("the letters of this file")
TARIFFS = _l("the table of fees")
_PLACES: Mapping[str, Promise] = {
    "label": PAPERS,
    "papers.umk-letter": LETTERS,
    "papers": PAPERS,
    "amount": TARIFFS,
}


@dataclass(frozen=True)
class Told:
    """``sentence`` says what is wrong, ``place`` where to mend it."""

    sentence: str
    place: str
    detail: str = ""


def told(problems: Iterable[Problem]) -> list[Told]:
    """Every problem in the reader's language."""
    return [
        Told(
            _(problem.message),
            str(_place(problem.field)),
            _detail(problem.field),
        )
        for problem in problems
    ]


def _place(field: str) -> Promise:
    return _PLACES.get(field) or _PLACES.get(field.partition(".")[0], ANSWERS)


def _detail(field: str) -> str:
    """The class a problem is about, when it is about one."""
    head, _dot, number = field.partition(".")
    return _("class %(number)s") % {"number": number} if head == "classes" and number else ""
