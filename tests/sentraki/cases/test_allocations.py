"""Places given by the stated rule: drawn up by one person, put into force by a second."""

from datetime import timedelta

import pytest
from tests import factories as make
from tests.sentraki.cases.queueing import fresh, ready, sent

from sentraki.cases.models import Place
from sentraki.cases.rules.quota import SelectionMode
from sentraki.cases.selectors.quota import waiting_list
from sentraki.cases.services import allocations, decisions, holds, intake
from sentraki.cases.services.programmes import set_programme
from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.kernel.errors import Denied, Invalid, MoveRefused
from sentraki.ledger.models import Message

pytestmark = pytest.mark.django_db
CLOSED = timedelta(days=1)


@pytest.fixture
def office(db):
    return make.make_issuing_office(region="36.71")


@pytest.fixture
def people(office):
    return make.make_officer(office), make.make_officer(office, Role.ADMIN)


def a_programme(office, mode, **more):
    today = clock.today("WIB")
    values = {"opens_on": today - timedelta(days=9), "closes_on": today, "seed": "Gempita 2026"}
    return make.make_programme(office=office, selection=mode, **(values | more))


def after_the_window():
    return clock.freeze(clock.now() + CLOSED)


@pytest.mark.parametrize("mode", [SelectionMode.SCORE, SelectionMode.LOTTERY, SelectionMode.EQUITY])
def test_nobody_is_accepted_before_the_places_are_given(office, people, mode):
    a_programme(office, mode, quota=1)
    case = ready(office, 1, people[0])
    with pytest.raises(MoveRefused) as refused:
        decisions.accept(case=case, viewer=people[0])
    with pytest.raises(MoveRefused):
        decisions.waitlist(case=case, viewer=people[0])

    assert refused.value.missing == ("own_turn",)


@pytest.mark.parametrize("mode", [SelectionMode.SCORE, SelectionMode.LOTTERY, SelectionMode.EQUITY])
def test_two_people_give_the_places_and_everybody_is_told(office, people, mode):
    programme = a_programme(office, mode, quota=2)
    cases = [ready(office, n, people[0], district=f"36.71.0{n % 2 + 1}") for n in range(1, 6)]
    with after_the_window():
        drawn = allocations.draw_up(programme=programme, viewer=people[0])
        assert Place.objects.count() == 0
        with pytest.raises(Denied):
            allocations.enforce(allocation=drawn, viewer=people[0])
        allocations.enforce(allocation=drawn, viewer=people[1])

    given = {line["code"] for line in drawn.lines if line["has_place"]}
    held = Place.objects.filter(released_at=None)
    assert {place.case.code for place in held} == given
    assert len(given) == 2
    order = [line["code"] for line in drawn.lines if not line["has_place"]]
    assert [case.code for case in waiting_list(programme)] == order
    assert Message.unscoped.filter(slug="place-offered").count() == 2
    assert Message.unscoped.filter(slug="case-waitlisted").count() == len(cases) - 2


def test_those_with_a_place_are_accepted_and_a_lapsed_one_goes_down_the_list(office, people):
    programme = a_programme(office, SelectionMode.LOTTERY, quota=1)
    cases = {case.code: case for case in (ready(office, n, people[0]) for n in (1, 2, 3))}
    with after_the_window():
        drawn = allocations.draw_up(programme=programme, viewer=people[0])
        allocations.enforce(allocation=drawn, viewer=people[1])
        decisions.accept(case=fresh(cases[drawn.lines[0]["code"]]), viewer=people[0])
    with clock.freeze(clock.now() + timedelta(days=20)):
        assert holds.expire_holds() == 1
        assert holds.offer_on() == 1

    assert Place.objects.get(released_at=None).case.code == drawn.lines[1]["code"]


def test_a_list_that_has_changed_is_drawn_up_again(office, people):
    programme = a_programme(office, SelectionMode.SCORE, quota=1)
    cases = [ready(office, n, people[0]) for n in (1, 2)]
    with after_the_window():
        drawn = allocations.draw_up(programme=programme, viewer=people[0])
        decisions.withdraw(case=cases[0], viewer=people[0])
        with pytest.raises(MoveRefused):
            allocations.enforce(allocation=drawn, viewer=people[1])
        again = allocations.draw_up(programme=programme, viewer=people[0])
        allocations.enforce(allocation=again, viewer=people[1])
        with pytest.raises(MoveRefused):
            allocations.enforce(allocation=again, viewer=people[1])

    assert Place.objects.get().case == cases[1]


def test_files_not_on_the_list_are_named_with_the_reason(office, people):
    resident = {"condition": "resident", "value": 0, "points": 0, "required": True}
    programme = a_programme(office, SelectionMode.SCORE, eligibility=[resident])
    listed, stranger = sent(office, 1), sent(office, 2, district="36.74.01")
    lacking = sent(office, 3, papers=False)
    with after_the_window():
        drawn = allocations.draw_up(programme=programme, viewer=people[0])

    said = {line["code"]: line for line in drawn.lines}
    assert said[listed.code]["has_place"]
    assert said[stranger.code]["facts"] == {"papers": [], "conditions": ["resident"]}
    assert "ktp" in said[lacking.code]["facts"]["papers"]


def test_points_count_as_stated(office, people):
    nib = {"condition": "nib", "value": 0, "points": 10, "required": False}
    programme = a_programme(office, SelectionMode.SCORE, quota=1, eligibility=[nib])
    business = {**make.ANSWERS["business"], "nib": ""}
    without, with_nib = sent(office, 1, business=business), sent(office, 2)
    with after_the_window():
        lines = allocations.draw_up(programme=programme, viewer=people[0]).lines

    assert [line["code"] for line in lines] == [with_nib.code, without.code]
    assert lines[1]["facts"] == {"score": "0", "line": "10", "arrival": "1"}


def test_places_are_not_given_while_the_window_is_open_nor_where_they_go_one_by_one(office, people):
    waiting = a_programme(office, SelectionMode.LOTTERY)
    first_come = make.make_programme(office=office, name="Datang dulu")
    for programme in (waiting, first_come):
        with pytest.raises(MoveRefused):
            allocations.draw_up(programme=programme, viewer=people[0])


def test_the_waiting_list_stands_first_next_year_in_its_order(office, people):
    verifier, admin = people
    old = make.make_programme(office=office, quota=1)
    decisions.accept(case=ready(office, 1, verifier), viewer=verifier)
    waiting = [decisions.waitlist(case=ready(office, n, verifier), viewer=verifier) for n in (2, 3)]
    new = make.make_programme(office=office, year=old.year + 1, name="Tahun depan", quota=5)
    assert allocations.carry_over(source=old, target=new, viewer=admin) == 2
    with pytest.raises(Invalid):
        allocations.carry_over(source=new, target=old, viewer=admin)

    assert list(waiting_list(new)) == waiting
    assert [fresh(case).turn_rank for case in waiting] == [1, 1]
    late = sent(office, 9)
    assert intake.open_programme(late) == new
    with pytest.raises(MoveRefused):
        decisions.accept(case=late, viewer=verifier)


STATED = {
    "year": 2026, "name": "Undian", "fund_source": "APBD", "budget": 5_000_000, "quota": 10,
    "selection": "lottery", "seed": "Gempita",
}  # fmt: skip


def test_a_lottery_states_its_seed_before_the_window_opens(office, people):
    today = clock.today("WIB")
    ahead = {"opens_on": today + CLOSED, "closes_on": today + timedelta(days=30)}
    for wrong in ({"seed": ""}, {"opens_on": today}):
        with pytest.raises(Invalid):
            set_programme(office=office, viewer=people[1], values=STATED | ahead | wrong)

    row = set_programme(office=office, viewer=people[1], values=STATED | ahead)
    changed = {"seed": "Lain"}
    set_programme(office=office, viewer=people[1], values=changed, programme=row)
    with clock.freeze(clock.now() + timedelta(days=2)):
        for late in ({"seed": "Telat"}, {"selection": "score"}, {"name_points": 3}):
            with pytest.raises(Invalid):
                set_programme(office=office, viewer=people[1], values=late, programme=row)


def test_waves_and_budget_fit_the_programme(office, people):
    row = make.make_programme(office=office, quota=2)
    waves = [{"opens_on": "2026-01-01", "places": 3}]
    with pytest.raises(Invalid):
        set_programme(office=office, viewer=people[1], values={"waves": waves}, programme=row)
    decisions.accept(case=ready(office, 1, people[0]), viewer=people[0])
    with pytest.raises(Invalid):
        set_programme(office=office, viewer=people[1], values={"budget": 1}, programme=row)
