"""A refusal says what happened and what to do now, in the reader's language."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils import translation

from sentraki.config import errors
from sentraki.config import urls as root


def crash(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("KOPI-RAHASIA")


def deny(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Only the signatory may do this.")


urlpatterns = [path("crash/", crash), path("deny/", deny), *root.urlpatterns]
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken


@pytest.mark.django_db
def test_an_unknown_address_gets_our_page(client: Client) -> None:
    response = client.get("/tidak-ada/")
    assert response.status_code == 404
    assert "Halaman ini tidak ada, atau bukan untuk Anda" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_crash_shows_its_number_and_nothing_else() -> None:
    client = Client(raise_request_exception=False)
    response = client.get("/crash/")
    assert response.status_code == 500
    assert response["X-Request-ID"] in response.content.decode()
    assert "KOPI-RAHASIA" not in response.content.decode()
    assert "Content-Security-Policy" in response.headers


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_denied_page_says_why(client: Client) -> None:
    response = client.get("/deny/")
    assert response.status_code == 403
    assert "Only the signatory may do this." in response.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_secret_is_explained() -> None:
    client = Client(enforce_csrf_checks=True)
    with translation.override("id"):
        response = errors.forbidden_form(RequestFactory().post("/"), "why")
    assert response.status_code == 403
    assert client.post("/tidak-ada/").status_code in (403, 404)


def test_a_broken_template_still_gives_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "TEMPLATE", "there/is/none.html")
    with translation.override("en"):
        response = errors.not_found(RequestFactory().get("/"), Http404())
    assert "No such page, or not yours." in response.content.decode()
