"""What a decision about a case may rest on: the same facts for the page and for the verb."""

from collections.abc import Sequence

from sentraki.cases.models import Case, Place
from sentraki.cases.rules.eligibility import is_eligible
from sentraki.cases.rules.quota import Places
from sentraki.cases.selectors.eligibility import findings_of
from sentraki.cases.selectors.papers import PaperState, missing_now, paper_states
from sentraki.cases.selectors.prices import Prices
from sentraki.cases.selectors.quota import (
    is_allocated,
    live_places,
    money_of,
    number_ahead,
    places_of,
    places_open,
)
from sentraki.kernel import clock

NO_PROGRAMME = Places(quota=0, held=0, filed=0, waiting=0)


def places_for(case: Case) -> Places:
    """The places of the case's programme; none at all without a programme."""
    return places_of(case.programme) if case.programme else NO_PROGRAMME


def decision_facts(case: Case, states: Sequence[PaperState] | None = None) -> dict[str, bool]:
    """The guards of accepting and waitlisting, by name. ``states`` saves reading the papers."""
    known = paper_states(case) if states is None else list(states)
    return {
        "complete": not missing_now(known),
        "eligible": is_eligible(findings_of(case)),
        "pdki_checked": case.pdki_checks.exists(),
        "no_other_place": not holds_too_many(case),
        **_scarce(case),
    }


def _scarce(case: Case) -> dict[str, bool]:
    """Whether there is a place, money and the turn for this very case."""
    programme = case.programme
    if programme is None:
        return dict.fromkeys(("place_left", "money_left", "own_turn", "quota_full"), False)
    held = live_places(programme).filter(case=case).first()
    places = places_of(programme)
    free = places_open(programme, clock.today(programme.office.zone)) - places.held - places.filed
    cost = Prices(programme).of(case)
    allocated = is_allocated(programme)
    found = {
        "place_left": held is not None or free > 0,
        "money_left": (held is None and free <= 0)
        or money_of(programme).covers(cost - (held.cost if held else 0)),
        "own_turn": held is not None
        or (allocated and (free <= 0 or free > number_ahead(case, programme))),
    }
    return {**found, "quota_full": allocated and not all(found.values())}


def holds_too_many(case: Case) -> bool:
    """Whether the same person (by NIK) holds all the places the programme gives one business."""
    person = case.business.nik_index if case.business else ""
    if not person or case.programme is None:
        return False
    live = Place.objects.filter(programme=case.programme, person_index=person, released_at=None)
    # The used place of the refused file this one replaces does not count against its owner.
    others = live.exclude(case_id__in=[case.pk, case.replaces_id or case.pk])
    return others.count() >= case.programme.marks_per_business
