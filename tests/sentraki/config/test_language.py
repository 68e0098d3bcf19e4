"""The language is a cookie; nobody is sent elsewhere by it."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_one_comes_back_to_the_page_one_left(client: Client) -> None:
    response = client.get("/bahasa/en/", HTTP_REFERER="http://testserver/verifikasi/?x=1")
    assert response.status_code == 302
    assert response["Location"] == "/verifikasi/"
    assert response.cookies["django_language"].value == "en"


@pytest.mark.parametrize(
    "referer", ["https://evil.example/x", "//evil.example", "http://testserver//evil.example/", ""]
)
def test_nobody_is_sent_to_another_site(client: Client, referer: str) -> None:
    location = client.get("/bahasa/id/", HTTP_REFERER=referer)["Location"]
    assert location.startswith("/")
    assert not location.startswith("//")


def test_an_unknown_language_is_not_found(client: Client) -> None:
    assert client.get("/bahasa/xx/").status_code == 404


def test_a_language_is_not_chosen_by_post(client: Client) -> None:
    assert client.post("/bahasa/en/").status_code == 405
