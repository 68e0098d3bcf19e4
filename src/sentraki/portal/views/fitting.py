"""Which right fits? One question a page; the answers travel in an encrypted field, not with us."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sentraki.cases.rules.fees import FILING
from sentraki.cases.rules.fitting import Caution, FittingRight, Question, Result, follow
from sentraki.insight.fees import fee_pair
from sentraki.insight.measures import open_programme
from sentraki.kernel import clock, secrets
from sentraki.kernel.errors import Invalid
from sentraki.offices.doors import door
from sentraki.offices.models import Office
from sentraki.offices.selectors import office_by_slug, public_offices
from sentraki.portal.context import office_of
from sentraki.portal.forms.fitting import ELSEWHERE, HINTS, QUESTIONS, choices_of

PURPOSE = "fitting"
Text = str | Promise
R = FittingRight


@dataclass(frozen=True)
class Verdict:
    """A right in words. ``fee`` is the code of its tariff, "" where none is published."""

    name: Text
    says: Text
    fee: str = ""


VERDICTS: Mapping[FittingRight, Verdict] = {
    R.MARK: Verdict(
        _l("a mark"), _l("Registered at DJKI, valid for ten years, renewable."), FILING
    ),
    R.COLLECTIVE_MARK: Verdict(
        _l("a collective mark"), _l("In the community's name, with signed rules of use."), FILING
    ),
    R.COPYRIGHT: Verdict(
        _l("the recordation of a work"),
        _l("Copyright arises when a work is made; the record is evidence."),
        "HC-CATAT",
    ),
    R.DESIGN: Verdict(
        _l("an industrial design"),
        _l("It protects how a product looks. It must be new on the day it is filed."),
        "DI-DAFTAR",
    ),
    R.COMMUNAL: Verdict(
        _l("the recordation of communal IP"),
        _l("There is no private owner. Custodians decide what may be shown."),
        "KIK-CATAT",
    ),
    R.GEO_INDICATION: Verdict(
        _l("a geographical indication"),
        _l("Filed by a society of the makers of that place or by its government, with a book of "
           "requirements."),
        "IG-DAFTAR-ON",
    ),
    R.PATENT: Verdict(
        _l("a simple patent or a patent"),
        _l("It protects a new way to solve a problem. It must be new on the day it is filed."),
        "PS-DAFTAR-ON",
    ),
    R.NONE: Verdict(
        _l("none yet"), _l("Not sure? Bring it to our desk, or ask by WhatsApp.")
    ),
}  # fmt: skip
CAUTIONS: Mapping[Caution, Text] = {
    Caution.SHOWN: _l(
        "It has been shown already. That can destroy its newness. Ask an officer before you pay."
    ),
    Caution.NOT_MINE: _l(
        "Someone else made it. Settle in writing first who owns it, then have it recorded."
    ),
    Caution.PLACE_NAME: _l(
        "A place name alone does not set your business apart. Put a word of your own in front."
    ),
    Caution.NO_UMK: _l(
        "The lower fee and the free places are meant for micro and small businesses."
    ),
}


@door(get="guide.read", post="guide.read")
def fitting(request: HttpRequest) -> HttpResponse:
    """Ask the next question, or say which right fits, who pays and what to do next."""
    office = office_of(request)
    answers, error = _answers(request, office)
    step = follow(answers, where_known=office is not None)
    if isinstance(step, Result):
        return render(request, "portal/fitting/result.html", _result(step, answers, office))
    context = {
        "question": QUESTIONS[step.slug],
        "hint": HINTS.get(step.slug, ""),
        "choices": choices_of(step.slug, list(public_offices()) if step.slug == "where" else []),
        "number": step.number,
        "answers": secrets.seal_token({"answers": answers}, PURPOSE),
        "error": error,
        "has_errors": bool(error),
    }
    return render(request, "portal/fitting/question.html", context)


def _answers(request: HttpRequest, office: Office | None) -> tuple[list[str], str]:
    """The answers so far with the new one, or without the last for "back"; and what was wrong."""
    if request.method != "POST" or "answers" not in request.POST:
        return [], ""
    try:
        carried = secrets.open_token(request.POST["answers"], PURPOSE)
    except Invalid as no:
        return [], _(no.message)
    given = [str(answer) for answer in carried["answers"]]
    if "back" in request.POST:
        return given[:-1], ""
    further = [*given, request.POST.get("answer", "")]
    try:
        step = follow(given, where_known=office is not None)
        if isinstance(step, Question) and step.slug == "where" and not _is_place(further[-1]):
            raise ValueError("no such place")
        follow(further, where_known=office is not None)
    except ValueError:
        return given, _("Choose one of the answers.")
    return further, ""


def _is_place(answer: str) -> bool:
    return answer == ELSEWHERE or office_by_slug(answer) is not None


def _result(result: Result, answers: list[str], chosen: Office | None) -> dict[str, Any]:
    verdict = VERDICTS[result.right]
    is_mark = result.right in (R.MARK, R.COLLECTIVE_MARK)
    office = chosen or (office_by_slug(answers[-1]) if is_mark else None)
    return {
        "verdict": verdict,
        "right": result.right.value,
        "is_mark": is_mark,
        "is_facilitated": is_mark and Caution.NO_UMK not in result.cautions,
        "cautions": [CAUTIONS[caution] for caution in result.cautions],
        "fee": fee_pair(verdict.fee, clock.today("WIB")) if verdict.fee else None,
        "place": office,
        "open": open_programme(office) if is_mark and office else None,
        "lacks_nib": "no_nib" in answers,
        "answers": secrets.seal_token({"answers": answers}, PURPOSE),
    }
