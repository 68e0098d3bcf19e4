"""Every answer carries the strict headers, refusals too."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings

from sentraki.config.middleware import CONTENT_POLICY, SecurityHeaders
from sentraki.kernel.access import Role, Viewer

pytestmark = pytest.mark.django_db

ADDRESSES = ["/", "/health/live", "/health/ready", "/bahasa/id/", "/tidak-ada/", "/kantor/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_the_headers(client: Client, address: str) -> None:
    response = client.get(address)
    assert response["Content-Security-Policy"] == CONTENT_POLICY
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert "geolocation=()" in response["Permissions-Policy"]
    assert len(response["X-Request-ID"]) == 12


def test_the_policy_lets_nothing_inline_and_nobody_frame_us() -> None:
    assert "unsafe" not in CONTENT_POLICY
    for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert part in CONTENT_POLICY


def test_a_body_that_is_too_large_is_refused_before_it_is_read(client: Client) -> None:
    with override_settings(REQUEST_MAX_BYTES=10):
        response = client.post("/bahasa/id/", {"a": "x" * 100})
    assert response.status_code == 413
    assert response["Content-Security-Policy"] == CONTENT_POLICY


@pytest.mark.parametrize("address", ["/kantor/hak/%00/", "/daftar/?kecamatan=a%00b"])
def test_an_address_with_a_nul_is_refused_before_a_database_sees_it(
    client: Client, address: str
) -> None:
    assert client.get(address).status_code == 400


@pytest.mark.parametrize(
    ("method", "role", "kept"),
    [
        ("get", Role.PUBLIC, False),
        ("post", Role.PUBLIC, True),
        ("get", Role.APPLICANT, True),
        ("get", Role.VERIFIER, True),
    ],
)
def test_what_is_not_for_everybody_stays_out_of_caches(method: str, role: Role, kept: bool) -> None:
    def answer(request: object) -> HttpResponse:
        request.viewer = Viewer(role=role)
        return HttpResponse("x")

    response = SecurityHeaders(answer)(getattr(RequestFactory(), method)("/"))
    assert ("no-store" in response.headers.get("Cache-Control", "")) == kept


def test_a_view_may_set_a_stricter_policy() -> None:
    def answer(request: object) -> HttpResponse:
        return HttpResponse("x", headers={"Content-Security-Policy": "sandbox"})

    response = SecurityHeaders(answer)(RequestFactory().get("/"))
    assert response["Content-Security-Policy"] == "sandbox"
