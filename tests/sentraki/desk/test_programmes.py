"""Programmes: their places and files for everybody of the region, their form for its office."""

from datetime import date

import pytest
from django.urls import reverse
from tests import factories as make
from tests.sentraki.desk.desk_pages import text_of

from sentraki.cases.models import Programme
from sentraki.kernel.access import Role
from sentraki.ledger.models import Entry

pytestmark = pytest.mark.django_db
LIST = reverse("desk:programmes")
NEW = reverse("desk:programme-new")
GIVEN = {
    "name": "Fasilitasi merek", "year": "2026", "quota": "40", "fund_source": "APBD",
    "budget": "20000000", "classes_per_mark": "1", "opens_on": "2026-01-05",
    "closes_on": "2026-12-20", "selection": "first_come", "rules_text": "Punya NIB\nBerusaha",
}  # fmt: skip


@pytest.fixture
def office(db):
    return make.make_issuing_office()


def page_of(name: str, row: Programme) -> str:
    return reverse(f"desk:{name}", args=[row.public_id])


def test_an_administrator_sets_up_a_programme_once(office):
    admin = make.officer_client(Role.ADMIN, office)
    first = admin.post(NEW, GIVEN | {"idempotency_key": "p"})
    again = admin.post(NEW, GIVEN | {"idempotency_key": "p"})

    row = Programme.unscoped.get()
    assert first.url == again.url == page_of("programme", row)
    assert (row.quota, row.closes_on) == (40, date(2026, 12, 20))
    page = text_of(admin.get(first.url))
    assert "Masih ada 40 dari 40 tempat" in page
    assert "Punya NIB" in page
    assert "Rp20.000.000" in page


def test_what_cannot_be_taken_is_said_beside_the_field(office):
    admin = make.officer_client(Role.ADMIN, office)
    answer = admin.post(NEW, GIVEN | {"closes_on": "2025-01-01", "quota": "-1"})

    assert answer.status_code == 422
    assert {"closes_on", "quota"} <= set(answer.context["form"].errors)
    assert 'value="APBD"' in answer.content.decode()
    assert Programme.unscoped.count() == 0


def test_the_quota_never_falls_below_the_places_taken(office):
    make.make_programme(office=office, quota=2)
    make.make_accepted(office=office)
    row = Programme.unscoped.get()
    admin = make.officer_client(Role.ADMIN, office)
    answer = admin.post(page_of("programme-edit", row), GIVEN | {"quota": "0"})

    assert answer.status_code == 422
    assert "quota" in answer.context["form"].errors
    fitting = GIVEN | {"quota": "1", "opens_on": row.opens_on.isoformat()}
    assert admin.post(page_of("programme-edit", row), fitting).status_code == 302


def test_the_page_counts_its_files_by_state(office):
    make.make_programme(office=office, quota=2)
    make.make_accepted(office=office)
    row = Programme.unscoped.get()
    page = make.officer_client(Role.VERIFIER, office).get(page_of("programme", row))

    assert f"antre=accepted&amp;program={row.public_id}" in page.content.decode()
    assert "Masih ada 1 dari 2 tempat" in text_of(page)


def test_neighbours_in_the_region_read_and_do_not_change(office):
    row = make.make_programme(office=office)
    neighbour = make.officer_client(Role.ADMIN, make.make_office(region="16.71"))

    assert neighbour.get(page_of("programme", row)).status_code == 200
    assert neighbour.get(page_of("programme-edit", row)).status_code == 404
    assert neighbour.post(page_of("programme-edit", row), GIVEN).status_code == 404


def test_another_region_finds_nothing(office):
    row = make.make_programme(office=office)
    elsewhere = make.officer_client(Role.ADMIN, make.make_office(region="36.71"))

    assert elsewhere.get(page_of("programme", row)).status_code == 404
    assert elsewhere.get(page_of("programme-edit", row)).status_code == 404
    assert row.name not in elsewhere.get(LIST).content.decode()


@pytest.mark.parametrize("role", [Role.INTAKE, Role.VERIFIER, Role.SIGNATORY, Role.AUDITOR])
def test_only_administrators_set_programmes(office, role):
    client = make.officer_client(role, office)

    assert client.get(LIST).status_code == 200
    assert client.post(NEW, GIVEN).status_code == 403
    assert not Entry.objects.filter(verb="programme.set").exists()
