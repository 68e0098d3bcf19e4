"""A real server: however a request comes in, at the wicket or past it, it gets its own answer."""

import re
import socket
import time
from urllib.parse import urlencode

import pytest
from tests.rush.house import House

COOKIE = re.compile(rb"Set-Cookie: ([^=]+)=([^;]+)")
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
KEY = re.compile(rb'name="key" value="([^"]+)"')


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    house = House(tmp_path_factory.mktemp("worker"), 3)
    try:
        house.open()
        yield house
    finally:
        house.close()


@pytest.fixture
def connect(house):
    """``connect()`` is a new connection; all are closed at the end."""
    lines = []
    yield lambda: lines.append(Line(house)) or lines[-1]
    for line in lines:
        line.file.close()
        line.socket.close()


class Line:
    """One connection, read answer by answer."""

    def __init__(self, house):
        self.socket = socket.create_connection(("127.0.0.1", house.port), timeout=10)
        self.file = self.socket.makefile("rb")

    def send(self, *parts):
        for part in parts:
            self.socket.sendall(part)
            time.sleep(0.02 if len(parts) > 1 else 0)
        return self

    def answer(self):
        """Status line, head, content; ``None`` when the server has hung up."""
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = self.file.readline()
            if not line:
                return None
            head += line
        length = int(re.search(rb"Content-Length: (\d+)", head)[1])
        return head.split(b"\r\n")[0].decode(), head, self.file.read(length)


def get(house, path="", more=""):
    return f"GET {path or house.path} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n".encode()


def form(page, number):
    cookies = b"; ".join(name + b"=" + value for name, value in COOKIE.findall(page[1]))
    token, key = (found.search(page[2])[1].decode() for found in (TOKEN, KEY))
    fields = {"csrfmiddlewaretoken": token, "key": key, "name": "Ijah"}
    body = urlencode(fields | {"phone": f"0812000000{number:02d}"}).encode()
    return cookies, body


def post(house, cookies, body):
    head = f"POST {house.path} HTTP/1.1\r\nHost: localhost\r\n".encode()
    head += b"Content-Type: application/x-www-form-urlencoded\r\nCookie: " + cookies
    return head + f"\r\nContent-Length: {len(body)}\r\n\r\n".encode(), body


def test_one_open_connection_serves_one_request_after_the_other(house, connect):
    line = connect()
    statuses = [line.send(get(house, path)).answer()[0]
                for path in ["", "", "/health/live", "", "/no/such/page", ""]]  # fmt: skip
    assert statuses == ["HTTP/1.1 200 OK"] * 4 + ["HTTP/1.1 404 Not Found", "HTTP/1.1 200 OK"]


@pytest.mark.parametrize("round_number", [1, 2, 3])
def test_a_form_in_pieces_gives_one_spot_and_a_reload_shows_it(house, connect, round_number):
    line = connect()
    cookies, body = form(line.send(get(house)).answer(), round_number)
    head, body = post(house, cookies, body)
    sent = line.send(head[:9], head[9:80], head[80:], body[:20], body[20:]).answer()
    assert sent[0] == "HTTP/1.1 302 Found"
    again = line.send(head + body).answer()
    assert again[0] == "HTTP/1.1 302 Found"
    shown = line.send(get(house, more=f"Cookie: {cookies.decode()}\r\n")).answer()
    assert f"Nomor kedatangan {round_number}" in shown[2].decode()


def test_requests_in_one_piece_are_each_answered(house, connect):
    line = connect().send(get(house) + get(house, "/health/live"))
    assert [line.answer()[0] for _ in range(2)] == ["HTTP/1.1 200 OK"] * 2


def test_whoever_wants_no_more_is_hung_up_on(house, connect):
    for path in ("", "/health/live"):
        line = connect().send(get(house, path, "Connection: close\r\n"))
        assert b"Connection: close" in line.answer()[1]
        assert line.answer() is None


def test_nonsense_is_refused_as_ever(house, connect):
    for nonsense in (b"\x16\x03\x01\x00\r\n\r\n", get(house, more="A b: c\r\n")):
        assert b" 400 " in connect().send(nonsense).socket.recv(100)


def test_whoever_does_not_hang_up_holds_up_nobody(house, connect):
    stubborn = [connect().send(get(house, "/health/live", "Connection: close\r\n"))
                for _ in range(6)]  # fmt: skip
    assert [line.answer()[0] for line in stubborn] == ["HTTP/1.1 200 OK"] * 6
    silent = [connect() for _ in range(70)]
    began = time.monotonic()
    assert connect().send(get(house, "/health/live")).answer()[0] == "HTTP/1.1 200 OK"
    # gunicorn waits two seconds for each of the six, and five for each of the silent.
    assert time.monotonic() - began < 2
    assert len(silent) == 70
