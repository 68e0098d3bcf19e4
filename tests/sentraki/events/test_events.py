"""Setting an event."""

from datetime import timedelta

import pytest
from tests import factories as make
from tests.events import make_event

from sentraki.events.selectors.events import seats_of
from sentraki.events.services import bookings
from sentraki.events.services.events import set_event
from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.errors import Denied, Invalid

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_event(capacity=2)


@pytest.fixture
def officer(event):
    return make.make_officer(event.office, Role.INTAKE)


def test_fewer_seats_than_are_booked_take_nobodys_seat_away(event, officer):
    for n in range(2):
        bookings.book(event=event, viewer=Viewer.public(), name="Ibu", phone=f"08123400000{n}")

    set_event(office=event.office, viewer=officer, values={"capacity": 1}, event=event)

    seats = seats_of(event)
    assert (seats.capacity, seats.seated, seats.left) == (1, 2, 0)


@pytest.mark.parametrize("capacity", [0, 10_001])
def test_an_event_has_a_sensible_number_of_seats(event, officer, capacity):
    with pytest.raises(Invalid) as refused:
        set_event(office=event.office, viewer=officer, values={"capacity": capacity}, event=event)

    assert "capacity" in refused.value.fields


def test_an_event_does_not_end_before_it_begins(event, officer):
    values = {"ends_at": event.starts_at - timedelta(minutes=1)}

    with pytest.raises(Invalid):
        set_event(office=event.office, viewer=officer, values=values, event=event)


def test_an_event_of_another_office_is_not_changed(event):
    stranger = make.make_officer(make.make_office(region="36.71"), Role.INTAKE)

    with pytest.raises(Denied):
        set_event(office=event.office, viewer=stranger, values={"capacity": 3}, event=event)
