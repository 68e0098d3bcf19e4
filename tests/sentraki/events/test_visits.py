"""People come once each, whatever the line does; the program never joins two of them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests import factories as make
from tests.events import make_event

from sentraki.events.models import Visit
from sentraki.events.rules.events import Outcome
from sentraki.events.selectors.events import seats_of, twins_of
from sentraki.events.services import bookings, visits
from sentraki.events.services.visits import Arrival
from sentraki.kernel import clock
from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.errors import Denied, Invalid, MoveRefused
from sentraki.ledger.models import Entry

pytestmark = pytest.mark.django_db
SOMEBODY = Arrival(name="Ibu Tamu", phone="081234000001", nik="0071014101800001")


@pytest.fixture
def event():
    return make_event()


@pytest.fixture
def officer(event):
    return make.make_officer(event.office, Role.INTAKE)


def test_a_record_sent_again_is_the_same_record_and_writes_nothing(event, officer):
    made = uuid4()
    first = visits.check_in(event=event, viewer=officer, arrival=SOMEBODY, visit_id=made)
    entries = Entry.objects.count()

    again = visits.check_in(
        event=event, viewer=officer, arrival=Arrival(name="Lain"), visit_id=made
    )

    assert (again.pk, again.name) == (first.pk, "Ibu Tamu") == (made, "Ibu Tamu")
    assert Entry.objects.count() == entries


def test_an_id_of_another_event_is_refused(event, officer):
    made = visits.check_in(event=event, viewer=officer, arrival=SOMEBODY).pk
    other = make_event(office=event.office)

    with pytest.raises(Invalid):
        visits.check_in(event=other, viewer=officer, arrival=SOMEBODY, visit_id=made)


def test_a_booking_lends_the_visit_what_the_door_does_not_ask(event, officer):
    seat = bookings.book(
        event=event, viewer=Viewer.public(), name="Bu Pesan", phone="0812 3400 0009",
        community="PKM", subsector="culinary",
    )  # fmt: skip

    visit = visits.check_in(event=event, viewer=officer, arrival=Arrival(), booking=seat)

    assert (visit.name, visit.community, visit.subsector) == ("Bu Pesan", "PKM", "culinary")
    assert seats_of(event).walked_in == 0


def test_a_booking_of_another_event_does_not_admit(event, officer):
    other = make_event(office=event.office)
    seat = bookings.book(event=other, viewer=Viewer.public(), name="Bu", phone="081234000009")

    with pytest.raises(Invalid):
        visits.check_in(event=event, viewer=officer, arrival=Arrival(), booking=seat)


def test_where_no_walk_ins_are_taken_only_bookings_admit(officer):
    closed = make_event(walk_ins=False)

    with pytest.raises(MoveRefused):
        visits.check_in(event=closed, viewer=make.make_officer(closed.office), arrival=SOMEBODY)


def test_a_devices_clock_is_kept_beside_ours_and_not_believed(event, officer):
    wrong = clock.now() - timedelta(days=6 * 365)

    visit = visits.check_in(event=event, viewer=officer, arrival=Arrival(name="Ibu", told_at=wrong))

    assert visit.told_at == wrong
    assert clock.now() - visit.received_at < timedelta(minutes=1)


def test_two_records_of_one_phone_are_pointed_at_and_joined_by_an_officer_only(event, officer):
    one = visits.check_in(event=event, viewer=officer, arrival=SOMEBODY)
    two = visits.check_in(event=event, viewer=officer, arrival=SOMEBODY)
    visits.follow_up(visit=two, viewer=officer, outcome=Outcome.STARTED, case_ref="cases.case:7")
    assert list(twins_of(one)) == [two]
    assert seats_of(event).came == 2

    visits.join(keep=one, other=two, viewer=officer)

    assert seats_of(event).came == 1
    assert Visit.unscoped.get(pk=one.pk).case_ref == "cases.case:7"
    assert Visit.unscoped.get(pk=two.pk).joined_to_id == one.pk


def test_two_records_that_each_led_to_a_case_are_not_joined(event, officer):
    pair = [visits.check_in(event=event, viewer=officer, arrival=SOMEBODY) for _ in range(2)]
    for number, visit in enumerate(pair):
        visits.follow_up(
            visit=visit, viewer=officer, outcome=Outcome.STARTED, case_ref=f"cases.case:{number}"
        )

    with pytest.raises(Invalid):
        visits.join(keep=pair[0], other=pair[1], viewer=officer)


def test_an_outcome_never_goes_back(event, officer):
    visit = visits.check_in(event=event, viewer=officer, arrival=SOMEBODY)
    visits.follow_up(visit=visit, viewer=officer, outcome=Outcome.SCREENED)

    row = visits.follow_up(visit=visit, viewer=officer, outcome=Outcome.CONSULTED)

    assert row.outcome == Outcome.SCREENED


def test_an_officer_of_another_region_checks_nobody_in(event):
    stranger = make.make_officer(make.make_office(region="36.71"), Role.INTAKE)

    with pytest.raises(Denied):
        visits.check_in(event=event, viewer=stranger, arrival=SOMEBODY)
