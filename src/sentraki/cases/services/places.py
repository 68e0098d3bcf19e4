"""The one locking service for everything scarce in a programme: places, their money, turns.

Every verb here runs inside an act, so writers follow one another; the programme's row is locked
first all the same, and the database's constraints are the last net.
"""

from datetime import date

from django.utils.translation import gettext_noop

from sentraki.cases.models import Case, Place, Programme
from sentraki.cases.rules.place_flow import PLACE_FLOW, PlaceStatus, held_until
from sentraki.cases.selectors.prices import Prices
from sentraki.cases.selectors.quota import live_places, money_of, places_open
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import MoveRefused, Taken
from sentraki.ledger.models import Counter
from sentraki.ledger.services import counters

FULL = "The last place has just gone."
NO_MONEY = gettext_noop("The budget does not bear another place.")
HAS_PLACE = "This person already has a place in this programme."


def locked_programme(programme: Programme) -> Programme:
    """The programme again, its row locked until the transaction ends."""
    return Programme.unscoped.select_for_update().get(pk=programme.pk)


def live_place(case: Case) -> Place | None:
    """The place the case holds or has used."""
    return live_places().select_related("programme").filter(case=case).first()


def take_place(*, case: Case, programme: Programme) -> Place:
    """The place the case holds already, else the lowest freed number, else the next one.

    Raises ``Taken`` when the quota (or the waves open so far) is used up or the budget does not
    bear the cost, and ``MoveRefused`` when the person (by NIK) holds as many live places as the
    programme gives one business. Must run inside an act.
    """
    row = locked_programme(programme)
    held = live_places(row).filter(case=case).first()
    cost = Prices(row).of(case)
    if not money_of(row).covers(cost - (held.cost if held else 0)):
        raise Taken(NO_MONEY)
    person = case.business.nik_index if case.business else ""
    _must_not_hold_too_many(row, case, person)
    if held is not None:
        held.cost, held.person_index = cost, person
        held.save(update_fields=["cost", "person_index"])
        return held
    today = clock.today(row.office.zone)
    return Place.objects.create(
        programme=row,
        case=case,
        number=_next_number(row, today),
        cost=cost,
        person_index=person,
        held_until=held_until(today, row.hold_days),
    )


def _must_not_hold_too_many(row: Programme, case: Case, person: str) -> None:
    if not person:
        return
    others = (
        live_places(row)
        .filter(person_index=person)
        .exclude(case_id__in=[case.pk, case.replaces_id or case.pk])
        .count()
    )
    if others >= row.marks_per_business:
        raise MoveRefused(HAS_PLACE, missing=("no_other_place",))


def _next_number(row: Programme, today: date) -> int:
    if live_places(row).count() >= places_open(row, today):
        raise Taken(FULL)
    numbers = free_numbers(row, 1)
    if not numbers:
        raise Taken(FULL)
    return numbers[0]


def free_numbers(row: Programme, most: int) -> list[int]:
    """Up to ``most`` numbers for new places: freed ones first, the lowest first, then new ones.

    They are claimed: whoever asks gives them out in the same act.
    """
    freed = list(
        Place.objects.filter(programme=row, given_again=False, number__lte=row.quota)
        .exclude(released_at=None)
        .order_by("number", "id")[:most]
    )
    Place.objects.filter(pk__in=[place.pk for place in freed]).update(given_again=True)
    numbers = [place.number for place in freed]
    name = f"places:{row.pk}"
    given = Counter.objects.filter(name=name).values_list("value", flat=True).first() or 0
    more = min(most - len(numbers), row.quota - given)
    if more > 0:
        last = counters.claim(name, limit=row.quota, by=more)
        numbers += range(last - more + 1, last + 1)
    return numbers


def set_place_status(place: Place, verb: str, viewer: Viewer, **facts: bool) -> None:
    """The one writer of a place's status; raises ``MoveRefused``. Must run inside an act."""
    step = PLACE_FLOW.take(verb, status=place.status, role=viewer.role, facts=facts)
    place.status = PlaceStatus(step.target)
    if place.status == PlaceStatus.CONFIRMED:
        place.confirmed_at = clock.now()
    if place.status in (PlaceStatus.EXPIRED, PlaceStatus.RELEASED):
        place.released_at = clock.now()
    place.save(update_fields=["status", "confirmed_at", "released_at"])


def settle_place(*, case: Case, viewer: Viewer) -> bool:
    """Sealing a dossier takes up a place that was only reserved; whether it did.

    Must run inside an act.
    """
    place = live_place(case)
    if place is None or place.status != PlaceStatus.RESERVED:
        return False
    set_place_status(place, "confirm", viewer, in_time=True)
    return True


def use_place(*, case: Case, viewer: Viewer) -> None:
    """Filing uses the place; it stays used whatever DJKI decides. Must run inside an act."""
    place = live_place(case)
    if place is not None and place.status != PlaceStatus.USED:
        set_place_status(place, "use", viewer)


def release_place(*, case: Case, viewer: Viewer) -> None:
    """Free the number a withdrawn case held, if it held one. Must run inside an act."""
    place = live_place(case)
    if place is not None and place.status != PlaceStatus.USED:
        set_place_status(place, "release", viewer)
