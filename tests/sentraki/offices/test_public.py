"""Whose pages a visitor sees."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from tests import factories

from sentraki.offices import public
from sentraki.offices.context import public_office

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.sentraki.offices.faces")]


def shown(client) -> str:
    return client.get("/").json()["office"]


def test_without_any_office_the_national_home_is_shown(client):
    assert shown(client) == ""


def test_the_only_public_office_needs_no_choice(client):
    factories.make_office(slug="kota")
    factories.make_office(slug="kanwil", takes_applications=False)

    assert shown(client) == "kota"


def test_of_several_none_is_guessed(client):
    factories.make_office(slug="kota")
    factories.make_office(slug="desa")

    assert shown(client) == ""


class TestChoosing:
    @pytest.fixture(autouse=True)
    def _offices(self):
        factories.make_office(slug="kota")
        factories.make_office(slug="desa")
        factories.make_office(slug="kanwil", takes_applications=False)

    def choose(self, slug):
        request, response = RequestFactory().get("/"), HttpResponse()
        return public.choose_office(request, response, slug), request, response

    def test_a_choice_is_kept_in_the_browser(self, client):
        office, request, response = self.choose("desa")
        cookie = response.cookies[public.COOKIE]
        client.cookies[public.COOKIE] = cookie.value

        assert (office.slug, request.office.slug, shown(client)) == ("desa", "desa", "desa")
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")

    @pytest.mark.parametrize("slug", ["kanwil", "nowhere", "", "desa'--"])
    def test_what_has_no_public_pages_cannot_be_chosen(self, slug):
        office, _, response = self.choose(slug)

        assert office is None
        assert not response.cookies

    @pytest.mark.parametrize("slug", ["kanwil", "nowhere", "x" * 500, "\x00"])
    def test_an_invented_cookie_is_no_choice(self, client, slug):
        client.cookies[public.COOKIE] = slug

        assert shown(client) == ""


def test_a_page_the_middleware_never_saw_has_a_public_viewer():
    context = public_office(RequestFactory().get("/"))

    assert context["office"] is None
    assert context["viewer"].role == "public"
    assert not context["own_office"]
    assert context["role_name"] == ""


def test_an_officers_pages_know_office_and_role(rf):
    office = factories.make_office()
    request = rf.get("/")
    request.viewer = factories.viewer(office=office)
    context = public_office(request)

    assert context["own_office"] == office
    assert str(context["role_name"])
