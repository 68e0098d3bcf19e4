"""What a file's page says of its place and its turn."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sentraki.cases.models import Case, Place
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.rules.eligibility import SENTENCES, Answer
from sentraki.cases.rules.place_flow import PlaceStatus
from sentraki.cases.selectors.eligibility import findings_of
from sentraki.cases.services.intake import facts_of
from sentraki.cases.services.turns import open_change
from sentraki.cases.voices import PLACE, Voices
from sentraki.kernel.access import Viewer, decide

ANSWERS = {
    Answer.MET: _l("Met"),
    Answer.NOT_MET: _l("Not met"),
    Answer.UNKNOWN: _l("Not recorded"),
    Answer.ASK: _l("Ask the applicant"),
}


@dataclass(frozen=True)
class TurnBox:
    """``findings`` are (answer, condition) in words."""

    voice: Voices | None
    findings: tuple[tuple[str, str], ...]
    is_asked: bool
    may_ask: bool
    may_confirm: bool


def turn_box(viewer: Viewer, case: Case, place: Place | None) -> TurnBox:
    """The box beside the decisions."""
    waits = case.status in (CaseStatus.SUBMITTED, CaseStatus.WAITLISTED) and place is None
    facts = facts_of(case)
    return TurnBox(
        voice=PLACE[PlaceStatus(place.status)] if place else None,
        findings=tuple(
            (
                str(ANSWERS[found.answer]),
                _(SENTENCES[found.asked.condition]) % {"n": found.asked.value},
            )
            for found in findings_of(case)
        ),
        is_asked=waits and open_change(case) is not None,
        may_ask=waits
        and case.programme_id is not None
        and decide("order.ask", viewer, **facts).allowed,
        may_confirm=decide("place.confirm", viewer, **facts).allowed,
    )
