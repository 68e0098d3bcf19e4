"""Giving and taking back the numbered places of a programme. Never more than the quota."""

from sentraki.cases.models import Case, Place, Programme
from sentraki.kernel import clock
from sentraki.kernel.errors import MoveRefused, Taken
from sentraki.ledger.services import counters

FULL = "The last place has just gone."
HAS_PLACE = "This person already has a place in this programme."


def take_place(*, case: Case, programme: Programme) -> Place:
    """Give ``case`` the lowest released number, else the next one up to the quota.

    The programme's row is locked first, always, so two officers never give one place twice.
    Raises ``Taken`` when the quota is used up and ``MoveRefused`` when the person (by NIK) holds
    a live place already. Must run inside an act.
    """
    locked = Programme.unscoped.select_for_update().get(pk=programme.pk)
    person = case.business.nik_index if case.business else ""
    live = Place.objects.filter(programme=locked, released_at=None)
    if person and live.filter(person_index=person).exists():
        raise MoveRefused(HAS_PLACE, missing=("no_other_place",))
    free = (
        Place.objects.filter(programme=locked, given_again=False)
        .exclude(released_at=None)
        .order_by("number")
        .first()
    )
    if free is not None:
        free.given_again = True
        free.save(update_fields=["given_again"])
        number = free.number
    else:
        try:
            number = counters.claim(f"places:{locked.pk}", limit=locked.quota)
        except Taken as error:
            raise Taken(FULL) from error
    return Place.objects.create(programme=locked, case=case, number=number, person_index=person)


def release_place(*, case: Case) -> None:
    """Free the number a withdrawn case held, if it held one. Must run inside an act."""
    Place.objects.filter(case=case, released_at=None).update(released_at=clock.now())


def next_waiting_number(case: Case) -> int:
    """The case's number on its programme's waiting list; numbers are never given twice."""
    return counters.claim(f"waiting:{case.programme_id}")
