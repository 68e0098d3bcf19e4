"""What happens to places by themselves: holds run out, freed places are offered to the next.

Both are safe to run twice and by two workers: each step is one act, decided anew under its lock.
"""

from sentraki.cases.models import Case, Place, Programme
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.rules.eligibility import is_eligible
from sentraki.cases.rules.place_flow import PlaceStatus, is_over
from sentraki.cases.selectors.eligibility import findings_of
from sentraki.cases.selectors.papers import missing_now, paper_states
from sentraki.cases.selectors.quota import is_allocated, waiting_list
from sentraki.cases.services import offers, places, turns
from sentraki.cases.services.intake import facts_of, recipient_of
from sentraki.cases.services.letters import letter_of_case
from sentraki.cases.services.status import locked, set_status, take
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import MoveRefused, Taken
from sentraki.ledger.acts import act
from sentraki.ledger.rules.letter_flow import LetterStatus
from sentraki.ledger.services import letters

_CLERK = Viewer.system("cases.holds")
# Once signed, a letter is the office's word: the place is taken up for the applicant.
_KEPT = (LetterStatus.ISSUED, LetterStatus.USED)


def expire_holds() -> int:
    """End the holds nobody took up in time; returns how many ended."""
    due = Place.objects.filter(
        status=PlaceStatus.RESERVED, held_until__lt=clock.today("WIT")
    ).order_by("held_until", "pk")
    return sum(_expire(place) for place in due.select_related("case__office"))


def _expire(place: Place) -> bool:
    with act("place.expire", on=place.case, by=_CLERK, **facts_of(place.case)) as deed:
        case = locked(place.case)
        held = places.live_place(case)
        today = clock.today(case.office.zone)
        if held is None or held.status != PlaceStatus.RESERVED:
            return False
        if not is_over(held.held_until, today):
            return False
        letter = letter_of_case(case)
        if letter is not None and letter.status in _KEPT:
            places.set_place_status(held, "confirm", _CLERK, in_time=True)
            deed.record(place=held.number, kept=True)
            return False
        places.set_place_status(held, "expire", _CLERK, time_is_up=True)
        deed.record(place=held.number)
        turns.to_the_end(case)
        if case.status == CaseStatus.ACCEPTED:
            if letter is not None and letter.status == LetterStatus.REQUESTED:
                letters.withdraw(letter, _CLERK)
            step = take(case, "lapse", _CLERK, {"place_expired": True})
            case.waiting_number = turns.next_waiting_number(case)
            set_status(case, step.target)
        else:
            case.save(update_fields=["turn_number", "turn_rank"])
        deed.tell("place-expired", to=recipient_of(case), code=case.code, office=case.office.unit)
    return True


def offer_on() -> int:
    """Offer free places of this year's programmes to those who wait; returns how many offers."""
    year = clock.today("WIT").year
    rows = Programme.unscoped.filter(year=year, cases__status=CaseStatus.WAITLISTED).distinct()
    return sum(offer_places(programme=row, viewer=_CLERK) for row in rows.order_by("pk"))


def offer_places(*, programme: Programme, viewer: Viewer) -> int:
    """Reserve the free places of one programme for the next in turn and tell them; how many.

    A waiting case whose papers are incomplete or that does not meet a condition is passed over
    and keeps its turn.
    """
    if not is_allocated(programme):
        return 0
    offered = 0
    for case in waiting_list(programme).select_related("office", "business", "programme"):
        if missing_now(paper_states(case)) or not is_eligible(findings_of(case)):
            continue
        try:
            offered += _offer(case, programme, viewer)
        except MoveRefused:
            continue
        except Taken:
            break
    return offered


def hold_at_once(*, case: Case) -> Place | None:
    """Reserve a place for a file that was just taken in where its owner stood, at an event.

    ``None`` when there is no programme, its places are given otherwise than one by one, somebody
    waits for the next one, or nothing is left. Raises ``MoveRefused`` when the person has a place.
    """
    programme = case.programme
    if programme is None or not is_allocated(programme) or waiting_list(programme).exists():
        return None
    try:
        with act("place.offer", on=case, by=_CLERK, **facts_of(case)) as deed:
            fresh = locked(case)
            place = places.take_place(case=fresh, programme=programme)
            deed.record(place=place.number)
            offers.tell_offer(deed, fresh, place)
    except Taken:
        return None
    return place


def _offer(case: Case, programme: Programme, viewer: Viewer) -> bool:
    with act("place.offer", on=case, by=viewer, **facts_of(case)) as deed:
        fresh = locked(case)
        if fresh.status != CaseStatus.WAITLISTED or places.live_place(fresh) is not None:
            return False
        place = places.take_place(case=fresh, programme=programme)
        deed.record(place=place.number)
        offers.tell_offer(deed, fresh, place)
    return True
