"""What a desk wrote down without a line arrives once, and nobody is joined by the program."""

import base64

import pytest
from django.urls import reverse
from tests import factories as make
from tests.events import make_event
from tests.laptops import Laptop, hashed

from sentraki.cases.models import Case, Place
from sentraki.cases.services.reference import load_reference
from sentraki.desk import event_sync
from sentraki.events.models import DeskRecord, Device, JoinQuestion, Visit
from sentraki.events.rules.desk import Answer
from sentraki.events.selectors.devices import sheets_of
from sentraki.events.selectors.events import guests
from sentraki.events.services import bookings, devices
from sentraki.kernel import clock
from sentraki.kernel.access import Role, Viewer
from sentraki.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db):
    load_reference()
    office = make.make_issuing_office()
    make.make_region("16.71.01")
    make.make_programme(office=office, quota=10)
    return office


@pytest.fixture
def event(office):
    return make_event(office=office)


@pytest.fixture
def officer(office):
    return make.make_officer(office)


@pytest.fixture
def laptop(event, officer):
    return prepared(event, officer)


def prepared(event, officer, **more):
    told = devices.prepare(event=event, viewer=officer)
    return Laptop(told.device.name, told.token, **more)


def held():
    return Place.objects.filter(released_at=None).count()


def test_a_person_of_the_desk_becomes_a_visit_a_file_and_a_place(event, laptop):
    laptop.register(1)

    (answer,) = laptop.send().json()["answers"]

    case = Case.unscoped.get()
    visit = Visit.unscoped.get()
    assert answer["state"] == "applied"
    assert (answer["code"], answer["place"]) == (case.code, 1)
    assert case.status == "submitted"
    assert case.origin_ref == f"events.visit:{visit.pk}"
    assert visit.case_ref == f"cases.case:{case.pk}"
    assert case.business.owner_name == "IBU CONTOH 1"
    assert visit.told_at is not None
    assert laptop.answers[answer["id"]]["receipt"] == DeskRecord.unscoped.get().receipt


def test_sent_again_nothing_is_written_and_the_answer_is_the_same(laptop):
    laptop.register(1)
    first = laptop.send().json()["answers"]
    entries = Entry.objects.count()

    assert laptop.send().json()["answers"] == first
    assert Entry.objects.count() == entries
    assert (Case.unscoped.count(), held()) == (1, 1)


def test_two_desks_that_met_one_person_ask_an_officer(event, officer, laptop):
    other = prepared(event, officer)
    laptop.register(1)
    other.register(1, names=["Nama Kedua"])
    laptop.send()

    (answer,) = other.send().json()["answers"]

    question = JoinQuestion.unscoped.get()
    assert answer["state"] == "question"
    assert answer["place"] == 0
    assert question.reasons == "nik,phone,name"
    assert (Case.unscoped.count(), held()) == (2, 1)


def test_one_person_keeps_the_first_file_and_the_second_is_withdrawn(event, officer, laptop):
    other = prepared(event, officer)
    laptop.register(1)
    other.register(1)
    laptop.send()
    other.send()

    event_sync.answer(question=JoinQuestion.unscoped.get(), viewer=officer, said=Answer.SAME)

    assert sorted(Case.unscoped.values_list("status", flat=True)) == ["submitted", "withdrawn"]
    assert (held(), guests(event).count()) == (1, 1)
    other.send()
    assert [row["state"] for row in other.answers.values()] == ["applied"]


def test_two_people_keep_both_files_and_the_second_takes_a_place(event, officer, laptop):
    other = prepared(event, officer)
    laptop.register(1)
    other.register(1, nik="0099014501850777", owner_name="BAPAK LAIN")
    laptop.send()
    other.send()
    assert JoinQuestion.unscoped.get().reasons == "phone"

    event_sync.answer(question=JoinQuestion.unscoped.get(), viewer=officer, said=Answer.DIFFERENT)

    assert held() == 2
    assert guests(event).count() == 2
    assert {v.case_ref for v in guests(event)} == {
        f"cases.case:{c.pk}" for c in Case.unscoped.all()
    }


def test_one_ticket_checked_in_at_two_desks_is_one_guest(event, officer, laptop):
    ticket = bookings.book(
        event=event, viewer=Viewer.public(), name="Ibu Tiket", phone="081234000001"
    ).code
    other = prepared(event, officer)
    for desk in (laptop, other):
        desk.check_in(ticket)
        desk.send()

    assert guests(event).count() == 1
    assert DeskRecord.unscoped.filter(state="applied").count() == 2


def test_other_content_under_one_id_is_kept_as_a_question_and_the_first_stands(laptop):
    record = laptop.register(1)
    laptop.send()
    changed = hashed({**record, "body": record["body"].replace("CONTOH", "LAIN")})

    (answer,) = laptop.send([changed]).json()["answers"]

    assert answer["state"] == "differs"
    assert Case.unscoped.get().applicant_name == "IBU CONTOH 1"
    assert JoinQuestion.unscoped.get().content["owner_name"] == "IBU LAIN 1"


def test_a_record_damaged_on_the_way_is_not_kept(laptop):
    record = laptop.register(1)

    (answer,) = laptop.send([{**record, "body": record["body"][:-2] + " }"}]).json()["answers"]

    assert answer["state"] == "damaged"
    assert not DeskRecord.unscoped.exists()


def test_what_cannot_be_worked_in_is_kept_and_asked_about(laptop):
    laptop.register(1, nik="123")

    (answer,) = laptop.send().json()["answers"]

    assert answer["state"] == "question"
    assert JoinQuestion.unscoped.get().doubt == "unfit"
    assert not Case.unscoped.exists()
    assert DeskRecord.unscoped.get().content["nik"] == "123"


@pytest.mark.parametrize("off", [-6 * 365 * 86400, 47 * 60])
def test_a_wrong_clock_is_flagged_and_not_believed(event, officer, off):
    desk = prepared(event, officer, off=off)
    desk.register(1)
    desk.send()

    record = DeskRecord.unscoped.get()
    assert record.clock_doubted
    assert abs(record.clock_offset - off) <= 2
    assert abs((record.received_at - Case.unscoped.get().created_at).total_seconds()) < 60
    assert sheets_of(officer, event)[0].minutes_off == round(record.clock_offset / 60)


def test_a_lost_laptop_is_refused_and_its_unsent_numbers_are_listed(event, officer, laptop):
    for n in range(4):
        laptop.register(n)
    laptop.send([laptop.book[0], laptop.book[2]])
    devices.revoke(device=Device.unscoped.get(), viewer=officer)

    assert laptop.send().status_code == 401

    (sheet,) = sheets_of(officer, event)
    assert sheet.lost_numbers == ("M1-002", "M1-004")
    assert sheet.lost_records == 2
    assert sheet.unknown_from == "M1-005"
    assert Case.unscoped.count() == 2


def test_a_desk_stops_when_its_officer_no_longer_works_there(office, event):
    membership = make.make_membership(role=Role.INTAKE, office=office)
    viewer = make.viewer(Role.INTAKE, office, person=membership.person)
    desk = prepared(event, viewer)
    desk.register(1)
    membership.ended_at = clock.now()
    membership.save()

    assert desk.send().status_code == 401
    assert not DeskRecord.unscoped.exists()


def test_nobody_gets_in_with_a_made_up_token_or_an_unreadable_message(event, laptop):
    stranger = Laptop("M1", "x" * 32)
    assert stranger.send([]).status_code == 401
    for text in ("", "[]", "{"):
        laptop.message = lambda records, text=text: text  # type: ignore[method-assign]
        assert laptop.send([]).status_code in (200, 400)


def test_no_place_is_given_before_those_who_wait(office, event, laptop):
    programme = make.make_programme(office=office, quota=1, name="Kecil", year=2099)
    assert programme.quota == 1
    for n in (1, 2):
        laptop.register(n)
    laptop.send()

    assert [row["place"] for row in laptop.answers.values()] == [1, 0]
    assert {row["state"] for row in laptop.answers.values()} == {"applied"}


def test_a_record_our_own_mistake_stopped_is_listed_and_tried_again(
    event, office, laptop, settings, tmp_path
):
    place, settings.BLOB_ROOT = settings.BLOB_ROOT, tmp_path / "full"
    settings.BLOB_ROOT.write_text("no room for files here")
    laptop.register(1, label=base64.b64encode(make.make_picture()).decode())
    laptop.register(2)
    laptop.send()
    stuck = DeskRecord.unscoped.get(number="M1-001")
    assert (stuck.state, Case.unscoped.count()) == ("received", 1)
    assert stuck.failure in ("FileExistsError", "NotADirectoryError")
    client = make.officer_client(office=office)
    page = reverse("desk:event-desks", args=[event.public_id])
    assert stuck.failure in client.get(page).content.decode()

    again = reverse("desk:event-desk-retry", args=[event.public_id])
    client.post(again, {"idempotency_key": "a"})
    assert DeskRecord.unscoped.get(pk=stuck.pk).state == "received"
    settings.BLOB_ROOT = place
    client.post(again, {"idempotency_key": "b"})

    worked = DeskRecord.unscoped.get(pk=stuck.pk)
    assert (worked.state, worked.failure) == ("applied", "")
    assert Case.unscoped.count() == Visit.unscoped.count() == 2
    assert stuck.number not in client.get(page).content.decode()
    tries = Entry.objects.filter(verb="event.try-again").values_list("payload", flat=True)
    assert [(one["records"], one["left"]) for one in tries] == [(1, 1), (1, 0)]


def test_trying_again_while_nothing_is_stuck_makes_nothing(event, officer, laptop):
    laptop.register(1)
    laptop.send()
    before = Case.unscoped.count(), Visit.unscoped.count()

    assert event_sync.try_again(event=event, viewer=officer) == (0, 0)
    assert (Case.unscoped.count(), Visit.unscoped.count()) == before
