"""Seats are booked by phone number; who waits moves up, and nobody sits twice."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.events import make_event

from sentraki.events.models import Booking
from sentraki.events.rules.booking_flow import BookingStatus
from sentraki.events.selectors.events import seats_of
from sentraki.events.services import bookings
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import AlreadyDone, Invalid, MoveRefused
from sentraki.ledger.models import Entry

pytestmark = pytest.mark.django_db
PUBLIC = Viewer.public()


def book(event, number, **more):
    phone = f"08123400{number:04d}"
    return bookings.book(event=event, viewer=PUBLIC, name=f"Tamu {number}", phone=phone, **more)


def test_the_seats_are_given_first_and_then_places_on_the_waiting_list():
    event = make_event(capacity=2)

    states = [book(event, n).status for n in range(3)]

    assert states == ["seated", "seated", "waiting"]


def test_who_waits_longest_moves_up_when_a_seat_is_given_back():
    event = make_event(capacity=1)
    first, second, third = (book(event, n) for n in range(3))

    bookings.leave(event=event, code=first.code.lower(), viewer=PUBLIC)

    rows = dict(event.bookings.values_list("pk", "status"))
    assert rows == {first.pk: "cancelled", second.pk: "seated", third.pk: "waiting"}
    verbs = list(Entry.objects.order_by("index").values_list("verb", flat=True))[-2:]
    assert verbs == ["event.promote", "event.leave"]


def test_a_phone_number_has_one_booking_however_it_is_written():
    event = make_event(capacity=5)
    book(event, 1)

    with pytest.raises(Invalid) as refused:
        bookings.book(event=event, viewer=PUBLIC, name="Lagi", phone="+62 812-3400-0001")

    assert "phone" in refused.value.fields
    assert event.bookings.count() == 1


def test_a_seat_given_back_may_be_booked_again():
    event = make_event(capacity=1)
    bookings.leave(event=event, code=book(event, 1).code, viewer=PUBLIC)

    assert book(event, 1).status == BookingStatus.SEATED


def test_the_same_form_sent_twice_books_once():
    event = make_event()
    book(event, 1, key="kunci")

    with pytest.raises(AlreadyDone):
        book(event, 2, key="kunci")

    assert event.bookings.count() == 1


def test_nobody_books_what_is_over_or_not_announced():
    over = make_event(books_until=clock.now() - timedelta(hours=1))
    silent = make_event(is_announced=False)

    for event in (over, silent):
        with pytest.raises(MoveRefused):
            book(event, 1)


def test_a_code_of_another_event_gives_no_seat_back():
    one, other = make_event(), make_event()
    code = book(one, 1).code

    with pytest.raises(Invalid):
        bookings.leave(event=other, code=code, viewer=PUBLIC)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.integers(0, 9), max_size=14), capacity=st.integers(1, 3))
def test_whatever_people_do_no_seat_is_given_twice_and_none_stays_empty(steps, capacity):
    event = make_event(capacity=capacity)
    for person in steps:
        index = Booking.unscoped.filter(event=event).exclude(status="cancelled")
        live = index.filter(name__isnull=False)
        mine = next((row for row in live if row.name == f"Tamu {person}"), None)
        if mine is None:
            book(event, person)
        else:
            bookings.leave(event=event, code=mine.code, viewer=PUBLIC)
        seats = seats_of(event)
        assert seats.seated <= capacity
        assert not (seats.waiting and seats.left)
