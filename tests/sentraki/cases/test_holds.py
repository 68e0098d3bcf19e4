"""Places are reserved, taken up, used; what nobody takes up in time is offered to the next."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from tests import factories as make
from tests.sentraki.cases.queueing import fresh, ready, sent

from sentraki.cases.models import Case, Place
from sentraki.cases.selectors.quota import money_of, places_of, waiting_list
from sentraki.cases.services import decisions, holds, offers, places
from sentraki.cases.services.programmes import set_programme
from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.kernel.errors import AlreadyDone, Invalid, MoveRefused, Refusal, Taken
from sentraki.ledger.models import Entry, Letter, Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db):
    return make.make_issuing_office(region="36.71")


@pytest.fixture
def officer(office):
    return make.make_officer(office)


def days_later(days: int):
    return clock.freeze(clock.now() + timedelta(days=days))


def told(slug: str) -> int:
    return Message.unscoped.filter(slug=slug).count()


def test_an_accepted_place_is_held_for_fourteen_days_and_its_applicant_is_told(office, officer):
    make.make_programme(office=office)
    case = decisions.accept(case=ready(office, 1, officer), viewer=officer)

    place = Place.objects.get()
    assert (place.status, place.cost) == ("reserved", 500_000)
    assert place.held_until == clock.today("WIB") + timedelta(days=14)
    assert told("place-offered") == 1
    offers.confirm_place(case=case, viewer=make.applicant_of(case))
    assert Place.objects.get().status == "confirmed"


def test_a_place_nobody_takes_up_goes_to_the_next_in_line(office, officer):
    programme = make.make_programme(office=office, quota=1, budget=500_000)
    first = decisions.accept(case=ready(office, 1, officer), viewer=officer)
    second = decisions.waitlist(case=ready(office, 2, officer), viewer=officer)
    with days_later(14):
        assert (holds.expire_holds(), holds.offer_on()) == (0, 0)
    with days_later(16):
        assert (holds.expire_holds(), holds.offer_on()) == (1, 1)
        assert (holds.expire_holds(), holds.offer_on()) == (0, 0)

    live = Place.objects.get(released_at=None)
    assert (live.case, live.number, live.status) == (second, 1, "reserved")
    assert Place.objects.get(case=first).status == "expired"
    assert [fresh(case).status for case in (first, second)] == ["waitlisted", "waitlisted"]
    assert list(waiting_list(programme)) == [first]
    assert Letter.unscoped.get().status == "revoked"
    assert (told("place-expired"), told("place-offered")) == (1, 2)


def test_whoever_missed_the_offer_stands_at_the_end(office, officer):
    programme = make.make_programme(office=office, quota=1)
    first = decisions.accept(case=ready(office, 1, officer), viewer=officer)
    others = [decisions.waitlist(case=ready(office, n, officer), viewer=officer) for n in (2, 3)]
    with days_later(20):
        holds.expire_holds()

    assert list(waiting_list(programme)) == [*others, first]


def test_an_offered_place_is_accepted_with_its_own_number(office, officer):
    make.make_programme(office=office, quota=1)
    first = decisions.accept(case=ready(office, 1, officer), viewer=officer)
    second = decisions.waitlist(case=ready(office, 2, officer), viewer=officer)
    decisions.withdraw(case=first, viewer=officer)
    holds.offer_on()
    offers.confirm_place(case=second, viewer=make.applicant_of(second))

    decisions.accept(case=fresh(second), viewer=officer)

    live = Place.objects.get(released_at=None)
    assert (live.case, live.number, live.status) == (second, 1, "confirmed")
    assert fresh(second).status == "accepted"


def test_a_signed_letter_keeps_the_place(office, officer):
    make.make_programme(office=office)
    case = decisions.accept(case=ready(office, 1, officer), viewer=officer)
    letter = Letter.unscoped.get()
    make.letter_services.sign(letter, make.make_signatory(office))
    with days_later(20):
        assert holds.expire_holds() == 0

    assert Place.objects.get(case=case).status == "confirmed"


def test_a_place_cannot_be_taken_up_twice_nor_too_late(office, officer):
    make.make_programme(office=office)
    case = decisions.accept(case=ready(office, 1, officer), viewer=officer)
    who = make.applicant_of(case)
    with days_later(15), pytest.raises(MoveRefused):
        offers.confirm_place(case=case, viewer=who)
    offers.confirm_place(case=case, viewer=who, key="k")
    with pytest.raises(AlreadyDone):
        offers.confirm_place(case=case, viewer=who, key="k")
    with pytest.raises(MoveRefused):
        offers.confirm_place(case=case, viewer=who, key="other")


def test_nobody_behind_in_line_is_accepted_before_those_who_wait(office, officer):
    make.make_programme(office=office, quota=2)
    first = decisions.accept(case=ready(office, 1, officer), viewer=officer)
    decisions.accept(case=ready(office, 2, officer), viewer=officer)
    decisions.waitlist(case=ready(office, 3, officer), viewer=officer)
    late = ready(office, 4, officer)
    decisions.withdraw(case=first, viewer=officer)

    with pytest.raises(MoveRefused) as refused:
        decisions.accept(case=late, viewer=officer)

    assert refused.value.missing == ("own_turn",)
    assert decisions.waitlist(case=late, viewer=officer).status == "waitlisted"


def test_a_waiting_file_that_is_not_complete_is_passed_over_and_keeps_its_turn(office, officer):
    programme = make.make_programme(office=office, quota=1)
    first = decisions.accept(case=ready(office, 1, officer), viewer=officer)
    second, third = (
        decisions.waitlist(case=ready(office, n, officer), viewer=officer) for n in (2, 3)
    )
    decisions.judge_paper(
        case=second, viewer=officer, requirement="ktp", good=False, reason="Buram"
    )
    decisions.withdraw(case=first, viewer=officer)
    holds.offer_on()

    assert Place.objects.get(released_at=None).case == third
    assert list(waiting_list(programme)) == [second]


def test_the_budget_is_never_promised_twice(office, officer):
    programme = make.make_programme(office=office, quota=5, budget=1_000_000)
    for number in (1, 2):
        decisions.accept(case=ready(office, number, officer), viewer=officer)
    with pytest.raises(MoveRefused) as refused:
        decisions.accept(case=ready(office, 3, officer), viewer=officer)

    assert refused.value.missing == ("money_left",)
    money = money_of(programme)
    assert (money.promised, money.spent, money.left) == (1_000_000, 0, 0)


def test_two_classes_cost_twice_when_the_programme_pays_for_two(office, officer):
    make.make_programme(office=office, quota=5, classes_per_mark=2)
    goods = {"classes": [29, 30, 43], "text": "sambal", "terms": {"30": ["sambal"]}}
    goods["terms"] |= {"29": ["abon"], "43": ["warung makan"]}
    decisions.accept(case=ready(office, 1, officer, goods=goods), viewer=officer)

    assert Place.objects.get().cost == 1_000_000


def test_waves_open_their_places_one_after_the_other(office, officer):
    today = clock.today("WIB")
    waves = [
        {"opens_on": day.isoformat(), "places": 1} for day in (today, today + timedelta(days=9))
    ]
    make.make_programme(office=office, quota=2, waves=waves)
    decisions.accept(case=ready(office, 1, officer), viewer=officer)
    second = ready(office, 2, officer)

    with pytest.raises(MoveRefused):
        decisions.accept(case=second, viewer=officer)
    with days_later(10):
        assert decisions.accept(case=second, viewer=officer).status == "accepted"


def test_a_condition_known_not_to_be_met_stands_in_the_way(office, officer):
    nib = {"condition": "resident", "value": 0, "points": 0, "required": True}
    make.make_programme(office=office, eligibility=[nib])
    stranger = ready(office, 1, officer, district="36.74.01")

    with pytest.raises(MoveRefused) as refused:
        decisions.accept(case=stranger, viewer=officer)

    assert refused.value.missing == ("eligible",)
    assert decisions.accept(case=ready(office, 2, officer), viewer=officer).status == "accepted"


def test_an_import_or_any_other_way_cannot_pass_the_quota_of_250(office, officer):
    programme = make.make_programme(office=office, quota=250, budget=10**9)
    waiting = [sent(office, 1), sent(office, 2)]
    taken = [
        Case(
            code=f"TNG-{n:04d}",
            office=office,
            region_code=office.region_code,
            programme=programme,
            status="accepted",
            arrival_number=n,
        )
        for n in range(1001, 1250)
    ]
    Case.objects.bulk_create(taken)
    with make_act(programme):
        for case in taken:
            places.take_place(case=case, programme=programme)
        places.take_place(case=waiting[0], programme=programme)
        with pytest.raises(Taken):
            places.take_place(case=waiting[1], programme=programme)

    numbers = list(Place.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 251))
    with pytest.raises(Invalid):
        set_programme(
            office=office,
            viewer=make.make_officer(office, Role.ADMIN),
            values={"quota": 249},
            programme=programme,
        )


def make_act(programme):
    from sentraki.ledger.acts import act  # noqa: PLC0415 - a bare act, for this test alone

    return act("programme.set", on=programme, by=make.SYSTEM)


def test_the_database_refuses_two_live_places_of_one_case(office, officer):
    programme = make.make_programme(office=office)
    case = decisions.accept(case=ready(office, 1, officer), viewer=officer)
    with pytest.raises(IntegrityError):
        Place.objects.create(programme=programme, case=case, number=2, person_index="x")


def test_every_step_of_a_place_has_its_entry(office, officer):
    make.make_programme(office=office, quota=1)
    first = decisions.accept(case=ready(office, 1, officer), viewer=officer)
    decisions.waitlist(case=ready(office, 2, officer), viewer=officer)
    with days_later(20):
        holds.expire_holds()
        holds.offer_on()

    verbs = list(Entry.objects.filter(verb__startswith="place.").values_list("verb", flat=True))
    assert verbs == ["place.expire", "place.offer"]
    assert first.places.count() == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_for_the_last_ten_places_get_exactly_ten():
    office = make.make_issuing_office(region="36.71")
    programme = make.make_programme(office=office, quota=10)
    officer = make.make_officer(office)
    cases = [ready(office, number, officer) for number in range(1, 51)]

    def accept(case):
        try:
            decisions.accept(case=case, viewer=officer)
        except Refusal:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(50) as pool:
        accepted = sum(pool.map(accept, cases))

    numbers = sorted(Place.objects.values_list("number", flat=True))
    assert accepted == 10
    assert numbers == list(range(1, 11))
    assert places_of(programme).left == 0
    assert money_of(programme).left == 0
    assert Entry.objects.filter(verb="case.accept").count() == 10
