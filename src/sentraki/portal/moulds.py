"""Answers of the house kept as moulds, to pour more of the same without asking the house again.

A mould is taken from an answer that went through all of the house, so its headers, cookies and
page are those the house gives: nothing here writes a header or a policy of its own. What differs
from browser to browser (the key, the secret against forged forms, values on the page) is cut out.
An answer that cannot be told apart in this way makes no mould.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_bytes
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import parse_cookie
from django.middleware.csrf import CSRF_ALLOWED_CHARS
from django.utils.translation import override

from sentraki.portal.knocks import Poured
from sentraki.portal.stencil import Stencil
from sentraki.portal.turn import COOKIE, NOTE, Look, Note, Told

MOST = 500
# One request a while goes through the house and renews the mould. Without it, a mould this many
# times as old is not used any more.
STALE = 3
# Headers that do not shape the queue's answers. Any other makes a mould of its own.
WITHOUT_EFFECT = frozenset(
    {
        "accept",
        "accept-encoding",
        "cache-control",
        "connection",
        "content-length",
        "content-type",
        "cookie",
        "dnt",
        "if-modified-since",
        "if-none-match",
        "origin",
        "pragma",
        "priority",
        "referer",
        "save-data",
        "sec-ch-ua",
        "sec-ch-ua-mobile",
        "sec-ch-ua-platform",
        "sec-fetch-dest",
        "sec-fetch-mode",
        "sec-fetch-site",
        "sec-fetch-user",
        "sec-gpc",
        "upgrade-insecure-requests",
        "user-agent",
        "via",
        "x-forwarded-for",
        "x-real-ip",
    }
)
_PLACE = {letter: at for at, letter in enumerate(CSRF_ALLOWED_CHARS)}
_TWICE = CSRF_ALLOWED_CHARS * 2
_EVEN = 256 - 256 % len(CSRF_ALLOWED_CHARS)
_AS_LETTERS = bytes(ord(CSRF_ALLOWED_CHARS[at % len(CSRF_ALLOWED_CHARS)]) for at in range(256))
_TOO_HIGH = bytes(range(_EVEN, 256))
_EACH_ITS_OWN = frozenset({"set-cookie", "x-request-id", "content-length"})


@dataclass(frozen=True)
class Frame:
    """What an answer depends on besides the queue: address, method, what the headers say."""

    method: str
    path: str
    peer: str
    headers: tuple[tuple[str, str], ...]
    language: str


def frame_of(
    method: str, path: str, peer: str, headers: Mapping[str, str], cookies: Mapping[str, str]
) -> Frame:
    """The frame of a request; ``headers`` by their names in small letters."""
    shaping = tuple(sorted(pair for pair in headers.items() if pair[0] not in WITHOUT_EFFECT))
    # Whom a proxy's word counts for is decided by its address.
    is_relayed = any(name.startswith(("x-", "forwarded")) for name, _value in shaping)
    language = cookies.get(settings.LANGUAGE_COOKIE_NAME, "")
    return Frame(method, path, peer if is_relayed else "", shaping, language)


@dataclass
class Mould:
    """What is left of an answer without what was one browser's."""

    made: float
    language: str
    status: str
    headers: list[tuple[str, str]]
    cookies: list[tuple[str, str, str]]
    stencil: Stencil | None
    is_renewed: bool = False

    def pour(self, told: Told, secret: str, request_id: str) -> Poured:
        """The answer for ``told`` to the browser whose secret against forged forms this is."""
        content = b""
        if self.stencil is not None:
            with override(self.language):
                values = told.values()
            if "token" in self.stencil.slots:
                values["token"] = masked(secret)
            content = self.stencil.fill(values).encode()
        own = {"secret": secret, "key": told.key}
        headers = [
            *self.headers,
            *(("Set-Cookie", f"{start}{own[name]}{end}") for name, start, end in self.cookies),
            ("Content-Length", str(len(content))),
            ("X-Request-ID", request_id),
        ]
        return Poured(self.status, headers, content)


class Moulds:
    """The moulds of this process, by frame and look."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Frame, Look | None, bool], Mould] = {}
        self._origins: dict[Frame, str] = {}
        self._lock = Lock()

    def find(self, frame: Frame, look: Look | None, *, keeps_key: bool) -> Mould | None:
        """The mould to pour from; ``None`` where the house has to answer (and to renew it)."""
        mould = self._kept.get((frame, look, keeps_key))
        if mould is None:
            return None
        age = time.monotonic() - mould.made
        if age > STALE * settings.QUEUE_MEMORY_SECONDS:
            return None
        if age > settings.QUEUE_MEMORY_SECONDS and not mould.is_renewed:
            mould.is_renewed = True
            return None
        return mould

    def origin_of(self, frame: Frame) -> str:
        """The house's own address for such requests, ``https://…``; empty while nobody knows."""
        return self._origins.get(frame, "")

    def learn(
        self, environ: dict[str, Any], status: str, headers: list[tuple[str, str]], content: bytes
    ) -> None:
        """Take a mould of the house's answer to ``environ``, where the queue left its note."""
        note: Note = environ[NOTE]
        told, stencil = note.told, note.stencil
        sent = {
            name[5:].replace("_", "-").lower(): value
            for name, value in environ.items()
            if name.startswith("HTTP_")
        }
        cookies = parse_cookie(sent.get("cookie", ""))
        if set(cookies) - known_cookies() or environ.get("QUERY_STRING"):
            return
        if content != (stencil.fill(note.values).encode() if stencil is not None else b""):
            return
        cut = _cut(headers, {"secret": environ.get("CSRF_COOKIE", ""), "key": told.key})
        if cut is None:
            return
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        frame = frame_of(method, path, environ.get("REMOTE_ADDR", ""), sent, cookies)
        plain = [pair for pair in headers if pair[0].lower() not in _EACH_ITS_OWN]
        mould = Mould(time.monotonic(), note.language, status, plain, cut, stencil)
        with self._lock:
            if len(self._kept) >= MOST:
                self._kept.clear()
                self._origins.clear()
            keeps = told.keeps_key(cookies.get(COOKIE, ""))
            self._kept[frame, told.look, keeps] = mould
            self._origins[frame] = note.origin


def known_cookies() -> frozenset[str]:
    """The cookies of somebody about whom the house knows nothing else."""
    return frozenset({COOKIE, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME})


def letters(count: int) -> str:
    """So many random letters and digits, each as likely, for secrets against forged forms."""
    while True:
        drawn = token_bytes(2 * count).translate(_AS_LETTERS, _TOO_HIGH)
        if len(drawn) >= count:
            return drawn[:count].decode("ascii")


def masked(secret: str) -> str:
    """The form's token for ``secret``, another each time, as Django's own check reads it.

    A mask of random letters, then the secret with the mask added letter by letter, so that a
    page's size when compressed tells nothing of the secret.
    """
    mask = letters(len(secret))
    pairs = zip(secret, mask, strict=True)
    return mask + "".join(_TWICE[_PLACE[one] + _PLACE[other]] for one, other in pairs)


def _cut(
    headers: list[tuple[str, str]], own: Mapping[str, str]
) -> list[tuple[str, str, str]] | None:
    """Each cookie that is set as (whose value, text before, text after); ``None`` where anything
    else is set, or one browser's secret stands anywhere else."""
    cut = []
    for name, value in headers:
        if name.lower() == "set-cookie":
            held = value.partition("=")[2].partition(";")[0]
            whose = [one for one, secret in own.items() if secret and secret == held]
            start, _held, end = value.partition(held)
            if len(whose) != 1 or held in end:
                return None
            cut.append((whose[0], start.lstrip(), end))
        elif any(secret and secret in value for secret in own.values()):
            return None
    return cut
