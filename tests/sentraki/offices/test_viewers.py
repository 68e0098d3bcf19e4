"""Who looks is worked out anew for each request."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from tests import factories

from sentraki.kernel import clock
from sentraki.kernel.access import OFFICERS, Role, Viewer
from sentraki.offices import viewers
from sentraki.offices.models import Membership, Person
from sentraki.offices.rules import OfficeKind
from sentraki.offices.services import people

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.sentraki.offices.faces")]
PUBLIC = {"role": "public", "regions": [], "grants": [], "second_factor": False, "office": ""}


def seen_by(client: Client) -> dict:
    return client.get("/").json()


def role_of(client: Client) -> str:
    return seen_by(client)["role"]


def test_anybody_is_the_public_and_asks_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(1):  # the one public office, because the page shows it
        assert seen_by(client) == PUBLIC


@pytest.mark.parametrize("role", sorted(OFFICERS - {Role.KANWIL}))
def test_an_officer_looks_with_role_and_region_of_the_office(role):
    office = factories.make_office(region="16.71")

    seen = seen_by(factories.officer_client(role, office))

    assert (seen["role"], seen["regions"], seen["second_factor"]) == (role, ["16.71"], True)


def test_a_log_in_without_second_factor_is_not_taken_for_one_with_it():
    person = factories.make_membership().person
    factories.make_factor(person)

    assert not seen_by(factories.log_in(Client(), person, second_factor=False))["second_factor"]


def test_a_second_factor_that_was_removed_counts_no_more():
    person = factories.make_membership().person
    client = factories.log_in(Client(), person)
    factories.make_factor(person).delete()

    assert not seen_by(client)["second_factor"]


def test_a_record_of_somebody_elses_factor_counts_for_nothing():
    mine, theirs = factories.make_membership().person, factories.make_membership().person
    client = factories.log_in(Client(), mine)
    records = client.session["account_authentication_methods"]
    records[0]["id"] = factories.make_factor(theirs).pk
    session = client.session
    session["account_authentication_methods"] = records
    session.save()

    assert not seen_by(client)["second_factor"]


def test_an_officers_page_costs_a_fixed_number_of_queries(django_assert_num_queries):
    client = factories.officer_client()
    role_of(client)

    with django_assert_num_queries(4):  # session, person, roles, the page's public office
        role_of(client)


class TestStaleRights:
    @pytest.fixture
    def membership(self):
        return factories.make_membership()

    @pytest.fixture
    def client(self, membership):
        client = factories.log_in(Client(), membership.person)
        assert role_of(client) == Role.VERIFIER
        return client

    def test_an_ended_role_is_gone_at_the_next_click(self, client, membership):
        people.end_membership(viewer=factories.SYSTEM, membership=membership)

        assert seen_by(client) == {**PUBLIC, "office": seen_by(client)["office"]}
        assert client.get("/meja/").status_code == 302

    def test_a_role_whose_last_day_has_passed_is_gone(self, client, membership):
        Membership.objects.update(valid_until=date(2020, 2, 1))

        assert role_of(client) == Role.PUBLIC

    def test_a_role_that_begins_tomorrow_is_not_there_yet(self, client, membership):
        Membership.objects.update(valid_from=clock.today() + timedelta(days=1))

        assert role_of(client) == Role.PUBLIC

    def test_a_changed_role_works_at_once(self, client, membership):
        Membership.objects.update(role=Role.AUDITOR)

        assert role_of(client) == Role.AUDITOR

    def test_an_office_moved_to_another_region_takes_its_people_along(self, client, membership):
        membership.office.region = factories.make_region("17.71")
        membership.office.save()

        assert seen_by(client)["regions"] == ["17.71"]

    def test_a_person_who_was_switched_off_is_nobody(self, client, membership):
        Person.objects.update(is_active=False)

        assert role_of(client) == Role.PUBLIC

    def test_a_reset_second_factor_ends_the_log_in(self, client, membership):
        people.reset_second_factor(
            viewer=factories.SYSTEM, person=membership.person, office=membership.office
        )

        assert role_of(client) == Role.PUBLIC
        assert "_auth_user_id" not in client.session

    def test_a_new_password_ends_the_log_in(self, client, membership):
        membership.person.set_password("lain-sekali-dan-panjang")
        membership.person.save()

        assert role_of(client) == Role.PUBLIC


class TestSeveralRoles:
    @pytest.fixture
    def roles(self):
        person = factories.make_person()
        here = factories.make_membership(person=person, role=Role.INTAKE)
        there = factories.make_membership(
            person=person, role=Role.VERIFIER, office=factories.make_office(region="17.71")
        )
        return here, there

    @pytest.fixture
    def client(self, roles):
        return factories.log_in(Client(), roles[0].person)

    def test_nobody_guesses_which_is_meant(self, client):
        assert role_of(client) == Role.PUBLIC

        answer = client.get("/meja/")
        assert (answer.status_code, answer.url) == (302, "/akun/peran/?next=/meja/")

    def test_the_choice_is_kept(self, client, roles):
        answer = client.post("/akun/peran/", {"membership": roles[1].pk, "next": "/meja/"})

        assert (answer.status_code, answer.url) == (302, "/meja/")
        assert seen_by(client)["regions"] == ["17.71"]

    def test_a_stranger_to_this_site_is_never_the_next_page(self, client, roles):
        answer = client.post(
            "/akun/peran/", {"membership": roles[1].pk, "next": "https://jahat.test/"}
        )

        assert answer.url == "/kantor/meja/"

    @pytest.mark.parametrize("wanted", ["", "0", "x", "9" * 30])
    def test_what_is_not_a_role_of_this_person_cannot_be_chosen(self, client, wanted):
        assert client.post("/akun/peran/", {"membership": wanted}).status_code == 200
        assert role_of(client) == Role.PUBLIC

    def test_somebody_elses_role_cannot_be_chosen(self, client):
        foreign = factories.make_membership(role=Role.ADMIN)

        client.post("/akun/peran/", {"membership": foreign.pk})

        assert role_of(client) == Role.PUBLIC

    def test_a_chosen_role_that_ended_does_not_fall_back_on_the_other(self, client, roles):
        client.post("/akun/peran/", {"membership": roles[1].pk})
        people.end_membership(viewer=factories.SYSTEM, membership=roles[1])

        assert role_of(client) == Role.PUBLIC


class TestGrants:
    def test_a_granted_thing_makes_an_applicant_of_its_holder(self, client):
        client.post("/hak/", {"ref": "cases.case:12"})

        seen = seen_by(client)
        assert (seen["role"], seen["grants"]) == (Role.APPLICANT, ["cases.case:12"])

    def test_a_grant_gives_the_session_a_new_key(self, client):
        client.post("/hak/", {"ref": "cases.case:12"})
        before = client.session.session_key
        client.post("/hak/", {"ref": "cases.case:13"})

        assert client.session.session_key != before
        assert seen_by(client)["grants"] == ["cases.case:12", "cases.case:13"]

    def test_grants_run_out(self, client, settings):
        now = datetime(2026, 6, 17, tzinfo=UTC)
        with clock.freeze(now):
            client.post("/hak/", {"ref": "cases.case:12"})
        with clock.freeze(now + timedelta(hours=settings.GRANT_HOURS, minutes=1)):
            assert role_of(client) == Role.PUBLIC

    def test_only_the_newest_grants_are_kept(self, client):
        for number in range(viewers.MOST_GRANTS + 5):
            client.post("/hak/", {"ref": f"cases.case:{number}"})

        grants = seen_by(client)["grants"]
        assert len(grants) == viewers.MOST_GRANTS
        assert "cases.case:0" not in grants

    def test_an_officer_who_logs_in_does_not_carry_an_applicants_grants(self, client):
        client.post("/hak/", {"ref": "cases.case:12"})
        factories.log_in(client, factories.make_membership().person)

        assert seen_by(client)["grants"] == []
        client.logout()
        assert role_of(client) == Role.PUBLIC

    def test_what_is_no_ref_cannot_be_granted(self, rf):
        request = rf.get("/")
        request.session = {}
        with pytest.raises(ValueError, match="not a ref"):
            viewers.grant(request, "everything")

    def test_grants_can_be_given_back(self):
        client = factories.applicant_client("cases.case:1")
        assert role_of(client) == Role.APPLICANT
        request = type("R", (), {"session": client.session})()

        viewers.revoke_grants(request)

        assert role_of(client) == Role.PUBLIC


class TestTimeOuts:
    START = datetime(2026, 6, 17, 1, 0, tzinfo=UTC)

    @pytest.fixture
    def client(self):
        with clock.freeze(self.START):
            return factories.officer_client()

    def at(self, **later):
        return clock.freeze(self.START + timedelta(**later))

    def test_fourteen_minutes_of_silence_are_fine_and_start_the_clock_anew(self, client):
        for minutes in (14, 28, 42):
            with self.at(minutes=minutes):
                assert role_of(client) == Role.VERIFIER

    def test_sixteen_minutes_of_silence_end_the_log_in(self, client):
        with self.at(minutes=16):
            assert role_of(client) == Role.PUBLIC
            assert "_auth_user_id" not in client.session

    def test_twelve_hours_end_it_however_busy_somebody_is(self, client):
        for minutes in range(0, 12 * 60, 10):
            with self.at(minutes=minutes):
                assert role_of(client) == Role.VERIFIER
        with self.at(hours=12, minutes=1):
            assert role_of(client) == Role.PUBLIC

    def test_the_account_pages_know_the_clock_too(self, client):
        with self.at(minutes=16):
            answer = client.get("/akun/peran/")
        assert answer.url.startswith("/akun/masuk/")

    def test_a_log_in_without_stamps_is_ended(self, client):
        session = client.session
        del session[viewers.SEEN_AT], session[viewers.SIGNED_IN_AT]
        session.save()

        assert role_of(client) == Role.PUBLIC


def test_the_public_viewer_holds_nothing():
    assert Viewer.public().regions == ()
    assert not Viewer.public().covers("16.71")


@pytest.mark.parametrize(
    ("role", "regions"), [(Role.KANWIL, ["16"]), (Role.ADMIN, []), (Role.AUDITOR, [])]
)
def test_only_the_officers_of_a_kanwil_look_into_its_province(role, regions):
    kanwil = factories.make_office(region="16", kind=OfficeKind.KANWIL)

    seen = seen_by(factories.officer_client(role, kanwil))

    assert (seen["role"], seen["regions"]) == (role, regions)
