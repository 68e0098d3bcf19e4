"""An order is changed by two people or not at all."""

import pytest
from django.db import IntegrityError
from tests import factories as make
from tests.sentraki.cases.queueing import fresh, ready, sent

from sentraki.cases.models import OrderChange
from sentraki.cases.selectors.quota import waiting_list
from sentraki.cases.services import decisions, turns
from sentraki.kernel.access import Role
from sentraki.kernel.errors import Denied, Invalid, MoveRefused
from sentraki.ledger.models import EntryNote

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db):
    return make.make_issuing_office(region="36.71")


def three_waiting(office, officer):
    make.make_programme(office=office, quota=1)
    decisions.accept(case=ready(office, 1, officer), viewer=officer)
    return [decisions.waitlist(case=ready(office, n, officer), viewer=officer) for n in (2, 3, 4)]


def test_arrivals_are_numbered_as_they_come_and_keep_their_number(office):
    make.make_programme(office=office)
    first, second = sent(office, 1), sent(office, 2)

    assert [first.arrival_number, second.arrival_number] == [1, 2]
    assert [first.turn_number, second.turn_number] == [1, 2]


def test_two_people_move_a_file_up(office):
    asker, second = make.make_officer(office), make.make_officer(office, Role.SIGNATORY)
    waiting = three_waiting(office, asker)
    turns.ask_order(case=waiting[2], viewer=asker, reason="Berkas hilang di loket")
    assert list(waiting_list(waiting[0].programme)) == waiting

    turns.decide_order(case=waiting[2], viewer=second, granted=True)

    assert list(waiting_list(waiting[0].programme)) == [waiting[2], waiting[0], waiting[1]]
    assert EntryNote.objects.get().text == "Berkas hilang di loket"


def test_whoever_asks_does_not_decide(office):
    asker = make.make_officer(office)
    waiting = three_waiting(office, asker)
    change = turns.ask_order(case=waiting[2], viewer=asker, reason="Saudara")

    with pytest.raises(Denied):
        turns.decide_order(case=waiting[2], viewer=asker, granted=True)
    with pytest.raises(IntegrityError):
        OrderChange.objects.filter(pk=change.pk).update(decided_by_id=asker.person_id)


def test_a_refused_change_changes_nothing(office):
    asker, second = make.make_officer(office), make.make_officer(office, Role.ADMIN)
    waiting = three_waiting(office, asker)
    turns.ask_order(case=waiting[2], viewer=asker, reason="Diminta")
    turns.decide_order(case=waiting[2], viewer=second, granted=False)

    assert fresh(waiting[2]).turn_rank == 2
    with pytest.raises(MoveRefused):
        turns.decide_order(case=waiting[2], viewer=second, granted=True)


def test_a_change_needs_a_reason_and_a_file_that_waits(office):
    asker = make.make_officer(office)
    waiting = three_waiting(office, asker)
    with pytest.raises(Invalid):
        turns.ask_order(case=waiting[0], viewer=asker, reason=" ")
    turns.ask_order(case=waiting[0], viewer=asker, reason="Sebab")
    with pytest.raises(MoveRefused):
        turns.ask_order(case=waiting[0], viewer=asker, reason="Lagi")
    decisions.withdraw(case=waiting[1], viewer=asker)
    with pytest.raises(MoveRefused):
        turns.ask_order(case=waiting[1], viewer=asker, reason="Sebab")
