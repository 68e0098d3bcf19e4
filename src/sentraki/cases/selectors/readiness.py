"""What a decision about a case may rest on: the same facts for the page and for the verb."""

from collections.abc import Sequence

from sentraki.cases.models import Case, Place
from sentraki.cases.rules.quota import Places
from sentraki.cases.selectors.papers import PaperState, missing_now, paper_states
from sentraki.cases.selectors.quota import places_of

NO_PROGRAMME = Places(quota=0, held=0, filed=0, waiting=0)


def places_for(case: Case) -> Places:
    """The places of the case's programme; none at all without a programme."""
    return places_of(case.programme) if case.programme else NO_PROGRAMME


def decision_facts(case: Case, states: Sequence[PaperState] | None = None) -> dict[str, bool]:
    """The guards of accepting and waitlisting, by name. ``states`` saves reading the papers."""
    known = paper_states(case) if states is None else list(states)
    places = places_for(case)
    return {
        "complete": not missing_now(known),
        "pdki_checked": case.pdki_checks.exists(),
        "place_left": not places.is_full,
        "quota_full": case.programme is not None and places.is_full,
        "no_other_place": not holds_another_place(case),
    }


def holds_another_place(case: Case) -> bool:
    """Whether the same person (by NIK) holds a live place in the programme with another case."""
    person = case.business.nik_index if case.business else ""
    if not person or case.programme is None:
        return False
    live = Place.objects.filter(programme=case.programme, person_index=person, released_at=None)
    return live.exclude(case=case).exists()
