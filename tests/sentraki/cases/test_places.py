"""Places are numbered, never doubled, never more than the quota, and given again when freed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from tests import factories as make

from sentraki.cases.models import Case, Place
from sentraki.cases.selectors.quota import places_of
from sentraki.cases.services import decisions
from sentraki.kernel import clock
from sentraki.kernel.errors import MoveRefused, Refusal


def ready_to_accept(office, number):
    case = make.make_submitted(
        office=office,
        phone=f"0812345678{number:02d}",
        owner={"owner_name": f"CONTOH {number}", "nik": f"00710141018000{number:02d}"},
    )
    decisions.check_pdki(
        case=case, viewer=make.make_officer(office), finding="-", checked_on=clock.today()
    )
    return case


@pytest.mark.django_db
def test_a_released_number_goes_to_the_next_case():
    office = make.make_issuing_office()
    programme = make.make_programme(office=office, quota=2)
    officer = make.make_officer(office)
    first, second, third = (ready_to_accept(office, n) for n in range(3))
    decisions.accept(case=first, viewer=officer)
    decisions.accept(case=second, viewer=officer)
    decisions.withdraw(case=first, viewer=officer)

    decisions.accept(case=third, viewer=officer)

    live = Place.objects.filter(released_at=None).values_list("number", "case__code")
    assert sorted(live) == [(1, third.code), (2, second.code)]
    assert places_of(programme).left == 0


@pytest.mark.django_db
def test_the_same_person_holds_one_place_in_a_programme():
    office = make.make_issuing_office()
    make.make_programme(office=office)
    officer = make.make_officer(office)
    first, again = ready_to_accept(office, 1), ready_to_accept(office, 1)
    decisions.accept(case=first, viewer=officer)

    with pytest.raises(MoveRefused) as refused:
        decisions.accept(case=again, viewer=officer)

    assert refused.value.missing == ("no_other_place",)


@pytest.mark.django_db
def test_a_full_programme_offers_the_waiting_list_and_only_then():
    office = make.make_issuing_office()
    make.make_programme(office=office, quota=1)
    officer = make.make_officer(office)
    first, late = ready_to_accept(office, 1), ready_to_accept(office, 2)
    with pytest.raises(MoveRefused):
        decisions.waitlist(case=first, viewer=officer)
    decisions.accept(case=first, viewer=officer)
    with pytest.raises(MoveRefused) as refused:
        decisions.accept(case=late, viewer=officer)

    waiting = decisions.waitlist(case=late, viewer=officer)

    assert refused.value.missing == ("place_left",)
    assert waiting.waiting_number == 1


@pytest.mark.django_db(transaction=True)
def test_many_officers_at_once_never_give_more_places_than_there_are():
    office = make.make_issuing_office()
    make.make_programme(office=office, quota=3)
    officer = make.make_officer(office)
    cases = [ready_to_accept(office, n) for n in range(8)]

    def accept(case):
        try:
            decisions.accept(case=case, viewer=officer)
        except Refusal:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        taken = sum(pool.map(accept, cases))

    numbers = sorted(Place.objects.values_list("number", flat=True))
    assert taken == 3
    assert numbers == [1, 2, 3]
    assert Case.unscoped.filter(status="accepted").count() == 3
