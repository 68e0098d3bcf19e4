"""A plain request is read as gunicorn reads it; everything else is left to gunicorn."""

import pytest
from gunicorn.config import Config
from gunicorn.http import RequestParser
from hypothesis import given
from hypothesis import strategies as st

from sentraki.config import plain

ME = "127.0.0.1"
NAMES = st.sampled_from(["Accept", "X-Own", "Cookie", "Accept-Language", "X-Forwarded-For", "B_c"])
VALUES = st.text(st.characters(max_codepoint=0xFF), max_size=20)
HEAD = b"POST /a/ HTTP/1.1\r\nHost: localhost\r\n"


@given(
    st.sampled_from(["GET", "POST", "HEAD", "get"]),
    st.lists(st.tuples(NAMES, VALUES), max_size=4),
    st.binary(max_size=40),
    st.integers(-1, 40),
)
def test_what_is_plain_is_read_as_gunicorn_reads_it(method, headers, body, length):
    lines = [f"{method} /program/x/antre/ HTTP/1.1", "Host: localhost:8000"]
    lines += [f"{name}: {value}" for name, value in headers]
    lines += [f"Content-Length: {length}"] if length >= 0 else []
    data = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body
    try:
        asked = plain.read(data, ME)
    except plain.Unfinished:
        return
    if asked is None:
        return
    theirs = next(RequestParser(Config(), iter([data]), (ME, 1)))
    assert (asked.method, asked.path) == (theirs.method, theirs.path)
    assert [(name.upper(), value) for name, value in asked.headers.items()] == theirs.headers
    assert asked.body == theirs.body.read()
    assert asked.stays is not theirs.should_close()


@pytest.mark.parametrize(
    "more",
    [
        b"Transfer-Encoding: chunked\r\n\r\n",
        b"Content-Length: 1\r\nContent-Length: 2\r\n\r\na",
        b"Content-Length: +1\r\n\r\na",
        b"Content-Length: 1\r\n\r\nab",
        b"Content-Length : 1\r\n\r\na",
        b"Expect: 100-continue\r\n\r\n",
        b"Connection: Upgrade\r\n\r\n",
        b"Host: evil.example\r\n\r\n",
        b"A: b\r\n c\r\n\r\n",
        b"A: b\n\r\n\r\n",
        b"A: b\x00\r\n\r\n",
        b"X_Forwarded_For: 1.1.1.1\r\n\r\n",
        b"Content-Length: 20000\r\n\r\n",
    ],
)
def test_what_may_be_read_in_two_ways_is_left_to_gunicorn(more):
    assert plain.read(HEAD + b"\r\n", ME) is not None
    assert plain.read(HEAD + more, ME) is None


@pytest.mark.parametrize("line", [b"GET / HTTP/1.1", b"POST /a/ HTTP/1.0"])
def test_a_request_without_a_host_is_left_to_gunicorn(line):
    assert plain.read(line + b"\r\n\r\n", ME) is None


def test_what_has_not_come_whole_is_waited_for():
    whole = HEAD + b"Content-Length: 3\r\n\r\nabc"
    for cut in range(len(whole)):
        with pytest.raises(plain.Unfinished):
            plain.read(whole[:cut], ME)
    assert plain.read(whole, ME).body == b"abc"
    assert plain.read(b"a" * plain.LONGEST_HEAD, ME) is None
