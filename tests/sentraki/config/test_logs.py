"""The log cannot tell what somebody typed."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve

from sentraki.config.logs import Discreet, Plain, discreet_traceback

MARKER = "KOPI-RAHASIA"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the house's own handler would write, from every logger."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(Discreet())
    handler.setFormatter(Plain("%(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def test_a_query_string_is_cut(written: io.StringIO) -> None:
    logging.getLogger("django.server").warning('"GET /cek-nama/?q=%s HTTP/1.1" 200', MARKER)
    assert MARKER not in written.getvalue()
    assert "/cek-nama/?…" in written.getvalue()


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (f"/lanjut/{MARKER}/", "/lanjut/<str:secret>/"),
        (f"/verifikasi/{MARKER}", "/verifikasi/<str:code>"),
        (f"/nowhere/{MARKER}", "GET -"),
    ],
)
def test_the_server_names_the_route_too(written: io.StringIO, asked: str, kept: str) -> None:
    logging.getLogger("django.server").warning('"%s" %s %s', f"GET {asked} HTTP/1.1", 200, 9)
    assert MARKER not in written.getvalue()
    assert kept in written.getvalue()


def test_a_requested_address_becomes_its_route(written: io.StringIO) -> None:
    request = RequestFactory().get("/bahasa/id/")
    request.resolver_match = resolve("/bahasa/id/")
    logging.getLogger("django.request").warning("Oh: %s", request.path, extra={"request": request})
    assert "/bahasa/<slug:code>/" in written.getvalue()
    assert "/bahasa/id/" not in written.getvalue()


def test_an_unknown_address_is_not_repeated(written: io.StringIO) -> None:
    request = RequestFactory().get(f"/{MARKER}/")
    logging.getLogger("django.request").warning(
        "Not Found: %s", request.path, extra={"request": request}
    )
    assert MARKER not in written.getvalue()


@pytest.mark.parametrize(
    "line", [f"Error handling request /{MARKER}?x", f"Invalid request from ip=::1: '{MARKER}'"]
)
def test_what_the_server_quotes_is_cut(written: io.StringIO, line: str) -> None:
    logging.getLogger("gunicorn.error").warning(line)
    assert MARKER not in written.getvalue()
    assert "request" in written.getvalue()


def test_a_long_number_is_hidden(written: io.StringIO) -> None:
    logging.getLogger("sentraki").warning("number %s", "3374010101900001")
    assert "3374" not in written.getvalue()


def test_a_traceback_tells_where_but_not_what(written: io.StringIO) -> None:
    try:
        try:
            int(MARKER)
        except ValueError as error:
            raise KeyError(MARKER) from error
    except KeyError:
        logging.getLogger("sentraki").exception("it broke")
    assert MARKER not in written.getvalue()
    assert "builtins.KeyError" in written.getvalue()
    assert "builtins.ValueError" in written.getvalue()
    assert "test_logs.py" in written.getvalue()


def test_a_chain_of_causes_ends() -> None:
    error = ValueError("0")
    for number in range(20):
        outer = ValueError(str(number))
        outer.__cause__ = error
        error = outer
    assert discreet_traceback(error).count("led to") == 5


@pytest.mark.django_db
def test_a_request_is_logged_by_its_route_with_the_id_of_the_answer(
    written: io.StringIO, client: Client
) -> None:
    response = client.get(f"/health/live?name={MARKER}", HTTP_REFERER=f"http://x/{MARKER}")
    line = written.getvalue()
    assert MARKER not in line
    assert "GET /health/live 200" in line
    assert response["X-Request-ID"] in line


@pytest.mark.django_db
def test_a_posted_body_is_never_logged(written: io.StringIO, client: Client) -> None:
    client.post("/health/live", {"name": MARKER})
    client.post(f"/{MARKER}/", {"name": MARKER})
    assert MARKER not in written.getvalue()
