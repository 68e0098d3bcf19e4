"""Story S2 over HTTP in small: announced, booked, walked in, a file begun at the desk."""

import pytest
from django.test import Client
from django.urls import reverse
from tests import factories as make
from tests.events import make_event

from sentraki.cases.models import Case
from sentraki.events.models import Booking, Event, Visit
from sentraki.events.services import visits
from sentraki.kernel.access import Role
from sentraki.parties.selectors.subsectors import subsectors

pytestmark = pytest.mark.django_db
CODES = [sector.code for sector in subsectors()]
FORM = {
    "kind": "talkshow", "title": "Bincang 17 subsektor", "place": "Aula", "capacity": "40",
    "starts_at": "2027-04-14T08:00", "ends_at": "2027-04-14T12:00",
    "agreement": "180/PKS/2027", "walk_ins": "on", "is_announced": "on",
}  # fmt: skip


@pytest.fixture
def office():
    make.make_region("16.71.01", "Ilir Barat Dua")
    return make.make_issuing_office()


@pytest.fixture
def officer(office):
    return make.officer_client(office=office, role=Role.VERIFIER)


def test_the_story_of_the_talkshow(office, officer, settings):
    settings.QUEUE_BURST = 1_000
    officer.post(reverse("desk:event-new"), FORM)
    event = Event.unscoped.get()
    public, page = Client(), reverse("portal:event", args=[event.public_id])
    assert "40" in public.get(page).content.decode()
    for n in range(6):
        sent = {"name": f"Tamu {n}", "phone": f"08123400{n:04d}", "subsector": CODES[n]}
        ticket = public.post(page, sent)
        assert ticket.status_code == 302
    door = reverse("desk:event-door", args=[event.public_id])
    for n, seat in enumerate(Booking.unscoped.order_by("number")):
        address = (
            f"http://testserver{reverse('portal:event-ticket', args=[event.public_id, seat.code])}"
        )
        assert officer.post(door, {"code": address if n % 2 else seat.code}).status_code == 302
    for n in range(4):
        assert (
            officer.post(door, {"name": f"Datang {n}", "subsector": CODES[16]}).status_code == 302
        )

    visit = Visit.unscoped.filter(booking=None).first()
    begin = reverse("desk:case-new") + f"?kunjungan={visit.pk}"
    assert visit.name in officer.get(begin).content.decode()
    answer = officer.post(
        reverse("desk:case-new"),
        {
            "kunjungan": str(visit.pk), "owner_kind": "person", "owner_name": "IBU DATANG",
            "phone": "081234599999", "nik": "0071014101800099", "trade_name": "Dapur",
            "scale": "micro", "district_code": "16.71.01", "street": "Jalan 1",
            "mark_name": "Loketku", "mark_type": "word", "description": "Tulisan",
            "colours": "merah", "goods": "sambal", "nice_class": "30", "facilitate": "on",
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()[:2000]
    case = Case.unscoped.get()
    assert case.origin_ref == f"events.visit:{visit.pk}"
    assert Visit.unscoped.get(pk=visit.pk).case_ref == f"cases.case:{case.pk}"

    told = officer.get(reverse("desk:event", args=[event.public_id])).content.decode()
    assert case.code in told
    assert "180/PKS/2027" in told
    assert told.count("<progress") == 18


def test_two_records_of_one_person_are_joined_by_the_officer_who_looked(office, officer):
    event = make_event(office=office)
    who = visits.Arrival(name="Ibu", phone="081234000001")
    me = make.make_officer(office)
    one, two = (visits.check_in(event=event, viewer=me, arrival=who) for _ in range(2))
    page = reverse("desk:event", args=[event.public_id])
    assert str(two.pk) in officer.get(page).content.decode()

    officer.post(
        reverse("desk:event-join", args=[event.public_id]),
        {"keep": str(one.pk), "other": str(two.pk)},
    )

    assert Visit.unscoped.get(pk=two.pk).joined_to_id == one.pk


def test_an_incomplete_wish_to_join_says_why_and_changes_nothing(office, officer):
    event = make_event(office=office)

    answer = officer.post(reverse("desk:event-join", args=[event.public_id]), {"keep": "x"})

    assert answer.status_code == 302
