"""The office's list feeds the clock; everybody without a mark is asked, each once."""

import pytest
from django.urls import reverse
from tests import factories as make
from tests.events import make_event
from tests.sentraki.parties.sheets import bring

from sentraki.desk.enumeration import HEADINGS, rows
from sentraki.insight.office_list import districts, own_backlog, without_mark
from sentraki.kernel import clock
from sentraki.kernel.sheets import write_xlsx
from sentraki.ledger.models import Message
from sentraki.parties.models import Business
from sentraki.parties.services import imports

pytestmark = pytest.mark.django_db
COUNT, MARKED = 120, 8


@pytest.fixture
def office():
    office = make.make_office()
    for number, name in enumerate(("Ilir Satu", "Ilir Dua"), 1):
        make.make_region(f"16.71.0{number}", name)
    make.make_programme(office=office, quota=4)
    return office


@pytest.fixture
def sheet(office, tmp_path):
    who = make.make_officer(office)
    data = write_xlsx(HEADINGS, list(rows(("Ilir Satu", "Ilir Dua"), COUNT, MARKED)))
    batch = bring(tmp_path, office, who, data, name="pendataan.xlsx")
    imports.apply(batch=batch, viewer=who)
    return batch, who


def test_the_enumeration_says_who_has_a_mark_and_the_clock_follows(office, sheet):
    found = own_backlog(office, clock.today().year)

    assert (found.businesses, found.with_mark, found.without) == (COUNT, MARKED, 112)
    assert (found.years, found.years_with(3, 20)) == (28, 13)
    assert {one.name: one.businesses for one in districts(office)} == {
        "Ilir Dua": 60,
        "Ilir Satu": 60,
    }
    assert sum(one.without for one in districts(office)) == without_mark(office).count() == 112


def test_undoing_takes_everything_back(office, sheet):
    batch, who = sheet

    imports.undo(batch=batch, viewer=who)

    assert Business.unscoped.count() == 0
    assert own_backlog(office, clock.today().year) is None


def test_a_brand_written_in_that_column_is_no_answer(office, tmp_path):
    who = make.make_officer(office)
    data = write_xlsx(("Nama Usaha", "Nama Pemilik", "Merek"), [("Dapur", "Ani", "Sambal Ani")])

    batch = bring(tmp_path, office, who, data, name="usaha.xlsx")
    imports.apply(batch=batch, viewer=who)

    assert Business.unscoped.get().has_mark == ""
    assert own_backlog(office, clock.today().year) is None


def test_one_press_asks_everybody_without_a_mark_once(office, sheet):
    event = make_event(office=office)
    Business.unscoped.filter(has_mark="yes").update(joined_to=None)
    first = without_mark(office).first()
    first.email = "pemilik@uji.test"
    first.save()
    client, page = make.officer_client(office=office), reverse("desk:office-list")
    told = client.get(page).content.decode()
    assert "28" in told

    answer = client.post(page, {"event": event.public_id, "district": "16.71.01"})
    assert answer.status_code == 302
    again = client.post(page, {"event": event.public_id, "district": "16.71.01"})
    client.post(page, {"event": event.public_id})

    assert again.status_code == 422
    assert event.invitations.count() == 112
    assert Message.unscoped.filter(slug="event-invited").count() == 1
    listed = client.get(reverse("desk:event-invitations", args=[event.public_id]))
    assert "https://wa.me/62812" in listed.content.decode()


def test_a_communitys_list_is_read_line_by_line(office):
    event, client = make_event(office=office), make.officer_client(office=office)
    page = reverse("desk:event-invitations", args=[event.public_id])

    client.post(page, {"community": "APBJ", "people": "Bu A; 0812 3456 7001\nBu B;x\n\nBu C;0812"})

    assert list(event.invitations.values_list("community", flat=True)) == ["APBJ"]


def test_the_report_on_the_offices_paper_tells_the_clock(office, sheet):
    client = make.officer_client(office=office)

    answer = client.get(reverse("desk:figures-pdf"))

    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
