"""A hand over plain HTTP: standard library only, cookies kept, no scripts."""

import secrets
from collections.abc import Mapping
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

from sentraki.desk.play.hands import Photo, Stuck, Values
from sentraki.desk.play.pages import Form, Page

PATIENCE = 120.0


class Visitor:
    """One person with one cookie jar at ``site`` (scheme, host and port)."""

    def __init__(self, site: str) -> None:
        self.site = site.rstrip("/") + "/"
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()), ProxyHandler({}))
        self.page = Page.read(self.site, 0, "")

    def open(self, path: str) -> Page:
        """GET, redirects followed."""
        return self._go(Request(urljoin(self.site, path)))

    def send(
        self,
        form: Form,
        values: Values,
        photos: Mapping[str, Photo] | None = None,
        button: str = "",
    ) -> Page:
        """What a browser sends: what the form holds, changed by ``values``."""
        pairs = filled(form, values, button)
        if form.method == "get":
            return self._go(Request(f"{form.action.partition('?')[0]}?{urlencode(pairs)}"))
        if photos is None:
            body, kind = urlencode(pairs).encode(), "application/x-www-form-urlencoded"
        else:
            body, kind = multipart(pairs, photos)
        headers = {"Content-Type": kind, "Referer": self.page.url}
        return self._go(Request(form.action, data=body, headers=headers, method="POST"))

    def fetch(self, path: str) -> bytes:
        """The bytes behind an address; the page stays."""
        with self._answer(Request(urljoin(self.site, path))) as answer:
            if answer.status != 200:
                raise Stuck(f"{path} answers with {answer.status}")
            return bytes(answer.read())

    def _go(self, request: Request) -> Page:
        with self._answer(request) as answer:
            text = answer.read().decode("utf-8", "replace")
            self.page = Page.read(answer.url, answer.status, text)
        return self.page

    def _answer(self, request: Request) -> HTTPResponse:
        request.add_header("Accept-Language", "id")
        try:
            answer: HTTPResponse = self.opener.open(request, timeout=PATIENCE)
        except HTTPError as refused:
            return refused  # type: ignore[return-value]  # it is read like any answer
        except URLError as away:
            raise Stuck(f"{request.full_url} cannot be reached: {away.reason}") from away
        return answer


def filled(form: Form, values: Values, button: str = "") -> list[tuple[str, str]]:
    """Names and values a browser would send; raises :class:`Stuck` for what the form lacks."""
    unknown = [name for name in values if not form.named(name)]
    if button:
        unknown += [] if form.named(button) else [button]
    if unknown:
        raise Stuck(f"the form {form.action} has no {', '.join(unknown)}")
    pairs: list[tuple[str, str]] = []
    for control in form.controls:
        if control.kind == "file":
            continue
        if control.kind == "button":
            wanted = values.get(control.name, control.value)
            if control.name == button and wanted == control.value:
                pairs.append((control.name, control.value))
            continue
        sent = _sent(control.kind, control.value, control.is_on, values.get(control.name))
        if sent is not None:
            pairs.append((control.name, sent))
    for name, value in values.items():
        for one in [value] if isinstance(value, str) else value if isinstance(value, list) else []:
            is_choice = form.named(name)[0].kind in ("radio", "checkbox", "list")
            if is_choice and one not in form.values_of(name):
                raise Stuck(f"{name} cannot be {one!r}; there are {form.values_of(name)}")
    return pairs


def _sent(kind: str, own: str, is_on: bool, given: str | bool | list[str] | None) -> str | None:
    """The value a control sends; ``None`` for a choice that is off."""
    if kind in ("radio", "checkbox"):
        if given is None:
            return own if is_on else None
        chosen = given if isinstance(given, bool) else own in _as_list(given)
        return own if chosen else None
    return given if isinstance(given, str) else own


def _as_list(given: str | list[str]) -> list[str]:
    return [given] if isinstance(given, str) else given


def multipart(pairs: list[tuple[str, str]], photos: Mapping[str, Photo]) -> tuple[bytes, str]:
    """A body of ``multipart/form-data`` and its content type."""
    edge = secrets.token_hex(16)
    parts: list[bytes] = []
    for name, value in pairs:
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        parts.append(head.encode() + value.encode() + b"\r\n")
    for name, photo in photos.items():
        head = (
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; '
            f'filename="{photo.name}"\r\nContent-Type: {photo.mime}\r\n\r\n'
        )
        parts.append(head.encode() + photo.data + b"\r\n")
    parts.append(f"--{edge}--\r\n".encode())
    return b"".join(parts), f"multipart/form-data; boundary={edge}"
