"""Officers are added, their roles ended, their second factor reset: by somebody else, on record."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from tests import factories as make

from sentraki.kernel.access import Role
from sentraki.ledger.models import Entry
from sentraki.offices.models import Membership, Person

pytestmark = pytest.mark.django_db

PEOPLE = "/kantor/pengaturan/petugas/"
ADD = "/kantor/pengaturan/petugas/tambah/"


@pytest.fixture
def office():
    return make.make_office()


def admin_of(office):
    member = make.make_membership(office=office, role=Role.ADMIN)
    return make.log_in(make.Client(), member.person), member


def told(**more):
    return {"email": "baru@uji.test", "name": "Petugas Baru", "role": "verifier", **more}


def address(name, member):
    return reverse(f"desk:{name}", args=(member.pk,))


def test_an_officer_is_added_once_with_an_entry_without_name_or_address(office):
    client, _admin = admin_of(office)

    first = client.post(ADD, told(idempotency_key="p1"))
    second = client.post(ADD, told(idempotency_key="p1"))

    person = Person.objects.get(email="baru@uji.test")
    assert first.status_code == second.status_code == 302
    assert person.memberships.get().role == "verifier"
    entry = Entry.objects.get(verb="person.add")
    assert entry.payload == {"person": f"offices.person:{person.pk}", "role": "verifier"}
    assert "Petugas Baru" in client.get(PEOPLE).content.decode()


def test_an_administrator_cannot_become_a_signatory_by_the_own_address(office):
    client, admin = admin_of(office)

    answer = client.post(ADD, told(email=admin.person.email, role="signatory"))

    assert answer.status_code == 200
    assert admin.person.memberships.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"nip": "123"}, {"email": "x"}, {"role": "kanwil"}, {"name": ""}]
)
def test_a_form_with_a_mistake_adds_nobody(office, wrong):
    client, _admin = admin_of(office)

    assert client.post(ADD, told(**wrong)).status_code == 200
    assert Membership.objects.filter(office=office).count() == 1


def test_a_role_ends_at_once_and_stays_in_the_list(office):
    client, _admin = admin_of(office)
    member = make.make_membership(office=office, role=Role.INTAKE)
    other = make.log_in(make.Client(), member.person)

    asked = client.get(address("membership-end", member)).content.decode()
    client.post(address("membership-end", member))

    member.refresh_from_db()
    assert member.person.name in asked
    assert member.ended_at is not None
    assert other.get("/kantor/hak/").status_code == 302
    assert client.get(address("membership-end", member)).status_code == 404


def test_a_lost_second_factor_is_forgotten(office):
    client, _admin = admin_of(office)
    member = make.make_membership(office=office, role=Role.INTAKE)
    make.make_factor(member.person)

    client.post(address("person-reset", member))

    assert not Authenticator.objects.filter(user=member.person).exists()
    assert Entry.objects.filter(verb="person.reset-second-factor").count() == 1


def test_nobody_ends_or_resets_themselves(office):
    client, admin = admin_of(office)

    assert client.post(address("membership-end", admin)).status_code == 403
    assert client.post(address("person-reset", admin)).status_code == 403


def test_people_of_another_office_are_not_there(office):
    client, _admin = admin_of(office)
    stranger = make.make_membership(office=make.make_office())

    assert stranger.person.email not in client.get(PEOPLE).content.decode()
    for name in ("membership-end", "person-reset"):
        assert client.get(address(name, stranger)).status_code == 404
        assert client.post(address(name, stranger)).status_code == 404


def test_auditors_look_and_verifiers_do_not(office):
    auditor = make.officer_client(Role.AUDITOR, office)
    verifier = make.officer_client(Role.VERIFIER, office)

    assert auditor.get(PEOPLE).status_code == 200
    assert auditor.get(ADD).status_code == 403
    assert verifier.get(PEOPLE).status_code == 403
