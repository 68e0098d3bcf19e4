"""The rush: one spot a person, arrival numbers without gaps, places for the first and no more."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from queue import SimpleQueue
from secrets import token_urlsafe

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from tests import factories as make
from tests.sentraki.cases.queueing import fresh

from sentraki.cases.models import Case, Place, Programme
from sentraki.cases.selectors.arrivals import spot_of
from sentraki.cases.selectors.health import CHECKS
from sentraki.cases.services import arrivals, holds
from sentraki.kernel import clock, ids
from sentraki.kernel.errors import Invalid, MoveRefused
from sentraki.ledger.models import Entry
from sentraki.portal.pace import Pace

KEY = "k" * 40


def a_queue(quota=2, **more):
    office = make.make_issuing_office(region="36.71")
    return make.make_programme(office=office, quota=quota, queue_opens_at=clock.now(), **more)


def come(programme, number, key=""):
    return arrivals.arrive(
        programme=programme,
        name=f"Pemohon {number}",
        phone=f"08120{number:06d}",
        key=key or f"{number:040d}",
    )


def problems():
    return {name: found for name, check in CHECKS.items() if (found := check())}


@pytest.mark.django_db
def test_the_first_get_places_and_the_others_waiting_numbers():
    programme = a_queue(quota=2)
    for number in range(1, 6):
        come(programme, number)

    rows = Case.unscoped.order_by("arrival_number")
    assert list(rows.values_list("arrival_number", "waiting_number")) == [
        (1, None), (2, None), (3, 1), (4, 2), (5, 3),
    ]  # fmt: skip
    assert list(Place.objects.values_list("number", "case__arrival_number")) == [(1, 1), (2, 2)]
    assert problems() == {}


@pytest.mark.django_db
def test_a_browser_finds_its_spot_again_however_often_it_sends_or_loads():
    programme = a_queue()
    first = come(programme, 1, KEY)
    again = come(programme, 1, KEY)
    corrected = come(programme, 2, KEY)

    assert first == again == corrected
    spot = spot_of(programme, KEY)
    assert (spot.code, spot.arrival, spot.place, spot.is_begun) == (first.code, 1, 1, False)
    assert spot_of(programme, "x" * 40) is None
    assert Case.unscoped.count() == 1


@pytest.mark.django_db
def test_one_phone_number_has_one_spot_and_another_browser_learns_nothing_of_it():
    programme = a_queue()
    come(programme, 1)

    assert come(programme, 1, KEY) is None
    assert spot_of(programme, KEY) is None
    assert Place.objects.count() == 1


@pytest.mark.django_db
def test_those_who_come_at_once_are_served_in_one_act():
    programme = a_queue(quota=2)
    comers = [
        arrivals._Comer(programme, f"P{n}", f"+62812{n}", f"phone{n % 4}", f"key{n % 5}")
        for n in range(8)
    ]
    arrivals._serve(comers)

    assert all(comer.case is not None for comer in comers)
    assert Entry.objects.filter(verb="programme.arrive").count() == 1
    assert Case.unscoped.count() == len({comer.case.pk for comer in comers}) == 4
    assert problems() == {}


@pytest.mark.django_db
def test_a_code_that_was_drawn_before_costs_nobody_the_spot(monkeypatch):
    programme = a_queue()
    taken = come(programme, 1).code
    draws = iter([taken, "TAN-2222-2223", "TAN-2222-2223", taken, "TAN-2222-2224"])
    monkeypatch.setattr(ids, "new_code", lambda _prefix: next(draws))
    comers = [
        arrivals._Comer(programme, f"P{n}", f"+62812{n}", f"phone{n}", f"key{n}") for n in (2, 3)
    ]
    arrivals._serve(comers)

    assert sorted(comer.case.code for comer in comers) == ["TAN-2222-2223", "TAN-2222-2224"]
    assert problems() == {}


@pytest.mark.django_db
def test_nobody_who_comes_later_gets_a_freed_place_before_those_who_wait():
    programme = a_queue(quota=1)
    come(programme, 1)
    come(programme, 2)
    with clock.freeze(clock.now() + timedelta(days=20)):
        assert holds.expire_holds() == 1
        late = come(programme, 3)

    assert Place.objects.filter(released_at=None).count() == 0
    assert fresh(late).waiting_number == 2
    assert Case.unscoped.get(arrival_number=1).turn_number == 3
    assert Case.unscoped.get(arrival_number=4).pk == late.pk


@pytest.mark.django_db
def test_the_budget_bounds_the_places_of_a_queue_too():
    programme = a_queue(quota=5, budget=1_000_000)
    for number in range(1, 5):
        come(programme, number)

    assert Place.objects.count() == 2
    assert problems() == {}


@pytest.mark.django_db
def test_the_queue_is_open_from_its_moment_to_the_end_of_the_window():
    later = a_queue()
    later.queue_opens_at = clock.now() + timedelta(minutes=1)
    later.save()
    with pytest.raises(MoveRefused):
        come(later, 1)
    with clock.freeze(clock.now() + timedelta(minutes=2)):
        assert come(later, 1) is not None
    for without in ({"queue_opens_at": None}, {"selection": "lottery"}):
        row = make.make_programme(
            office=later.office, name=str(without), **({"queue_opens_at": clock.now()} | without)
        )
        with pytest.raises(MoveRefused):
            come(row, 2)


@pytest.mark.django_db
@pytest.mark.parametrize(("phone", "key"), [("123", KEY), ("081200000001", "short")])
def test_no_phone_number_or_no_real_key_is_refused(phone, key):
    with pytest.raises(Invalid):
        arrivals.arrive(programme=a_queue(), name="x", phone=phone, key=key)
    assert Case.unscoped.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_crowd_of_threads_gets_every_place_once_and_no_number_twice():
    programme = a_queue(quota=10)
    people = [(number, token_urlsafe(32)) for number in range(1, 41)]

    def knock(person):
        number, key = person
        try:
            return come(programme, number, key).code
        finally:
            connection.close()

    with ThreadPoolExecutor(24) as pool:
        answers = list(pool.map(knock, people * 2))

    assert len(set(answers)) == 40
    assert answers[:40] == answers[40:]
    numbers = sorted(Case.unscoped.values_list("arrival_number", flat=True))
    assert numbers == list(range(1, 41))
    held = Place.objects.values_list("number", "case__arrival_number")
    assert sorted(held) == [(n, n) for n in range(1, 11)]
    assert problems() == {}


@pytest.mark.django_db(transaction=True)
def test_those_who_wait_in_a_thread_and_those_who_do_not_stand_in_one_line():
    programme = a_queue(quota=10)
    told: SimpleQueue[tuple[int, str]] = SimpleQueue()
    leading = ThreadPoolExecutor(1)

    def lead(work):
        def then_close():
            try:
                work()
            finally:
                connection.close()

        leading.submit(then_close)

    def knock(number):
        try:
            if number % 2:
                told.put((number, come(programme, number).code))
            else:
                arrivals.arrive_later(
                    programme=programme,
                    name=f"Pemohon {number}",
                    phone=f"+628120{number:06d}",
                    key=f"{number:040d}",
                    served=lambda case, error: told.put((number, case.code if case else error)),
                    start=lead,
                )
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(knock, range(1, 61)))
    answers = dict(told.get(timeout=60) for _ in range(60))
    leading.shutdown()

    assert told.empty()
    assert set(answers) == set(range(1, 61))
    codes = dict(Case.unscoped.values_list("arrival_number", "code"))
    assert sorted(codes) == list(range(1, 61))
    assert set(answers.values()) == set(codes.values())
    assert all(spot_of(programme, f"{n:040d}").code == code for n, code in answers.items())
    assert arrivals._LINE.is_led is False
    assert problems() == {}


@pytest.mark.django_db(transaction=True)
def test_whoever_waits_without_a_thread_is_told_what_went_wrong():
    programme = a_queue()
    told: SimpleQueue[tuple[Case | None, Exception | None]] = SimpleQueue()
    waiting = []
    facts = {"programme": programme, "name": "Pemohon", "phone": "+6281200000001", "key": KEY}
    arrivals.arrive_later(
        **facts, served=lambda case, error: told.put((case, error)), start=waiting.append
    )
    Programme.unscoped.filter(pk=programme.pk).update(
        closes_on=clock.today() - timedelta(days=1), opens_on=clock.today() - timedelta(days=9)
    )
    (lead,) = waiting
    lead()

    case, error = told.get(timeout=10)
    assert (case, type(error)) == (None, MoveRefused)
    assert Case.unscoped.count() == 0
    with pytest.raises(Invalid):
        arrivals.arrive_later(**facts | {"key": "short"}, served=told.put, start=waiting.append)
    assert len(waiting) == 1


@given(st.lists(st.floats(0, 120), max_size=60))
def test_a_connection_never_knocks_more_often_than_its_pace(times):
    pace, allowed = Pace(burst=5, per_minute=12), 0
    for at in sorted(times):
        allowed += pace.wait("192.0.2.1", now=at) == 0

    assert allowed <= 5 + 12 * (max(times, default=0) - min(times, default=0)) / 60 + 1


def test_whoever_waits_as_told_is_let_in():
    pace = Pace(burst=1, per_minute=12)
    assert pace.wait("192.0.2.1", now=0) == 0
    wait = pace.wait("192.0.2.1", now=0)
    assert 4.9 < wait < 5.1
    assert pace.wait("192.0.2.2", now=0) == 0
    assert pace.wait("192.0.2.1", now=wait + 0.01) == 0


@pytest.mark.django_db
def test_many_people_at_once_are_a_crowd_for_a_moment_and_many_clicks_of_one_are_none(monkeypatch):
    programme = a_queue()

    def come_at_once(numbers):
        arrivals._LINE.comers.extend(
            arrivals._Comer(programme, f"P{n}", f"+62812{n}", f"phone{n}", f"key{n}")
            for n in numbers
        )
        arrivals._lead()

    come_at_once([2, 3])
    come_at_once([4] * arrivals.CROWD)
    assert not arrivals.is_crowded()
    come_at_once(range(5, 5 + arrivals.CROWD))
    assert arrivals.is_crowded()

    monkeypatch.setattr(arrivals._LINE, "crowd_at", arrivals._LINE.crowd_at - arrivals.CROWD_LASTS)
    assert not arrivals.is_crowded()
