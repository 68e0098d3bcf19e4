"""Headers, caches, foreign origins and form secrets on every page of the matrix."""

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from tests.house.test_faces import MAY_LINK_TO
from tests.security import addresses as urls
from tests.security.addresses import Address
from tests.security.verdicts import expected
from tests.security.visitors import Visitor, visitors
from tests.security.world import World

from sentraki.config import urls as root
from sentraki.config.middleware import CONTENT_POLICY
from sentraki.kernel import access
from sentraki.kernel.access import Role

INSTALLABLE = f"{CONTENT_POLICY}; manifest-src 'self'"
STRICT = {"default-src 'none'; sandbox", CONTENT_POLICY, INSTALLABLE}
HOSTS = {"", "testserver", "localhost:8000", "localhost"}
# Opened by a press of a person, carrying nothing typed but the code of the own file.
MAY_OPEN = MAY_LINK_TO | {"wa.me"}
# A token in a header stands for a log-in; no cookie is read, so no foreign page can use one.
WITH_TOKEN = frozenset({"desk:event-desk-send", "api:token", "api:identity"})
LOADS = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src",
         "form": "action", "button": "formaction", "object": "data", "use": "href"}  # fmt: skip


def crash(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("rusak")


urlpatterns = [path("rusak/", crash), *root.urlpatterns]
handler400, handler403, handler404, handler500 = (
    root.handler400, root.handler403, root.handler404, root.handler500,
)  # fmt: skip


class Links(HTMLParser):
    """What a page loads, where its forms go, what it links to, and code it carries inside."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.inline: list[str] = []
        self._data = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one tag."""
        given = {name: value or "" for name, value in attrs}
        if tag in LOADS and LOADS[tag] in given:
            self.loads.append(given[LOADS[tag]])
        if "srcset" in given:
            self.loads += [part.split()[0] for part in given["srcset"].split(",") if part.strip()]
        if tag == "a":
            self.links.append(given.get("href", ""))
        is_data = given.get("type") == "application/json"
        if tag == "style" or (tag == "script" and "src" not in given and not is_data):
            self.inline.append(tag)
        self.inline += [name for name in given if name.startswith("on") or name == "style"]


def foreign(page: str) -> list[str]:
    """What a page loads from, or sends to, another origin; and plain links to unlisted ones."""
    seen = Links(page)
    bad = [one for one in seen.loads if not _is_ours(one)]
    for link in seen.links:
        parts = urlsplit(link)
        if parts.scheme not in {"", "http", "https", "tel", "mailto"} or not (
            parts.hostname is None or _is_ours(link) or parts.hostname in MAY_OPEN
        ):
            bad.append(link)
    return bad


def _is_ours(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "data" or (parts.scheme in {"", "http"} and parts.netloc in HOSTS)


def missing_headers(answer: Any) -> list[str]:
    """Which of the strict headers an answer lacks."""
    wanted = {
        "Content-Security-Policy": lambda value: value in STRICT,
        "X-Content-Type-Options": lambda value: value == "nosniff",
        "Referrer-Policy": lambda value: value in {"same-origin", "strict-origin"},
        "Cross-Origin-Opener-Policy": lambda value: value == "same-origin",
        "Cross-Origin-Resource-Policy": lambda value: value == "same-origin",
        "X-Frame-Options": lambda value: value == "DENY",
        "Permissions-Policy": lambda value: "geolocation=()" in value,
    }
    return [name for name, holds in wanted.items() if not holds(answer.get(name, ""))]


@pytest.fixture(scope="module")
def everybody(world: World) -> list[Visitor]:
    return visitors(world)


@pytest.mark.parametrize("address", urls.with_doors(), ids=lambda one: one.name)
def test_every_page_is_strict_private_and_self_contained(
    world: World, everybody: list[Visitor], address: Address
) -> None:
    path = address.path(world.here)
    wrong = []
    drawn: set[str] = set()
    for visitor in everybody:
        for method in ("GET", "POST"):
            word = expected(address, method, visitor, world.here)
            if f"{word} {method} {visitor.viewer.role}" in drawn and word != "open":
                continue
            drawn.add(f"{word} {method} {visitor.viewer.role}")
            answer = visitor.ask(method, path)
            label = f"{method} as {visitor.name} ({answer.status_code})"
            wrong += [f"{label}: {name}" for name in missing_headers(answer)]
            if must_be_private(address, method, visitor) and not is_private(answer):
                wrong.append(f"{label}: may be kept by a cache")
            if "html" in answer.get("Content-Type", ""):
                page = answer.content.decode()
                wrong += [f"{label}: {one}" for one in foreign(page)]
                wrong += [f"{label}: inline {one}" for one in Links(page).inline]

    assert wrong == []


def must_be_private(address: Address, method: str, visitor: Visitor) -> bool:
    """Pages for some, pages for somebody known, and answers to forms stay out of every cache."""
    action = address.door.get(method)
    is_public = action is not None and Role.PUBLIC in access.rules()[action].roles
    return method == "POST" or not is_public or visitor.viewer.role is not Role.PUBLIC


def is_private(answer: Any) -> bool:
    """Whether no cache keeps the answer. A method the page does not have says nothing."""
    return answer.status_code == 405 or "no-store" in answer.get("Cache-Control", "")


@pytest.mark.parametrize(
    ("path", "status"), [("/tidak-ada/", 404), ("/rusak/", 500), ("/kantor/", 302)]
)
@pytest.mark.urls(__name__)
def test_answers_to_mistakes_are_as_strict(world: World, path: str, status: int) -> None:
    answer = Client(raise_request_exception=False).get(path)

    assert (answer.status_code, missing_headers(answer)) == (status, [])
    assert foreign(answer.content.decode()) == []


def test_an_answer_to_too_large_a_form_is_as_strict(world: World) -> None:
    with override_settings(REQUEST_MAX_BYTES=10):
        answer = Client().post("/cek-nama/", {"a": "x" * 100})

    assert (answer.status_code, missing_headers(answer)) == (413, [])


@pytest.mark.parametrize(
    "address",
    [one for one in urls.with_doors() if "POST" in one.door and one.name not in WITH_TOKEN],
    ids=lambda one: one.name,
)
def test_no_form_is_taken_without_its_secret(
    world: World, everybody: list[Visitor], address: Address
) -> None:
    path = address.path(world.here)
    allowed = [v for v in everybody if expected(address, "POST", v, world.here) == "open"]
    assert allowed, "nobody may send this form"
    visitor = allowed[-1]
    visitor.client.handler.enforce_csrf_checks = True
    try:
        answer = visitor.ask("POST", path)
    finally:
        visitor.client.handler.enforce_csrf_checks = False

    assert answer.status_code == 403
    # The page prints its own number, whose letters are drawn and may spell the word.
    page = answer.content.replace(answer["X-Request-ID"].encode(), b"")
    assert b"csrf" not in re.sub(rb"csrfmiddlewaretoken", b"", page)
