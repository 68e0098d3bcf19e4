"""Plain requests read from bytes: those that no two readers of HTTP understand in two ways."""

import re

from sentraki.portal.knocks import Asked

LONGEST_HEAD = 8_192
LONGEST_BODY = 8_192
MOST_HEADERS = 50
_LINE = re.compile(rb"(GET|POST) (/[\x21-\x7e]*) (HTTP/1\.[01])")
_HEADER = re.compile(rb"([A-Za-z0-9-]+):[ \t]*((?:[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)?)[ \t]*")
_LENGTH = re.compile("[0-9]{1,5}")
_NEVER_PLAIN = frozenset(
    {"transfer-encoding", "expect", "upgrade", "te", "trailer", "http2-settings", "keep-alive"}
)


class Unfinished(Exception):
    """More belongs to this request than has come."""


def read(data: bytes, peer: str) -> Asked | None:
    """The one request in ``data``; ``None`` for whatever the web server had better read itself.

    Plain is: every header once, printable characters, a length in digits, nothing behind the end,
    nothing that asks for another way of talking. Raises ``Unfinished``.
    """
    head, end, body = data.partition(b"\r\n\r\n")
    if not end:
        if len(data) < LONGEST_HEAD:
            raise Unfinished
        return None
    lines = head.split(b"\r\n")
    first = _LINE.fullmatch(lines[0])
    headers = _headers(lines[1:])
    if first is None or headers is None or len(head) > LONGEST_HEAD:
        return None
    method, path, version = (part.decode("ascii") for part in first.groups())
    length = headers.get("content-length", "0")
    stays = _stays(version, headers)
    if stays is None or not headers.get("host") or not _LENGTH.fullmatch(length):
        return None
    if int(length) > (LONGEST_BODY if method == "POST" else 0) or len(body) > int(length):
        return None
    if len(body) < int(length):
        raise Unfinished
    return Asked(method, path, headers, body, peer, version, stays)


def _headers(lines: list[bytes]) -> dict[str, str] | None:
    headers: dict[str, str] = {}
    for line in lines:
        found = _HEADER.fullmatch(line)
        if found is None:
            return None
        name = found[1].decode("ascii").lower()
        if name in headers or name in _NEVER_PLAIN:
            return None
        headers[name] = found[2].decode("ascii")
    return headers if len(headers) <= MOST_HEADERS else None


def _stays(version: str, headers: dict[str, str]) -> bool | None:
    """Whether the connection may stay open; ``None`` where that is said in an unusual way."""
    said = headers.get("connection", "").lower()
    if version == "HTTP/1.0":
        return False if said in ("", "close") else None
    return {"": True, "keep-alive": True, "close": False}.get(said)
