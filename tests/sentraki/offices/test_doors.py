"""A door lets in by role and second factor, per method, and says where to go otherwise."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from tests import factories
from tests.sentraki.offices import faces

from sentraki.kernel.access import OFFICERS, Role
from sentraki.offices import doors
from sentraki.offices.doors import DECLARED_ELSEWHERE, door

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.sentraki.offices.faces")]
LOG_IN = "/akun/masuk/?next=/meja/"


def test_a_view_shows_what_its_methods_are():
    assert dict(faces.desk_page.door) == {
        "GET": "test-officers.view",
        "HEAD": "test-officers.view",
        "POST": "test-verify.view",
    }
    assert dict(faces.grant_page.door) == {"POST": "test-open.view"}


@pytest.mark.parametrize("named", [{}, {"get": None}, {"trace": "test-open.view"}, {"head": "x"}])
def test_a_door_without_a_proper_method_is_refused(named):
    with pytest.raises(ValueError, match="a door needs actions"):
        door(**named)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_a_method_without_action_is_405_for_everybody(client, method):
    answer = getattr(client, method)("/meja/")

    assert answer.status_code == 405
    assert answer["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_options_tells_the_methods_and_runs_nothing(client):
    answer = client.options("/tolak/denied/")

    assert (answer.status_code, answer["Allow"]) == (200, "GET, HEAD, OPTIONS")


def test_a_stranger_at_an_officers_page_goes_to_the_log_in_and_back(client):
    answer = client.get("/meja/")

    assert (answer.status_code, answer.url) == (302, LOG_IN)


def test_a_stranger_who_sends_a_form_comes_back_to_the_desk(client):
    assert client.post("/meja/").url == "/akun/masuk/?next=/kantor/meja/"


@pytest.mark.parametrize("role", sorted(OFFICERS))
def test_get_and_post_are_two_rights(role):
    client = factories.officer_client(role)

    assert client.get("/meja/").status_code == 200
    assert client.head("/meja/").status_code == 200
    assert client.post("/meja/").status_code == (200 if role == Role.VERIFIER else 403)


def test_an_applicant_is_no_officer():
    assert factories.applicant_client("cases.case:1").get("/meja/").url == LOG_IN


def test_an_officer_without_any_second_factor_goes_to_its_set_up():
    client = factories.log_in(Client(), factories.make_membership().person, second_factor=False)

    assert client.get("/meja/").url == "/akun/dua-langkah/?next=/meja/"


def test_an_officer_who_has_one_but_did_not_show_it_is_asked_for_it():
    person = factories.make_membership().person
    factories.make_factor(person)
    client = factories.log_in(Client(), person, second_factor=False)

    assert client.get("/meja/").url == "/akun/dua-langkah/ulangi/?next=/meja/"


def test_a_person_without_a_role_learns_so():
    client = factories.log_in(Client(), factories.make_person())

    answer = client.get("/meja/", follow=True)
    assert answer.status_code == 200
    words = _("You have no role at an office now. Ask the administrator of your office.")
    assert words in answer.content.decode()


def test_an_applicants_page_without_an_entrance_is_closed_to_strangers(client, settings):
    settings.APPLICANT_ENTRANCE = ""

    assert client.get("/milik/").status_code == 403


def test_a_stranger_at_an_applicants_page_goes_to_its_entrance_if_there_is_one(client, settings):
    settings.APPLICANT_ENTRANCE = "portal:home"

    assert client.get("/milik/").url == "/"


def test_an_applicant_enters_the_own_pages():
    assert factories.applicant_client("cases.case:1").get("/milik/").status_code == 200


@pytest.mark.parametrize("role", sorted(OFFICERS))
def test_an_officer_has_no_business_on_an_applicants_page(role):
    assert factories.officer_client(role).get("/milik/").status_code == 403


@pytest.mark.parametrize("role", sorted(OFFICERS))
def test_an_action_nobody_declared_is_closed(role):
    assert factories.officer_client(role).get("/liar/").status_code == 403
    assert Client().get("/liar/").status_code == 403


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("denied", 403, ""),
        ("hidden", 404, ""),
        ("invalid", 422, "Write a name."),
        ("taken", 409, "The last place is gone."),
        ("stale", 409, "Somebody was quicker."),
        ("moved", 409, "No such step."),
        ("done", 409, "Already done."),
    ],
)
def test_a_refusal_becomes_a_page(client, kind, status, words):
    answer = client.get(f"/tolak/{kind}/")

    assert answer.status_code == status
    assert words in answer.content.decode()


def test_what_only_some_may_see_is_kept_by_no_cache(client):
    private = factories.officer_client()

    assert private.get("/meja/")["Cache-Control"] == "private, no-store"
    assert private.get("/")["Cache-Control"] == "private, no-store"
    assert client.get("/meja/")["Cache-Control"] == "private, no-store"
    assert (
        "Cache-Control" not in client.get("/") or "no-store" not in client.get("/")["Cache-Control"]
    )


def test_every_account_page_that_is_routed_is_declared_and_no_other():
    routed = {pattern.name for pattern in faces.urlpatterns[0].url_patterns}

    assert routed == set(DECLARED_ELSEWHERE)
    assert set(DECLARED_ELSEWHERE.values()) == {"public", "signed-in"}


@pytest.mark.parametrize(
    "name", sorted(name for name, rule in DECLARED_ELSEWHERE.items() if rule == "signed-in")
)
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_a_stranger_reaches_no_page_of_an_account(client, name, method):
    args = {"pk": 1} if name in {"mfa_remove_webauthn", "mfa_edit_webauthn"} else {}
    answer = getattr(client, method)(reverse(name, kwargs=args))

    assert answer.status_code in {302, 405}
    if answer.status_code == 302:
        assert answer.url.startswith("/akun/masuk/")


def test_the_table_of_methods_leaves_out_what_the_web_server_answers():
    assert set(doors.METHODS) == {"GET", "POST", "PUT", "PATCH", "DELETE"}
